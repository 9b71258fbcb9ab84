"""What the pages show of imports."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count

from wertschatz.ports.files import Question
from wertschatz.ports.problems import HOLDS_NOTHING, Problem
from wertschatz.storage import archive, job_table
from wertschatz.storage.imports import ARCHIVED
from wertschatz.storage.models import Change, Import, ImportFile, Job
from wertschatz.storage.models import Mapping as RememberedMapping
from wertschatz.storage.questions import question_in

TAKEN = ("rows", "times", "payments", "calls", "mails", "appointments", "cards")
"""What an import can bring, as its report counts it."""
PROBLEMS_SHOWN = 500
FILES_SHOWN = 200
QUESTIONS_SHOWN = 20
DRAFTS = 200
"""Looked through for questions, the newest ones."""


@dataclass(frozen=True, slots=True)
class FileLine:
    """One file of an import."""

    name: str
    format: str
    rows: int
    size: int
    sums: dict[str, int]
    seconds: int
    question: Question | None
    fingerprint: str
    answered: bool
    """Its columns were understood as the person said once."""


@dataclass(slots=True)
class KindLine:
    """All files of one kind together."""

    format: str
    """'' for those that stayed out."""
    files: int = 0
    rows: int = 0
    seconds: int = 0
    sums: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ImportLine:
    """One import in the list."""

    uuid: UUID
    state: str
    kind: str
    started_at: dt.datetime
    files: int
    brought: dict[str, int]
    """Kind of entry → how many new ones came (or, of a draft, would come) in; none: nothing new."""
    checked: bool
    """Its files were read to the end."""
    asks: bool
    """It waits for a person's answer."""
    bring_back: UUID | None
    """The action to take back so that what was taken back is there again."""


@dataclass(frozen=True, slots=True)
class ImportsPage:
    """One page of the imports, newest first."""

    lines: list[ImportLine]
    total: int
    page: int
    pages: int


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
    goes_on_in: int | None
    """Seconds until its reading is taken up again; None: it was not broken off."""
    failed: str
    """Why the last job on it failed, '' if it did not."""
    kinds: list[KindLine] = field(default_factory=list)
    """What was found, by kind, the most files first."""
    files_total: int = 0
    archived: list[tuple[UUID, str]] = field(default_factory=list)
    """Who is named in its files and lies in the archive still, with the name."""

    @property
    def takeable(self) -> bool:
        """Something would come in."""
        return any(self.report.get(kind) for kind in TAKEN)

    @property
    def contacts(self) -> bool:
        """There are calls, mails or appointments."""
        return any(self.report.get(kind) for kind in ("calls", "mails", "appointments"))

    @property
    def questions(self) -> list[Question]:
        """Layouts that only the person can explain."""
        return [file.question for file in self.files if file.question is not None]


KNOWN_OF = {
    "times": "times_known", "payments": "payments_known", "calls": "calls_known",
    "mails": "mails_known", "appointments": "appointments_known", "cards": "cards_known",
}  # fmt: skip
"""Kind of entry → where a report says how many of them were there before."""


def imports_page(page: int = 1, size: int = 50) -> ImportsPage:
    """All imports from files, newest first."""
    rows = Import.objects.exclude(kind="hand")
    total = rows.count()
    pages = max(1, math.ceil(total / size))
    page = min(max(1, page), pages)
    rows = rows.order_by("-id").annotate(file_count=Count("files"))
    shown = list(rows[(page - 1) * size : page * size])
    back = _withdrawals([row.pk for row in shown if row.state == Import.State.WITHDRAWN])
    lines = [_line(row, row.file_count, back.get(row.pk)) for row in shown]
    return ImportsPage(lines, total, page, pages)


def _line(row: Import, files: int, back: UUID | None) -> ImportLine:
    return ImportLine(
        row.uuid, row.state, row.kind, row.started_at, files, brought(row.report),
        row.report.get("checked") is True, _asks(row), back,
    )  # fmt: skip


def brought(report: Mapping[str, Any]) -> dict[str, int]:
    """Kind of entry → how many new ones a report tells of, those without any left out."""
    found = {kind: int(report.get(kind, 0)) for kind in ("new", "changed")}
    for kind, known in KNOWN_OF.items():
        found[kind] = int(report.get(kind, 0)) - int(report.get(known, 0))
    return {kind: count for kind, count in found.items() if count > 0}


