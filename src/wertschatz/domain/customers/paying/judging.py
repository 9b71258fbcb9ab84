"""Decides about one payment: sure, a question for the owner, or about no invoice at all."""

from __future__ import annotations

from collections.abc import Callable

from wertschatz.domain.customers.paying.answers import Answer, Answers, Verdict, counted
from wertschatz.domain.customers.paying.case import Case
from wertschatz.domain.customers.paying.clues import Clues, Found
from wertschatz.domain.customers.paying.evidence import DIGITS, FULL, Clue, Fit, best, ranked
from wertschatz.domain.customers.paying.groups import Groups
from wertschatz.domain.customers.paying.ledger import Ledger
from wertschatz.domain.customers.paying.payers import Payers
from wertschatz.domain.customers.paying.payments import (
    Assignment,
    Left,
    MatchLimits,
    Moved,
    OpenInvoice,
    Payment,
    Proposal,
)
from wertschatz.domain.customers.paying.remittance import Named, Numbers
from wertschatz.domain.values import Fact, Reason


class Desk:
    """Everything that is known, laid out for looking at one payment after the other."""

    def __init__(
        self, ledger: Ledger, payers: Payers, numbers: Numbers, limits: MatchLimits
    ) -> None:
        """The ledger and the payers grow while the desk is used."""
        self.ledger = ledger
        self.payers = payers
        self.limits = limits
        self.clues = Clues(ledger, numbers, limits)
        self.groups = Groups(ledger, limits)
        self.answers = Answers(self.groups)

    def judge(self, payment: Payment, named: Named, before: int | None) -> Verdict:
        """`before`: the payment was undone on that day; it is held against the state till then."""
        case = Case(
            payment,
            payment.cents - self.ledger.spent.get(payment.id, 0),
            named,
            before,
            self.payers.by_account(payment),
            self.payers.by_name(payment),
        )
        found = self.clues.find(case)
        steps: tuple[Callable[[Case, Found], Verdict | None], ...] = (
            self._numbers, self._single, self._one_number, self._customer,
        )  # fmt: skip
        for step in steps:
            verdict = step(case, found)
            if verdict:
                return verdict
        return Verdict(self._rest(case, found))

    # One invoice whose amount fits.

    def _single(self, case: Case, found: Found) -> Verdict | None:
        if not found.speaking:
            return None
        top = best(found.speaking, self.limits.ahead)
        if top is None:
            return Verdict(self.answers.several(case, found.speaking))
        doubt = self._doubt(case, top, found)
        if doubt:
            clues = ranked(found.speaking)
            clues.sort(key=lambda clue: clue is not top)
            return Verdict(self.answers.ask(case, doubt, self.answers.singles(case, clues)))
        others = self._other_sums(case, top)
        if others:
            both = (self.answers.singles(case, [top])[0], *others)
            return Verdict(self.answers.ask(case, counted("several_fit", both), both))
        return self.answers.sure(case, (self.answers.to(case, top),), top.level)

    def _doubt(self, case: Case, top: Clue, found: Found) -> Reason | None:
        """Why the best candidate is not sure after all."""
        invoice = self.ledger.invoice[top.invoice]
        if not top.marks & FULL:
            other = self._another_number(case, top.customer)
            if other:
                return Reason("number_of_another", {"number": other.number})
            if invoice.net_only:
                return Reason("tax_unknown")
        if top.fit is Fit.LESS and not top.knows_payer:
            return self.answers.short("slightly_less", case, invoice)
        if top.level == 4 and not top.percent:
            return Reason("number_nearly", {"number": invoice.number})
        age = case.payment.on - invoice.on
        if top.level > 2 and age > self.limits.sure_days:
            return Reason("long_ago", {"age_days": age})
        if top.level == 4 and not self._name_is_enough(case, top, found):
            return Reason("name_alone", {"name": case.payment.name, "percent": top.percent})
        return None

    def _another_number(self, case: Case, customer: int) -> OpenInvoice | None:
        """The text names an invoice of this customer, or of whoever pays, and not this one."""
        for number in sorted(case.named.full):
            invoice = self.ledger.invoice[number]
            if invoice.customer == customer or case.knows(invoice.customer):
                return invoice
        return None

    def _name_is_enough(self, case: Case, top: Clue, found: Found) -> bool:
        """No other customer is called so; and where others owe the same, it is the same name.

        Round prices: of twenty invoices over 119.00, one will be for somebody called nearly so.
        """
        if any(
            percent >= top.percent
            for customer, percent in case.names.items()
            if customer != top.customer
        ):
            return False
        owners = {self.ledger.invoice[one].customer for one in found.silent}
        owners |= {clue.customer for clue in found.speaking}
        return top.percent == 100 or owners <= {top.customer}

    def _other_sums(self, case: Case, top: Clue) -> tuple[Answer, ...]:
        """Groups of the same customer's invoices that make the same sum."""
        if top.marks & (FULL | DIGITS):
            return ()
        parts = self.groups.open_of(case, top.customer)
        groups = self.groups.find(case, parts, lambda group: len(group) > 1)
        return tuple(self.answers.shared(case, group) for group in groups)

    # Several numbers, or one of which more or less is paid.

    def _numbers(self, case: Case, found: Found) -> Verdict | None:
        """Several numbers stand there, and together they are the amount."""
        full = [one for one in sorted(case.named.full) if self.groups.joins(case, one)]
        if len(full) > 1 and self.groups.is_sum(case, full):
            return self.answers.sure(case, self.answers.shared(case, full), 1)
        every = sorted({*full, *(o for o in case.named.digits if self.groups.joins(case, o))})
        if len(every) < 2 or any(clue.marks & (FULL | DIGITS) for clue in found.speaking):
            return None
        groups = self.groups.find(
            case, every[: self.limits.most_open], lambda group: len(group) > 1
        )
        customers = {self.ledger.invoice[one].customer for group in groups for one in group}
        if len(groups) == 1 and (len(customers) == 1 or set(groups[0]) <= set(full)):
            return self.answers.sure(case, self.answers.shared(case, groups[0]), 2)
        return None

    def _one_number(self, case: Case, _found: Found) -> Verdict | None:
        """One number stands there, and another sum than is open: a part, more, or once more."""
        same = [
            one for one in sorted(case.named.full)
            if self.ledger.invoice[one].currency == case.payment.currency
            and (self.ledger.invoice[one].gross_cents > 0) == (case.cents > 0)
        ]  # fmt: skip
        if not same:
            return None
        still = [one for one in same if self.groups.joins(case, one)]
        if len(still) > 1:
            reason = Reason("numbers_other_sum", {"invoices": len(still)})
            return Verdict(
                self.answers.ask(case, reason, [self.answers.up_to(case, one) for one in still])
            )
        invoice = (still or same)[0]
        return self._with_others(case, invoice) or self._part(case, self.ledger.invoice[invoice])

    def _with_others(self, case: Case, invoice: int) -> Verdict | None:
        """With other invoices or credit notes of this customer it is the amount."""
        customer = self.ledger.invoice[invoice].customer
        parts = self.groups.open_of(case, customer)
        groups = self.groups.find(case, parts, lambda g: len(g) > 1 and invoice in g)
        if not groups:
            return None
        answers = [self.answers.shared(case, group) for group in groups]
        if len(groups) == 1 and case.knows(customer):
            return self.answers.sure(case, answers[0], 5)
        return Verdict(self.answers.ask(case, counted("customer_sum_asked", groups[0]), answers))

    def _part(self, case: Case, invoice: OpenInvoice) -> Verdict:
        room = self.ledger.room(invoice.id, case.before)
        facts: dict[str, Fact] = {"number": invoice.number, "currency": invoice.currency}
        more = abs(case.cents) - abs(room)
        answer = [self.answers.up_to(case, invoice.id)]
        if not self.ledger.is_open(invoice.id, case.before) and more > 0:
            reason = Reason("paid_twice", {"number": invoice.number})
            whole = (Assignment(case.payment.id, invoice.id, case.cents, reason),)
            return Verdict(self.answers.ask(case, reason, [whole]))
        if more > 0:
            reason = Reason("paid_too_much", {**facts, "more_cents": more})
            return Verdict(self.answers.ask(case, reason, answer))
        facts["open_cents"] = abs(room - case.cents)
        if invoice.net_only:
            return Verdict(self.answers.ask(case, Reason("tax_unknown"), answer))
        if not (case.knows(invoice.customer) or self._by_machine(case)):
            return Verdict(self.answers.ask(case, Reason("part_by_stranger", facts), answer))
        reason = Reason("number_part", facts)
        part = Assignment(case.payment.id, invoice.id, case.cents, reason)
        return self.answers.sure(case, (part,), 1)

    @staticmethod
    def _by_machine(case: Case) -> bool:
        """The number stands in a field of its own: nobody typed it from a sheet of paper."""
        return bool(case.payment.document)

    # A sum of a customer who is known.

    def _customer(self, case: Case, found: Found) -> Verdict | None:
        customer, certain = self._payer(case)
        if customer is None:
            return None
        parts = self.groups.open_of(case, customer)
        groups = self.groups.find(case, parts, lambda group: len(group) > 1)
        if groups:
            answers = [self.answers.shared(case, group) for group in groups]
            doubt = found.silent or self._another_number(case, customer)
            if len(groups) == 1 and certain and not doubt:
                return self.answers.sure(case, answers[0], 5)
            return Verdict(
                self.answers.ask(case, counted("customer_sum_asked", groups[0]), answers)
            )
        if not certain or case.cents < 0 or not parts:
            return None
        less = [one for one in parts if self._is_less(case, one)]
        if less:
            reason = self.answers.short("slightly_less", case, self.ledger.invoice[less[0]])
            return Verdict(
                self.answers.ask(case, reason, [self.answers.up_to(case, one) for one in less])
            )
        reason = Reason("customer_known", {"open_invoices": len(parts)})
        return Verdict(
            self.answers.ask(case, reason, [self.answers.up_to(case, one) for one in parts])
        )

    def _payer(self, case: Case) -> tuple[int | None, bool]:
        """The one customer who pays, and whether that is certain; None: nobody, or several."""
        for sure in (set(case.named.customers), set(case.accounts)):
            if len(sure) == 1:
                return next(iter(sure)), True
        alike = sorted(((p, c) for c, p in case.names.items()), reverse=True)
        if not alike or (len(alike) > 1 and alike[0][0] - alike[1][0] < self.limits.ahead):
            return None, False
        return alike[0][1], alike[0][0] == 100

    def _is_less(self, case: Case, invoice: int) -> bool:
        room = self.ledger.room(invoice, case.before)
        least = room * (100 - self.limits.discount_percent)
        return least <= case.cents * 100 < room * 100

    # Nothing of all that.

    def _rest(self, case: Case, found: Found) -> Proposal | Left:
        for number in sorted(case.named.full):
            invoice = self.ledger.invoice[number]
            if invoice.currency != case.payment.currency:
                return Left(case.payment.id, Reason("other_currency", {"number": invoice.number}))
        if case.cents < 0:
            return self._gone(case)
        newest = case.payment.on - self.limits.amount_days
        near = [one for one in found.silent if self.ledger.invoice[one].on >= newest]
        if not near:
            return Left(case.payment.id, Reason("nothing_fits"))
        answers = [self.answers.up_to(case, one) for one in near]
        return self.answers.ask(case, counted("amount_alone", near), answers)

    def _gone(self, case: Case) -> Proposal | Left:
        """Money that went out: perhaps what an invoice named in the text had been paid with."""
        paid = [
            one for one in sorted(case.named.full)
            if self.ledger.paid.get(one, 0) > 0
            and self.ledger.invoice[one].currency == case.payment.currency
        ]  # fmt: skip
        if paid:
            reason = Reason("perhaps_came_back")
            back = [max(case.cents, -self.ledger.paid[one]) for one in paid]
            answers = [
                (Assignment(case.payment.id, one, cents, reason),)
                for one, cents in zip(paid, back, strict=True)
            ]
            return self.answers.ask(case, reason, answers)
        returned = case.payment.kind == Moved.RETURNED
        return Left(case.payment.id, Reason("came_back_unknown" if returned else "outgoing"))
