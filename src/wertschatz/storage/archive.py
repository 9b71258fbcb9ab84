"""The archive: who is in it leaves lists, analysis and proposals, and is found by search."""

from __future__ import annotations

from collections.abc import Iterable

from wertschatz.storage.models import Assessment, Change


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
