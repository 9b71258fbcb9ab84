"""What a row needs to come back: those it names are still there, and nobody has its place."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.apps import apps
from django.db import models

from wertschatz.storage.journal import TOGETHER
from wertschatz.storage.models import Change
from wertschatz.storage.overwritten import Place

Unique = tuple["models.Field[Any, Any]", ...]


class ComingBack:
    """Looks at everything that would come back at once, a query a table."""

    def __init__(self, changes: Sequence[Change]) -> None:
        self._there = _there(changes)
        self._holders = _holders([change for change in changes if change.after is None])

    def hindered_by(self, changes: Sequence[Change]) -> Place | None:
        """The row that is missing, or that has the place; None: all of it can come back."""
        returning = {(change.table, change.row) for change in changes if change.after is None}
        leaving = {(change.table, change.row) for change in changes if change.before is None}
        for change in changes:
            for place in _named(change):
                if place not in self._there and place not in returning:
                    return place
            if change.after is None:
                for fields in uniques(change.table):
                    holder = self._holders.get(_key(change.table, fields, change.before or {}))
                    place = (change.table, holder or change.row)
                    if holder not in (None, change.row) and place not in leaving:
                        return place
        return None


def _named(change: Change) -> Iterable[Place]:
    """Rows that what comes back names."""
    if not change.before:
        return
    for field in model_of(change.table)._meta.concrete_fields:
        target = field.related_model
        key = change.before.get(field.attname)
        if key is not None and target is not None and not isinstance(target, str):
            yield str(target._meta.model_name), key


def _there(changes: Sequence[Change]) -> set[Place]:
    asked: defaultdict[str, set[int]] = defaultdict(set)
    for change in changes:
        for table, row in _named(change):
            asked[table].add(row)
    found: set[Place] = set()
    for table, rows in asked.items():
        known = sorted(rows)
        for start in range(0, len(known), TOGETHER):
            some = model_of(table)._default_manager.filter(pk__in=known[start : start + TOGETHER])
            found |= {(table, pk) for pk in some.values_list("pk", flat=True)}
    return found


def uniques(table: str) -> list[Unique]:
    """Columns that no two rows share, the key left out."""
    meta = model_of(table)._meta
    names: list[tuple[str, ...]] = [(one.name,) for one in meta.concrete_fields if one.unique]
    plain = [one for one in meta.constraints if isinstance(one, models.UniqueConstraint)]
    names += [tuple(one.fields) for one in plain if _is_plain(one)]
    found = [tuple(meta.get_field(name) for name in some) for some in names]
    return [some for some in found if not some[0].primary_key]  # type: ignore[union-attr,misc]


def _is_plain(constraint: models.BaseConstraint) -> bool:
    return isinstance(constraint, models.UniqueConstraint) and constraint.condition is None


def _holders(returning: Sequence[Change]) -> dict[Any, int]:
    """Unique values that would come back → the row that has them now."""
    images: defaultdict[str, list[Mapping[str, Any]]] = defaultdict(list)
    for change in returning:
        images[change.table].append(change.before or {})
    found: dict[Any, int] = {}
    for table, some in images.items():
        for fields in uniques(table):
            first = fields[0]
            values = {first.to_python(one.get(first.attname)) for one in some} - {None}
            names = [field.attname for field in fields]
            for start in range(0, len(values), TOGETHER):
                part = list(values)[start : start + TOGETHER]
                rows = model_of(table)._default_manager.filter(**{f"{first.attname}__in": part})
                for pk, *held in rows.values_list("pk", *names):
                    found[table, tuple(names), tuple(held)] = pk
    return found


def _key(table: str, fields: Unique, image: Mapping[str, Any]) -> Any:
    names = tuple(field.attname for field in fields)
    return table, names, tuple(field.to_python(image.get(field.attname)) for field in fields)


def model_of(table: str) -> type[models.Model]:
    """The model whose name a change carries."""
    return apps.get_model("storage", table)
