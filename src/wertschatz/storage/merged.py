"""Customers that turned out to be one: their rows stay theirs, and whoever reads adds them up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, TypeVar

from django.db.models import Q, QuerySet
from django.db.models.functions import Coalesce

from wertschatz.storage.models import (
    Assessment,
    Comparison,
    Customer,
    Estimate,
    GroupDecision,
    Likeness,
)

Into = Mapping[int, int]
"""Merged customer → the customer it is now."""
Row = tuple[Any, ...]
Said = TypeVar("Said")


def into() -> dict[int, int]:
    """All merged customers; read from an index that holds nobody else."""
    rows = Customer.objects.filter(merged_into__isnull=False)
    return {one: now for one, now in rows.values_list("id", "merged_into_id") if now is not None}


def whole(seen: Sequence[int], asked: Iterable[int], into: Into) -> list[int]:
    """Of `seen`, everybody who is now one of `asked`."""
    wanted = set(asked)
    return [one for one in seen if into.get(one, one) in wanted]


def fold(figures: dict[int, Row], into: Into, adds: Sequence[Callable[[Any, Any], Any]]) -> None:
    """Adds the figures of merged customers to those of whom they are now, column by column."""
    for one in into.keys() & figures.keys():
        now, row = into[one], figures.pop(one)[1:]
        if now in figures:
            held = figures[now][1:]
            row = tuple(add(*pair) for add, *pair in zip(adds, held, row, strict=True))
        figures[now] = (now, *row)


def inherit(said: dict[int, Said], into: Into, newer: Callable[[Said], Any]) -> None:
    """What a customer says itself wins; who says nothing takes the newest of those merged."""
    heirs: dict[int, Said] = {}
    for one in into.keys() & said.keys():
        now, word = into[one], said.pop(one)
        if now not in heirs or newer(word) > newer(heirs[now]):
            heirs[now] = word
    for now, word in heirs.items():
        said.setdefault(now, word)


def words(said: QuerySet[GroupDecision], into: Into) -> dict[int, str]:
    """Customer → the newest of these words: its own, else that of those merged into it."""
    rows = said.order_by("id").values_list("customer_id", "id", "group")
    newest = {customer: (pk, group) for customer, pk, group in rows}
    inherit(newest, into, lambda word: word[0])
    return {customer: group for customer, (_, group) in newest.items()}


def target(customer: Customer) -> Customer:
    """Whom this customer turned out to be; itself where it is not merged."""
    return customer if customer.merged_into is None else customer.merged_into


def parts(customer: Customer) -> list[Customer]:
    """The customer and all that were merged into it, with party and source."""
    merged = customer.merged.select_related("party", "source").order_by("id")
    return [customer, *merged]


def speaker(parts: Sequence[Customer]) -> int:
    """Whose word counts: the customer's own, else the newest of those merged."""
    ids = [one.pk for one in parts]
    own = GroupDecision.objects.filter(customer_id=ids[0])
    if len(ids) == 1 or own.exists():
        return ids[0]
    newest = GroupDecision.objects.filter(customer_id__in=ids).order_by("-id")
    return newest.values_list("customer_id", flat=True).first() or ids[0]


def estimate(parts: Sequence[Customer]) -> Estimate | None:
    """The customer's own estimate, else the newest of those merged."""
    rows = Estimate.objects.filter(customer_id__in=[one.pk for one in parts]).order_by("-at", "-id")
    found = list(rows)
    own = [row for row in found if row.customer_id == parts[0].pk]
    return next(iter(own or found), None)


def found_by(parties: Any) -> Q:
    """Assessments of customers with one of these parties, or into whom such a one was merged."""
    if not Customer.objects.filter(merged_into__isnull=False).exists():
        return Q(customer__party_id__in=parties)
    # One list of customers, and no "or": that would walk over all assessments.
    found = Customer.objects.filter(party_id__in=parties)
    return Q(pk__in=found.values_list(Coalesce("merged_into_id", "id")))


def settle(customers: Sequence[int]) -> None:
    """After a change of who is merged: what was worked out of these before is gone."""
    Assessment.objects.filter(
        customer_id__in=customers, customer__merged_into__isnull=False
    ).delete()
    Likeness.objects.filter(Q(first__in=customers) | Q(second__in=customers)).delete()
    Comparison.objects.all().delete()
