"""“Take in my files”: try them first, then load them so that nothing is ever half there."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field, replace
from typing import cast

from wertschatz.domain.customers.documents import Side
from wertschatz.domain.customers.phones import needs_area_code
from wertschatz.domain.values import Fact
from wertschatz.ports.customers import Counts, FileFound, Imports, Loading
from wertschatz.ports.files import (
    AppointmentRow,
    Begun,
    CallRow,
    CardRow,
    Finished,
    InvoiceRow,
    MailRow,
    PaymentRow,
    Question,
    ReadFiles,
    Row,
    Rows,
    Source,
    TimeRow,
)
from wertschatz.ports.problems import Problem, Weight
from wertschatz.usecases.card_keys import card_of
from wertschatz.usecases.contact_keys import contact_of
from wertschatz.usecases.documents import Documents, as_counted, counted_in
from wertschatz.usecases.invoice_keys import Keys
from wertschatz.usecases.payment_keys import PaymentKeys
from wertschatz.usecases.time_keys import TimeKeys

ContactRow = CallRow | MailRow | AppointmentRow
CHUNK = 500
"""Rows per transaction."""
FIRST = 10
"""Rows shown in the dry run."""


class Cancelled(Exception):
    """The person pressed cancel."""


@dataclass(slots=True)
class Outcome:
    """What an import found and did."""

    counts: Counts = field(default_factory=Counts)
    sums: dict[str, int] = field(default_factory=dict)
    first: list[dict[str, object]] = field(default_factory=list)
    files: int = 0
    refused: int = 0
    refusals: set[str] = field(default_factory=set)
    """Codes of the problems for which files stay out."""
    problems: int = 0
    questions: int = 0
    formats: dict[str, int] = field(default_factory=dict)
    """Format → how many files of it came in."""
    parties: list[dict[str, object]] = field(default_factory=list)
    """Sellers of the documents, most frequent first: one of them is the owner's firm."""
    sellers_asked: bool = False
    """Nobody has said yet which of them it is."""

    @property
    def nothing_new(self) -> bool:
        """Rows were found, and every one of them was there before."""
        counts = self.counts
        return counts.found > 0 and not counts.fresh

    def report(self, *, checked: bool) -> dict[str, object]:
        """The same as a JSON document, `format` 1."""
        return {
            "format": 1, "checked": checked, **asdict(self.counts), "sums": self.sums,
            "first": self.first, "files": self.files, "refused": self.refused,
            "refusals": sorted(self.refusals), "problems": self.problems,
            "questions": self.questions, "formats": self.formats,
            "parties": self.parties,
            "nothing_new": self.nothing_new,
            "times_new": self.counts.times - self.counts.times_known,
            "fresh": self.counts.fresh,
            "sellers_asked": self.sellers_asked,
        }  # fmt: skip


def check_files(imports: Imports, read: ReadFiles, import_id: uuid.UUID) -> Outcome:
    """The dry run: reads everything, writes no row, keeps counts, first rows and problems."""
    outcome = _run(imports, read, import_id, imports.open(import_id, dry=True))
    imports.checked(import_id, outcome.report(checked=True))
    return outcome


def load_files(imports: Imports, read: ReadFiles, import_id: uuid.UUID, at: dt.datetime) -> Outcome:
    """Loads the files; seen by nobody before the last transaction, removed if that never comes."""
    try:
        outcome = _run(imports, read, import_id, imports.open(import_id, dry=False))
    except BaseException:
        imports.give_up(import_id, {"format": 1, "checked": False})
        raise
    if not outcome.counts.found:
        imports.give_up(import_id, outcome.report(checked=True))
    else:
        imports.make_live(import_id, outcome.report(checked=True), at)
    return outcome


def _run(imports: Imports, read: ReadFiles, import_id: uuid.UUID, loading: Loading) -> Outcome:
    sources = imports.sources(import_id)
    reading = _Reading(loading, {source.name: _size(source) for source in sources})
    events = read(sources, imports.answers())
    try:
        for event in events:
            reading.take(event)
    finally:
        close = getattr(events, "close", None)
        if close is not None:
            close()
    reading.end()
    return reading.outcome


