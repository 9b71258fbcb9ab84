"""Telephone calls, appointments and mails: who spoke with whom, and how long."""

from __future__ import annotations

import datetime as dt
import random
from collections.abc import Iterator
from typing import NamedTuple

from wertschatz.bootstrap.example.customers import CUSTOMERS, Customer
from wertschatz.bootstrap.example.days import is_workday, workday_before
from wertschatz.bootstrap.example.dealings import SEED, Invoice
from wertschatz.bootstrap.example.firm import EMAIL, OWNER, WORKERS
from wertschatz.bootstrap.example.work import Diary

CALL_DAYS = 400
"""How far the telephone box remembers."""
MAIL_DAYS = 210
_DAY = dt.timedelta(days=1)


class Call(NamedTuple):
    """One call; `customer` None: somebody else."""

    on: dt.date
    start: int
    """Minutes after midnight."""
    minutes: int
    """Rounded up, as the box lists it; 0 for a missed one."""
    kind: str
    """'in', 'out', 'missed' or 'rejected'."""
    number: str
    """'' is withheld."""
    name: str
    """As in the box's own phone book."""
    extension: str
    customer: Customer | None


class Appointment(NamedTuple):
    """One entry of the owner's calendar."""

    uid: str
    on: dt.date
    start: int | None
    """Minutes after midnight; None: the whole day."""
    minutes: int
    title: str
    place: str = ""
    customer: Customer | None = None
    weekly: bool = False
    private: bool = False


class Mail(NamedTuple):
    """One mail, received or sent."""

    id: str
    on: dt.date
    start: int
    sender: tuple[str, str]
    """Name and address."""
    to: tuple[str, str]
    subject: str
    text: str
    answers: str = ""
    """The id of the mail that this one answers."""
    list_id: str = ""
    automatic: bool = False


_STRANGERS = (
    ("Holzhandel Fichtner", "030 23125 901"), ("Beschlagwerk Muster", "069 90009 812"),
    ("Steuerbüro Zahlmann", "030 23125 917"), ("", "040 66969 700"),
    ("", "089 99998 655"), ("", ""), ("Mama", "030 23125 940"), ("", "0176 040690 77"),
    ("Stadtwerke", "030 23125 955"),
)  # fmt: skip


def calls(today: dt.date) -> list[Call]:
    """The list of the telephone box, in order."""
    found = [call for customer in CUSTOMERS for call in _of_customer(customer, today)]
    dice = random.Random(f"{SEED} calls")  # noqa: S311
    for age in range(1, CALL_DAYS, 2):
        name, number = dice.choice(_STRANGERS)
        found.append(_call(dice, _day(today, age), number, name, 3, None))
    return sorted(found, key=lambda call: (call.on, call.start, call.number))


def _of_customer(customer: Customer, today: dt.date) -> Iterator[Call]:
    dice = random.Random(f"{SEED} calls {customer.number}")  # noqa: S311
    count = customer.calls * CALL_DAYS // 365
    since = max(customer.last - 20, 2)
    for turn in range(count):
        age = since + int((turn + dice.random() * 0.9) * (CALL_DAYS - since) / count)
        number = customer.mobile if customer.mobile and dice.random() < 0.3 else customer.phone
        # The box knows some of them by name.
        name = customer.name if customer.index % 3 else ""
        yield _call(dice, _day(today, age), number, name, customer.talk, customer)


def _call(
    dice: random.Random, on: dt.date, number: str, name: str, talk: int, whose: Customer | None
) -> Call:
    hour = dice.choice((8, 8, 9, 9, 10, 10, 11, 11, 12, 13, 14, 14, 15, 16, 16, 17, 20))
    kind = dice.choice(("in", "in", "in", "in", "in", "out", "out", "missed"))
    if not number:
        kind = dice.choice(("in", "missed", "rejected"))
    talked = kind in ("in", "out")
    minutes = max(1, round(talk * dice.uniform(0.5, 1.6))) if talked else 0
    worker = dice.choice((OWNER, *WORKERS))
    extension = worker.extension if talked else ""
    start = hour * 60 + dice.randrange(60)
    return Call(on, start, minutes, kind, number, name, extension, whose)


def _day(today: dt.date, age: int) -> dt.date:
    return workday_before(today - age * _DAY)


_WEEKLY = (("Wochenplanung mit Kemal und Lotte", 0, 7 * 60, 30), ("Chorprobe", 3, 19 * 60, 120))
_PRIVATE = (
    (12, 8 * 60, 60, "Zahnarzt"), (40, 17 * 60, 90, "Elternabend"), (75, 18 * 60, 120, "Badminton"),
    (110, 16 * 60, 60, "Steuerberaterin"), (-5, 17 * 60, 60, "Physiotherapie (privat)"),
    (-9, 18 * 60, 120, "Badminton"),
)  # fmt: skip
_AHEAD = (
    ("Wohnbau Nordufer eG", 2, 9 * 60, 90, "Abnahme Treppenhaus"),
    ("Kita Pusteblume e.V.", 3, 15 * 60, 60, "Aufmaß Garderobe"),
    ("Halle 7 Coworking GmbH", 6, 10 * 60, 60, "Ortstermin Telefonzellen"),
    ("Kiez-Markt Handels GmbH", 8, 13 * 60, 60, "Besprechung Rahmenvertrag"),
    ("Hausverwaltung Lindenhof GmbH", 10, 9 * 60, 60, "Jahresgespräch"),
)


