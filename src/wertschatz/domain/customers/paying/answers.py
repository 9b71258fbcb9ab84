"""How an answer about a payment is put: assignments with their reasons, sure or proposed."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from wertschatz.domain.customers.paying.case import Case
from wertschatz.domain.customers.paying.evidence import CUSTOMER, DIGITS, FULL, Clue, Fit, ranked
from wertschatz.domain.customers.paying.groups import Groups
from wertschatz.domain.customers.paying.payments import (
    ASK_CODES,
    Assignment,
    Left,
    OpenInvoice,
    Proposal,
)
from wertschatz.domain.customers.paying.sums import shares
from wertschatz.domain.values import Fact, Reason

Answer = tuple[Assignment, ...]


class Verdict(NamedTuple):
    """What is decided about a payment in the present state."""

    answer: Proposal | Left
    """What is said where it is not sure, or not yet at this level."""
    sure: Answer = ()
    level: int = 0


def counted(code: str, things: Sequence[object]) -> Reason:
    """A reason whose one fact is how many."""
    return Reason(code, {ASK_CODES[code][0]: len(things)})


class Answers:
    """Writes answers from the present state of the ledger."""

    def __init__(self, groups: Groups) -> None:
        """Ledger and limits are those of `groups`."""
        self._groups = groups
        self.ledger = groups.ledger
        self.limits = groups.limits

    def shared(self, case: Case, invoices: Sequence[int]) -> Answer:
        """The payment shared among invoices whose sum it is; a cash discount in proportion."""
        rooms = self._groups.rooms(case, invoices)
        facts: dict[str, Fact] = {"invoices": len(invoices)}
        named = set(invoices) <= case.named.full | set(case.named.digits)
        code = "several_numbers" if named else "customer_sum"
        if sum(rooms) != case.cents:
            code = "several_with_discount" if named else "customer_sum_discount"
            facts["discount_cents"] = sum(rooms) - case.cents
            facts["currency"] = case.payment.currency
        return tuple(
            Assignment(case.payment.id, invoice, cents, Reason(code, facts))
            for invoice, cents in zip(invoices, shares(rooms, case.cents), strict=True)
        )

    def to(self, case: Case, clue: Clue) -> Assignment:
        """The whole payment to the invoice, with the strongest that speaks for it."""
        invoice = self.ledger.invoice[clue.invoice]
        reason = self._reason(case, clue, invoice)
        return Assignment(case.payment.id, invoice.id, case.cents, reason)

    def _reason(self, case: Case, clue: Clue, invoice: OpenInvoice) -> Reason:
        by, facts = self._strongest(case, clue, invoice)
        if by == "number_nearly":
            return Reason(by, facts)
        if clue.fit is Fit.TAX and not clue.marks & FULL:
            return Reason("tax_unknown")
        if clue.fit in (Fit.DISCOUNT, Fit.LESS):
            missing = self.ledger.room(invoice.id, case.before) - case.cents
            facts |= {"discount_cents": missing, "currency": invoice.currency}
        elif clue.fit is Fit.TAX:
            net = invoice.gross_cents
            facts["tax_percent"] = (100 * (case.cents - net) + net // 2) // net
        return Reason(f"{by}_and_{clue.fit}", facts)

    def _strongest(
        self, case: Case, clue: Clue, invoice: OpenInvoice
    ) -> tuple[str, dict[str, Fact]]:
        if clue.marks & FULL:
            return "number", {"number": invoice.number}
        if clue.marks & DIGITS:
            digits = case.named.digits[clue.invoice]
            return "digits", {"digits": digits, "number": invoice.number}
        if clue.marks & CUSTOMER:
            number = case.named.customers[clue.customer]
            return "customer_number", {"customer_number": number}
        if clue.account:
            return "account", {}
        if not clue.percent:
            return "number_nearly", {"number": invoice.number}
        return "name", {"name": case.payment.name, "percent": clue.percent}

    def singles(self, case: Case, clues: Iterable[Clue]) -> list[Answer]:
        """One answer for each invoice that more than the amount speaks for."""
        return [(self.to(case, clue),) for clue in clues if clue.speaks]

    def up_to(self, case: Case, invoice: int) -> Answer:
        """As much of the payment as is open there."""
        room = self.ledger.room(invoice, case.before)
        cents = min(case.cents, room) if case.cents > 0 else max(case.cents, room)
        facts: dict[str, Fact] = {"open_cents": room, "currency": case.payment.currency}
        return (Assignment(case.payment.id, invoice, cents, Reason("so_much_open", facts)),)

    def several(self, case: Case, clues: Sequence[Clue]) -> Proposal:
        """A question among several that fit."""
        answers = self.singles(case, ranked(clues))
        return self.ask(case, counted("several_fit", answers), answers)

    def short(self, code: str, case: Case, invoice: OpenInvoice) -> Reason:
        """A reason whose fact is how much is missing."""
        missing = self.ledger.room(invoice.id, case.before) - case.cents
        return Reason(code, {"discount_cents": missing, "currency": invoice.currency})

    def ask(self, case: Case, reason: Reason, answers: Sequence[Answer]) -> Proposal:
        """A question with the first few answers."""
        few = answers[: self.limits.candidates]
        unsure = tuple(tuple(one._replace(sure=False) for one in answer) for answer in few)
        return Proposal(case.payment.id, reason, unsure)

    def sure(self, case: Case, answer: Answer, level: int) -> Verdict:
        """An answer that needs no question, from this level of the cascade on."""
        return Verdict(self.ask(case, answer[0].reason, [answer]), answer, level)
