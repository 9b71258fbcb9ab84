"""Past calls for a replay: those of lists, those logged by hand, and those the gate decided on."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import NamedTuple
from zoneinfo import ZoneInfo

from django.db.models import Min

from wertschatz.domain.customers.phones import normal_number
from wertschatz.domain.customers.preferences import SEARCHED_DAYS
from wertschatz.domain.rules.moment import NOBODY, Known
from wertschatz.domain.rules.replay import Outcome, Past, PastCall, Said
from wertschatz.ports.telephone import BARRED, TOLD_ONLY
from wertschatz.storage.models import Contact, Customer, Import, Ring, Switch
from wertschatz.storage.queries.calendars import busy_between
from wertschatz.storage.queries.holidays import closed_between
from wertschatz.storage.queries.known_callers import AT_ONCE, known_of
from wertschatz.storage.queries.setup import appointments_between, known_number, number_rows

SAME_MINUTES = 2
"""A list of calls knows whole minutes, and its clock is not quite ours."""
AROUND_MINUTES = 15
"""Whoever logs a call by hand does it a while later."""
LET_IN = ("put_through", "emergency")
_MINUTE = dt.timedelta(minutes=1)
OVERHEARD = dt.timedelta(minutes=1)
"""So much later a box behind an exchange tells of the same call at most."""
_OUTCOMES = {"missed": Outcome.MISSED, "rejected": Outcome.REJECTED}


class Listed(NamedTuple):
    """One call of a list, or logged by hand."""

    id: int
    at: dt.datetime
    number: str
    """E.164 where it could be told, else as it came; '' withheld, or logged by hand."""
    way: str
    seconds: int
    customer: int | None
    by_hand: bool


class Rang(NamedTuple):
    """One call that the gate decided on."""

    at: dt.datetime
    number: str
    party: int | None
    held: bool
    barred: bool
    answered: bool
    seconds: int
    contact: int | None
    only_told: bool
    """By a box that cannot be answered."""


class Overheard:
    """Calls that a box behind an exchange hears, too: the exchange asked a moment before. Asked in
    order of time."""

    def __init__(self) -> None:
        self._asked: dict[str, dt.datetime] = {}

    def __call__(self, at: dt.datetime, number: str, only_told: bool) -> bool:
        """It is the call that another system has just asked about."""
        if not only_told:
            self._asked[number] = at
            return False
        before = self._asked.get(number)
        return before is not None and at - before <= OVERHEARD


def calls_between(
    first: dt.date, last: dt.date, zone: ZoneInfo, area: str, most: int | None = None
) -> tuple[list[PastCall], bool]:
    """All calls of these days, both included, in order, each once; with `most` only the newest
    of them, and whether others were left out. Reads no row of other days."""
    listed, more = _listed(first, last, area, most)
    rings, more_rings = _rings(first, last, zone, most)
    found = _together(listed, rings)
    found.sort(key=lambda call: call.at)
    cut = most is not None and (more or more_rings or len(found) > most)
    return (found[-most:] if most is not None else found), cut


def _listed(
    first: dt.date, last: dt.date, area: str, most: int | None
) -> tuple[list[Listed], bool]:
    rows = Contact.objects.filter(
        source__state=Import.State.LIVE, kind="call", started_at__isnull=False,
        way__in=["in", "out", "missed", "rejected"],
        on__range=(first.toordinal(), last.toordinal()),
    ).order_by("-on", "-started_at", "-id")  # fmt: skip
    columns = rows.values_list(
        "id", "key", "started_at", "other", "way", "length", "customer_id", "led"
    )
    wanted = columns if most is None else columns[: most + 1]
    found, seen = [], set()
    count = 0
    for pk, key, at, other, way, length, customer, led in wanted.iterator():
        count += 1
        # The same call in two lists.
        if at is None or (key and key in seen):
            continue
        seen.add(key)
        number = normal_number(other or "", area) or other or ""
        found.append(Listed(pk, at, number, way or "", length * 60, customer, not led))
    return found, most is not None and count > most


def _rings(
    first: dt.date, last: dt.date, zone: ZoneInfo, most: int | None
) -> tuple[list[Rang], bool]:
    start, end = instants(first, last, zone)
    rows = Ring.objects.filter(at__gte=start, at__lt=end).order_by("-at", "-id")
    columns = rows.values_list(
        "at", "number", "party_id", "verdict", "overruled", "answered_at", "seconds", "contact_id",
        "system", "cause",
    )  # fmt: skip
    wanted = columns if most is None else columns[: most + 1]
    found = [
        Rang(
            at, number, party, not rang(verdict, overruled, system, cause), cause == BARRED,
            answered is not None, seconds or 0, contact, system == TOLD_ONLY,
        )
        for at, number, party, verdict, overruled, answered, seconds, contact, system, cause
        in wanted.iterator()
    ]  # fmt: skip
    return _each_once(found), most is not None and len(found) > most


def _each_once(rings: Sequence[Rang]) -> list[Rang]:
    """Without those that a box overheard; what it alone knows of them is kept. Newest first."""
    overheard = Overheard()
    found: list[Rang] = []
    place: dict[str, int] = {}
    for ring in reversed(rings):
        if overheard(ring.at, ring.number, ring.only_told):
            asked = found[place[ring.number]]
            found[place[ring.number]] = asked._replace(
                answered=asked.answered or (ring.answered and not asked.held),
                seconds=asked.seconds or ring.seconds, contact=asked.contact or ring.contact,
            )  # fmt: skip
            continue
        if not ring.only_told:
            place[ring.number] = len(found)
        found.append(ring)
    return found[::-1]


def rang(verdict: str, overruled: str, system: str, cause: str) -> bool:
    """Whether a call that was decided on rang at the owner's: what only tells of calls rings
    whatever was decided, unless it turns them away by itself."""
    if cause == BARRED:
        return False
    return system == TOLD_ONLY or (overruled or verdict) in LET_IN


def instants(first: dt.date, last: dt.date, zone: ZoneInfo) -> tuple[dt.datetime, dt.datetime]:
    """From the first midnight up to the one after the last day."""
    after = last + dt.timedelta(days=1)
    return (
        dt.datetime.combine(first, dt.time(), zone).astimezone(dt.UTC),
        dt.datetime.combine(after, dt.time(), zone).astimezone(dt.UTC),
    )


def _together(listed: Sequence[Listed], rings: Sequence[Rang]) -> list[PastCall]:
    """What the gate, a list and a person tell of the same call is one call."""
    customers = {one.customer for one in listed if one.customer is not None}
    of_party = _customers_of({ring.party for ring in rings if ring.party is not None})
    known = known_of(customers | set(of_party.values()))
    named = number_rows()

    def who(number: str, customer: int | None) -> Known:
        whose = known.get(customer) if customer is not None else None
        row = named.get(number)
        return (whose or NOBODY) if row is None else known_number(row, whose)

    by_number: defaultdict[str, list[Listed]] = defaultdict(list)
    for one in listed:
        if not one.by_hand and one.way != "out":
            by_number[one.number].append(one)
    taken, by_id = set[int](), {one.id: one for one in listed}
    found, spans = [], defaultdict[int, list[dt.datetime]](list)
    for ring in rings:
        same = by_id.get(ring.contact or 0) or _same(ring, by_number[ring.number], taken)
        customer = of_party.get(ring.party or 0)
        if same is not None:
            taken.add(same.id)
            customer = same.customer or customer
        call = _rung(ring, same, who(ring.number, customer))
        found.append(call)
        if customer is not None:
            spans[customer].append(call.at)
    for one in listed:
        if one.id in taken or one.by_hand:
            continue
        outcome = _OUTCOMES.get(one.way, Outcome.ANSWERED)
        found.append(
            PastCall(one.at, who(one.number, one.customer), one.number, one.way != "out",
                     one.seconds, outcome)
        )  # fmt: skip
        if one.customer is not None:
            spans[one.customer].append(one.at)
    found += [
        PastCall(one.at, who("", one.customer), "", one.way != "out", one.seconds,
                 _OUTCOMES.get(one.way, Outcome.ANSWERED))
        for one in listed
        if one.by_hand and one.id not in taken and not _told_already(one, spans)
    ]  # fmt: skip
    return found


def _same(ring: Rang, listed: Sequence[Listed], taken: set[int]) -> Listed | None:
    """The call of a list that the gate decided on."""
    near = [
        one for one in listed
        if one.id not in taken and abs(one.at - ring.at) <= SAME_MINUTES * _MINUTE
    ]  # fmt: skip
    return min(near, key=lambda one: abs(one.at - ring.at), default=None)


def _rung(ring: Rang, same: Listed | None, who: Known) -> PastCall:
    seconds = ring.seconds if same is None else max(ring.seconds, same.seconds)
    if seconds or ring.answered:
        outcome = Outcome.ANSWERED
    elif ring.barred:
        outcome = Outcome.REJECTED
    elif ring.held:
        outcome = Outcome.HELD
    else:
        outcome = Outcome.MISSED
    return PastCall(ring.at, who, ring.number, True, seconds, outcome)


def _told_already(one: Listed, spans: Mapping[int, list[dt.datetime]]) -> bool:
    """A list tells of the call that somebody logged by hand."""
    if one.customer is None or one.customer not in spans:
        return False
    around = AROUND_MINUTES * _MINUTE
    end = one.at + dt.timedelta(seconds=one.seconds)
    return any(one.at - around <= at <= end + around for at in spans[one.customer])


def _customers_of(parties: Iterable[int]) -> dict[int, int]:
    """Party → customer."""
    asked = sorted(parties)
    found: dict[int, int] = {}
    for start in range(0, len(asked), AT_ONCE):
        rows = Customer.objects.filter(party_id__in=asked[start : start + AT_ONCE])
        found.update(rows.values_list("party_id", "id"))
    return found


def past_of(
    user: int | None, first: dt.date, last: dt.date, zone: ZoneInfo, now: dt.datetime
) -> Past:
    """What is known of these days beside the calls: switches, appointments and days off."""
    start, end = instants(first, last, zone)
    ahead = dt.timedelta(days=SEARCHED_DAYS + 1)
    switches = () if user is None else _switches(user, start, end)
    listed = appointments_between(start, end + ahead)
    read = () if user is None else busy_between(user, start, end + ahead)
    return Past(
        first, last, switches, tuple(sorted({*listed, *read})), now,
        closed_between(first, last + ahead),
    )  # fmt: skip


def _switches(user: int, start: dt.datetime, end: dt.datetime) -> tuple[Said, ...]:
    """Of a kind the newest one holds: it ends the one before."""
    said = Switch.objects.filter(user=user, at__lt=end)
    first = said.filter(until__gte=start).aggregate(first=Min("id"))["first"]
    if first is None:
        return ()
    # What ended one of them counts as well, though it was over before these days began.
    rows = said.filter(id__gte=first).order_by("-id")
    later: dict[str, dt.datetime] = {}
    found = []
    for kind, at, until in rows.values_list("kind", "at", "until"):
        over = min(until, later.get(kind, until))
        later[kind] = at
        if max(at, start) < over:
            found.append(Said(kind, at, over, until))
    return tuple(reversed(found))
