"""“Is it this one?”: customers that somebody may mean who types a new one."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from wertschatz.domain.customers.duplicates import Known, likeness
from wertschatz.domain.customers.names import compared
from wertschatz.domain.customers.phones import normal_number
from wertschatz.domain.customers.register import Entry
from wertschatz.domain.values import Reason
from wertschatz.storage import merged, search, searchable
from wertschatz.storage.find_customers import seen_now
from wertschatz.storage.models import Customer

LOOKED_AT = 40
SHOWN = 5
SHORTEST = 3
BEGUN = 90
"""How alike names count where every typed word is the beginning of one of the other."""


@dataclass(frozen=True, slots=True)
class Alike:
    """A customer that may be meant, and why."""

    uuid: UUID
    name: str
    number: str
    place: str
    archived: bool
    reasons: tuple[Reason, ...]


def alike(typed: Entry, besides: UUID | None = None) -> list[Alike]:
    """Whom it may be already, the likeliest first; `besides` is the one that is being changed."""
    asked = (typed.name, typed.number, typed.vat_id, typed.email, typed.phone)
    parties: dict[int, None] = {}
    for text in asked:
        if len(text) >= SHORTEST:
            parties |= dict.fromkeys((search.matching_parties(text) or [])[:LOOKED_AT])
    theirs = Customer.objects.filter(party__in=parties).values_list("id", flat=True)
    rows = Customer.objects.filter(pk__in=list(seen_now(theirs)))
    found: dict[UUID, tuple[float, Alike]] = {}
    area = searchable.area_code()
    for row in rows.select_related("party", "merged_into__party"):
        points, reasons = _judged(typed, row, area)
        now = merged.target(row)
        better = now.uuid not in found or points > found[now.uuid][0]
        if reasons and better and now.uuid != besides:
            found[now.uuid] = points, _alike(now, reasons)
    best = sorted(found.values(), key=lambda one: -one[0])
    return [one for _, one in best[:SHOWN]]


def _judged(typed: Entry, row: Customer, area: str) -> tuple[float, tuple[Reason, ...]]:
    from rapidfuzz import fuzz

    names = compared(typed.name).words, compared(row.party.name).words
    similarity = max(fuzz.token_set_ratio(*names), BEGUN if _begins(*names) else 0)
    mine, theirs = _known(0, typed), _known(1, _entry(row))
    number = normal_number(typed.phone, area)
    phone = number if number and number == normal_number(row.party.phone, area) else ""
    return likeness(mine, theirs, similarity, phone)


def _begins(typed: str, known: str) -> bool:
    """The name is still being typed: its beginning counts nearly as much as the whole."""
    there = known.split()
    return len(typed) >= SHORTEST and all(
        any(word.startswith(one) for word in there) for one in typed.split()
    )


def _entry(row: Customer) -> Entry:
    party = row.party
    return Entry(
        name=party.name, number=row.number, vat_id=row.vat_id, postcode=party.postcode,
        town=party.town, email=party.email,
    )  # fmt: skip


def _known(number: int, entry: Entry) -> Known:
    return Known(
        number, entry.name, number=entry.number, vat_id=entry.vat_id, postcode=entry.postcode,
        town=entry.town, email=entry.email,
    )  # fmt: skip


def _alike(row: Customer, reasons: tuple[Reason, ...]) -> Alike:
    place = " ".join(text for text in (row.party.postcode, row.party.town) if text)
    return Alike(row.uuid, row.party.name, row.number, place, row.archived, reasons)
