"""Takes an action back while nothing has changed since; the taking back is an action itself."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.apps import apps
from django.db import IntegrityError, models, transaction
from django.db.models.deletion import Collector, ProtectedError

from wertschatz.storage import effort, merged, search
from wertschatz.storage.journal import DERIVED_COLUMNS, Writing, image, writing
from wertschatz.storage.models import (
    Action,
    Assessment,
    Change,
    Contact,
    Customer,
    Gram,
    Likeness,
    YearLetter,
)

FIXED = ("owner_started", "password_given")
"""Actions that cannot be undone at all."""
DERIVED = (Assessment, Gram, Likeness, YearLetter)
"""Rows that follow from others and may go with them."""


@dataclass(frozen=True, slots=True)
class UndoOutcome:
    """Whether it was taken back, and if not, why not (a code)."""

    done: bool
    why_not: str
    action: uuid.UUID | None


def _model(change: Change) -> type[models.Model]:
    return apps.get_model("storage", change.table)


def _present(change: Change) -> models.Model | None:
    return _model(change)._default_manager.filter(pk=change.row).first()


def _unchanged(change: Change) -> bool:
    row = _present(change)
    if change.after is None or row is None:
        return change.after is None and row is None
    derived = DERIVED_COLUMNS.get(change.table, frozenset())
    after = {column: value for column, value in change.after.items() if column not in derived}
    return bool(image(row, set(after)) == after)


def why_not(action: Action, changes: list[Change] | None = None) -> str:
    """'' when the action can be undone, else 'not_undoable', 'already_undone', 'changed_since'."""
    if action.code in FIXED:
        return "not_undoable"
    if Action.objects.filter(undoes=action).exists():
        return "already_undone"
    changes = list(action.changes.order_by("-id")) if changes is None else changes
    if not changes:
        return "not_undoable"
    made = {(change.table, change.row) for change in changes if change.before is None}
    free = all(_unchanged(change) and _unused(change, made) for change in changes)
    return "" if free else "changed_since"


def _unused(change: Change, made: set[tuple[str, int]]) -> bool:
    """A row that was made may only go when nothing made elsewhere hangs on it."""
    row = _present(change) if change.before is None else None
    if row is None:
        return True
    collector = Collector(using="default", origin=row)
    try:
        collector.collect([row])
    except ProtectedError as error:
        return all((held._meta.model_name, held.pk) in made for held in error.protected_objects)
    fast = [item for group in collector.fast_deletes for item in group]
    hanging = fast + [item for group in collector.data.values() for item in group]
    return all(
        isinstance(item, DERIVED) or (item._meta.model_name, item.pk) in made for item in hanging
    )


def undo(action_id: uuid.UUID, *, by: int | None, at: dt.datetime) -> UndoOutcome:
    """Takes the action back in one transaction, newest change first."""
    try:
        return _undo(action_id, by, at)
    except IntegrityError:
        # Another row has the place of what would come back: one person has one clock.
        return UndoOutcome(False, "changed_since", None)


def _undo(action_id: uuid.UUID, by: int | None, at: dt.datetime) -> UndoOutcome:
    with transaction.atomic():
        action = Action.objects.filter(uuid=action_id).first()
        if action is None:
            return UndoOutcome(False, "not_undoable", None)
        changes = list(action.changes.order_by("-id"))
        reason = why_not(action, changes)
        if reason:
            return UndoOutcome(False, reason, None)
        facts = {**action.facts, "code": action.code}
        if action.code == "undo":
            facts["again"] = action.facts["code"]
        with writing(
            "undo", by=by, at=at, facts=facts, party=action.party_id, undoes=action
        ) as pen:
            for change in changes:
                _turn_back(change, pen)
            customers = [change for change in changes if change.table == "customer"]
            _find_again([change.row for change in customers if change.after is None])
            merged.settle([change.row for change in customers])
            contacts = [change for change in changes if change.table == "contact"]
            effort.recount(_met(customers) | _met_by(contacts))
        return UndoOutcome(True, "", pen.action.uuid)


def _met(customers: Iterable[Change]) -> set[int]:
    """Whose merger was turned back: those that moved, and those from and to whom."""
    met: set[int] = set()
    for change in customers:
        images = (change.before or {}, change.after or {})
        ends = {one["merged_into_id"] for one in images if one.get("merged_into_id")}
        met |= ends | {change.row} if ends else set()
    return met


def _met_by(contacts: Iterable[Change]) -> set[int]:
    """Whose contacts came, went or were changed: their effort counts anew."""
    met: set[int] = set()
    for change in contacts:
        images = (change.before or {}, change.after or {})
        met |= {one["customer_id"] for one in images if one.get("customer_id")}
    there = Contact.objects.filter(pk__in=[change.row for change in contacts])
    return met | set(there.exclude(customer=None).values_list("customer_id", flat=True))


def _turn_back(change: Change, pen: Writing) -> None:
    model = _model(change)
    if change.before is None:
        row = model._default_manager.get(pk=change.row)
        pen.delete(row, change.party_id)
    elif change.after is None:
        row = _from_image(model, change.before)
        pen.create(row, change.party_id)
    else:
        row = model._default_manager.get(pk=change.row)
        names = {field.attname: field for field in model._meta.concrete_fields}
        values = {key: names[key].to_python(value) for key, value in change.before.items()}
        pen.update(row, change.party_id, **values)


def _find_again(customers: list[int]) -> None:
    """Customers that came back are found by search again."""
    rows = Customer.objects.filter(pk__in=customers)
    texts = rows.values_list("party_id", "party__name", "number", "vat_id")
    Gram.objects.bulk_create(search.rows_for((row[0], row[1:]) for row in texts))


def _from_image(model: type[models.Model], before: dict[str, object]) -> models.Model:
    names = {field.attname: field for field in model._meta.concrete_fields}
    return model(**{key: names[key].to_python(value) for key, value in before.items()})