def appointments(today: dt.date, invoices: list[Invoice], diary: Diary) -> list[Appointment]:
    """The owner's calendar: past visits, what recurs, what is private, and what lies ahead."""
    found = [visit for invoice in invoices for visit in _visit(invoice, diary)]
    begin = today - dt.timedelta(days=364 + today.weekday())
    found += [
        Appointment(f"weekly-{day}", begin + day * _DAY, start, minutes, title, weekly=True,
                    private=day == 3)
        for title, day, start, minutes in _WEEKLY
    ]  # fmt: skip
    found += [
        Appointment(f"private-{age}", _day(today, age), start, minutes, title, private=True)
        for age, start, minutes, title in _PRIVATE
    ]
    for age, days in ((200, 10), (45, 4), (-30, 5)):
        found += [
            Appointment(f"holiday-{age}-{day}", today - (age - day) * _DAY, None, 0, "Urlaub",
                        private=True)
            for day in range(days)
        ]  # fmt: skip
    found += [_ahead(today, *row) for row in _AHEAD]
    return sorted(found, key=lambda one: (one.on, one.start or 0, one.uid))


def _visit(invoice: Invoice, diary: Diary) -> Iterator[Appointment]:
    """Before about every fourth invoice the owner had gone to look."""
    customer = invoice.customer
    dice = random.Random(f"{SEED} visit {invoice.number}")  # noqa: S311
    wanted = dice.random() < (0.2 if customer.every < 20 else 0.35)
    if not wanted or invoice.kind != "invoice" or customer.calls == 0:
        return
    minutes = dice.choice((45, 60, 60, 90))
    before = invoice.on - dice.randrange(6, 25) * _DAY
    on, start = diary.book(OWNER, before, minutes, earliest=9 * 60)
    title = dice.choice(("Aufmaß", "Ortstermin", "Abnahme", "Besprechung"))
    uid = f"visit-{invoice.number}"
    yield Appointment(
        uid, on, start, minutes, f"{title} {customer.name}", _place(customer), customer
    )


def _ahead(
    today: dt.date, name: str, days: int, start: int, minutes: int, title: str
) -> Appointment:
    customer = next(one for one in CUSTOMERS if one.name == name)
    on = today + days * _DAY
    while not is_workday(on):
        on += _DAY
    uid, title = f"ahead-{days}", f"{title} {name}"
    return Appointment(uid, on, start, minutes, title, _place(customer), customer)


def _place(customer: Customer) -> str:
    return f"{customer.street}, {customer.place}"


_SUBJECTS = (
    ("Termin nächste Woche", "wann können Sie kommen? Bei uns passt es vormittags."),
    ("Frage zur Rechnung", "eine kurze Frage zur letzten Rechnung, siehe unten."),
    ("Tür klemmt", "die Tür im ersten Stock klemmt wieder, könnten Sie sich das ansehen?"),
    ("Angebot", "bitte schicken Sie uns ein Angebot wie besprochen."),
    ("Danke", "alles ist wunderbar geworden, herzlichen Dank an Sie und Ihr Team."),
)
_ENQUIRIES = (
    (5, "Greta Winter", "greta.winter@winter-hof.example", "Anfrage: Küchenzeile aus Eiche",
     "wir wohnen um die Ecke und wurden von der Hausverwaltung Lindenhof auf Sie verwiesen."),
    (16, "Büro Rasch & Billig", "einkauf@rasch-billig.example", "Anfrage 120 Türen, bester Preis",
     "wir brauchen das Angebot bis morgen früh und zahlen nach 60 Tagen."),
    (27, "Marte Lund", "marte.lund@lund-atelier.example", "Regale für ein Atelier",
     "Ihre Arbeit in der Buchhandlung Seitenweise hat mir sehr gefallen."),
)  # fmt: skip
_ANSWER = "vielen Dank für Ihre Nachricht. Ich melde mich mit einem Vorschlag."
_MINE = (OWNER.name, EMAIL)


def mails(today: dt.date) -> list[Mail]:
    """Received and sent mails of the last months, in order."""
    found = [mail for customer in CUSTOMERS for mail in _written(customer, today)]
    found += [
        Mail(f"enquiry-{age}", _day(today, age), 19 * 60 + age, (name, address), _MINE, subject,
             text)
        for age, name, address, subject, text in _ENQUIRIES
    ]  # fmt: skip
    for age in range(4, MAIL_DAYS, 14):
        sender = ("Holz & Handwerk Brief", "brief@holz-handwerk.example")
        found.append(
            Mail(f"news-{age}", _day(today, age), 361, sender, _MINE, "Neues aus der Branche",
                 "die Themen dieser Woche.", "", "brief.holz-handwerk.example", automatic=True)
        )  # fmt: skip
    return sorted(found, key=lambda mail: (mail.on, mail.start, mail.id))


def _written(customer: Customer, today: dt.date) -> Iterator[Mail]:
    dice = random.Random(f"{SEED} mails {customer.number}")  # noqa: S311
    them = (customer.contact, customer.contact_email)
    for turn in range(customer.calls * MAIL_DAYS // 500):
        age = 2 + customer.last // 2 + turn * MAIL_DAYS // max(1, customer.calls // 2)
        if age > MAIL_DAYS:
            return
        on, start = _day(today, age), dice.randrange(7 * 60, 18 * 60)
        subject, text = dice.choice(_SUBJECTS)
        uid = f"{customer.number}-{turn}"
        yield Mail(uid, on, start, them, _MINE, subject, text)
        if dice.random() < 0.7:
            yield Mail(f"{uid}-re", on, start + dice.randrange(9, 300), _MINE, them,
                       f"Re: {subject}", _ANSWER, uid)  # fmt: skip
