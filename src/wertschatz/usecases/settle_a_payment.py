"""“This payment is for invoice X”, “it is about no invoice”, “look at it again”."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from wertschatz.domain.customers.paying.shared import shared_among
from wertschatz.ports.payments import Due, Held, Part, Settlements
from wertschatz.usecases.refusals import Refused

MOST_INVOICES = 100


def assign_a_payment(
    settlements: Settlements,
    payment: int,
    parts: Sequence[Part],
    *,
    by: int | None,
    at: dt.datetime,
) -> uuid.UUID:
    """The payment is for these invoices; without amounts it is shared among them.

    What no amount names belongs to no invoice and is not asked about again. Raises Refused.
    """
    held = _held(settlements, payment)
    chosen = list({part.invoice: part for part in parts}.values())
    if not chosen:
        raise Refused("no_invoice_chosen")
    if len(chosen) > MOST_INVOICES:
        raise Refused("too_many_invoices", {"most": MOST_INVOICES, "invoices": len(chosen)})
    dues = [_due(settlements, held, part.invoice) for part in chosen]
    wanted = [(due, part.cents) for due, part in zip(dues, chosen, strict=True)]
    whole = _amounts(held, sorted(wanted, key=lambda one: (one[0].on, one[0].key)))
    if held.said is not None and sorted(held.said) == sorted((due.key, c) for due, c in whole):
        raise Refused("payment_decided")
    return settlements.assign(held, whole, by=by, at=at)


def leave_a_payment(
    settlements: Settlements, payment: int, *, by: int | None, at: dt.datetime
) -> uuid.UUID:
    """The payment is about no invoice. Raises Refused."""
    held = _held(settlements, payment)
    if held.said == ():
        raise Refused("payment_decided")
    return settlements.leave(held, by=by, at=at)


def ask_about_a_payment_again(
    settlements: Settlements, payment: int, *, by: int | None, at: dt.datetime
) -> uuid.UUID:
    """Takes back what was said of a payment, however long ago. Raises Refused."""
    held = _held(settlements, payment)
    if held.said is None:
        raise Refused("payment_not_said")
    return settlements.ask_again(held, by=by, at=at)


def _held(settlements: Settlements, payment: int) -> Held:
    try:
        return settlements.held(payment)
    except KeyError:
        raise Refused("payment_gone") from None


def _due(settlements: Settlements, held: Held, invoice: int) -> Due:
    try:
        due = settlements.due(invoice, held.id)
    except KeyError:
        raise Refused("invoice_gone") from None
    if due.currency != held.currency:
        raise Refused(
            "other_currency",
            {
                "number": due.number or due.customer,
                "currency": due.currency,
                "payment_currency": held.currency,
            },
        )
    return due


def _amounts(held: Held, wanted: Sequence[tuple[Due, int | None]]) -> list[tuple[Due, int]]:
    given = [cents for _, cents in wanted if cents is not None]
    if len(given) < len(wanted):
        given = shared_among([due.open_cents for due, _ in wanted], held.cents)
    if len(given) < len(wanted) or not all(given):
        raise Refused("sum_unclear", {"cents": held.cents, "currency": held.currency})
    total = sum(given)
    if total * held.cents < 0 or abs(total) > abs(held.cents):
        raise Refused(
            "more_than_paid",
            {"total_cents": total, "cents": held.cents, "currency": held.currency},
        )
    return [(due, cents) for (due, _), cents in zip(wanted, given, strict=True)]
