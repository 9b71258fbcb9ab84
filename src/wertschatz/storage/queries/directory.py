"""All callers that are known, for the file that the gate reads: as `who_is` tells each of them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from django.db import connection

from wertschatz.domain.customers.preferences import Preference as Liked
from wertschatz.domain.rules.moment import ANYHOW, Known
from wertschatz.domain.rules.situation import CallerKind
from wertschatz.domain.values import Group
from wertschatz.storage import derived, merged
from wertschatz.storage.lead import phone_reaches
from wertschatz.storage.models import (
    Change,
    Customer,
    Device,
    Firm,
    GroupDecision,
    KnownNumber,
    Preference,
    Revision,
)
from wertschatz.storage.preferences import value_of
from wertschatz.storage.queries.groups import instructions

TABLES = frozenset({
    "party", "customer", "card", "membership", "groupdecision", "preference", "import", "firm",
})  # fmt: skip
"""Whatever changes one of them may change who is behind a number."""
OVERTAKEN = 200
"""So many later actions may be kept before one that began earlier."""


def area_code() -> str:
    """Of the own telephone."""
    return Firm.objects.values_list("area_code", flat=True).first() or ""


def reaches() -> Iterator[tuple[int, str]]:
    """Customer and E.164 number, as often as they come."""
    return phone_reaches(area_code())


def people() -> Iterator[tuple[int, Known]]:
    """Every customer as it is now, without the instruction of its group (that is the same for
    all of a group, and changes at once)."""
    into = merged.into()
    groups = _groups(into)
    liked = _preferences(into)
    rows = Customer.objects.filter(merged_into__isnull=True).order_by("id")
    columns = rows.values_list("id", "uuid", "party__name", "party__zone")
    for pk, uuid, name, zone in columns.iterator():
        yield pk, Known(
            key=str(uuid), name=name, kind=CallerKind.CUSTOMER, group=groups.get(pk),
            preference=liked.get(pk, ANYHOW), zone=zone,
        )  # fmt: skip


def _groups(into: merged.Into) -> dict[int, Group]:
    """By the word itself, and only a person's."""
    said: dict[int, tuple[int, str]] = {}
    words = GroupDecision.objects.order_by("id").values_list("customer_id", "id", "group")
    for customer, number, group in words.iterator():
        said[customer] = (number, group)
    merged.inherit(said, into, lambda word: word[0])
    return {customer: Group(group) for customer, (_, group) in said.items() if group}


def _preferences(into: merged.Into) -> dict[int, Liked]:
    said = {}
    rows = Preference.objects.filter(party__customer__isnull=False).select_related(
        "party__customer"
    )
    for row in rows.iterator():
        said[row.party.customer.pk] = row
    merged.inherit(said, into, lambda row: (row.at, row.pk))
    return {customer: value_of(row) for customer, row in said.items()}


def named_numbers() -> Sequence[KnownNumber]:
    """What the owner said of single numbers."""
    return list(KnownNumber.objects.all())


def words_on_contact() -> dict[str, str]:
    """Group → what to do when a contact starts, in the owner's own words."""
    return {group: text for (group, kind), text in instructions().items() if kind == "contact"}


def devices() -> Sequence[Device]:
    """All that may ask under a secret address."""
    return list(Device.objects.filter(revoked_at=None).order_by("id"))


class Done(NamedTuple):
    """What anybody did so far, as far as it can be seen."""

    newest: int = 0
    """Id of the newest action; 0: nothing yet."""
    missing: frozenset[int] = frozenset()
    """Ids below it that cannot be seen: taken back before they were kept, or still being written.
    PostgreSQL hands ids out when a write begins, and whoever began first may end last."""

    def __str__(self) -> str:
        return "-".join(map(str, (self.newest, *sorted(self.missing))))


def done(before: Done | None = None) -> Done:
    """As it is now; what is the same as `before` costs less."""
    # Asked many times a second: by hand it costs a tenth.
    with connection.cursor() as cursor:
        cursor.execute("SELECT MAX(id) FROM storage_action")
        newest = int(cursor.fetchone()[0] or 0)
        if before is not None and before == Done(newest):
            return before
        first = max(1, newest - OVERTAKEN)
        cursor.execute("SELECT id FROM storage_action WHERE id >= %s", [first])
        seen = {int(row[0]) for row in cursor.fetchall()}
    return Done(newest, frozenset(range(first, newest)) - seen)


def derived_mark() -> int:
    """Another number once it was worked out anew whose cards are."""
    row = Revision.objects.filter(area=derived.AREA).values_list("value", flat=True).first()
    return row or 0


def touched(before: Done, now: Done) -> bool:
    """Something was done between the two that may change who is behind a number."""
    changes = Change.objects.filter(table__in=TABLES)
    late = before.missing - now.missing
    return (
        changes.filter(action__gt=before.newest).exists()
        or (bool(late) and changes.filter(action__in=late).exists())
    )  # fmt: skip
