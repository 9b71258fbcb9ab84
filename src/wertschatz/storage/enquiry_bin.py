"""The bin of the enquiries: what was thrown away goes for good, from the journal too.

Nothing that is counted needs it: how well an enquiry fits and where customers came from rests on
customers alone. What stays is how many went.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Collection, Iterable, Iterator

from django.db.models import Q

from wertschatz.domain.profile.enquiry import BIN_DAYS, PARAMETERS, Decision
from wertschatz.domain.values import Fact
from wertschatz.storage.enquiry_book import AREAS
from wertschatz.storage.hindrance import in_parts, rows_of
from wertschatz.storage.journal import writing
from wertschatz.storage.limits_book import own_values
from wertschatz.storage.models import Action, Change, Enquiry, Parameter
from wertschatz.storage.one_after_another import one_after_another
from wertschatz.storage.overwritten import Place

TABLE = "enquiry"
NAMED = 60
"""Letters of a name that an action carries."""


class EnquiryBin:
    """Implements `ports.profile.EnquiryBin`."""

    def days(self, on: dt.date) -> int:
        """How many days it keeps what was thrown away."""
        default, _, _ = PARAMETERS[BIN_DAYS]
        return own_values(on, PARAMETERS).get(BIN_DAYS, default)

    def keep_days(self, days: int, *, on: dt.date, by: int | None, at: dt.datetime) -> uuid.UUID:
        """So many from that day on."""
        facts: dict[str, Fact] = {"days": days}
        with writing("enquiry_bin_set", by=by, at=at, facts=facts, areas=AREAS) as pen:
            pen.create(Parameter(name=BIN_DAYS, value=days, valid_from=on, at=at, by_id=by))
        return pen.action.uuid

    @one_after_another
    def empty(self, before: dt.datetime, *, at: dt.datetime) -> int:
        """What was thrown away, or taken back as it came in, before that instant goes for good;
        returns how many."""
        binned = Enquiry.objects.select_for_update().filter(
            Q(decided_at__lt=before) | Q(decided_at=None, at__lt=before),
            decision=Decision.BIN.value, customer=None,
        )  # fmt: skip
        keys = list(binned.order_by("pk").values_list("pk", flat=True))
        gone = [*keys, *_taken_back(before)]
        if not gone:
            return 0
        for some in in_parts(gone):
            _forget(some)
            Enquiry.objects.filter(pk__in=some).delete()
        facts: dict[str, Fact] = {"enquiries": len(gone)}
        with writing("enquiries_deleted", by=None, at=at, facts=facts, areas=AREAS):
            return len(gone)


def _taken_back(before: dt.datetime) -> list[int]:
    """Enquiries that are none since before that instant, and stand in the journal alone."""
    away = Change.objects.filter(table=TABLE, after__isnull=True)
    newest: dict[int, dt.datetime] = {}
    for row, then in away.values_list("row", "action__at"):
        newest[row] = max(then, newest.get(row, then))
    old = sorted(row for row, then in newest.items() if then < before)
    there: set[int] = set()
    for some in in_parts(old):
        there |= set(Enquiry.objects.filter(pk__in=some).values_list("pk", flat=True))
    return [row for row in old if row not in there]


def _forget(enquiries: Collection[int]) -> None:
    """Takes them out of the journal, with whatever they became and is no more."""
    places = {(TABLE, row) for row in enquiries} | set(_became(enquiries))
    changes = [one for place in _by_table(places) for one in Change.objects.filter(place)]
    words = _words(changes)
    touched = {one.action_id for one in changes}
    for some in in_parts([one.pk for one in changes]):
        Change.objects.filter(pk__in=some).delete()
    for some in in_parts(sorted(touched)):
        # An action that concerned others, too, stays with these, and names nobody else.
        rest = set(Change.objects.filter(action__in=some).values_list("action_id", flat=True))
        Action.objects.filter(pk__in=set(some) - rest).delete()
        for action in Action.objects.filter(pk__in=rest):
            facts = {key: "…" if value in words else value for key, value in action.facts.items()}
            if facts != action.facts:
                Action.objects.filter(pk=action.pk).update(facts=facts)


def _became(enquiries: Collection[int]) -> Iterator[Place]:
    """Rows of customers that they became and that were taken back since, and all that once hung
    on these. What is still there is somebody's, and stays."""
    mine = Change.objects.filter(table=TABLE, row__in=list(enquiries))
    actions = mine.filter(action__code="enquiry_became").values_list("action_id", flat=True)
    made = Change.objects.filter(action__in=list(actions), before__isnull=True)
    rows = _gone(made)
    yield from rows
    customers = [row for table, row in rows if table == "customer"]
    parties = [row for table, row in rows if table == "party"]
    if customers or parties:
        named = Q(after__customer_id__in=customers) | Q(before__customer_id__in=customers)
        named |= Q(after__party_id__in=parties) | Q(before__party_id__in=parties)
        yield from _gone(Change.objects.filter(named))


def _gone(changes: Iterable[Change]) -> list[Place]:
    some = list(changes)
    there = rows_of(some)
    return [place for place in {(one.table, one.row) for one in some} if place not in there]


def _by_table(places: Collection[Place]) -> Iterator[Q]:
    for table in sorted({table for table, _ in places}):
        for some in in_parts(sorted(row for one, row in places if one == table)):
            yield Q(table=table, row__in=some)


def _words(changes: Iterable[Change]) -> set[str]:
    """What an action may call somebody by."""
    images = [one for change in changes for one in (change.before, change.after) if one]
    names = {str(one[key]) for one in images for key in ("name", "contact") if one.get(key)}
    return names | {name[:NAMED] for name in names}
