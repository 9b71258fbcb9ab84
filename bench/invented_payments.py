"""An invented year of invoices and bank rows, with the truth about which belongs to which.

The shares are those of a small German firm: how payers write the number, who pays for whom,
cash discount, parts, several at once, returned debits, and money that is about no invoice.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from wertschatz.domain.customers.paying.payments import Moved, OpenInvoice, Outcome, Payment

FIRST_DAY = date(2026, 1, 5).toordinal()
PRICES = (2900, 3900, 4900, 5900, 7900, 9900, 11900, 14900, 17900, 19900, 24900, 29900, 39900,
          49900, 79900, 119000)  # fmt: skip
FIRST = ("Anna", "Hanna", "Thomas", "Petra", "Peter", "Ayşe", "Jürgen", "Sabine", "Lukas", "Lucas",
         "Maria", "Marie", "Jan", "Jana", "Uwe", "Claudia", "Klaus", "Sophie", "Sofia", "Mehmet",
         "Birgit", "Stefan", "Stefanie", "Karl", "Katrin", "Michael", "Michaela", "Wolfgang",
         "Renate", "Tim", "Olga", "Piotr", "Nadine", "Björn", "Heike", "Ralf", "Gisela", "Emre",
         "Monika", "Dieter")  # fmt: skip
LAST = ("Müller", "Möller", "Schmidt", "Schmitt", "Weber", "Weger", "Fischer", "Fischbach", "Maier",
        "Mayer", "Meyer", "Wagner", "Becker", "Beckmann", "Hoffmann", "Hofmann", "Schäfer", "Koch",
        "Bauer", "Richter", "Klein", "Kleinert", "Wolf", "Schröder", "Neumann", "Naumann",
        "Schwarz", "Zimmermann", "Braun", "Krüger", "Hartmann", "Lange", "Werner", "Krause",
        "Lehmann", "Köhler", "Herrmann", "König", "Walter", "Huber", "Kaiser", "Peters", "Scholz",
        "Yılmaz", "Kowalski", "Nowak", "Öztürk", "Großmann", "Weiß", "Jung", "Hahn", "Vogel",
        "Keller", "Günther", "Frank", "Berger", "Winkler", "Roth", "Beck", "Lorenz", "Baumann",
        "Franke", "Albrecht", "Schuster", "Simon", "Böhm", "Winter", "Kraus", "Schumacher",
        "Krämer", "Vogt", "Stein", "Jäger", "Otto", "Sommer", "Groß", "Seidel", "Brandt", "Haas",
        "Schreiber", "Graf", "Dietrich", "Ziegler", "Kühn", "Pohl", "Engel", "Horn", "Busch",
        "Bergmann", "Thomas", "Voigt", "Sauer", "Arnold", "Wolff", "Pfeiffer")  # fmt: skip
TRADES = ("Tischlerei", "Bäckerei", "Praxis", "Gärtnerei", "Kanzlei", "Autohaus", "Café", "Hotel",
          "Malerbetrieb", "Elektro", "Dachdecker", "Apotheke", "Architekturbüro", "Druckerei",
          "Fahrschule", "Hausverwaltung", "Metallbau", "Optik", "Reinigung",
          "Spedition")  # fmt: skip
FORMS = ("GmbH", "GmbH & Co. KG", "e.K.", "UG (haftungsbeschränkt)", "AG", "GbR", "")
STRANGERS = ("Finanzamt Leipzig", "Allianz Versicherungs-AG", "Bundesagentur für Arbeit",
             "Stadtwerke", "PayPal (Europe) S.a r.l.", "Zinsen und Entgelte", "AOK PLUS",
             "Wohnbau Miete", "Telekom Deutschland GmbH", "SumUp Payments Ltd")  # fmt: skip


class Customer(NamedTuple):
    """Who is invoiced."""

    id: int
    name: str
    number: str
    account: str
    weight: float


class InventedYear(NamedTuple):
    """Rows to be matched, and which belongs where."""

    invoices: list[OpenInvoice]
    payments: list[Payment]
    truth: dict[int, dict[int, int]]
    """Payment → invoice → cents. Payments that belong to no invoice are not in it."""
    twice: dict[int, dict[int, int]]
    """Second payments of an invoice paid before: they belong to nothing, unless the first one
    was left; which of two equal payments is the second, nobody can tell from outside."""


class Score(NamedTuple):
    """How an outcome stands before the truth."""

    payments: int
    """That belong to invoices."""
    right: int
    """Of these, assigned by themselves, to the right invoices with the right cents."""
    wrong: tuple[tuple[int, int], ...]
    """Payment and invoice assigned by themselves that do not belong together."""
    asked: int
    asked_with_truth: int
    """Of the questions about such payments: how many offer the truth."""

    @property
    def percent(self) -> float:
        """Of the payments that belong to invoices, how many were assigned."""
        return 100 * self.right / self.payments


def score(year: InventedYear, outcome: Outcome) -> Score:
    """Holds an outcome against the truth."""
    got: dict[int, dict[int, int]] = {}
    for one in outcome.assignments:
        got.setdefault(one.payment, {})[one.invoice] = one.cents
    taken: dict[int, int] = {}
    for mine in got.values():
        for invoice, cents in mine.items():
            taken[invoice] = taken.get(invoice, 0) + cents
    owed = {one.id: one.gross_cents for one in year.invoices}
    wrong = [
        (payment, invoice)
        for payment, mine in got.items()
        for invoice in mine
        if invoice not in year.truth.get(payment, {})
        and not (invoice in year.twice.get(payment, {}) and taken[invoice] <= owed[invoice])
    ]
    right = sum(got.get(payment) == true for payment, true in year.truth.items())
    about = [one for one in outcome.proposals if one.payment in year.truth]
    offered = sum(
        any({a.invoice for a in answer} == set(year.truth[one.payment]) for answer in
            one.candidates)
        for one in about
    )  # fmt: skip
    return Score(len(year.truth), right, tuple(wrong), len(about), offered)


def invented_year(
    seed: int, *, round_prices: bool = False, invoices: int = 3000, rows: int = 4000
) -> InventedYear:
    """Always the same for one seed. A tenth of `invoices` are credits about something else."""
    return _Year(seed, round_prices=round_prices).year(invoices, rows)


class _Year:
    def __init__(self, seed: int, *, round_prices: bool) -> None:
        self.dice = random.Random(seed)
        self.scheme = ("RE-2026-{:04}", "2026{:05}", "R{:06}")[seed % 3]
        self.round = round_prices
        self.payments: list[Payment] = []
        self.truth: dict[int, dict[int, int]] = {}
        self.twice: dict[int, dict[int, int]] = {}

    def year(self, count: int, rows: int) -> InventedYear:
        customers = self._customers(count // 2)
        invoices = self._invoices(customers, count)
        by_id = {one.id: one for one in customers}
        together: set[int] = set()
        for place, invoice in enumerate(invoices):
            if invoice.id not in together:
                self._paid(invoice, invoices[place + 1 :], by_id[invoice.customer], together)
        for _ in range(count // 10):
            self._unrelated(customers)
        while len(self.payments) < rows:
            self._outgoing()
        return InventedYear(invoices, self.payments, self.truth, self.twice)

    def _customers(self, count: int) -> list[Customer]:
        made: dict[str, Customer] = {}
        while len(made) < count:
            number = len(made) + 1
            name = self._person() if self.dice.random() < 0.6 else self._firm()
            account = f"DE{self.dice.randrange(10**19, 10**20)}"
            weight = 0.3 + self.dice.random() ** 3 * 4
            made.setdefault(name, Customer(number, name, str(10_000 + number), account, weight))
        return list(made.values())

    def _person(self) -> str:
        return f"{self.dice.choice(FIRST)} {self.dice.choice(LAST)}"

    def _firm(self) -> str:
        words = (self.dice.choice(TRADES), self.dice.choice(LAST), self.dice.choice(FORMS))
        return " ".join(words).strip()

    def _invoices(self, customers: Sequence[Customer], count: int) -> list[OpenInvoice]:
        chosen = self.dice.choices(customers, [one.weight for one in customers], k=count)
        days = sorted(FIRST_DAY + self.dice.randrange(365) for _ in range(count))
        return [
            OpenInvoice(
                number, who.id, self.scheme.format(number), on, on + 14, self._amount(), "EUR",
                (who.name,), who.number,
            )
            for number, (who, on) in enumerate(zip(chosen, days, strict=True), 1)
        ]  # fmt: skip

    def _amount(self) -> int:
        if self.round:
            return self.dice.choice(PRICES)
        return 1500 + int(self.dice.lognormvariate(10.5, 1.0))

    # How an invoice is paid.

    def _paid(
        self, invoice: OpenInvoice, later: Sequence[OpenInvoice], who: Customer, together: set[int]
    ) -> None:
        kind = self.dice.random()
        on = invoice.on + max(1, int(self.dice.gauss(15, 9)))
        if kind < 0.06:
            return
        if kind < 0.08:
            first = invoice.gross_cents * self.dice.randrange(3, 7) // 10
            self._pay({invoice: first}, on, who)
            self._pay({invoice: invoice.gross_cents - first}, on + 28, who)
        elif kind < 0.11:
            self._debit(invoice, who)
        elif kind < 0.19:
            on = invoice.on + self.dice.randrange(5, 13)
            self._pay({invoice: (invoice.gross_cents * 98 + 50) // 100}, on, who)
        elif kind < 0.23 and (more := self._same(invoice, later, together)):
            together |= {one.id for one in more}
            last = max(one.on for one in more)
            self._pay({one: one.gross_cents for one in (invoice, *more)}, max(on, last + 3), who)
        else:
            self._pay({invoice: invoice.gross_cents}, on, who)
            if kind > 0.997:  # paid once more: belongs to nothing
                self._pay({invoice: invoice.gross_cents}, on + 9, who, belongs=False)

    def _same(
        self, invoice: OpenInvoice, later: Sequence[OpenInvoice], together: set[int]
    ) -> list[OpenInvoice]:
        mine = [
            one for one in later
            if one.customer == invoice.customer and one.on <= invoice.on + 40
            and one.id not in together
        ]  # fmt: skip
        return mine[: self.dice.randrange(1, 4)]

    def _debit(self, invoice: OpenInvoice, who: Customer) -> None:
        """Collected by the firm; one in five comes back, and is paid by hand later."""
        text = f"Rechnung {invoice.number}" if self.dice.random() < 0.8 else "Beitrag"
        on, reference = invoice.on + 7, f"E2E-{invoice.id}"
        self._row(on, invoice.gross_cents, who.name, who.account, text,
                  {invoice.id: invoice.gross_cents}, Moved.DIRECT_DEBIT, reference)  # fmt: skip
        if self.dice.random() < 0.2:
            self._row(on + 4, -invoice.gross_cents - self.dice.choice((0, 300, 450)), who.name,
                      who.account, f"RUECKLASTSCHRIFT {text}",
                      {invoice.id: -invoice.gross_cents}, Moved.RETURNED,
                      self.dice.choice((reference, "")))  # fmt: skip
            self._pay({invoice: invoice.gross_cents}, on + 20, who)

    def _pay(
        self, parts: dict[OpenInvoice, int], on: int, who: Customer, *, belongs: bool = True
    ) -> None:
        name = self._written(who.name) if self.dice.random() > 0.07 else self._person()
        account = who.account if self.dice.random() > 0.03 else f"DE{self.dice.randrange(10**19)}"
        truth = {invoice.id: cents for invoice, cents in parts.items()}
        text = self._text(list(parts), who)
        self._row(on, sum(parts.values()), name, account, text, truth if belongs else {})
        if not belongs:
            self.twice[len(self.payments)] = truth

    def _row(
        self, on: int, cents: int, name: str, account: str, text: str, truth: dict[int, int],
        kind: Moved = Moved.TRANSFER, reference: str = "",
    ) -> None:  # fmt: skip
        number = len(self.payments) + 1
        self.payments.append(
            Payment(number, on, cents, "EUR", name, account, text, reference, kind=kind.value)
        )
        if truth:
            self.truth[number] = truth

    def _written(self, name: str) -> str:
        """As banks and payers write a name."""
        way = self.dice.random()
        if way < 0.10:
            for umlaut, plain in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
                name = name.replace(umlaut, plain)
            return name.upper()
        if way < 0.18 and len(name.split()) == 2:
            return ", ".join(reversed(name.split()))
        if way < 0.22 and len(name.split()) == 2:
            return f"{self.dice.choice(FIRST)} u. {name}"
        return name[:20] if way < 0.26 else name

    # What the payer writes.

    def _text(self, invoices: Sequence[OpenInvoice], who: Customer) -> str:
        way = self.dice.random()
        if way >= 0.86:
            return self.dice.choice(("", "Danke", "Zahlung", "Rechnung vom 03.02.2026", "SVWZ"))
        if way >= 0.80:
            return f"Kundennummer {who.number}"
        numbers = [one.number for one in invoices]
        if way < 0.55:
            written = numbers
        elif way < 0.68:
            written = [number.split("-")[-1][-5:] for number in numbers]
        elif way < 0.75:
            written = [self._reformatted(number) for number in numbers]
        else:
            written = [self._mistyped(number) for number in numbers]
        word = self.dice.choice(("", "Rechnung ", "RG ", "Rg.-Nr. ", "Rechnungsnr. "))
        extra = self.dice.choice(("", "", " vom 01.02.2026", f" Kd {who.number}", " vielen Dank"))
        return word + ", ".join(written) + extra

    def _reformatted(self, number: str) -> str:
        ways = (
            number.replace("-", " "), number.replace("-", "/"), number.lower(),
            number.replace("-", ""), f"{number[:7]} {number[7:]}",
        )  # fmt: skip
        return self.dice.choice(ways)

    def _mistyped(self, number: str) -> str:
        place = self.dice.randrange(len(number) - 4, len(number) - 1)
        way = self.dice.random()
        if way < 0.4:
            return number[:place] + str(self.dice.randrange(10)) + number[place + 1 :]
        if way < 0.7:
            return number[:place] + number[place + 1] + number[place] + number[place + 2 :]
        return number[:place] + number[place + 1 :]

    # What is about no invoice.

    def _unrelated(self, customers: Sequence[Customer]) -> None:
        way = self.dice.random()
        if way < 0.05:
            who = self.dice.choice(customers)
            name, account = who.name, who.account
        else:
            name = self.dice.choice(STRANGERS) if way < 0.6 else self._person()
            account = f"DE{self.dice.randrange(10**19)}"
        cents = self._amount() if way > 0.8 else self.dice.randrange(500, 300_000)
        text = f"Vorgang {self.dice.randrange(10**7)} vom 12.03.2026"
        self._row(FIRST_DAY + self.dice.randrange(400), cents, name, account, text, {})

    def _outgoing(self) -> None:
        name = self.dice.choice((*STRANGERS, self._person(), self._firm()))
        account = f"DE{self.dice.randrange(10**19)}"
        text = f"Rechnung {self.dice.randrange(10**6)}"
        cents = -self.dice.randrange(1_000, 400_000)
        self._row(FIRST_DAY + self.dice.randrange(400), cents, name, account, text, {})
