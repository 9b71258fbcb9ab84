"""Writes one import in small pieces; nobody sees them before it is made live."""

from __future__ import annotations

import datetime as dt
import time
from collections.abc import Iterable, Mapping, Sequence
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Model

from wertschatz.domain.customers.documents import OwnNames, cancels, in_own_currency
from wertschatz.domain.customers.effort import whole_minutes
from wertschatz.ports.customers import (
    Counts,
    FileFound,
    Keyed,
    KeyedCard,
    KeyedContact,
    KeyedPayment,
    KeyedTime,
)
from wertschatz.ports.files import InvoiceRow
from wertschatz.ports.problems import Problem
from wertschatz.ports.restating import says_no_more
from wertschatz.storage import keep_rows, searchable
from wertschatz.storage.find_customers import Finder, Named, named, named_by_card, note_people
from wertschatz.storage.known_invoices import (
    NUMBER,
    Before,
    known,
    known_elsewhere,
    original_of,
    together,
)
from wertschatz.storage.models import (
    Alias,
    Card,
    Contact,
    Customer,
    Firm,
    Import,
    ImportFile,
    ImportProblem,
    Invoice,
    Job,
    Membership,
    OwnName,
    Party,
    Payment,
    Witness,
)
from wertschatz.storage.models.cards import STATED
from wertschatz.storage.questions import question_out
from wertschatz.storage.turns import PAUSE_SECONDS

NAME = 500
"""Characters of a file's name, its last ones: what lies deep in an archive has a long one."""
KEPT_PROBLEMS = 2000
"""Per import; the rest is only counted."""


