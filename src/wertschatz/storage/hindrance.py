"""Whether something that was done can still be taken back, and what stands in the way."""

from __future__ import annotations

import uuid
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import models

from wertschatz.storage.coming_back import ComingBack, model_of
from wertschatz.storage.journal import DERIVED_COLUMNS, image
from wertschatz.storage.models import (
    Action,
    Assessment,
    CalendarEntry,
    CardGram,
    Change,
    EnquiryGram,
    Gram,
    Likeness,
    YearLetter,
)
from wertschatz.storage.overwritten import Later, Place, Standing, later_on

FIXED = ("owner_started", "password_given", "enquiries_deleted")
"""Actions that cannot be undone at all."""
DERIVED: tuple[type[models.Model], ...] = (
    Assessment,
    CalendarEntry,
    CardGram,
    EnquiryGram,
    Gram,
    Likeness,
    YearLetter,
)
"""Rows that follow from others and may go with them."""
HISTORY: frozenset[tuple[str, str]] = frozenset({("ring", "rule_set")})
"""Table and column: what was once decided by a row stays told, with or without it."""
JOURNAL: tuple[type[models.Model], ...] = (Action, Change)
AT_ONCE = 500
Rows = dict[Place, models.Model]
Named = tuple[Place, str]
"""A row, and its column that names another one."""


@dataclass(frozen=True, slots=True)
class Hindrance:
    """Why something can no longer be taken back."""

    code: str
    """'' nothing hinders it; 'not_undoable', 'already_undone', 'changed_since'."""
    action: uuid.UUID | None = None
    """What was done later and would have to be taken back first, where that is known."""


NONE = Hindrance("")


def rows_of(changes: Iterable[Change]) -> Rows:
    """The rows of these changes as they are now, one query a table and five hundred rows."""
    keys: defaultdict[str, set[int]] = defaultdict(set)
    for change in changes:
        keys[change.table].add(change.row)
    found: Rows = {}
    for table, rows in keys.items():
        for some in in_parts(sorted(rows)):
            for pk, row in model_of(table)._default_manager.in_bulk(some).items():
                found[table, int(pk)] = row
    return found


def in_parts(rows: Sequence[Any]) -> Iterator[list[Any]]:
    """So many at once as a query takes."""
    for start in range(0, len(rows), AT_ONCE):
        yield list(rows[start : start + AT_ONCE])


def hindrance_of(
    action: Action, changes: Sequence[Change] | None = None, now: Rows | None = None
) -> Hindrance:
    """What hinders the taking back; `changes` are those of the action, newest first, and `now`
    their rows."""
    if action.code in FIXED:
        return Hindrance("not_undoable")
    undone = Action.objects.filter(undoes=action).values_list("uuid", flat=True).first()
    if undone is not None:
        return Hindrance("already_undone")
    changes = list(action.changes.order_by("-id")) if changes is None else changes
    return _of_changes({action.pk: changes}, now)[action.pk]


def hindrances(actions: Sequence[Action], most: int) -> dict[int, Hindrance]:
    """The same for many at once. What changed more than `most` rows is not looked into: it is
    told when one tries."""
    asked = [action.pk for action in actions if action.code not in FIXED]
    undone = set(Action.objects.filter(undoes__in=asked).values_list("undoes_id", flat=True))
    open_ones = [pk for pk in asked if pk not in undone]
    sizes = dict(
        Change.objects.filter(action__in=open_ones)
        .values_list("action_id")
        .annotate(rows=models.Count("id"))
    )
    small = [pk for pk in open_ones if sizes.get(pk, 0) <= most]
    of: dict[int, list[Change]] = {pk: [] for pk in small}
    for change in Change.objects.filter(action__in=small).order_by("-id"):
        of[change.action_id].append(change)
    found = _of_changes(of)
    for action in actions:
        if action.code in FIXED:
            found[action.pk] = Hindrance("not_undoable")
        elif action.pk in undone:
            found[action.pk] = Hindrance("already_undone")
        else:
            found.setdefault(action.pk, NONE)
    return found


def _of_changes(
    of: Mapping[int, Sequence[Change]], now: Rows | None = None
) -> dict[int, Hindrance]:
    every = [change for changes in of.values() for change in changes]
    now = rows_of(every) if now is None else now
    hanging = _hanging([change for change in every if change.before is None], now)
    back = ComingBack(every)
    found: dict[int, Hindrance] = {}
    blocked: dict[int, Place] = {}
    for action, changes in of.items():
        place = _in_the_way(changes, now, hanging) or back.hindered_by(changes)
        if not changes:
            found[action] = Hindrance("not_undoable")
        elif place is not None:
            blocked[action] = place
        else:
            found[action] = NONE
    free = {action: of[action] for action in found if not found[action].code}
    because = _built_on(free) | _in_whose_way({one: (blocked[one], of[one]) for one in blocked})
    names = dict(
        Action.objects.filter(pk__in=[one for one in because.values() if one]).values_list(
            "pk", "uuid"
        )
    )
    for action, other in because.items():
        found[action] = Hindrance("changed_since", names.get(other or 0))
    return found


