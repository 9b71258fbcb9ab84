"""Writes imports in small pieces that nobody sees until the last short transaction."""

from __future__ import annotations

import datetime as dt
import time
import uuid
from collections.abc import Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from pathlib import Path

from django.db import transaction
from django.db.models import Exists, OuterRef, Q

from wertschatz.domain.customers.identity import customer_key
from wertschatz.ports.customers import Counts, FileFound, Keyed
from wertschatz.ports.files import InvoiceRow, LayoutAnswer, Question, Role, Source
from wertschatz.ports.problems import Problem
from wertschatz.storage import search
from wertschatz.storage.journal import writing
from wertschatz.storage.locks import file_lock, lock_is_free
from wertschatz.storage.models import (
    Customer,
    Gram,
    Import,
    ImportFile,
    ImportProblem,
    Invoice,
    Job,
    Party,
    Witness,
)
from wertschatz.storage.models import (
    Mapping as RememberedMapping,
)

PAUSE_SECONDS = 0.005
"""Between two chunks, so that other writers get their turn (p99 446 ms became 12 ms, measured)."""
KEPT_PROBLEMS = 2000
"""Per import; the rest is only counted."""

Content = tuple[object, ...]


def live_invoices() -> Q:
    """Rows whose import is live, or of which a later live import said the same."""
    said = Witness.objects.filter(invoice=OuterRef("pk"), source__state=Import.State.LIVE)
    return Q(source__state=Import.State.LIVE) | Q(Exists(said))


def _content(row: InvoiceRow) -> Content:
    return (
        row.number, row.on, row.due_on, row.paid_on, row.payment_known, row.cents,
        row.gross_cents, row.kind, row.currency,
    )  # fmt: skip


def _known_content(invoice: Invoice) -> Content:
    def day(value: dt.date | None) -> int | None:
        return None if value is None else value.toordinal()

    return (
        invoice.number, day(invoice.on), day(invoice.due_on), day(invoice.paid_on),
        invoice.payment_known, invoice.original_cents, invoice.gross_cents, invoice.kind,
        invoice.original_currency,
    )  # fmt: skip


