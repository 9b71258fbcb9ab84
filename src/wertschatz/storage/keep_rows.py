"""Writes payments, calls, mails, appointments and cards of one import, or only counts them."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from zoneinfo import ZoneInfo

from django.db import connection

from wertschatz.domain.customers.effort import whole_minutes
from wertschatz.ports.customers import Counts, KeyedCard, KeyedContact, KeyedPayment
from wertschatz.ports.files import PaymentRow
from wertschatz.storage import movements
from wertschatz.storage.models import Card, Contact, Import, ImportFile, Payment

LIVE = Import.State.LIVE


@dataclass(frozen=True, slots=True)
class Target:
    """Where the rows of one file go."""

    source: Import
    file: ImportFile | None
    zone: ZoneInfo
    currency: str
    """The firm's, where a row names none."""


# -- payments


COLUMNS = (
    "source_id", "file_id", "line", "key", "counted", "account", "on", "value_on", "cents",
    "currency", "name", "other_account", "purpose", "reference", "end_to_end", "mandate", "kind",
    "return_reason", "entry_cents", "document", "customer_number",
)  # fmt: skip
INSERT = 'INSERT INTO storage_payment ("{}") VALUES ({})'.format(  # noqa: S608 - fixed words
    '", "'.join(COLUMNS), ", ".join(["%s"] * len(COLUMNS))
)


def write_payments(target: Target, rows: Sequence[KeyedPayment]) -> None:
    """Writes them in one statement: there may be half a million (objects took four times as long).

    Each counts as soon as its import is live, unless `storage.movements` finds it told twice.
    """
    file = None if target.file is None else target.file.pk
    values = [_payment(target, file, item.key, item.row) for item in rows]
    with connection.cursor() as cursor:
        cursor.executemany(INSERT, values)


def _payment(
    target: Target, file: int | None, key: str, row: PaymentRow
) -> tuple[str | int | bool | None, ...]:
    return (
        target.source.pk, file, row.line, key, True, row.account[:40], row.on, row.value_on,
        row.cents, row.currency or target.currency, row.name[:200], row.other_account[:40],
        row.purpose[:1000], row.reference[:100], row.end_to_end[:100], row.mandate[:100],
        row.kind[:14], row.return_reason[:100], row.entry_cents, row.document[:100],
        row.customer_number[:100],
    )  # fmt: skip


def count_payments(rows: Sequence[KeyedPayment], counts: Counts) -> None:
    """How many there are, and how many were there before: by key, or in another format."""
    live = Payment.objects.filter(source__state=LIVE)
    known = set(live.filter(key__in=[item.key for item in rows]).values_list("key", flat=True))
    rest = [item for item in rows if item.key not in known]
    counts.payments += len(rows)
    counts.payments_known += len(rows) - len(rest)
    if rest and live.exists():
        counts.payments_known += movements.known_otherwise(rest, {item.row.on for item in rows})


# -- calls, mails, appointments


def contacts(target: Target, rows: Sequence[KeyedContact]) -> list[Contact]:
    """Rows of the table, not written yet; whose they are is found out afterwards."""
    return [_contact(target, item) for item in rows]


def _contact(target: Target, item: KeyedContact) -> Contact:
    day = dt.date.fromordinal(item.on)
    begun = None
    if item.start is not None:
        clock = dt.time(item.start // 60 % 24, item.start % 60)
        begun = dt.datetime.combine(day, clock, target.zone).astimezone(dt.UTC)
    return Contact(
        source=target.source, file=target.file, line=item.line, key=item.key, kind=item.kind,
        who=item.who[:200], about=item.about[:300], on=day, started_at=begun, minutes=0,
        length=whole_minutes(item.seconds), other=item.other[:500], way=item.way[:8], led=True,
    )  # fmt: skip


def count_contacts(rows: Sequence[KeyedContact], counts: Counts) -> None:
    """How many of each kind there are, and how many were there before."""
    kinds = Counter(item.kind for item in rows)
    counts.calls += kinds["call"]
    counts.mails += kinds["mail"]
    counts.appointments += kinds["appointment"]
    live = Contact.objects.filter(source__state=LIVE, key__in=[item.key for item in rows])
    # One calendar in several versions tells of an appointment with several lengths.
    there = set(live.values_list("key", "length"))
    known = Counter(item.kind for item in rows if (item.key, whole_minutes(item.seconds)) in there)
    counts.contacts_known += known.total()
    counts.calls_known += known["call"]
    counts.mails_known += known["mail"]
    counts.appointments_known += known["appointment"]


# -- cards


def cards(
    target: Target, rows: Sequence[KeyedCard], customer: Callable[[str], int | None]
) -> list[Card]:
    """Rows of the table, not written yet; `customer` knows the id of a customer's key."""
    return [
        Card(
            source=target.source, file=target.file, line=item.row.line, key=item.key,
            customer_id=customer(item.customer) if item.customer else None,
            kind=item.row.kind[:12], name=item.row.name[:300],
            organisation=item.row.organisation[:300], title=item.row.title[:200],
            emails=list(item.row.emails), phones=list(item.row.phones),
            street=item.row.street[:200], postcode=item.row.postcode[:20],
            town=item.row.town[:100], country=item.row.country[:60], born=item.row.born[:10],
            customer_number=item.row.customer_number[:100], vat_id=item.row.vat_id[:40],
            ibans=list(item.row.ibans), terms_days=item.row.terms_days,
            categories=list(item.row.categories),
        )
        for item in rows
    ]  # fmt: skip


def count_cards(rows: Sequence[KeyedCard], counts: Counts) -> None:
    """How many there are, and how many were there before."""
    live = Card.objects.filter(source__state=LIVE, key__in=[item.key for item in rows])
    known = set(live.values_list("key", flat=True))
    counts.cards += len(rows)
    counts.cards_known += sum(item.key in known for item in rows)
