"""Tags and kept filters, as pages show them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q

from wertschatz.storage.models import Customer, SavedFilter, Tag, Tagged


@dataclass(frozen=True, slots=True)
class TagLine:
    """One tag."""

    uuid: UUID
    name: str


@dataclass(frozen=True, slots=True)
class FilterLine:
    """One kept filter."""

    uuid: UUID
    name: str
    query: str


def all_tags() -> list[TagLine]:
    """Every tag, in the order of the alphabet."""
    return [TagLine(*row) for row in Tag.objects.order_by("folded").values_list("uuid", "name")]


def tag_named(tag: UUID) -> TagLine | None:
    """One tag; None: it is gone."""
    row = Tag.objects.filter(uuid=tag).values_list("uuid", "name").first()
    return None if row is None else TagLine(*row)


def tags_like(folded: str, most: int) -> list[TagLine]:
    """Tags whose name holds these letters."""
    rows = Tag.objects.filter(folded__contains=folded).order_by("folded")
    return [TagLine(*row) for row in rows.values_list("uuid", "name")[:most]]


def tags_of(customer: UUID) -> list[TagLine]:
    """The tags of a customer and of all merged into it, each once."""
    mine = Q(on__customer__uuid=customer) | Q(on__customer__merged_into__uuid=customer)
    rows = Tag.objects.filter(mine).distinct().order_by("folded")
    return [TagLine(uuid, name) for uuid, name, _ in rows.values_list("uuid", "name", "folded")]


def tags_on(customers: Sequence[UUID]) -> dict[UUID, list[str]]:
    """The names of the tags of the customers on one page."""
    now = dict(Customer.objects.filter(uuid__in=customers).values_list("id", "uuid"))
    parts = Customer.objects.filter(merged_into__in=now).values_list("id", "merged_into_id")
    whose = now | {pk: now[into] for pk, into in parts if into is not None}
    rows = Tagged.objects.filter(customer__in=whose).order_by("tag__folded")
    return _once(whose, rows.values_list("customer_id", "tag__name"))


def _once(whose: dict[int, UUID], rows: Iterable[tuple[int, str]]) -> dict[UUID, list[str]]:
    found: dict[UUID, dict[str, None]] = {}
    for customer, name in rows:
        found.setdefault(whose[customer], {})[name] = None
    return {uuid: list(names) for uuid, names in found.items()}


def filters_of(person: int) -> list[FilterLine]:
    """The filters that this person keeps."""
    rows = SavedFilter.objects.filter(user=person).order_by("name")
    return [FilterLine(*row) for row in rows.values_list("uuid", "name", "query")]
