"""What stands on a customer's page about offers, promises, and how to reach them."""

from __future__ import annotations

import re

from django.http import HttpRequest

from wertschatz.bootstrap.house import house
from wertschatz.domain.customers.commitments import CommitmentKind
from wertschatz.domain.customers.preferences import Preference, Way, seen_token, suits
from wertschatz.domain.values import Reason
from wertschatz.storage.commitments import CODES
from wertschatz.storage.queries import preferences as known
from wertschatz.storage.queries.commitments import committed, kinds_due
from wertschatz.storage.queries.customers import CustomerSheet
from wertschatz.usecases.refusals import Refused
from wertschatz.web.posted import actor, is_owner

_TIME = re.compile(r"^(\d{1,2})[:.](\d{2})$")
OFFERED_FIRST = (CommitmentKind.OFFER, CommitmentKind.OURS, CommitmentKind.THEIRS)


def agreed(request: HttpRequest, sheet: CustomerSheet) -> dict[str, object]:
    """For the page of one customer."""
    parts = known.parts_of(sheet.uuid)
    seen = known.preference_of(parts, house().zone)
    typed = typed_preference(request) if "prefers" in request.POST else None
    unsuited = suits(seen.preference, Way.CALL, house().now().astimezone(seen.zone))
    return {
        "committed": committed(parts, house().today()),
        "commitment_kinds": OFFERED_FIRST, "commitment_codes": CODES,
        "prefers": seen, "prefers_token": seen_token(seen.preference),
        "prefers_form": typed or seen.preference, "prefers_typed": typed,
        "ways": tuple(Way), "weekdays": range(7),
        "unsuited": unsuited, "good_time": _good_time(seen, unsuited),
    }  # fmt: skip


def _good_time(seen: known.PreferenceSeen, unsuited: Reason | None) -> object:
    """When to call instead, where only the time is wrong."""
    if unsuited is None or unsuited.code != "time_not_wanted":
        return None
    return house().good_time(seen)


def promises_due(request: HttpRequest) -> set[CommitmentKind]:
    """Of which kinds something is due, for the owner's list of customers."""
    return kinds_due(house().today(), actor(request)) if is_owner(request) else set()


def typed_preference(request: HttpRequest) -> Preference:
    """What the form says; a time that cannot be read is left out."""
    sent = request.POST
    ways, best = set(Way), sent.get("best", "")
    days = {text for text in sent.getlist("weekday") if text in set("0123456")}
    return Preference(
        best=Way(best) if best in ways else None,
        never=frozenset(Way(one) for one in sent.getlist("never") if one in ways),
        weekdays=frozenset(int(text) for text in days),
        from_minute=_minute(sent.get("from", "")),
        until_minute=_minute(sent.get("until", "")),
        note=sent.get("prefers_note", ""),
    )


def check_times(request: HttpRequest) -> None:
    """Raises Refused for what is no time of day."""
    for name in ("from", "until"):
        text = request.POST.get(name, "").strip()
        if text and _minute(text) is None:
            raise Refused("time_not_read", {"value": text[:30]})


def _minute(text: str) -> int | None:
    """Minute of the day of '9:30'."""
    found = _TIME.match(text.strip())
    if found is None:
        return None
    hour, minute = int(found[1]), int(found[2])
    return hour * 60 + minute if hour < 24 and minute < 60 else None