class Loading:
    """One import under way; `dry` counts without writing rows."""

    def __init__(self, source: Import, *, dry: bool, currency: str, job: Job | None) -> None:
        self._source = source
        self._dry = dry
        self._currency = currency
        self._job = job
        self._customers: dict[str, int] = {}
        self._kept = 0
        self._files: dict[str, ImportFile] = {row.name: row for row in source.files.all()}

    @property
    def currency(self) -> str:
        """The firm's currency, taken where a file names none."""
        return self._currency

    def keep(self, file: str, rows: Sequence[Keyed], counts: Counts) -> None:
        """Writes up to 500 rows in one transaction, or only counts them."""
        counts.rows += len(rows)
        self._again: list[int] = []
        fresh = self._sort_out(rows, counts)
        if self._dry:
            self._count_customers(fresh, counts)
            return
        with transaction.atomic():
            self._write(self._files.get(file), fresh, counts)
        time.sleep(PAUSE_SECONDS)

    def _sort_out(self, rows: Sequence[Keyed], counts: Counts) -> list[Keyed]:
        """Leaves out what is already there word for word."""
        known = self._known([item.key for item in rows])
        fresh = []
        for item in rows:
            before = known.get(item.key)
            if item.restates:
                pass  # counted with the row that it replaces
            elif before is None:
                counts.new += 1
            elif before[1] == _content(self._with_currency(item.row)):
                counts.known += 1
                self._again.append(before[0])
                continue
            else:
                counts.changed += 1
            fresh.append(item)
        return fresh

    def _with_currency(self, row: InvoiceRow) -> InvoiceRow:
        return row if row.currency else row._replace(currency=self._currency)

    def _known(self, keys: list[str]) -> dict[str, tuple[int, Content]]:
        rows = Invoice.objects.filter(live_invoices(), key__in=keys).order_by("id")
        return {row.key: (row.pk, _known_content(row)) for row in rows}

    def _count_customers(self, rows: Sequence[Keyed], counts: Counts) -> None:
        missing = {item.customer for item in rows} - self._customers.keys()
        there = Customer.objects.filter(key__in=missing, source__state=Import.State.LIVE)
        known = set(there.values_list("key", flat=True))
        known |= typed_before([i for i in rows if i.customer in missing]).keys()
        counts.customers_new += len(missing - known)
        self._customers.update(dict.fromkeys(missing, 0))

    def _write(self, file: ImportFile | None, rows: Sequence[Keyed], counts: Counts) -> None:
        again = [Witness(invoice_id=known, source=self._source) for known in self._again]
        Witness.objects.bulk_create(again, ignore_conflicts=True)
        self._find_customers(file, rows, counts)
        keys = [item.key for item in rows]
        Invoice.objects.filter(key__in=keys).update(newer=True)
        Invoice.objects.bulk_create([self._invoice(file, item) for item in rows])

    def _invoice(self, file: ImportFile | None, item: Keyed) -> Invoice:
        row = self._with_currency(item.row)
        home = row.currency == self._currency
        return Invoice(
            customer_id=self._customers[item.customer], source=self._source, file=file,
            line=row.line, key=item.key, number=row.number, on=row.on, due_on=row.due_on,
            paid_on=row.paid_on, payment_known=row.payment_known,
            cents=row.cents if home else 0, original_cents=row.cents,
            original_currency=row.currency, gross_cents=row.gross_cents, kind=row.kind,
        )  # fmt: skip

    def _find_customers(
        self, file: ImportFile | None, rows: Sequence[Keyed], counts: Counts
    ) -> None:
        missing = {item.customer: item for item in rows if item.customer not in self._customers}
        there = Customer.objects.filter(key__in=list(missing))
        for key, pk, state in there.values_list("key", "id", "source__state"):
            self._customers[key] = pk
            counts.customers_new += state != Import.State.LIVE
            del missing[key]
        for key, pk in typed_before(missing.values()).items():
            self._customers[key] = pk
            del missing[key]
        counts.customers_new += len(missing)
        if missing:
            made = new_customers(self._source, file, list(missing.values()))
            self._customers.update(made)

    def drop_file(self, file: str) -> None:
        """Takes out again what one file brought in: it was refused in the end."""
        if self._dry:
            return
        remove_rows(self._source, self._files.get(file))
        self._customers.clear()

    def file_done(self, found: FileFound) -> None:
        """Notes what was found in one file."""
        question = None if found.question is None else question_out(found.question)
        values = {
            "format": found.format, "sha256": found.sha256, "rows": found.rows,
            "fingerprint": found.fingerprint, "size": found.size, "sums": found.sums,
            "question": question,
        }  # fmt: skip
        row, _ = ImportFile.objects.update_or_create(
            source=self._source, name=found.name, defaults=values
        )
        self._files[found.name] = row

    def problem(self, problem: Problem) -> None:
        """Notes one problem; beyond 2,000 an import they are not kept."""
        self._kept += 1
        if self._kept <= KEPT_PROBLEMS:
            ImportProblem.objects.create(
                source=self._source, file=problem.file, line=problem.line,
                code=problem.code, facts=dict(problem.facts),
            )  # fmt: skip

    def seen_before(self, sha256: str) -> dt.datetime | None:
        """When a file with the same bytes was imported that is still live."""
        rows = ImportFile.objects.filter(sha256=sha256, source__state=Import.State.LIVE)
        return rows.values_list("source__live_at", flat=True).first()

    def progress(self, file: str, done: int, size: int) -> bool:
        """Tells how far the reading is; False: the person pressed cancel."""
        if self._job is None:
            return True
        phase = "checking" if self._dry else "loading"
        note = {"file": file, "done": done, "size": size, "phase": phase}
        Job.objects.filter(pk=self._job.pk).update(progress=note)
        return not Job.objects.filter(pk=self._job.pk, cancel=True).exists()


def new_customers(
    source: Import, file: ImportFile | None, items: Sequence[Keyed]
) -> dict[str, int]:
    """Makes a party, a customer and its search words for each; returns key → customer id."""
    parties = Party.objects.bulk_create(
        [
            Party(name=(i.row.customer_name or i.row.customer_number or i.row.vat_id)[:300])
            for i in items
        ]
    )
    customers = Customer.objects.bulk_create(
        [
            Customer(
                party=party, key=item.customer, number=item.row.customer_number[:100],
                vat_id=item.row.vat_id[:40], source=source, file=file, line=item.row.line,
            )
            for party, item in zip(parties, items, strict=True)
        ]
    )  # fmt: skip
    texts = [
        (party.pk, (party.name, item.row.customer_number, item.row.vat_id))
        for party, item in zip(parties, items, strict=True)
    ]
    Gram.objects.bulk_create(search.rows_for(texts), batch_size=2000)
    return {customer.key: customer.pk for customer in customers}


def typed_before(items: Iterable[Keyed]) -> dict[str, int]:
    """Customers typed by name on the first evening whom a file now names with a number."""
    names = {
        hand_key(item.row.customer_name): item.customer for item in items if item.row.customer_name
    }
    there = Customer.objects.filter(key__in=list(names), source__kind="hand")
    return {names[key]: pk for key, pk in there.values_list("key", "id")}


