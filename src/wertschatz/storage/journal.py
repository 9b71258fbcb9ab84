"""The undo journal: every write is an action with each changed row's image before and after."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from django.db import models, transaction
from django.db.models import F

from wertschatz.domain.values import Fact
from wertschatz.storage.models import Action, Change, Job, Revision

Image = dict[str, Any]
AT_ONCE = dt.timedelta()
TOGETHER = 500
"""Rows written by one query."""
DERIVED_COLUMNS = {
    "callback": frozenset({"reminded_at"}),
    "contact": frozenset({"minutes"}),
    "calendarsource": frozenset({"read_at", "fault", "written"}),
}
"""Table → columns that follow from other rows: they are counted anew, and hinder no undo."""


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime) and value.tzinfo is not None:
        # The database gives UTC: an image in another zone would never equal its row again.
        return value.astimezone(dt.UTC).isoformat()
    if isinstance(value, dt.date | dt.datetime):
        return value.isoformat()
    if isinstance(value, uuid.UUID):
        return str(value)
    return value


def image(row: models.Model, fields: set[str] | None = None) -> Image:
    """The row as plain JSON values by column; only `fields` when given."""
    return {
        field.attname: _plain(field.value_from_object(row))
        for field in row._meta.concrete_fields
        if fields is None or field.attname in fields
    }


def bump(area: str) -> int:
    """Counts a write in this area; returns the new count."""
    if not Revision.objects.filter(area=area).update(value=F("value") + 1):
        Revision.objects.get_or_create(area=area, defaults={"value": 1})
    return revision(area)


def revision(area: str) -> int:
    """How many writes this area has seen."""
    value = Revision.objects.filter(area=area).values_list("value", flat=True).first()
    return value or 0


class Writing:
    """One action under way: writes rows and keeps their images."""

    def __init__(self, action: Action) -> None:
        self.action = action

    def create(self, row: models.Model, party: int | None = None) -> None:
        """Writes a new row."""
        row.save(force_insert=True)
        self._note(row, None, image(row), party)

    def update(self, row: models.Model, party: int | None = None, **values: Any) -> None:
        """Changes columns of a row; only the changed ones are kept as images."""
        columns = {row._meta.get_field(name).attname for name in values}  # type: ignore[union-attr]
        before = image(_as_it_stands([row]).get(row.pk, row), columns)
        for name, value in values.items():
            setattr(row, name, value)
        row.save(update_fields=list(values))
        self._note(row, before, image(row, columns), party)

    def delete(self, row: models.Model, party: int | None = None) -> None:
        """Takes a row away."""
        before = image(_as_it_stands([row]).get(row.pk, row))
        key = row.pk
        row.delete()
        row.pk = key
        self._note(row, before, None, party)

    def create_many(
        self, rows: Sequence[models.Model], parties: Sequence[int | None] | None = None
    ) -> None:
        """Writes new rows of one table; `parties` are whose they are, in the same order."""
        if not rows:
            return
        type(rows[0])._default_manager.bulk_create(rows, batch_size=TOGETHER)
        self._note_many(rows, [None] * len(rows), [image(row) for row in rows], parties)

    def update_many(
        self,
        rows: Sequence[models.Model],
        parties: Sequence[int | None] | None = None,
        **values: Any,
    ) -> None:
        """Changes the same columns of many rows of one table to the same values."""
        if not rows:
            return
        table = type(rows[0])
        columns = {table._meta.get_field(name).attname for name in values}  # type: ignore[union-attr]
        now = _as_it_stands(rows)
        before = [image(now.get(row.pk, row), columns) for row in rows]
        for row in rows:
            for name, value in values.items():
                setattr(row, name, value)
        for some in _parts([row.pk for row in rows]):
            table._default_manager.filter(pk__in=some).update(**values)
        self._note_many(rows, before, [image(row, columns) for row in rows], parties)

    def delete_many(
        self, rows: Sequence[models.Model], parties: Sequence[int | None] | None = None
    ) -> None:
        """Takes many rows of one table away."""
        if not rows:
            return
        now = _as_it_stands(rows)
        before = [image(now.get(row.pk, row)) for row in rows]
        for some in _parts([row.pk for row in rows]):
            type(rows[0])._default_manager.filter(pk__in=some).delete()
        self._note_many(rows, before, [None] * len(rows), parties)

    def note(
        self, row: models.Model, before: Image | None, after: Image | None, party: int | None = None
    ) -> None:
        """Keeps images of a row that was written some other way."""
        self._note(row, before, after, party)

    def _note(
        self, row: models.Model, before: Image | None, after: Image | None, party: int | None
    ) -> None:
        Change.objects.create(
            action=self.action,
            table=str(row._meta.model_name),
            row=row.pk,
            party_id=party,
            before=before,
            after=after,
        )

    def _note_many(
        self,
        rows: Sequence[models.Model],
        before: Sequence[Image | None],
        after: Sequence[Image | None],
        parties: Sequence[int | None] | None,
    ) -> None:
        whose = parties or [None] * len(rows)
        Change.objects.bulk_create(
            [
                Change(
                    action=self.action, table=str(row._meta.model_name), row=row.pk, party_id=party,
                    before=was, after=now,
                )
                for row, was, now, party in zip(rows, before, after, whose, strict=True)
            ],
            batch_size=TOGETHER,
        )  # fmt: skip


def _as_it_stands(rows: Sequence[models.Model]) -> dict[Any, models.Model]:
    """Key → the row as the database holds it, kept for this writing.

    Whoever read it may have done so before somebody else wrote. In the order of the keys, so that
    two who take the same rows wait for each other and not in a circle.
    """
    table = type(rows[0])._default_manager
    found: dict[Any, models.Model] = {}
    for some in _parts(sorted(row.pk for row in rows)):
        held = table.select_for_update().filter(pk__in=some).order_by("pk")
        found |= {row.pk: row for row in held}
    return found


def _parts(keys: Sequence[Any]) -> Iterator[Sequence[Any]]:
    for start in range(0, len(keys), TOGETHER):
        yield keys[start : start + TOGETHER]


@contextmanager
def writing(
    code: str,
    *,
    by: int | None,
    at: dt.datetime,
    facts: Mapping[str, Fact] | None = None,
    party: int | None = None,
    areas: tuple[str, ...] = ("customers",),
    undoes: Action | None = None,
    patience: dt.timedelta = AT_ONCE,
) -> Iterator[Writing]:
    """One transaction, one action, one new revision; marks the stored assessment stale.

    With `patience` the assessment may wait so long for further writes of the same sort.
    """
    with transaction.atomic():
        action = Action.objects.create(
            code=code, by_id=by, at=at, facts=dict(facts or {}), party_id=party, undoes=undoes
        )
        yield Writing(action)
        for area in areas:
            bump(area)
        if "customers" in areas:
            ask_for_assessment(at + patience)


def ask_for_assessment(at: dt.datetime) -> None:
    """Leaves word for the jobs process; asking twice is asking once, and the earlier one holds."""
    job, made = Job.objects.get_or_create(once="assess", defaults={"kind": "assess", "due_at": at})
    if not made and job.due_at > at:
        Job.objects.filter(pk=job.pk, due_at__gt=at).update(due_at=at)
