"""Payments find their invoices: by number, account, name and amount, and never by a guess."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from wertschatz.domain.customers.paying.answers import Verdict
from wertschatz.domain.customers.paying.judging import Desk
from wertschatz.domain.customers.paying.ledger import Ledger
from wertschatz.domain.customers.paying.payers import Payers, account_key
from wertschatz.domain.customers.paying.payments import (
    Assignment,
    Counts,
    Left,
    MatchLimits,
    Moved,
    OpenInvoice,
    Outcome,
    Payment,
    Proposal,
)
from wertschatz.domain.customers.paying.remittance import Named, Numbers
from wertschatz.domain.customers.paying.returned import pairs
from wertschatz.domain.values import Reason

NOTHING = Named()
"""Shared by all payments that name nothing."""
NOTHING_FITS, OUTGOING = Reason("nothing_fits"), Reason("outgoing")
CAME_BACK_UNKNOWN = Reason("came_back_unknown")
LEVELS = (1, 2, 3, 4, 5)
"""Number, digits, customer number or account, name, sums of a customer: the surest first."""


def assign(
    invoices: Iterable[OpenInvoice],
    payments: Iterable[Payment],
    *,
    known: Mapping[str, Iterable[int]] | None = None,
    earlier: Iterable[Assignment] = (),
    final: Iterable[int] = (),
    collectors: Iterable[str] = (),
    limits: MatchLimits | None = None,
) -> Outcome:
    """Holds payments against invoices; the order of either does not matter.

    `known`: payer's account → customers, from address book, DATEV and earlier runs; `earlier`:
    what is assigned already, with its payments among `payments`, so that what comes back finds
    them; `final`: payments about which a person has spoken, to which nothing is added;
    `collectors`: accounts that pay for many. Rules and their figures: the cascade measured
    in `bench/payments.py`. Each level goes over all payments before the next begins; what is
    learned on the way (accounts, invoices no longer open) is used until nothing changes.
    """
    rules = limits or MatchLimits()
    matching = _Matching(list(invoices), list(payments), known or {}, collectors, rules)
    matching.final |= set(final)
    matching.take(list(earlier))
    matching.run()
    return matching.outcome()


def _likenesses(payment: Payment) -> list[tuple[str, int, str]]:
    payers = (account_key(payment.other_account), payment.name.casefold())
    return [(payment.currency, payment.cents, payer) for payer in payers if payer]


class _Matching:
    """One run: the state that grows from pass to pass."""

    def __init__(
        self,
        invoices: Sequence[OpenInvoice],
        payments: Sequence[Payment],
        known: Mapping[str, Iterable[int]],
        collectors: Iterable[str],
        limits: MatchLimits,
    ) -> None:
        self.payments = sorted(payments, key=lambda one: (one.on, one.id))
        self.by_id = {one.id: one for one in self.payments}
        self.own = {account_key(one.account) for one in self.payments if one.account}
        numbers = Numbers(invoices)
        self.ledger = Ledger(invoices, limits)
        self.named = {one.id: self._read(one, numbers) for one in self.payments}
        self.payers = Payers(invoices, known, collectors, limits)
        self.desk = Desk(self.ledger, self.payers, numbers, limits)
        found = list(pairs(self.payments, self.named, limits))
        self.undone = {pair.received.id: pair.returned for pair in found}
        self.back = {pair.returned.id: pair.received for pair in found}
        self.hopeful = self._hopeful()
        self.alike: dict[tuple[str, int, str], list[Payment]] = {}
        for one in self.hopeful:
            for key in _likenesses(one):
                self.alike.setdefault(key, []).append(one)
        self.final: set[int] = set()
        self.new: list[Assignment] = []

    def _read(self, payment: Payment, numbers: Numbers) -> Named:
        """What its text names; of the many that are about no invoice nothing is kept."""
        named = numbers.named(payment)
        if named.full or named.digits or named.customers:
            return named
        # Without a known number only a mistyped one may be meant, and then the amount fits.
        return named if self.ledger.may_fit(payment.currency, payment.cents) else NOTHING

    def take(self, earlier: Sequence[Assignment]) -> None:
        """What is assigned already; its payments teach as if they were new."""
        for one in earlier:
            if one.invoice not in self.ledger.invoice:
                continue
            payment = self.by_id.get(one.payment)
            on = payment.on if payment else self.ledger.invoice[one.invoice].on
            self.ledger.book(one.payment, on, one.invoice, one.cents)
            if payment and one.cents > 0:
                self.payers.teach(payment, self.ledger.invoice[one.invoice].customer)
        for received, returned in list(self.undone.items()):
            if self.ledger.spent.get(received) and not self.ledger.spent.get(returned.id):
                self._give_back(self.by_id[received], returned, self._entries_of(received, earlier))

    @staticmethod
    def _entries_of(payment: int, assignments: Iterable[Assignment]) -> list[Assignment]:
        return [one for one in assignments if one.payment == payment]

    def run(self) -> None:
        """Level after level, again and again, until a whole round assigns nothing.

        Every round but the last assigns a payment, so there are at most as many as payments.
        """
        waiting = [one for one in self.hopeful if self._waits(one)]
        before = -1
        while before != len(waiting):
            before = len(waiting)
            for level in LEVELS:
                waiting = [one for one in waiting if not self._settles(one, level)]

    def _waits(self, payment: Payment) -> bool:
        if payment.id in self.back or payment.id in self.final:
            return False
        if account_key(payment.other_account) in self.own:
            return False
        return abs(self.ledger.spent.get(payment.id, 0)) < abs(payment.cents)

    def _settles(self, payment: Payment, level: int) -> bool:
        """The payment finds its place at this level."""
        if not self._has(payment, level) or not self._waits(payment):
            return False
        verdict = self._judge(payment)
        if not verdict.sure or verdict.level > level:
            return False
        twin = self._twin(payment, verdict.sure)
        if twin:
            self._book(*twin)
            return self._settles(payment, level)
        self._book(payment, verdict.sure)
        return True

    def _twin(
        self, payment: Payment, sure: Sequence[Assignment]
    ) -> tuple[Payment, Sequence[Assignment]] | None:
        """An earlier payment of the same payer and amount for the same invoice, still waiting.

        Who pays without a number and then once more with it has paid on the earlier day.
        """
        for one in sure:
            if one.cents > 0:
                self.payers.teach(payment, self.ledger.invoice[one.invoice].customer)
        wanted = [one.invoice for one in sure]
        for other in self._alike(payment):
            answer = self._judge(other).sure
            if [one.invoice for one in answer] == wanted:
                return other, answer
        return None

    def _alike(self, payment: Payment) -> list[Payment]:
        """Earlier payments of the same amount, by account or name of the same payer."""
        found = {
            (one.on, one.id): one
            for key in _likenesses(payment)
            for one in self.alike[key]
            if (one.on, one.id) < (payment.on, payment.id) and self._waits(one)
        }
        return [found[place] for place in sorted(found)]

    def _hopeful(self) -> list[Payment]:
        """Those that speak, and all from an account of one of them: no other is ever sure."""
        speaking = {one.id for one in self.payments if self._may_be_sure(one)}
        accounts = {
            account_key(one.other_account) for one in self.payments if one.id in speaking
        } - {""}  # fmt: skip
        return [
            one for one in self.payments
            if one.id in speaking or account_key(one.other_account) in accounts
        ]  # fmt: skip

    def _may_be_sure(self, payment: Payment) -> bool:
        """It names a number, or somebody who may be a customer."""
        named = self.named[payment.id]
        return bool(
            named.full or named.digits or named.customers
            or self.payers.by_account(payment) or self.payers.by_name(payment)
        )  # fmt: skip

    def _speaks(self, payment: Payment) -> bool:
        """The same, or a number that may be mistyped: that alone is worth a question at most."""
        return bool(self.named[payment.id].strings) or self._may_be_sure(payment)

    def _has(self, payment: Payment, level: int) -> bool:
        """Something that this level goes by stands in the payment."""
        named = self.named[payment.id]
        return bool(
            (level > 3 and self._speaks(payment))
            or named.full
            or (level > 1 and named.digits)
            or (level > 2 and (named.customers or self.payers.by_account(payment)))
        )

    def _judge(self, payment: Payment) -> Verdict:
        undone = self.undone.get(payment.id)
        return self.desk.judge(payment, self.named[payment.id], undone.on if undone else None)

    def _book(self, payment: Payment, assignments: Sequence[Assignment]) -> None:
        for one in assignments:
            self.ledger.book(one.payment, payment.on, one.invoice, one.cents)
            self.new.append(one)
            if one.cents > 0:
                self.payers.teach(payment, self.ledger.invoice[one.invoice].customer)
        returned = self.undone.get(payment.id)
        if returned and returned.id not in self.final:
            self._give_back(payment, returned, assignments)

    def _give_back(
        self, received: Payment, returned: Payment, assignments: Iterable[Assignment]
    ) -> None:
        """Opens again what the payment had paid."""
        reason = Reason("came_back", {"paid_on": date.fromordinal(received.on).isoformat()})
        for one in assignments:
            self.ledger.book(returned.id, returned.on, one.invoice, -one.cents)
            self.new.append(Assignment(returned.id, one.invoice, -one.cents, reason))

    def outcome(self) -> Outcome:
        """What was assigned, what is asked, what is left."""
        order = {one.id: place for place, one in enumerate(self.payments)}
        asked, left = [], []
        for answer in self._rest():
            if isinstance(answer, Proposal):
                asked.append(answer)
            else:
                left.append(answer)
        return Outcome(
            tuple(sorted(self.new, key=lambda one: (order[one.payment], one.invoice))),
            tuple(asked),
            tuple(left),
            self._counts(asked),
            tuple((key, tuple(sorted(who))) for key, who in sorted(self.payers.accounts.items())),
        )

    def _rest(self) -> Iterator[Proposal | Left]:
        for payment in self.payments:
            if payment.id in self.final:
                continue
            if account_key(payment.other_account) in self.own:
                yield Left(payment.id, Reason("own_transfer"))
            elif payment.id in self.back:
                if payment.id not in self.ledger.spent:
                    yield Left(payment.id, Reason("came_back_unknown"))
            elif self._waits(payment):
                yield self._left(payment) or self._judge(payment).answer

    def _left(self, payment: Payment) -> Left | None:
        """Of what neither speaks nor fits; there may be half a million."""
        if payment.id in self.ledger.spent or self._speaks(payment):
            return None
        if self.ledger.may_fit(payment.currency, payment.cents):
            return None
        if payment.cents > 0:
            return Left(payment.id, NOTHING_FITS)
        returned = payment.kind == Moved.RETURNED
        return Left(payment.id, CAME_BACK_UNKNOWN if returned else OUTGOING)

    def _counts(self, asked: Iterable[Proposal]) -> Counts:
        mine = sum(self.by_id[one.payment].cents > 0 for one in asked)
        done = sum(
            one.cents > 0 and bool(self.ledger.spent.get(one.id)) and not self._waits(one)
            for one in self.payments
        )
        return Counts(done + mine, done, mine)