def _withdrawals(imports: Sequence[int]) -> dict[int, UUID]:
    """Import → the newest action that took it back and still holds."""
    after = {"state": Import.State.WITHDRAWN.value}
    changes = Change.objects.filter(table="import", row__in=imports, after=after)
    held = changes.filter(action__undone_by=None).order_by("id")
    return dict(held.values_list("row", "action__uuid"))


def waiting_drafts() -> list[ImportLine]:
    """Drafts that wait for a person's answer, newest first."""
    drafts = Import.objects.filter(state=Import.State.DRAFT).order_by("-id")[:DRAFTS]
    return [_line(row, 0, None) for row in drafts if _asks(row)]


def _asks(row: Import) -> bool:
    report = row.report
    if row.state != Import.State.DRAFT:
        return False
    if report.get("questions") or report.get("sellers_asked"):
        return True
    return row.kind == "watched" and bool(set(report.get("refusals", ())) - HOLDS_NOTHING)


def _file(row: ImportFile, answered: set[str]) -> FileLine:
    question = None if row.question is None else question_in(row.question)
    return FileLine(
        row.name, row.format, row.rows, row.size, row.sums, row.seconds, question, row.fingerprint,
        question is None and row.fingerprint in answered,
    )  # fmt: skip


CONTAINERS = ("archive", "spreadsheet")


def _files_shown(source: Import) -> list[ImportFile]:
    """Those with a question in any case, then as many others as fit on a page."""
    asked = list(source.files.exclude(question=None).order_by("id")[:QUESTIONS_SHOWN])
    seen = {item.pk for item in asked}
    others = source.files.exclude(pk__in=seen).order_by("id")[:FILES_SHOWN]
    return sorted([*asked, *others], key=lambda item: item.pk)


def _kinds(source: Import) -> list[KindLine]:
    """All files by kind; an archive is no kind of its own, what lies in it is."""
    kinds: dict[str, KindLine] = {}
    columns = ("format", "rows", "seconds", "sums", "sha256")
    for kind, rows, seconds, sums, sha256 in source.files.values_list(*columns):
        if kind in CONTAINERS or not sha256:
            continue
        name = kind if rows else ""
        line = kinds.setdefault(name, KindLine(name))
        line.files, line.rows, line.seconds = (
            line.files + 1,
            line.rows + rows,
            line.seconds + seconds,
        )
        for code, cents in sums.items():
            line.sums[code] = line.sums.get(code, 0) + cents
    return sorted(kinds.values(), key=lambda line: (line.format == "", -line.files))


def _archived(row: Import) -> list[tuple[UUID, str]]:
    named = row.report.get(ARCHIVED)
    if row.state != Import.State.LIVE or not isinstance(named, list):
        return []
    return archive.still_there(named)


def import_sheet(import_id: UUID, now: dt.datetime | None = None) -> ImportSheet | None:
    """Everything on the page of one import; None: there is no such import.

    `now` is for whoever wants to know whether its reading was broken off.
    """
    row = Import.objects.select_related("by").filter(uuid=import_id).first()
    if row is None or row.kind == "hand":
        return None
    problems = [
        Problem(item.code, item.file, item.line, item.facts)
        for item in row.problems.order_by("id")[:PROBLEMS_SHOWN]
    ]
    job = Job.objects.filter(payload__import_id=str(row.uuid)).order_by("-id").first()
    answered = set(RememberedMapping.objects.values_list("fingerprint", flat=True))
    waiting = job is not None and job.state == Job.State.WAITING
    return ImportSheet(
        uuid=row.uuid, state=row.state, kind=row.kind, started_at=row.started_at,
        live_at=row.live_at, by=row.by.username if row.by else "",
        files=[_file(item, answered) for item in _files_shown(row)],
        kinds=_kinds(row), archived=_archived(row), files_total=row.files.count(),
        problems=problems, problems_total=row.problems.count(), report=row.report,
        progress=job.progress if waiting and job is not None else None, running=waiting,
        goes_on_in=job_table.goes_on_in(job, now) if job is not None and now else None,
        failed=job.error if job is not None and job.state == Job.State.FAILED else "",
    )  # fmt: skip
