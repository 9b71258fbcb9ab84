"""Puts the rows of all files in order: by customer, every invoice once, one currency; and beside
them what else tells of customers."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count
from typing import NamedTuple

from wertschatz.domain.customers.documents import cancels, in_own_currency
from wertschatz.domain.customers.effort import WORK, Entry, whole_minutes
from wertschatz.domain.customers.identity import customer_id, folded_name
from wertschatz.domain.customers.invoices import Invoice
from wertschatz.domain.customers.same_invoice import Named, corrected
from wertschatz.ports.customers import Keyed, KeyedContact, KeyedPayment
from wertschatz.ports.files import (
    AppointmentRow,
    CallRow,
    CardRow,
    Document,
    InvoiceRow,
    MailRow,
    PaymentRow,
    Row,
    TimeRow,
)
from wertschatz.ports.problems import Problem
from wertschatz.usecases.card_keys import card_of
from wertschatz.usecases.contact_keys import contact_of
from wertschatz.usecases.documents import as_counted
from wertschatz.usecases.invoice_keys import Keys
from wertschatz.usecases.payment_keys import PaymentKeys
from wertschatz.usecases.time_keys import TimeKeys

Place = tuple[str, int]
"""Customer, and where among its invoices."""


@dataclass(slots=True)
class FileRead:
    """What stands in one file, duplicates included."""

    file: str
    format: str = ""
    rows: int = 0
    sums: Counter[str] = field(default_factory=Counter)
    """Currency ('' where none is stated) → minor units."""
    seconds: int = 0
    """Of all spans of work."""
    refused: bool = False
    twice: bool = False
    """The same bytes stood in an earlier file; its rows do not count again."""


NOTHING_SAID = Document()


class Kept(NamedTuple):
    """An invoice that counts, with its currency, file and row."""

    invoice: Invoice
    currency: str
    file: str
    stated: int
    """Minor units as the file states them; a final invoice counts less."""
    row: InvoiceRow
    order: int
    """Later files and rows have a higher one."""
    rate: str = ""
    rate_currency: str = ""
    void: bool = False
    """Cancelled as a whole, or the cancellation itself."""

    def cents_in(self, own: str) -> int | None:
        """What it counts in the firm's currency; None: foreign, and no rate leads there."""
        return in_own_currency(
            self.invoice.cents, self.currency, own, self.rate, self.rate_currency
        )


@dataclass(slots=True)
class Person:
    """A customer as the files name it: what tells it apart, and its name."""

    id: str
    name: str
    number: str = ""
    vat_id: str = ""
    email: str = ""