def _built_on(of: Mapping[int, Sequence[Change]]) -> dict[int, int | None]:
    """Those whose rows look as they were left, but were changed to and fro since, and by what."""
    left = [change for changes in of.values() for change in changes if change.after is not None]
    if not left:
        return {}
    later = later_on({(one.table, one.row) for one in left}, min(one.pk for one in left))
    standing = Standing({one.action for some in later.values() for one in some})
    found: dict[int, int | None] = {}
    for change in left if later else []:
        since = [
            one
            for one in later.get((change.table, change.row), ())
            if one.id > change.pk and one.action != change.action_id and _meets(one, change)
        ]
        newest = standing.newest(since)
        if newest is not None:
            found[change.action_id] = newest.action
    return found


def _meets(later: Later, change: Change) -> bool:
    """They wrote the same columns; whatever is written to a row that was made is built on it."""
    return change.before is None or not later.columns.isdisjoint(change.after or {})


def _in_whose_way(
    blocked: Mapping[int, tuple[Place, Sequence[Change]]],
) -> dict[int, int | None]:
    """The newest thing done afterwards to the row in the way, where that still stands."""
    if not blocked:
        return {}
    since = {action: changes[0].pk for action, (_, changes) in blocked.items()}
    later = later_on({place for place, _ in blocked.values()}, min(since.values()))
    standing = Standing({one.action for some in later.values() for one in some})
    found: dict[int, int | None] = {}
    for action, (place, _) in blocked.items():
        after = [one for one in later.get(place, ()) if one.id > since[action]]
        newest = standing.newest(after)
        found[action] = None if newest is None else newest.action
    return found


def _in_the_way(
    changes: Sequence[Change],
    now: Rows,
    hanging: Mapping[Place, Sequence[Named]],
) -> Place | None:
    """The first row that is not as it was left, or that something made elsewhere hangs on."""
    made = {(change.table, change.row) for change in changes if change.before is None}
    turned = {((one.table, one.row), column) for one in changes for column in one.before or {}}
    looked: defaultdict[Place, set[str]] = defaultdict(set)
    gone: set[Place] = set()
    for change in changes:
        place = (change.table, change.row)
        if not _as_left(change, now.get(place), looked[place], place in gone):
            return place
        if change.after is None:
            gone.add(place)
        if change.before is None and place in now:
            for other, column in hanging.get(place, ()):
                if other not in made and (other, column) not in turned:
                    return other
    return None


def _as_left(change: Change, row: models.Model | None, looked: set[str], gone: bool) -> bool:
    """The row is as this action left it; what the same action wrote later was looked at already."""
    if change.after is None:
        return row is None or gone
    if gone:
        return True
    if row is None:
        return False
    skip = looked | DERIVED_COLUMNS.get(change.table, frozenset())
    after = {column: value for column, value in change.after.items() if column not in skip}
    looked.update(change.after)
    return bool(image(row, set(after)) == after)


def _hanging(made: Sequence[Change], now: Rows) -> dict[Place, list[Named]]:
    """Which rows of other tables name those that were made: they would go, or lose their name."""
    keys: defaultdict[str, list[int]] = defaultdict(list)
    for change in made:
        if (change.table, change.row) in now:
            keys[change.table].append(change.row)
    found: defaultdict[Place, list[Named]] = defaultdict(list)
    for table, rows in keys.items():
        for other, field in _naming(table):
            for some in in_parts(rows):
                named = other._default_manager.filter(**{f"{field.name}__in": some})
                for to, pk in named.values_list(field.attname, "pk"):
                    found[table, to].append(((str(other._meta.model_name), pk), field.attname))
    return found


def _naming(table: str) -> Iterator[tuple[type[models.Model], Any]]:
    """Tables that name rows of this one and the column; those without a way back as well.

    What the journal says of whom and about whom may go, but not by whom.
    """
    for relation in model_of(table)._meta.get_fields(include_hidden=True):
        field = getattr(relation, "field", None)
        other = relation.related_model
        if field is None or isinstance(other, str) or other is None:
            continue
        if issubclass(other, DERIVED) or (issubclass(other, JOURNAL) and field.name != "by"):
            continue
        if (str(other._meta.model_name), field.name) in HISTORY:
            continue
        yield other, field