class Loading:
    """One import under way; `dry` counts without writing rows."""

    def __init__(
        self, source: Import, *, dry: bool, currency: str, zone: ZoneInfo, job: Job | None
    ) -> None:
        self._source = source
        self._dry = dry
        self._currency = currency
        self._zone = zone
        self._job = job
        self._finder = Finder(source)
        self._problems = 0
        self._claimed: set[int] = set()
        """Ids of invoices that rows of this import mean."""
        self._changed: set[str] = set()
        self._as_before: dict[str, Before] = {}
        """Key as its file gives it → the invoice, of which the last file says nothing new."""
        self._files: dict[str, ImportFile] = {row.name: row for row in source.files.all()}

    @property
    def currency(self) -> str:
        """The firm's currency, taken where a file names none."""
        return self._currency

    def own_names(self) -> OwnNames:
        """How documents name the owner's firm."""
        said = {"vat": set[str](), "name": set[str]()}
        for kind, value in OwnName.objects.values_list("kind", "value"):
            said[kind].add(value)
        return OwnNames(frozenset(said["name"]), frozenset(said["vat"]))

    # -- invoices

    def keep(self, file: str, rows: Sequence[Keyed], counts: Counts) -> None:
        """Writes up to 500 rows in one transaction, or only counts them."""
        counts.rows += len(rows)
        fresh, again, void = self._sort_out(rows, counts)
        # Two rows of a file may restate one invoice of another: the last one holds both.
        fresh = list({item.key: item for item in fresh}.values())
        if self._dry:
            self._count_new([named(item.customer, item.row) for item in fresh], counts)
            return
        with transaction.atomic():
            said = [Witness(invoice_id=known, source=self._source) for known in again]
            Witness.objects.bulk_create(said, ignore_conflicts=True)
            self._make_new([named(item.customer, item.row) for item in fresh], file, counts)
            keys = [item.key for item in fresh]
            Invoice.objects.filter(key__in=keys).update(newer=True)
            Invoice.objects.bulk_create([self._invoice(file, item) for item in fresh])
            self._keep_void(file, [item for item in fresh if item.key in void], void)
            people = [
                (self._finder.known[item.customer], item.row.document)
                for item in fresh
                if item.row.document is not None
            ]
            note_people(self._source, people)
            self._note_addresses(file, fresh)
        time.sleep(PAUSE_SECONDS)

    def _note_addresses(self, file: str, items: Sequence[Keyed]) -> None:
        """The customer's own address on an invoice, as a card of its own: it leads while it is
        live, whoever named the customer first."""
        rows = [item for item in items if item.row.document and item.row.document.email]
        wanted = {(item.customer, item.row.document.email.casefold()): item for item in rows}  # type: ignore[union-attr]
        made = Card.objects.bulk_create(
            [
                Card(
                    source=self._source, file=self._files.get(file), line=item.row.line,
                    key=f"{STATED}{customer}|{email}"[:200], name=item.row.customer_name[:300],
                    customer_id=self._finder.known[customer], emails=[email[:254]],
                )
                for (customer, email), item in wanted.items()
            ]
        )  # fmt: skip
        searchable.add_cards(made)

    def _sort_out(
        self, rows: Sequence[Keyed], counts: Counts
    ) -> tuple[list[Keyed], list[int], dict[str, int]]:
        """Leaves out what says nothing new; whose earlier version is void stays void."""
        there = self._before(rows)
        fresh, again = [], []
        void: dict[str, int] = {}
        for item in rows:
            before = there.get(item.key)
            if before is not None:
                item = together(item, before, self._currency)
                if self._known(item.row, before.row):
                    counts.known += not item.restates
                    self._as_before[item.key] = before
                    again.append(before.id)
                    continue
                self._as_before.pop(item.key, None)

                item = item._replace(customer=before.customer, key=before.key)
                if before.void_by is not None:
                    void[item.key] = before.void_by
            if not item.restates:  # else it was counted with the row that it replaces
                counts.new += before is None
                counts.changed += before is not None
                self._changed.update([item.key] if before else [])
            fresh.append(item)
        return fresh, again, void

    def _before(self, rows: Sequence[Keyed]) -> dict[str, Before]:
        """Key of a row → the invoice that is there, though another file may name it otherwise."""
        there = known(rows, self._currency)
        self._claimed |= {before.id for before in there.values()}
        others = [item for item in rows if item.key not in there]
        return there | known_elsewhere(others, self._currency, self._claimed)

    def _known(self, row: InvoiceRow, before: InvoiceRow) -> bool:
        row = self._with_currency(row)
        return says_no_more(row._replace(number=row.number[:NUMBER]), before)

    def _with_currency(self, row: InvoiceRow) -> InvoiceRow:
        return row if row.currency else row._replace(currency=self._currency)

    def _keep_void(self, file: str, items: Sequence[Keyed], void: Mapping[str, int]) -> None:
        """A list that knows more of a cancelled invoice does not bring it back.

        The void version belongs to the import of the cancellation, and goes with it.
        """
        for item in items:
            Invoice.objects.filter(key=item.key).update(newer=True)
            row = self._invoice(file, item)
            row.void, row.cents, row.source_id = True, 0, void[item.key]
            row.save()

    def _invoice(self, file: str, item: Keyed) -> Invoice:
        row = self._with_currency(item.row)
        document = row.document
        counts = row.cents if item.counts is None else item.counts
        said = (document.rate, document.rate_currency) if document else ("", "")
        own = in_own_currency(counts, row.currency, self._currency, *said)
        rate = said[0] if own is not None and row.currency != self._currency else ""
        on = row.on if item.on is None else item.on
        return Invoice(
            customer_id=self._finder.known[item.customer], source=self._source,
            file=self._files.get(file), line=row.line, key=item.key,
            number=row.number[:NUMBER],
            on=on, issued_on=row.on if on != row.on else None,
            corrects=document.original_number[:NUMBER] if document else "",
            document_type=document.type_code[:4] if document else "",
            due_on=row.due_on, paid_on=row.paid_on, payment_known=row.payment_known,
            cents=own or 0, rate=rate[:24] or None, original_cents=row.cents,
            original_currency=row.currency, gross_cents=row.gross_cents, kind=row.kind,
        )  # fmt: skip

    # -- spans of work

    def keep_times(self, file: str, rows: Sequence[KeyedTime], counts: Counts) -> None:
        """Writes up to 500 spans of work, or only counts them.

        They count nothing yet: `storage.effort` sees to it that each counts once.
        """
        known = self._known_times([item.key for item in rows])
        people = [named(item.customer, item.row) for item in rows if item.customer]
        if self._dry:
            self._count_new(people, counts)
            ids = self._finder.known
        else:
            with transaction.atomic():
                self._make_new(people, file, counts)
                ids = self._finder.known
                Contact.objects.bulk_create([self._span(file, item) for item in rows])
            time.sleep(PAUSE_SECONDS)
        for item in rows:
            before = known.get(item.key)
            now = (ids.get(item.customer), whole_minutes(item.row.seconds))
            counts.times += 1
            counts.seconds += item.row.seconds
            counts.times_known += before == now
            counts.times_changed += before is not None and before != now

    def _known_times(self, keys: Sequence[str]) -> dict[str, tuple[int | None, int]]:
        rows = Contact.objects.filter(source__state=Import.State.LIVE, key__in=keys).order_by("id")
        return {
            key: (who, took) for key, who, took in rows.values_list("key", "customer", "length")
        }

    def _span(self, file: str, item: KeyedTime) -> Contact:
        row = item.row
        day = dt.date.fromordinal(row.on)
        begun = None
        if row.start is not None:
            clock = dt.time(row.start // 60, row.start % 60)
            begun = dt.datetime.combine(day, clock, self._zone).astimezone(dt.UTC)
        return Contact(
            customer_id=self._finder.known[item.customer] if item.customer else None,
            source=self._source, file=self._files.get(file), line=row.line, key=item.key,
            who=row.person[:200], kind="work", billable=row.billable, on=day, started_at=begun,
            about=" · ".join(text for text in (row.project, row.task) if text)[:300],
            minutes=0, length=whole_minutes(row.seconds),
        )  # fmt: skip

    # -- payments, calls, mails, appointments, cards

    @property
    def area_code(self) -> str:
        """Of the firm's own telephone; '' nobody has said."""
        return Firm.objects.values_list("area_code", flat=True).first() or ""

    def keep_payments(self, file: str, rows: Sequence[KeyedPayment], counts: Counts) -> None:
        """Writes up to 500 movements, or only counts them; what they pay is found afterwards."""
        keep_rows.count_payments(rows, counts)
        if self._dry or not rows:
            return
        with transaction.atomic():
            keep_rows.write_payments(self._target(file), rows)
        time.sleep(PAUSE_SECONDS)

    def keep_contacts(self, file: str, rows: Sequence[KeyedContact], counts: Counts) -> None:
        """Writes up to 500 calls, mails or appointments, or only counts them."""
        keep_rows.count_contacts(rows, counts)
        self._write(Contact, keep_rows.contacts(self._target(file), rows))

    def keep_cards(self, file: str, rows: Sequence[KeyedCard], counts: Counts) -> None:
        """Writes up to 500 entries of address books; those with a number become customers."""
        keep_rows.count_cards(rows, counts)
        people = [named_by_card(item) for item in rows if item.customer]
        if self._dry:
            self._count_new(people, counts)
            return
        with transaction.atomic():
            self._make_new(people, file, counts)
            cards = keep_rows.cards(self._target(file), rows, self._finder.known.get)
            self._write(Card, cards)
            searchable.add_cards(cards)

    def _target(self, file: str) -> keep_rows.Target:
        return keep_rows.Target(self._source, self._files.get(file), self._zone, self._currency)

    def _write(self, table: type[Model], rows: Sequence[Model]) -> None:
        if self._dry or not rows:
            return
        table._default_manager.bulk_create(rows)
        time.sleep(PAUSE_SECONDS)

    # -- customers

    def _count_new(self, people: Iterable[Named], counts: Counts) -> None:
        missing = self._finder.look(people, dry=True)
        self._finder.known.update(dict.fromkeys(missing, 0))
        counts.customers_new += len(missing)

    def _make_new(self, people: Iterable[Named], file: str, counts: Counts) -> None:
        missing = self._finder.look(people, dry=False)
        if missing:
            counts.customers_new += self._finder.make(missing, self._files.get(file))

    # -- the whole

    def finish(self, counts: Counts) -> None:
        """Corrections find their invoice: its year counts, and a whole cancellation voids both."""
        self._leave_as_before(counts)
        if self._dry:
            return
        rows = Invoice.objects.filter(source=self._source).exclude(corrects="")
        rows = rows.select_related("customer__party").filter(original_cents__lt=0)
        newest = {row.key: row for row in rows.order_by("id")}
        for row in newest.values():
            original = original_of(row)
            if original is not None:
                with transaction.atomic():
                    self._correct(row, original)

    def _leave_as_before(self, counts: Counts) -> None:
        """Of files that contradict each other the last one holds; where that is known, all stays.

        So a folder that comes in for the second time changes no row.
        """
        for key in self._changed & self._as_before.keys():
            counts.changed -= 1
            counts.known += 1
            if not self._dry:
                Invoice.objects.filter(source=self._source, key=self._as_before[key].key).delete()

    def _correct(self, row: Invoice, original: Invoice) -> None:
        if row.on != original.on:
            # The invoice that was found knows its day better than the correction that names it.
            row.issued_on, row.on = row.issued_on or row.on, original.on
        if cancels(row.original_cents, original.original_cents):
            row.void, row.cents = True, 0
            if original.source_id == self._source.pk:
                Invoice.objects.filter(pk=original.pk).update(void=True, cents=0)
            elif not original.void:
                Invoice.objects.filter(key=original.key).update(newer=True)
                original.pk, original._state.adding = None, True
                original.source, original.void, original.cents = self._source, True, 0
                original.newer = False
                original.save()
        row.save(update_fields=["on", "issued_on", "void", "cents"])

    def drop_file(self, file: str) -> None:
        """Takes out again what one file brought in: it was refused in the end."""
        if self._dry:
            return
        remove_rows(self._source, self._files.get(file))
        self._finder.forget()

    def file_done(self, found: FileFound) -> None:
        """Notes what was found in one file."""
        question = None if found.question is None else question_out(found.question)
        values = {
            "format": found.format, "sha256": found.sha256, "rows": found.rows,
            "fingerprint": found.fingerprint, "size": found.size, "sums": found.sums,
            "seconds": found.seconds, "question": question,
        }  # fmt: skip
        row, _ = ImportFile.objects.update_or_create(
            source=self._source, name=found.name[-NAME:], defaults=values
        )
        self._files[found.name] = row

    def file_begun(self, file: str) -> None:
        """A file that lay in a container has a row of its own before its rows come."""
        if file not in self._files:
            self._files[file] = ImportFile.objects.create(source=self._source, name=file[-NAME:])

    def problem(self, problem: Problem) -> None:
        """Notes one problem; beyond 2,000 an import they are not kept."""
        self._problems += 1
        if self._problems <= KEPT_PROBLEMS:
            ImportProblem.objects.create(
                source=self._source, file=problem.file[-NAME:], line=problem.line,
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


def remove_rows(source: Import, file: ImportFile | None = None) -> None:
    """Takes away, in small pieces, what an import (or one file of it) wrote and nobody saw."""
    for table in (Invoice, Contact, Payment, Card):
        rows = table._default_manager.filter(source=source)
        mine = rows if file is None else rows.filter(file=file)
        while ids := list(mine.values_list("id", flat=True)[:500]):
            mine.model.objects.filter(id__in=ids).delete()
            time.sleep(PAUSE_SECONDS)
    if file is None:
        Witness.objects.filter(source=source).delete()
        Alias.objects.filter(source=source).delete()
        _remove_people(source)
    customers = source.customers.all() if file is None else source.customers.filter(file=file)
    # A customer that another import has used in the meantime stays.
    unused = customers.filter(invoices=None, contacts=None, aliases=None, cards=None)
    while pairs := list(unused.values_list("id", "party_id")[:500]):
        Customer.objects.filter(id__in=[pair[0] for pair in pairs]).delete()
        Party.objects.filter(id__in=[pair[1] for pair in pairs]).delete()
        time.sleep(PAUSE_SECONDS)


def _remove_people(source: Import) -> None:
    """Contact persons that only this import knew."""
    people = Party.objects.filter(memberships__source=source, kind="person")
    ids = list(people.values_list("id", flat=True).distinct())
    Membership.objects.filter(source=source).delete()
    Party.objects.filter(pk__in=ids, memberships=None).delete()
