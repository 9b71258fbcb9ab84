"""The life of imports: draft, loading, live, withdrawn; what a killed one left is removed."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from zoneinfo import ZoneInfo

from django.db import transaction

from wertschatz.ports.files import LayoutAnswer, Role, Source
from wertschatz.storage import archive
from wertschatz.storage.journal import writing
from wertschatz.storage.loading import Loading, remove_rows
from wertschatz.storage.locks import file_lock, lock_is_free
from wertschatz.storage.models import Import, ImportFile, Job
from wertschatz.storage.models import Mapping as RememberedMapping

ARCHIVED = "archived_named"
"""Where a report says who of the archive is named in the files."""
ARCHIVED_TOLD = 50


class Imports:
    """Imports and their state."""

    def __init__(
        self,
        folder: Path,
        currency: str,
        zone: ZoneInfo,
        job: Job | None = None,
        today: dt.date | None = None,
    ) -> None:
        self._folder = folder
        self._currency = currency
        self._zone = zone
        self._job = job
        self._today = today

    def sources(self, import_id: uuid.UUID) -> list[Source]:
        """The kept files of an import, in the order they were given."""
        # What was found in a container has a row too, but no copy of its own.
        files = ImportFile.objects.filter(source__uuid=import_id).exclude(path="")
        day = None if self._today is None else self._today.toordinal()
        return [
            Source(self._folder / row.path, row.name, today=day) for row in files.order_by("id")
        ]

    def answers(self) -> dict[str, LayoutAnswer]:
        """All layouts the person has explained."""
        return {
            row.fingerprint: LayoutAnswer(
                {Role(name): column for name, column in row.columns.items()},
                row.date_order,
                row.rules,
                row.decimal_mark,
            )
            for row in RememberedMapping.objects.all()
        }

    def open(self, import_id: uuid.UUID, *, dry: bool) -> Loading:
        """Begins to load (state *loading*, seen by no query) or to try."""
        source = Import.objects.get(uuid=import_id)
        source.problems.all().delete()
        source.files.filter(path="").delete()
        source.state = Import.State.DRAFT if dry else Import.State.LOADING
        source.save(update_fields=["state"])
        return Loading(source, dry=dry, currency=self._currency, zone=self._zone, job=self._job)

    def checked(self, import_id: uuid.UUID, report: Mapping[str, object]) -> None:
        """The dry run is through."""
        Import.objects.filter(uuid=import_id).update(report=dict(report))

    def make_live(
        self, import_id: uuid.UUID, report: Mapping[str, object], at: dt.datetime
    ) -> None:
        """One short transaction: from here on every query sees the rows."""
        with transaction.atomic():
            source = Import.objects.select_for_update().get(uuid=import_id)
            rows = int(str(report.get("new", 0))) + int(str(report.get("changed", 0)))
            times = int(str(report.get("times", 0))) - int(str(report.get("times_known", 0)))
            fresh = int(str(report.get("fresh", rows + times)))
            code = "times_live" if times and fresh == times else "import_live"
            if fresh not in (rows, times):
                code = "entries_live"
            facts = {"rows": rows, "times": times, "entries": fresh}
            with writing(code, by=source.by_id, at=at, facts=facts) as pen:
                before = {"state": Import.State.WITHDRAWN.value}
                # They stay where they are: whether they come back, a person decides.
                lying = [str(one) for one in archive.named_by(source)]
                source.state, source.live_at = Import.State.LIVE, at
                source.report = {**report, ARCHIVED: lying[:ARCHIVED_TOLD]}
                source.save(update_fields=["state", "live_at", "report"])
                pen.note(source, before, {"state": Import.State.LIVE.value})

    def give_up(self, import_id: uuid.UUID, report: Mapping[str, object]) -> None:
        """Removes what was loaded; the import counts as failed."""
        source = Import.objects.get(uuid=import_id)
        remove_rows(source)
        source.state, source.report = Import.State.FAILED, dict(report)
        source.save(update_fields=["state", "report"])


def loading_lock(folder: Path, import_id: uuid.UUID) -> AbstractContextManager[None]:
    """Held while an import is loaded, so that only a dead one is ever cleaned up."""
    return file_lock(_lock_of(folder, import_id))


def _lock_of(folder: Path, import_id: uuid.UUID) -> Path:
    return folder / "inbox" / str(import_id) / ".loading"


def clean_up(folder: Path) -> int:
    """Removes what killed imports left; returns how many there were."""
    dead = [
        source
        for source in Import.objects.filter(state=Import.State.LOADING)
        if lock_is_free(_lock_of(folder, source.uuid))
    ]
    for source in dead:
        remove_rows(source)
        waiting = Job.objects.filter(payload__import_id=str(source.uuid), state=Job.State.WAITING)
        # Its job runs again when its lease is over; until then it is a draft as before.
        source.state = Import.State.DRAFT if waiting.exists() else Import.State.FAILED
        source.save(update_fields=["state"])
    return len(dead)


def by_hand() -> Import:
    """The one import that holds what was typed; always live."""
    row, _ = Import.objects.get_or_create(
        kind="hand",
        defaults={
            "state": Import.State.LIVE,
            "started_at": dt.datetime(2000, 1, 1, tzinfo=dt.UTC),
        },
    )
    return row
