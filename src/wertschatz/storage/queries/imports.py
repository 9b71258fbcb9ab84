"""What the pages show of imports."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Count, Sum

from wertschatz.ports.files import Question
from wertschatz.ports.problems import Problem
from wertschatz.storage.models import Import, ImportFile, Job, Mapping
from wertschatz.storage.questions import question_in

PROBLEMS_SHOWN = 500


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file of an import."""

    name: str
    format: str
    rows: int
    size: int
    sums: dict[str, int]
    question: Question | None
    fingerprint: str
    answered: bool
    """Its columns were understood as the person said once."""


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One import in the list."""

    uuid: UUID
    state: str
    kind: str
    started_at: dt.datetime
    live_at: dt.datetime | None
    by: str
    files: int
    rows: int


@dataclass(frozen=True, slots=True)
class ImportSheet:
    """Everything on the page of one import."""

    uuid: UUID
    state: str
    kind: str
    started_at: dt.datetime
    live_at: dt.datetime | None
    by: str
    files: list[FileLine]
    problems: list[Problem]
    problems_total: int
    report: dict[str, object]
    progress: dict[str, object] | None
    running: bool
    failed: str
    """Why the last job on it failed, '' if it did not."""

    @property
    def questions(self) -> list[Question]:
        """Layouts that only the person can explain."""
        return [file.question for file in self.files if file.question is not None]


def imports_list() -> list[ImportLine]:
    """All imports from files, newest first."""
    rows = (
        Import.objects.exclude(kind="hand")
        .select_related("by")
        .annotate(file_count=Count("files"), row_count=Sum("files__rows"))
        .order_by("-id")[:200]
    )
    return [
        ImportLine(
            row.uuid, row.state, row.kind, row.started_at, row.live_at,
            row.by.username if row.by else "", row.file_count, row.row_count or 0,
        )
        for row in rows
    ]  # fmt: skip


def _file(row: ImportFile, answered: set[str]) -> FileLine:
    question = None if row.question is None else question_in(row.question)
    return FileLine(
        row.name, row.format, row.rows, row.size, row.sums, question, row.fingerprint,
        question is None and row.fingerprint in answered,
    )  # fmt: skip


def import_sheet(import_id: UUID) -> ImportSheet | None:
    """Everything on the page of one import; None: there is no such import."""
    row = Import.objects.select_related("by").filter(uuid=import_id).first()
    if row is None or row.kind == "hand":
        return None
    problems = [
        Problem(item.code, item.file, item.line, item.facts)
        for item in row.problems.order_by("id")[:PROBLEMS_SHOWN]
    ]
    job = Job.objects.filter(payload__import_id=str(row.uuid)).order_by("-id").first()
    answered = set(Mapping.objects.values_list("fingerprint", flat=True))
    waiting = job is not None and job.state == Job.State.WAITING
    return ImportSheet(
        uuid=row.uuid, state=row.state, kind=row.kind, started_at=row.started_at,
        live_at=row.live_at, by=row.by.username if row.by else "",
        files=[_file(item, answered) for item in row.files.order_by("id")],
        problems=problems, problems_total=row.problems.count(), report=row.report,
        progress=job.progress if waiting and job is not None else None, running=waiting,
        failed=job.error if job is not None and job.state == Job.State.FAILED else "",
    )  # fmt: skip
