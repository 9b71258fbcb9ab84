"""The archive: who is in it leaves lists, analysis and proposals, and is found by search."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce

from wertschatz.storage.models import (
    Assessment,
    Card,
    Change,
    Contact,
    Customer,
    Import,
    Invoice,
)


def settle(changes: Iterable[Change]) -> None:
    """After an undo or a redo: the outcome of whoever is archived now is gone."""
    changed = [one.row for one in changes if one.table == "customer" and _tells(one)]
    for start in range(0, len(changed), 500):
        forget_outcomes(changed[start : start + 500])


def forget_outcomes(customers: Iterable[int]) -> None:
    """Lists read the outcomes: without one an archived customer is in none at once."""
    Assessment.objects.filter(customer__in=list(customers), customer__archived=True).delete()


def _tells(change: Change) -> bool:
    return bool(change.before and "archived" in change.before)


def named_by(source: Import) -> list[UUID]:
    """Who lies in the archive and is named by the new rows of this import, by name."""
    mine = {"source": source, "customer": OuterRef("pk")}
    named = (
        Q(Exists(Invoice.objects.filter(**mine)))
        | Q(Exists(Contact.objects.filter(**mine, led=None)))
        | Q(Exists(Card.objects.filter(**mine).exclude(customer_number="")))
    )
    lying = Q(archived=True, merged_into=None) | Q(merged_into__archived=True)
    rows = Customer.objects.filter(lying).filter(named)
    whole = Customer.objects.filter(pk__in=rows.values_list(Coalesce("merged_into_id", "id")))
    return list(whole.order_by("party__name", "pk").values_list("uuid", flat=True))


def still_there(customers: Iterable[str]) -> list[tuple[UUID, str]]:
    """Of these those that lie in the archive still, with their names."""
    rows = Customer.objects.filter(uuid__in=list(customers), archived=True, merged_into=None)
    return list(rows.order_by("party__name", "pk").values_list("uuid", "party__name"))
