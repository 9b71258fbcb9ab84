"""What was done by whom, with an undo for each that still can be undone."""

from __future__ import annotations

import uuid
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from wertschatz.bootstrap.house import house
from wertschatz.storage.queries.actions import actions_page
from wertschatz.storage.queries.customers import customer_name
from wertschatz.storage.queries.people import people
from wertschatz.web.posted import actor, next_page, whole
from wertschatz.web.told_undo import tell


def listing(request: HttpRequest) -> HttpResponse:
    """What was done, newest first; by one person, or about one customer where that is asked."""
    asked = request.GET
    who, customer = _uuid(asked.get("by", "")), _uuid(asked.get("customer", ""))
    page = actions_page(
        whole(asked.get("page"), 1), by=who, customer=customer,
        action=_uuid(asked.get("action", "")),
    )  # fmt: skip
    everybody = people(actor(request))
    kept = {"customer": customer, "by": who}
    context = {
        "page": page, "who": who, "customer": customer,
        "name": customer_name(customer) if customer else "",
        "people": [
            (one.name, _link(kept, by=one.uuid), one.uuid == who) for one in everybody
        ] if len(everybody) > 1 else [],
        "all_people": _link(kept, by=None), "all_customers": _link(kept, customer=None),
        "newer": _link(kept, page=page.page - 1) if page.page > 1 else "",
        "older": _link(kept, page=page.page + 1) if page.page < page.pages else "",
    }  # fmt: skip
    return render(request, "done.html", context)


def _link(kept: dict[str, uuid.UUID | None], **changed: uuid.UUID | int | None) -> str:
    wanted = {**kept, **changed}
    return "?" + urlencode({key: str(value) for key, value in wanted.items() if value})


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None


@require_POST
def undo(request: HttpRequest, action: uuid.UUID) -> HttpResponse:
    """Takes one action back and returns to where the person was, to the same line."""
    outcome = house().undo(action, actor(request))
    tell(request, outcome)
    back = next_page(request, "")
    if not back:
        return redirect("done")
    return redirect(back if "#" in back else f"{back}#a-{action}")