def _size(source: Source) -> int:
    """Bytes; none for a file that is not there, of which the reading will tell."""
    return source.path.stat().st_size if source.path.is_file() else 0


class _Reading:
    """Takes the events of reading one after the other."""

    def __init__(self, loading: Loading, sizes: dict[str, int]) -> None:
        self.outcome = Outcome()
        self._loading = loading
        self._sizes = sizes
        self._whole = sum(sizes.values())
        self._before = 0
        self._keys = Keys()
        self._times = TimeKeys()
        self._payments = PaymentKeys()
        self._documents = Documents(loading.own_names())
        self._found = FileFound("")
        self._foreign: Counter[tuple[str, bool]] = Counter()
        """Rows of the file in another currency, and whether a rate lets them count."""
        self._refused = False
        self._counts_before = Counts()

    def take(self, event: object) -> None:
        """Dispatches one event."""
        if isinstance(event, Rows):
            self._rows(event)
        elif isinstance(event, Problem):
            self._problem(event)
        elif isinstance(event, Question):
            self._found.question = event
            self.outcome.questions += 1
        elif isinstance(event, Begun):
            self._found = FileFound(event.file, event.format)
            self._refused = False
            self._keys.of_file.clear()
            self._times.begin_file()
            self._payments.begin_file()
            self._counts_before = replace(self.outcome.counts)
            self._loading.file_begun(event.file)
        elif isinstance(event, Finished):
            self._finished(event)

    def _problem(self, problem: Problem) -> None:
        self.outcome.problems += 1
        if problem.weight is Weight.REFUSED:
            self._refused = True
            self.outcome.refusals.add(problem.code)
        self._loading.problem(problem)

    def end(self) -> None:
        """Everything is read: what only shows in the whole is worked out."""
        self._loading.finish(self.outcome.counts)
        outcome, documents = self.outcome, self._documents
        outcome.parties = documents.sellers()
        outcome.sellers_asked = bool(outcome.parties) and not documents.own

    def _rows(self, event: Rows) -> None:
        for chunk in _chunks(event.rows):
            if isinstance(chunk[0], TimeRow):
                self._keep_times(event.file, cast(Sequence[TimeRow], chunk))
            elif isinstance(chunk[0], InvoiceRow):
                self._keep_invoices(event.file, cast(Sequence[InvoiceRow], chunk))
            elif isinstance(chunk[0], PaymentRow):
                self._keep_payments(event.file, cast(Sequence[PaymentRow], chunk))
            elif isinstance(chunk[0], CardRow):
                self._keep_cards(event.file, cast(Sequence[CardRow], chunk))
            else:
                self._keep_contacts(event.file, cast(Sequence[ContactRow], chunk))
        done = self._before + event.done_bytes
        if not self._loading.progress(event.file, done, self._whole):
            raise Cancelled

    def _keep_payments(self, file: str, rows: Sequence[PaymentRow]) -> None:
        sums = self._found.sums
        for row in rows:
            sums[row.currency] = sums.get(row.currency, 0) + row.cents
        self._found.rows += len(rows)
        items = [self._payments.key(row) for row in rows]
        self._loading.keep_payments(file, items, self.outcome.counts)

    def _keep_cards(self, file: str, rows: Sequence[CardRow]) -> None:
        self._found.rows += len(rows)
        self._loading.keep_cards(file, list(map(card_of, rows)), self.outcome.counts)

    def _keep_contacts(self, file: str, rows: Sequence[ContactRow]) -> None:
        counts, area = self.outcome.counts, self._loading.area_code
        self._found.rows += len(rows)
        calls = [row for row in rows if isinstance(row, CallRow)]
        if not area:
            counts.local_numbers += sum(needs_area_code(row.number) for row in calls)
        # What a machine wrote, or for a list, is nobody's effort.
        told = [row for row in rows if not (isinstance(row, MailRow) and row.automatic)]
        self._loading.keep_contacts(file, [contact_of(row, "") for row in told], counts)

    def _keep_invoices(self, file: str, rows: Sequence[InvoiceRow]) -> None:
        counts = self.outcome.counts
        items = []
        for row in rows:
            self._add(row)
            side, told = self._documents.look(file, row)
            if told is not None:
                self._problem(told)
            if side is not Side.SALE:
                counts.purchases += side is Side.PURCHASE
                counts.foreign += side is Side.FOREIGN
                continue
            item, notice = self._keys.key(file, row)
            if notice is not None:
                self._problem(notice)
            if notice is not None and notice.code == "duplicate_row":
                counts.rows += 1
                counts.duplicates += 1
            else:
                counts.duplicates += item.restates
                items.append(as_counted(item))
        self._loading.keep(file, items, counts)

    def _keep_times(self, file: str, rows: Sequence[TimeRow]) -> None:
        counts = self.outcome.counts
        items = []
        for row in rows:
            self._found.rows += 1
            self._found.seconds += row.seconds
            item, before = self._times.key(file, row)
            if before:
                counts.duplicates += 1
                continue
            counts.seconds_of_nobody += 0 if item.customer else row.seconds
            items.append(item)
        self._loading.keep_times(file, items, counts)

    def _add(self, row: InvoiceRow) -> None:
        sums = self._found.sums
        sums[row.currency] = sums.get(row.currency, 0) + row.cents
        total = self.outcome.sums
        total[row.currency] = total.get(row.currency, 0) + row.cents
        self._found.rows += 1
        firm = self._loading.currency
        if row.currency not in ("", firm):
            self._foreign[row.currency, counted_in(row, row.cents, firm) is not None] += 1
        if len(self.outcome.first) < FIRST:
            self.outcome.first.append(_shown(row))

    def _finished(self, event: Finished) -> None:
        found = self._found
        found.name, found.format, found.sha256 = event.file, event.format, event.sha256
        found.size, found.fingerprint = event.size, event.fingerprint
        before = self._loading.seen_before(event.sha256)
        if before is not None:
            day = {"seen_on": before.date().isoformat()}
            self._problem(Problem("file_already_imported", event.file, None, day))
        if self._refused and found.rows:
            self._take_out(found)
        self._currencies(found)
        self._foreign.clear()
        self._loading.file_done(found)
        self.outcome.files += 1
        self.outcome.refused += self._refused
        kind = "refused" if self._refused else found.format
        self.outcome.formats[kind] = self.outcome.formats.get(kind, 0) + 1
        self._before += self._sizes.get(event.file, 0)
        self._found = FileFound("")
        self._refused = False

    def _take_out(self, found: FileFound) -> None:
        """Rows came before the file was refused: it stays out as a whole."""
        self._loading.drop_file(found.name)
        self._keys.forget_file()
        self._times.forget(found.name)
        self.outcome.counts = self._counts_before
        for code, cents in found.sums.items():
            if code in self.outcome.sums:
                self.outcome.sums[code] -= cents
        found.rows, found.sums, found.seconds = 0, {}, 0

    def _currencies(self, found: FileFound) -> None:
        """Says which currency was assumed, which one counts at a rate, and which does not count."""
        firm = self._loading.currency
        if "" in found.sums:
            self._problem(Problem("currency_assumed", found.name, None, {"currency": firm}))
        for (code, counts), rows in sorted(self._foreign.items()):
            facts: dict[str, Fact] = {"rows": rows, "currency": code, "firm_currency": firm}
            notice = "currency_converted" if counts else "currency_foreign"
            self._problem(Problem(notice, found.name, None, facts))


def _chunks(rows: Sequence[Row]) -> Iterator[Sequence[Row]]:
    for start in range(0, len(rows), CHUNK):
        yield rows[start : start + CHUNK]


def _shown(row: InvoiceRow) -> dict[str, object]:
    def day(value: int | None) -> str:
        return "" if value is None else dt.date.fromordinal(value).isoformat()

    return {
        "customer": row.customer_name or row.customer_number or row.vat_id,
        "number": row.number, "on": day(row.on), "due_on": day(row.due_on),
        "paid_on": day(row.paid_on), "cents": row.cents, "currency": row.currency,
    }  # fmt: skip
