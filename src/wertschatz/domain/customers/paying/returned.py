"""Money that went back: finds the payment that a returned debit or a repayment undoes."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from wertschatz.domain.customers.names import compared
from wertschatz.domain.customers.paying.payers import account_key
from wertschatz.domain.customers.paying.payments import MatchLimits, Moved, Payment
from wertschatz.domain.customers.paying.remittance import Named

APART_DAYS = 20
"""Of several equal debits the newest came back, if the one before it is so much older."""


class Pair(NamedTuple):
    """A payment and what undid it."""

    received: Payment
    returned: Payment


def pairs(
    payments: Sequence[Payment], named: Mapping[int, Named], limits: MatchLimits
) -> Iterator[Pair]:
    """Every returned payment with the one it undoes, where only one comes into question.

    `payments` in the order of days; `named`: payment → what its text names.
    """
    received = sorted((one for one in payments if one.cents > 0), key=_cents)
    taken: set[int] = set()
    for payment in payments:
        if payment.cents < 0:
            # Banks book the returned debit and their fee in one sum (Sparkasse: Auslagenersatz).
            fee = limits.fee_cents if payment.kind == Moved.RETURNED else 0
            first = bisect_left(received, -payment.cents - fee, key=_cents)
            last = bisect_right(received, -payment.cents, key=_cents)
            near = [one for one in received[first:last] if one.id not in taken]
            origin = _origin(payment, near, named, limits)
            if origin:
                taken.add(origin.id)
                yield Pair(origin, payment)


def _cents(payment: Payment) -> int:
    return payment.cents


def _origin(
    back: Payment, received: Iterable[Payment], named: Mapping[int, Named], limits: MatchLimits
) -> Payment | None:
    linked: dict[int, list[Payment]] = {}
    for payment in received:
        if _may_be(payment, back, limits):
            linked.setdefault(_link(payment, back, named), []).append(payment)
    linked.pop(0, None)
    if not linked:
        return None
    *others, newest = sorted(linked[max(linked)], key=lambda one: (one.on, one.id))
    return None if others and newest.on - others[-1].on < APART_DAYS else newest


def _may_be(payment: Payment, back: Payment, limits: MatchLimits) -> bool:
    if payment.currency != back.currency:
        return False
    if payment.account and back.account and payment.account != back.account:
        return False
    return 0 <= back.on - payment.on <= limits.return_days


def _link(payment: Payment, back: Payment, named: Mapping[int, Named]) -> int:
    """How firmly the two belong together: 5 the same reference … 1 the name; 0 not at all."""
    exact = payment.cents == -back.cents
    if back.end_to_end and back.end_to_end == payment.end_to_end:
        return 5
    if named[back.id].full & named[payment.id].full:
        return 4
    if back.mandate and back.mandate == payment.mandate:
        return 3
    # A transfer of ours of the same amount may as well pay a bill of theirs.
    if back.kind in (Moved.TRANSFER, Moved.CARD):
        return 0
    account = account_key(back.other_account)
    if account and account == account_key(payment.other_account):
        return 2
    same = back.kind == Moved.RETURNED and exact and back.name and not account
    return int(bool(same and compared(back.name).words == compared(payment.name).words))
