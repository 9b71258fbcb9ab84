"""Makes payments of the entries of a CAMT statement: one for each transaction of a batch."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from wertschatz.domain.values import Fact
from wertschatz.integrations.files.documents.amounts import (
    amount,
    currency_code,
    in_minor_units,
)
from wertschatz.integrations.files.documents.elements import day, line_of, text, text_of
from wertschatz.integrations.files.statements.details import (
    ACCOUNT,
    Detail,
    Party,
    direction_in,
    kind_of,
)
from wertschatz.integrations.files.statements.keys import account_of, reference_of
from wertschatz.integrations.files.statements.kinds import kind_of_words
from wertschatz.integrations.files.statements.leaves import Leaves
from wertschatz.integrations.files.tables.amounts import AMOUNT_LIMIT
from wertschatz.ports.files import PaymentKind, PaymentRow
from wertschatz.ports.problems import Problem

if TYPE_CHECKING:
    from lxml.etree import _Element

_RETURNED, _OTHER = PaymentKind.RETURNED.value, PaymentKind.OTHER.value
_NOBODY = Party("", "")
_SHOWN = 60


class Entry(NamedTuple):
    """One booking (Ntry) as the statement states it."""

    line: int
    amount: Decimal
    """Above zero: received."""
    currency: str
    on: int
    value_on: int | None
    reference: str
    kind: str
    reversal: bool
    words: str
    """What the bank calls it (AddtlNtryInf)."""


def is_booked(element: _Element) -> bool:
    """Pending, future and informational entries are not; without a word an entry is booked."""
    status = text(element, "Sts/Cd", "Sts/Prtry", "Sts").upper()
    return status in {"", "BOOK"}


def entry_of(
    element: _Element, name: str, account_currency: str, said_on: int | None = None
) -> Entry | Problem:
    """The booking, or why it stays out; `said_on` is its day where it names none itself."""
    line = line_of(element)
    leaves = Leaves(element)
    written = next(iter(leaves.every("Amt")), None)
    value = None if written is None else amount(text_of(written))
    if value is None:
        code = "amount_missing" if written is None else "amount_unreadable"
        return Problem(code, name, line, {"value": text_of(written)[:_SHOWN]})
    direction = direction_in(leaves.text("CdtDbtInd"))
    if not direction:
        return Problem("direction_missing", name, line)
    value_text = leaves.text("ValDt/Dt", "ValDt/DtTm")
    on_text = leaves.text("BookgDt/Dt", "BookgDt/DtTm") or value_text
    on = day(on_text) if on_text else said_on
    if on is None:
        code = "date_unreadable" if on_text else "date_missing"
        return Problem(code, name, line, {"value": on_text[:_SHOWN]} if on_text else {})
    currency = currency_code("" if written is None else written.get("Ccy", ""), account_currency)
    if abs(in_minor_units(value, currency)) > AMOUNT_LIMIT:
        return Problem("amount_too_large", name, line, {"value": text_of(written)[:_SHOWN]})
    return Entry(
        line, direction * value, currency, on, day(value_text),
        reference_of(leaves.text("AcctSvcrRef")), kind_of(leaves),
        leaves.text("RvslInd").lower() in {"true", "1"}, leaves.text("AddtlNtryInf"),
    )  # fmt: skip


def rows_of(
    entry: Entry, details: Sequence[Detail], account: str, name: str
) -> Iterator[PaymentRow | Problem]:
    """A payment for each transaction; one for the whole booking where their sum is another."""
    if len(details) < 2:
        yield _row(entry, details[0] if details else None, account)
        return
    parts = [_part(detail, entry) for detail in details]
    known = [part for part in parts if part is not None]
    if len(known) == len(parts) and sum(known) == entry.amount:
        entry_cents = in_minor_units(entry.amount, entry.currency)
        for detail, part in zip(details, known, strict=True):
            row = _row(entry, detail, account)
            cents = in_minor_units(part, entry.currency)
            yield row._replace(
                cents=cents, entry_cents=entry_cents, reference=detail.reference or entry.reference
            )
        return
    facts: dict[str, Fact] = {
        "count": len(details), "computed": f"{sum(known):.2f}", "stated": f"{entry.amount:.2f}"
    }  # fmt: skip
    yield Problem("batch_sums_disagree", name, entry.line, facts)
    yield _row(entry, None, account)


def _part(detail: Detail, entry: Entry) -> Decimal | None:
    """The transaction's amount in the entry's currency, None where it has none."""
    sign = detail.direction or (1 if entry.amount >= 0 else -1)
    same = (value for value, currency in detail.amounts if currency in ("", entry.currency))
    found = next(same, None)
    return None if found is None else sign * found


def _row(entry: Entry, detail: Detail | None, account: str) -> PaymentRow:
    if detail is None:
        return _whole(entry, account)
    returned = entry.reversal or detail.kind == _RETURNED or entry.kind == _RETURNED
    other = _other_side(detail, account, (detail.direction or entry.amount) > 0, returned)
    kind = next((k for k in (detail.kind, entry.kind) if k != _OTHER), _OTHER)
    if kind == _OTHER:
        kind = kind_of_words(entry.words)
    if kind == _OTHER and detail.mandate:
        kind = PaymentKind.DIRECT_DEBIT.value
    return _whole(entry, account)._replace(
        name=other.name,
        other_account=other.account,
        purpose=detail.purpose or entry.words,
        reference=entry.reference or detail.reference,
        end_to_end=detail.end_to_end,
        mandate=detail.mandate,
        kind=_RETURNED if returned else kind,
        return_reason="" if detail.return_reason == _RETURNED else detail.return_reason,
        document=detail.document,
    )


def _whole(entry: Entry, account: str) -> PaymentRow:
    """The booking as it is, without anything from its transactions."""
    kind = entry.kind if entry.kind != _OTHER else kind_of_words(entry.words)
    return PaymentRow(
        line=entry.line,
        account=account,
        on=entry.on,
        value_on=entry.value_on,
        cents=in_minor_units(entry.amount, entry.currency),
        currency=entry.currency,
        name="",
        other_account="",
        purpose=entry.words,
        reference=entry.reference,
        kind=_RETURNED if entry.reversal else kind,
    )


def _other_side(detail: Detail, account: str, received: bool, returned: bool) -> Party:
    """The payer of what was received, the payee of what was paid, and never ourselves.

    German banks keep the roles of the first movement in a return: a debit that bounced names the
    customer as debtor though the firm is debited (hbci4java's sample); Dutch ones turn them round.
    """
    order = (detail.debtor, detail.creditor) if received else (detail.creditor, detail.debtor)
    if returned and all(party != _NOBODY for party in order):
        order = order[::-1]
    ours = order[0].account == account and account and order[1].account != account
    if order[0] == _NOBODY or (ours and order[1] != _NOBODY):
        return order[1] if returned or ours else order[0]
    return order[0]


def own_account(statement: _Element) -> str:
    """The account that the statement is of."""
    return account_of(text(statement, *(f"Acct/{path}" for path in ACCOUNT)))