def question_out(question: Question) -> dict[str, object]:
    """A question as JSON."""
    return {
        "file": question.file,
        "fingerprint": question.fingerprint,
        "columns": list(question.columns),
        "samples": [list(row) for row in question.samples],
        "guess": {role.value: column for role, column in question.guess.items()},
        "date_example": question.date_example,
    }


def question_in(raw: Mapping[str, object]) -> Question:
    """A question from JSON."""
    guess = raw["guess"]
    return Question(
        file=str(raw["file"]),
        fingerprint=str(raw["fingerprint"]),
        columns=tuple(raw["columns"]),  # type: ignore[arg-type]
        samples=tuple(tuple(row) for row in raw["samples"]),  # type: ignore[attr-defined]
        guess={Role(name): column for name, column in guess.items()},  # type: ignore[attr-defined]
        date_example=str(raw.get("date_example", "")),
    )


class Imports:
    """Imports and their state."""

    def __init__(self, folder: object, currency: str, job: Job | None = None) -> None:
        self._folder = folder
        self._currency = currency
        self._job = job

    def sources(self, import_id: uuid.UUID) -> list[Source]:
        """The kept files of an import, in the order they were given."""
        files = ImportFile.objects.filter(source__uuid=import_id).order_by("id")
        return [Source(path=self._folder / row.path, name=row.name) for row in files]  # type: ignore[operator]

    def answers(self) -> dict[str, LayoutAnswer]:
        """All layouts the person has explained."""
        return {
            row.fingerprint: LayoutAnswer(
                {Role(name): column for name, column in row.columns.items()}, row.date_order
            )
            for row in RememberedMapping.objects.all()
        }

    def open(self, import_id: uuid.UUID, *, dry: bool) -> Loading:
        """Begins to load (state *loading*, seen by no query) or to try."""
        source = Import.objects.get(uuid=import_id)
        source.problems.all().delete()
        source.state = Import.State.DRAFT if dry else Import.State.LOADING
        source.save(update_fields=["state"])
        return Loading(source, dry=dry, currency=self._currency, job=self._job)

    def checked(self, import_id: uuid.UUID, report: Mapping[str, object]) -> None:
        """The dry run is through."""
        Import.objects.filter(uuid=import_id).update(report=dict(report))

    def make_live(
        self, import_id: uuid.UUID, report: Mapping[str, object], at: dt.datetime
    ) -> None:
        """One short transaction: from here on every query sees the rows."""
        with transaction.atomic():
            source = Import.objects.select_for_update().get(uuid=import_id)
            facts = {"rows": int(str(report.get("new", 0))) + int(str(report.get("changed", 0)))}
            with writing("import_live", by=source.by_id, at=at, facts=facts) as pen:
                before = {"state": Import.State.WITHDRAWN.value}
                source.state, source.live_at, source.report = Import.State.LIVE, at, dict(report)
                source.save(update_fields=["state", "live_at", "report"])
                pen.note(source, before, {"state": Import.State.LIVE.value})

    def give_up(self, import_id: uuid.UUID, report: Mapping[str, object]) -> None:
        """Removes what was loaded; the import counts as failed."""
        source = Import.objects.get(uuid=import_id)
        remove_rows(source)
        source.state, source.report = Import.State.FAILED, dict(report)
        source.save(update_fields=["state", "report"])


def remove_rows(source: Import, file: ImportFile | None = None) -> None:
    """Takes away, in small pieces, what an import (or one file of it) wrote and nobody saw."""
    invoices, customers = source.invoices.all(), source.customers.all()
    if file is not None:
        invoices, customers = invoices.filter(file=file), customers.filter(file=file)
    while ids := list(invoices.values_list("id", flat=True)[:500]):
        Invoice.objects.filter(id__in=ids).delete()
        time.sleep(PAUSE_SECONDS)
    Witness.objects.filter(source=source).delete()
    # A customer that another import has used in the meantime stays.
    unused = customers.filter(invoices=None, contacts=None)
    while rows := list(unused.values_list("id", "party_id")[:500]):
        Customer.objects.filter(id__in=[row[0] for row in rows]).delete()
        Party.objects.filter(id__in=[row[1] for row in rows]).delete()
        time.sleep(PAUSE_SECONDS)


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


def is_seen(customer: Customer) -> bool:
    """Its import is live, or a live import still states an invoice of it."""
    if customer.source.state == Import.State.LIVE:
        return True
    return Invoice.objects.filter(live_invoices(), customer=customer).exists()


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


def hand_key(name: str) -> str:
    """The key of a customer that was typed: the same that a file with this name would give."""
    return customer_key("", "", name)
