"""What went through the joinery's account: customers' money, and everything else."""

from __future__ import annotations

import datetime as dt
import random
from collections import defaultdict
from collections.abc import Iterator
from typing import NamedTuple

from wertschatz.bootstrap.example.customers import DAYS, Customer
from wertschatz.bootstrap.example.days import workday_after, workday_before
from wertschatz.bootstrap.example.dealings import (
    SEED,
    SKONTO_PERCENT,
    Invoice,
    in_euros,
    rate,
)
from wertschatz.bootstrap.example.firm import WORKERS, iban

OPENING_CENTS = 6_400_000
"""On the account when the two years begin."""
CREDITOR_ID = "DE98ZZZ09999999999"
"""The identifier that the Bundesbank gives for trying things out."""
_DAY = dt.timedelta(days=1)


class Booking(NamedTuple):
    """One booking on the account, in euro cents; above zero: received."""

    on: dt.date
    cents: int
    name: str
    iban: str
    purpose: str
    code: str
    """A key of `CODES`."""
    end_to_end: str = ""
    mandate: str = ""
    reason: str = ""
    """Why a direct debit came back, ISO 20022."""
    foreign_cents: int = 0
    """What the payer sent in `currency`."""
    currency: str = "EUR"
    rate: int = 0
    """Ten-thousandths of a euro for one unit."""


class Code(NamedTuple):
    """How a bank names a kind of booking."""

    text: str
    family: str
    sub_family: str
    gvc: str
    """Three figures of the German banks."""


CODES = {
    "credit": Code("GUTSCHR. UEBERWEISUNG", "RCDT", "ESCT", "166"),
    "abroad": Code("AUSLANDSZAHLUNG", "RCDT", "XBCT", "202"),
    "collected": Code("EINZUG LASTSCHRIFT", "IDDT", "ESDD", "171"),
    "returned": Code("RUECKLASTSCHRIFT", "IDDT", "UPDD", "109"),
    "transfer": Code("ONLINE-UEBERWEISUNG", "ICDT", "ESCT", "116"),
    "wages": Code("LOHN GEHALT", "ICDT", "SALA", "153"),
    "standing": Code("DAUERAUFTRAG", "ICDT", "STDO", "117"),
    "debit": Code("FOLGELASTSCHRIFT", "RDDT", "ESDD", "105"),
    "card": Code("KARTENZAHLUNG", "CCRD", "POSD", "107"),
}

# Name, account number of an invented bank, day of the month, cents, purpose, kind.
_MONTHLY: tuple[tuple[str, int, int, int, str, str], ...] = (
    ("Gewerbehof Südring GbR", 7001, 1, -245_000, "Miete Werkhof 7 {month}", "standing"),
    (WORKERS[1].name, 7002, 27, -248_300, "Gehalt {month}", "wages"),
    (WORKERS[2].name, 7003, 27, -231_750, "Gehalt {month}", "wages"),
    ("Jana Ahorn", 7004, 28, -440_000, "Privatentnahme {month}", "standing"),
    ("Muster-Krankenkasse", 7005, 26, -187_420, "Beitraege {month}", "debit"),
    ("Finanzkasse Musterstadt", 7006, 10, -684_200, "USt {month}", "debit"),
    ("Beispiel-Leasing AG", 7007, 5, -48_900, "Leasing Transporter {month}", "debit"),
    ("Stadtwerke Beispielstadt", 7008, 15, -61_300, "Abschlag Strom {month}", "debit"),
    ("Funkturm Telekom Beispiel", 7009, 18, -7_495, "Rechnung Telefon {month}", "debit"),
    ("Jana Ahorn", 7011, 25, -950_000, "Umbuchung Ruecklage {month}", "standing"),
    ("Handwerk-Versicherung a.G.", 7010, 3, -29_860, "Betriebshaftpflicht {month}", "debit"),
)
_SUPPLIERS = (
    ("Holzhandel Fichtner KG", 7101, 512_000), ("Beschlagwerk Muster GmbH", 7102, 268_000),
    ("Glas & Spiegel Klarmann", 7103, 187_000), ("Lacke Buntrock", 7104, 141_000),
)  # fmt: skip


def bookings(today: dt.date, invoices: list[Invoice]) -> list[Booking]:
    """Everything booked up to the day, in order."""
    found = [*_of_customers(today, invoices), *_monthly(today), *_of_suppliers(today)]
    begin = today - dt.timedelta(days=DAYS)
    return sorted(one for one in found if begin <= one.on <= today)


def _of_customers(today: dt.date, invoices: list[Invoice]) -> Iterator[Booking]:
    together: defaultdict[tuple[int, dt.date, str], list[Invoice]] = defaultdict(list)
    for invoice in invoices:
        if invoice.customer.debit:
            yield from _collected(invoice, today)
        elif invoice.kind == "credit":
            yield _given_back(invoice, today)
        elif invoice.paid_on is not None:
            group = invoice.number if invoice.customer.together == 1 else ""
            together[invoice.customer.number, invoice.paid_on, group].append(invoice)
    for several in together.values():
        yield _transfer(several)


