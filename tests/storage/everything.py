"""Everything that can be seen in the database, to be compared; and rows of every kind."""

from __future__ import annotations

import datetime as dt
import uuid
from collections import Counter
from collections.abc import Iterator, Sequence
from zoneinfo import ZoneInfo

from django.db.models import Model, Q, QuerySet

from tests.storage.rows import AT, draft, kept, row
from wertschatz.ports.files import (
    Answers,
    AppointmentRow,
    Begun,
    CallRow,
    CardRow,
    Event,
    Finished,
    MailRow,
    PaymentRow,
    Rows,
    Source,
    TimeRow,
)
from wertschatz.ports.files import Row as AnyRow
from wertschatz.storage import derived, inbox, undo
from wertschatz.storage.customer_base import CustomerBase
from wertschatz.storage.find_customers import can_be_seen, live_invoices
from wertschatz.storage.models import (
    Alias,
    Assessment,
    Card,
    Contact,
    Customer,
    Doubt,
    Estimate,
    GroupDecision,
    Import,
    Invoice,
    Mark,
    Membership,
    Payment,
    Settlement,
    Witness,
)
from wertschatz.storage.settle_payments import newest_versions
from wertschatz.usecases.assess_the_base import assess_the_base
from wertschatz.usecases.import_files import Outcome, load_files

ZONE = ZoneInfo("Europe/Berlin")
AS_OF = dt.date(2026, 11, 23)
OWN = "DE02120300000000202051"
Snapshot = dict[str, Counter[tuple[object, ...]]]


def day(text: str) -> int:
    return dt.date.fromisoformat(text).toordinal()


def reading(*files: Sequence[AnyRow]):  # type: ignore[no-untyped-def]
    """A `ReadFiles` that knows these files, whatever they hold."""

    def read(sources: Sequence[Source], answers: Answers) -> Iterator[Event]:
        for source, rows in zip(sources, files, strict=True):
            yield Begun(source.name, "any")
            yield Rows(source.name, rows, len(rows))
            yield Finished(source.name, "any", uuid.uuid4().hex, len(rows), len(rows))

    return read


def renew() -> None:
    """What the jobs process does after every import."""
    derived.renew(AS_OF, AT, ZONE)
    assess_the_base(CustomerBase(), as_of=AS_OF, at=AT)


def take_in(*files: Sequence[AnyRow]) -> tuple[Import, Outcome]:
    """Loads files of any rows, makes them live, and brings everything up to date."""
    source = draft(*(f"datei-{number}" for number, _ in enumerate(files)))
    outcome = load_files(kept(), reading(*files), source.uuid, AT)
    renew()
    source.refresh_from_db()
    return source, outcome


def take_back(source: Import) -> uuid.UUID:
    """Withdraws an import; returns the action that did it."""
    action = inbox.withdraw(source.uuid)
    assert action is not None
    outcome = undo.undo(action, by=None, at=AT)
    assert outcome.done
    assert outcome.action
    renew()
    return outcome.action


LEFT_OUT = {"at", "run", "revision", "newer"}
"""`newer` only hints that a look-up is needed; it may stay."""


def _table(rows: QuerySet[Model], *, ids: bool = True) -> Counter[tuple[object, ...]]:
    names = [
        field.attname for field in rows.model._meta.concrete_fields
        if field.name not in LEFT_OUT and (ids or not field.primary_key)
    ]  # fmt: skip
    return Counter(map(repr, rows.values_list(*names)))  # type: ignore[arg-type]


