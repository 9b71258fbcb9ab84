"""Takes an action back while nothing has changed since; the taking back is an action itself."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import IntegrityError, models, transaction

from wertschatz.ports.door import SlotTaken
from wertschatz.storage import archive, effort, merged, owner, searchable
from wertschatz.storage.coming_back import model_of
from wertschatz.storage.hindrance import Hindrance, Rows, hindrance_of, rows_of
from wertschatz.storage.journal import Writing, writing
from wertschatz.storage.models import Action, Change, Contact
from wertschatz.storage.overwritten import Place
from wertschatz.storage.slots import hold_again


@dataclass(frozen=True, slots=True)
class UndoOutcome:
    """Whether it was taken back, and if not, why not (a code)."""

    done: bool
    why_not: str
    action: uuid.UUID | None
    first: uuid.UUID | None = field(default=None, compare=False)
    """What was done later and stands in the way, as far as it is known."""


class NobodyLeft(Exception):
    """Taken back, the house would have no owner who may sign in."""


def why_not(action: Action) -> str:
    """'' when the action can be undone, else 'not_undoable', 'already_undone', 'changed_since'."""
    return hindrance_of(action).code


def undo(action_id: uuid.UUID, *, by: int | None, at: dt.datetime) -> UndoOutcome:
    """Takes the action back in one transaction, newest change first."""
    try:
        return _undo(action_id, by, at)
    except (IntegrityError, NobodyLeft, SlotTaken):
        # Another row has the place of what would come back: one person has one clock, and one
        # time is promised to one caller.
        return UndoOutcome(False, "changed_since", None)


def _undo(action_id: uuid.UUID, by: int | None, at: dt.datetime) -> UndoOutcome:
    with transaction.atomic():
        action = Action.objects.filter(uuid=action_id).first()
        if action is None:
            return UndoOutcome(False, "not_undoable", None)
        changes = list(action.changes.order_by("-id"))
        now = rows_of(changes)
        hindrance = hindrance_of(action, changes, now)
        if hindrance.code:
            return _refused(hindrance)
        facts = {**action.facts, "code": action.code}
        if action.code == "undo":
            facts["again"] = action.facts["code"]
        with writing(
            "undo", by=by, at=at, facts=facts, party=action.party_id, undoes=action
        ) as pen:
            _turn_back(changes, now, pen)
            hold_again((change.row for change in changes if change.table == "callback"), at)
            if any(change.table == "user" for change in changes) and not owner.can_sign_in():
                raise NobodyLeft
            _count_again(changes)
        return UndoOutcome(True, "", pen.action.uuid)


def _refused(hindrance: Hindrance) -> UndoOutcome:
    return UndoOutcome(False, hindrance.code, None, hindrance.action)


def _count_again(changes: Sequence[Change]) -> None:
    """What follows from the rows that were turned back."""
    customers = [change for change in changes if change.table == "customer"]
    contacts = [change for change in changes if change.table == "contact"]
    searchable.renew_turned_back(changes)
    archive.settle(changes)
    who_is_who = [change for change in customers if _says_who(change)]
    if who_is_who:
        merged.settle([change.row for change in who_is_who])
    effort.recount(_met(customers) | _met_by(contacts))


def _says_who(change: Change) -> bool:
    """A customer came, went or was merged; of others nothing follows."""
    return change.before is None or change.after is None or "merged_into_id" in change.before


def _met(customers: Iterable[Change]) -> set[int]:
    """Whose merger was turned back: those that moved, and those from and to whom."""
    met: set[int] = set()
    for change in customers:
        images = (change.before or {}, change.after or {})
        ends = {one["merged_into_id"] for one in images if one.get("merged_into_id")}
        met |= ends | {change.row} if ends else set()
    return met


def _met_by(contacts: Sequence[Change]) -> set[int]:
    """Whose contacts came, went or were changed: their effort counts anew."""
    met: set[int] = set()
    for change in contacts:
        images = (change.before or {}, change.after or {})
        met |= {one["customer_id"] for one in images if one.get("customer_id")}
    there = Contact.objects.filter(pk__in=[change.row for change in contacts])
    return met | set(there.exclude(customer=None).values_list("customer_id", flat=True))


Run = list[Change]


def _turn_back(changes: Sequence[Change], now: Rows, pen: Writing) -> None:
    for run in _runs(changes):
        table, parties = run[0].table, [change.party_id for change in run]
        model = model_of(table)
        if run[0].before is None:
            pen.delete_many([now.pop((table, change.row)) for change in run], parties)
        elif run[0].after is None:
            rows = [_from_image(model, change.before or {}) for change in run]
            pen.create_many(rows, parties)
            now |= {(table, row.pk): row for row in rows}
        else:
            rows = [now[table, change.row] for change in run]
            pen.update_many(rows, parties, **_values(model, run[0].before or {}))


def _runs(changes: Sequence[Change]) -> Iterator[Run]:
    """Changes of the same sort one after the other, so that they are written together; no row
    twice in one run."""
    run: Run = []
    seen: set[Place] = set()
    for change in changes:
        place = (change.table, change.row)
        if run and (_sort(change) != _sort(run[0]) or place in seen):
            yield run
            run, seen = [], set()
        run.append(change)
        seen.add(place)
    if run:
        yield run


def _sort(change: Change) -> tuple[str, str, object]:
    """Alike are those that made, those that took away, and those that change to the same values."""
    if change.before is None:
        return change.table, "made", None
    if change.after is None:
        return change.table, "gone", None
    return change.table, "changed", change.before


def _values(model: type[models.Model], image: Mapping[str, Any]) -> dict[str, Any]:
    names = {field.attname: field for field in model._meta.concrete_fields}
    return {key: names[key].to_python(value) for key, value in image.items()}


def _from_image(model: type[models.Model], before: Mapping[str, Any]) -> models.Model:
    return model(**_values(model, before))