@dataclass(slots=True)
class Gathered:
    """The invoices and spans of work of all files, each once, by customer.

    And in the order of files and rows what does not say by itself whose it is.
    """

    customers: dict[str, list[Kept]] = field(default_factory=lambda: defaultdict(list))
    work: dict[str, list[Entry]] = field(default_factory=lambda: defaultdict(list))
    cards: list[CardRow] = field(default_factory=list)
    contacts: list[tuple[int, KeyedContact]] = field(default_factory=list)
    """With their place among all rows."""
    payments: list[tuple[int, int, KeyedPayment]] = field(default_factory=list)
    """With their place among all rows and the place of their file."""
    speaking: dict[tuple[str, str], None] = field(default_factory=dict)
    """Customer and who speaks for it, in the order of documents."""
    speakers: dict[str, tuple[str, str]] = field(default_factory=dict)
    """Who speaks for customers → address and telephone, as the first document names them."""
    people: dict[str, Person] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    duplicates: int = 0
    _keys: Keys = field(default_factory=Keys)
    _times: TimeKeys = field(default_factory=TimeKeys)
    _moved: PaymentKeys = field(default_factory=PaymentKeys)
    _order: Iterator[int] = field(default_factory=lambda: count(1))
    _places: dict[str, int] = field(default_factory=dict)
    """Key of an invoice → its place among its customer's."""
    _numbers: dict[tuple[str, str], int] = field(default_factory=dict)
    """Customer and number → place of the invoice."""
    _corrections: dict[Place, str] = field(default_factory=dict)
    """Place → the number of the invoice that is corrected."""

    def add_file(self, file: str, rows: Sequence[Row]) -> None:
        """Takes in the rows of one whole file; what stands twice is told and counted once."""
        self._times.begin_file()
        self._moved.begin_file()
        place = next(self._order)
        for row in rows:
            match row:
                case InvoiceRow():
                    self._add_invoice(file, row)
                case TimeRow():
                    self._add_work(file, row)
                case CardRow():
                    self._add_card(row)
                case PaymentRow():
                    self.payments.append((next(self._order), place, self._moved.key(row)))
                case _:
                    self._add_contact(row)

    def _add_invoice(self, file: str, row: InvoiceRow) -> None:
        keyed, problem = self._keys.key(file, row)
        if problem is not None:
            self.problems.append(problem)
            if problem.code == "duplicate_row":
                self.duplicates += 1
                return
        self._keep(as_counted(keyed), file)

    def _add_card(self, row: CardRow) -> None:
        """One with a customer number is a customer, as in an import."""
        customer = card_of(row).customer
        if customer:
            name = row.organisation or row.name
            email = next(iter(row.emails), "")
            self._meet(customer, row.customer_number, row.vat_id, name, email)
        self.cards.append(row)

    def _add_contact(self, row: CallRow | MailRow | AppointmentRow) -> None:
        # What a machine wrote, or for a list, is nobody's effort.
        if not (isinstance(row, MailRow) and row.automatic):
            self.contacts.append((next(self._order), contact_of(row, "")))

    def _add_work(self, file: str, row: TimeRow) -> None:
        keyed, before = self._times.key(file, row)
        if before:
            self.duplicates += 1
        elif keyed.customer:
            self._meet(keyed.customer, row.customer_number, "", row.customer_name)
            self.work[keyed.customer].append(
                Entry(
                    next(self._order), keyed.key, WORK, folded_name(row.person), row.on, row.start,
                    whole_minutes(row.seconds),
                )
            )  # fmt: skip

    def _meet(self, customer: str, number: str, vat_id: str, name: str, email: str = "") -> None:
        if customer not in self.people:
            known = customer_id(number, vat_id, name)
            self.people[customer] = Person(
                known, name.strip() or known, number.strip(), vat_id.strip(), email
            )

    def _keep(self, keyed: Keyed, file: str) -> None:
        customer, row = keyed.customer, keyed.row
        said = row.document or NOTHING_SAID
        self._meet(customer, row.customer_number, row.vat_id, row.customer_name, said.email)
        self._note_speaking(customer, said)
        on = row.on if keyed.on is None else keyed.on
        cents = row.cents if keyed.counts is None else keyed.counts
        invoice = Invoice(on, row.due_on, row.paid_on, row.payment_known, cents)
        kept = Kept(
            invoice, row.currency, file, row.cents, row, next(self._order), said.rate,
            said.rate_currency,
        )  # fmt: skip
        mine = self.customers[customer]
        if keyed.restates:
            self.duplicates += 1
            place = self._places[keyed.key]
            mine[place] = kept
        else:
            place = self._places[keyed.key] = len(mine)
            mine.append(kept)
        self._note_number(customer, place, row)

    def _note_speaking(self, customer: str, said: Document) -> None:
        """One address is one person, though it may speak for several customers."""
        who = said.contact_email.casefold()
        if not who and said.contact_name:
            who = f"{customer}|{folded_name(said.contact_name)}"
        if who:
            self.speaking.setdefault((customer, who))
            self.speakers.setdefault(who, (said.contact_email, said.contact_phone))

    def _note_number(self, customer: str, place: int, row: InvoiceRow) -> None:
        """Of invoices to be found again by corrections, and of corrections themselves."""
        if row.cents > 0:
            self._numbers[customer, row.number] = place
        elif row.document is not None and row.document.original_number:
            self._corrections[customer, place] = row.document.original_number

    def finish(self) -> None:
        """All files are in: names find their number, corrections find their invoice."""
        moved = self._join_names()
        numbers = {
            (_whose(customer, moved), number): _moved((customer, place), moved)
            for (customer, number), place in self._numbers.items()
        }
        wanted, those = set(self._corrections.values()), defaultdict(list)
        for customer, number in numbers:
            if number in wanted:
                those[number].append(self._who(customer, number))
        pairs = []
        for before, number in self._corrections.items():
            place = _moved(before, moved)
            whose = corrected(self._who(place[0], number), those[number])
            if whose:
                original = numbers[whose, number]
                whole = cancels(self._kept(place).stated, self._kept(original).stated)
                pairs.append((place, original, whole))
        for place, original, whole in pairs:
            self._correct(place, original, whole=whole)

    def _who(self, customer: str, number: str) -> Named:
        return Named(customer, self.people[customer].name, number)

    def _kept(self, place: Place) -> Kept:
        return self.customers[place[0]][place[1]]

    def _correct(self, correction: Place, original: Place, *, whole: bool) -> None:
        on = self._kept(original).invoice.on
        for who, at in (correction, original):
            one = self.customers[who][at].invoice
            changed = one._replace(on=on, cents=0 if whole else one.cents)
            kept = self.customers[who][at]
            self.customers[who][at] = kept._replace(invoice=changed, void=kept.void or whole)

    def _join_names(self) -> dict[str, Place]:
        """Who is known by name alone is the one customer of that name with a number.

        Returns whom each of these is now, and where among its invoices theirs begin.
        """
        moved: dict[str, Place] = {}
        numbered: dict[str, list[str]] = defaultdict(list)
        for key, person in self.people.items():
            if not key.startswith("m:"):
                numbered[folded_name(person.name)].append(key)
        for key in [key for key in self.people if key.startswith("m:")]:
            same = numbered.get(folded_name(self.people[key].name), [])
            if len(same) == 1:
                moved[key] = (same[0], len(self.customers[same[0]]))
                self.customers[same[0]] += self.customers.pop(key, [])
                self.work[same[0]] += self.work.pop(key, [])
                del self.people[key]
        self.speaking = {(_whose(customer, moved), who): None for customer, who in self.speaking}
        return moved

    @property
    def invoices(self) -> int:
        """How many invoices and credit notes count, in any currency."""
        return sum(map(len, self.customers.values()))

    def main_currency(self) -> str:
        """The currency most invoices are in; EUR where none is stated."""
        counts = Counter(kept.currency for mine in self.customers.values() for kept in mine)
        del counts[""]
        return min(counts, key=lambda code: (-counts[code], code)) if counts else "EUR"

    def foreign(self, currency: str) -> Counter[tuple[str, str, bool]]:
        """How many invoices are in another currency: by file, currency and whether they count."""
        return Counter(
            (kept.file, kept.currency, kept.cents_in(currency) is not None)
            for mine in self.customers.values()
            for kept in mine
            if kept.currency not in ("", currency)
        )


def _whose(customer: str, moved: Mapping[str, Place]) -> str:
    return moved[customer][0] if customer in moved else customer


def _moved(place: Place, moved: Mapping[str, Place]) -> Place:
    customer, at = place
    return (moved[customer][0], moved[customer][1] + at) if customer in moved else place