def everything() -> Snapshot:
    """Every row that a query may see: those of imports that are live, and what follows."""
    live = {"source__state": Import.State.LIVE}
    seen = Customer.objects.filter(can_be_seen())
    tables = [
        _table(seen), _table(Invoice.objects.filter(newest_versions())),
        *(_table(one.objects.filter(**live)) for one in (Contact, Card, Payment, Alias)),
        _table(Membership.objects.filter(**live)), _table(Witness.objects.filter(**live)),
        _table(Settlement.objects.all(), ids=False), _table(Doubt.objects.all(), ids=False),
        _table(Assessment.objects.all(), ids=False),
        *(_table(one.objects.all()) for one in (Estimate, Mark, GroupDecision)),
    ]  # fmt: skip
    names = [
        "customer",
        "invoice",
        "contact",
        "card",
        "payment",
        "alias",
        "membership",
        "witness",
        "settlement",
        "doubt",
        "assessment",
        "estimate",
        "mark",
        "decision",
    ]
    left = Invoice.objects.exclude(Q(live_invoices())).filter(stated_known__isnull=False)
    assert not left.exists(), "a withdrawn invoice still says what a statement knows"
    return dict(zip(names, tables, strict=True))


def differences(before: Snapshot, after: Snapshot) -> dict[str, tuple[list[object], list[object]]]:
    """Table → rows that went and rows that came."""
    return {
        name: (list((before[name] - after[name]).elements()),
               list((after[name] - before[name]).elements()))
        for name in before if before[name] != after[name]
    }  # fmt: skip


# -- rows


def paid(
    cents: int = 11_900,
    on: str = "2026-03-20",
    purpose: str = "Rechnung RE-1001",
    *,
    name: str = "Anna Probe GmbH",
    other: str = "DE89370400440532013000",
    reference: str = "",
    account: str = OWN,
    end_to_end: str = "",
    kind: str = "transfer",
    entry: int | None = None,
    currency: str = "EUR",
    line: int = 2,
) -> PaymentRow:
    """One movement as a bank tells it."""
    return PaymentRow(
        line, account, day(on), day(on), cents, currency, name, other, purpose, reference,
        end_to_end, "", kind, "", entry,
    )  # fmt: skip


def booked(
    cents: int = 11_900,
    on: str = "2026-03-20",
    document: str = "RE-1001",
    debtor: str = "10001",
    line: int = 2,
) -> PaymentRow:
    """The same as DATEV tells it: a ledger account, a receipt, a debtor, no payer."""
    return PaymentRow(
        line, "1200", day(on), None, cents, "EUR", "", "", "Zahlungseingang", kind="transfer",
        document=document, customer_number=debtor,
    )  # fmt: skip


def billed(
    number: str = "RE-1001",
    cents: int = 10_000,
    on: str = "2026-03-01",
    *,
    customer: str = "Anna Probe GmbH",
    customer_number: str = "10001",
    gross: int | None = 11_900,
    known: bool = False,
    paid_on: str | None = None,
    currency: str = "EUR",
):  # type: ignore[no-untyped-def]
    """An invoice of which the list need not know the payment."""
    plain = row(customer, number, on, cents, paid=paid_on, currency=currency,
                customer_number=customer_number)  # fmt: skip
    return plain._replace(gross_cents=gross, payment_known=known)


def called(
    number: str = "030 23125001", on: str = "2026-03-02", start: int = 600, seconds: int = 300
) -> CallRow:
    return CallRow(2, day(on), start, seconds, "in", number)


def mailed(sender: str, on: str = "2026-03-02", ident: str = "") -> MailRow:
    return MailRow(1, ident, day(on), 600, sender, "", ("ich@eigen.example",), "Frage")


def met(title: str, on: str = "2026-03-02", people: tuple[str, ...] = ()) -> AppointmentRow:
    return AppointmentRow(1, f"{title}-{on}", day(on), 600, 60, title, people)


def worked(
    customer: str, on: str = "2026-03-02", start: int | None = 590, seconds: int = 3600
) -> TimeRow:
    return TimeRow(2, customer, "", "", day(on), start, seconds, "P", "T", None)


def card(
    name: str = "Anna Probe GmbH",
    *,
    phones: tuple[str, ...] = (),
    emails: tuple[str, ...] = (),
    number: str = "",
    ibans: tuple[str, ...] = (),
    terms: int | None = None,
    ident: str = "",
) -> CardRow:
    return CardRow(
        1, name, emails=emails, phones=phones, customer_number=number, ibans=ibans,
        terms_days=terms, tool_id=ident,
    )  # fmt: skip
