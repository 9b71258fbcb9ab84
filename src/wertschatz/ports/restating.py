"""What two files that state the same invoice know together."""

from __future__ import annotations

from wertschatz.domain.customers.same_invoice import Named, Stated
from wertschatz.ports.files import AmountKind, InvoiceRow

_SURENESS = (AmountKind.UNSTATED, AmountKind.GROSS, AmountKind.NET)
"""What an amount is, from the least to the most telling."""


def stated(row: InvoiceRow, customer: str) -> Stated:
    """What tells whether two rows are one invoice."""
    return Stated(
        Named(customer, row.customer_name, row.number), row.on, row.cents, row.gross_cents,
        row.kind == AmountKind.NET, row.currency,
    )  # fmt: skip


def completed(row: InvoiceRow, known: InvoiceRow) -> InvoiceRow:
    """A row with what is known from elsewhere of the same invoice and the row does not say."""
    gross = row.gross_cents if row.gross_cents is not None else known.gross_cents
    if _SURENESS.index(row.kind) < _SURENESS.index(known.kind):
        row = row._replace(cents=known.cents, kind=known.kind)
    if not row.payment_known and known.payment_known:
        row = row._replace(payment_known=True, paid_on=known.paid_on)
    return row._replace(
        gross_cents=gross,
        currency=row.currency or known.currency,
        due_on=known.due_on if row.due_on is None else row.due_on,
        document=known.document if row.document is None else row.document,
    )


def says_no_more(row: InvoiceRow, known: InvoiceRow) -> bool:
    """Nothing in the row is news for who knows the other."""
    same_kind = (row.document is None) == (known.document is None)
    return same_kind and _content(row) == _content(known)


def _content(row: InvoiceRow) -> tuple[object, ...]:
    return row[row._fields.index("number") : row._fields.index("document")]