def _transfer(invoices: list[Invoice]) -> Booking:
    """One transfer, for one invoice or for several."""
    first = invoices[0]
    customer, on = first.customer, first.paid_on
    assert on is not None  # noqa: S101 - only paid ones come here
    cents = sum(invoice.payable_cents for invoice in invoices)
    if customer.skonto:
        cents -= (cents * SKONTO_PERCENT + 50) // 100
    plain = Booking(on, in_euros(first, cents), customer.name, customer.iban, "", "credit")
    if customer.currency != "EUR":
        return plain._replace(
            purpose=first.number, code="abroad", foreign_cents=cents, currency=customer.currency,
            rate=rate(first.on),
        )  # fmt: skip
    if len(invoices) > 1:
        return plain._replace(purpose=", ".join(invoice.number for invoice in invoices))
    dice = random.Random(f"{SEED} purpose {first.number}")  # noqa: S311
    purpose = _purpose(first, dice)
    if customer.skonto:
        purpose += f" abzgl. {SKONTO_PERCENT}% Skonto"
    return plain._replace(purpose=purpose.strip(), name=_payer(customer, dice))


def _payer(customer: Customer, dice: random.Random) -> str:
    """Of a household one of two pays; a few firms pay in the name of who runs them."""
    if customer.private:
        return customer.contact
    return customer.contact if dice.random() < 0.05 else customer.name


def _purpose(invoice: Invoice, dice: random.Random) -> str:
    """As people write it: in full, shortened, in another form, mistyped, or nothing of use."""
    number, roll = invoice.number, dice.random()
    _, year, count = number.split("-")
    if roll < 0.55:
        return dice.choice(
            (f"Rechnung {number}", number, f"Rg {number} v. {invoice.on:%d.%m.%Y}", f"{number} ")
        ).strip()
    if roll < 0.68:
        return f"Rechnung {count}"
    if roll < 0.75:
        return f"RE {year} {count}"
    if roll < 0.80:
        place = dice.randrange(2, 4)
        return f"RE-{year}-{count[: place - 1]}{count[place]}{count[place - 1]}{count[place + 1 :]}"
    if roll < 0.86:
        return f"Kd.-Nr. {invoice.customer.number}"
    return dice.choice(("Tischlerarbeiten", "Danke!", "Ihre Rechnung", ""))


def _collected(invoice: Invoice, today: dt.date) -> Iterator[Booking]:
    """Drawn on the day it is due; once it came back, and was paid by hand in the end."""
    customer, on = invoice.customer, workday_after(invoice.due_on)
    mandate = f"M-{customer.number}"
    drawn = Booking(
        on, invoice.payable_cents, customer.name, customer.iban, f"{invoice.number} Wartung",
        "collected", invoice.number, mandate,
    )  # fmt: skip
    yield drawn
    if is_returned(invoice):
        back = workday_after(on + 3 * _DAY)
        yield drawn._replace(on=back, cents=-drawn.cents, code="returned", reason="AM04")
        if invoice.paid_on is not None:
            text = f"{invoice.number} Bitte um Entschuldigung"
            again = drawn._replace(on=invoice.paid_on, purpose=text, code="credit")
            yield again._replace(end_to_end="", mandate="")


def is_returned(invoice: Invoice) -> bool:
    """This direct debit came back: it was settled three weeks late, by hand."""
    paid_on = invoice.paid_on
    return invoice.customer.debit and paid_on is not None and (paid_on - invoice.due_on).days > 9


def _given_back(invoice: Invoice, today: dt.date) -> Booking:
    on = workday_after(invoice.on + 5 * _DAY)
    customer, text = invoice.customer, f"Gutschrift {invoice.number}"
    return Booking(on, invoice.payable_cents, customer.name, customer.iban, text, "transfer")


def _monthly(today: dt.date) -> Iterator[Booking]:
    month = (today - dt.timedelta(days=DAYS)).replace(day=1)
    while month <= today:
        for name, account, day, cents, purpose, code in _MONTHLY:
            on = workday_after(month.replace(day=day))
            text = purpose.format(month=f"{month:%m/%Y}")
            mandate = f"AHORN{account}" if code == "debit" else ""
            yield Booking(on, cents, name, iban("99050050", account), text, code, "", mandate)
        month = (month + 31 * _DAY).replace(day=1)


def _of_suppliers(today: dt.date) -> Iterator[Booking]:
    dice = random.Random(f"{SEED} suppliers")  # noqa: S311
    for age in range(3, DAYS, 5):
        name, account, cents = dice.choice(_SUPPLIERS)
        on = workday_before(today - dt.timedelta(days=age))
        text = f"Ihre Rechnung {dice.randrange(100_000, 999_999)} Kd 4711"
        amount = -round(cents * dice.uniform(0.5, 1.6))
        yield Booking(on, amount, name, iban("99060060", account), text, "transfer")
    for age in range(4, DAYS, 12):
        on = workday_before(today - dt.timedelta(days=age))
        text = f"Tankstelle Beispiel {on:%d.%m.%Y} 08:14 Girocard"
        yield Booking(on, -dice.randrange(4_500, 11_900), "Tankstelle Beispiel",
                      iban("99060060", 7199), text, "card")  # fmt: skip
