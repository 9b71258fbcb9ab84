"""What every page's frame shows: language, who is signed in, whether this is the example."""

from __future__ import annotations

from django.http import HttpRequest

from wertschatz.storage.queries.contacts import timer_of
from wertschatz.storage.queries.groups import has_colleagues
from wertschatz.web.door import held_part
from wertschatz.web.language import language_for


def frame(request: HttpRequest) -> dict[str, object]:
    """For every template."""
    user = getattr(request, "user", None)
    signed_in = bool(user is not None and user.is_authenticated)
    owner = bool(signed_in and getattr(user, "is_owner", False))
    return {
        "language": language_for(request),
        "signed_in": signed_in,
        "is_owner": owner,
        # An address that only takes forms is nowhere to come back to.
        "here": request.get_full_path() if request.method in {"GET", "HEAD"} else "",
        "colleagues_here": signed_in and has_colleagues(),
        "timer": timer_of(int(user.pk)) if user is not None and signed_in and user.pk else None,
        **(held_part(int(user.pk)) if user is not None and owner and user.pk else {}),
    }
