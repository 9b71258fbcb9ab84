"""What each customer of the example is there for, and what people have noted about it."""

from __future__ import annotations

import datetime as dt
from typing import NamedTuple

from wertschatz.bootstrap.example.customers import BY_NAME
from wertschatz.bootstrap.example.firm import WORKERS

STORIES: dict[str, str] = {
    # A
    "effort_in_proportion": "Hausverwaltung Lindenhof GmbH",
    "useful": "Praxisgemeinschaft Dr. Öztürk",
    "close_to_heart": "Kita Pusteblume e.V.",
    # B
    "effort_raised": "Loft & Raum Projektentwicklung GmbH",
    "potential": "Halle 7 Coworking GmbH",
    "repeatedly_late": "Wohnbau Nordufer eG",
    "discount_pressed": "Kiez-Markt Handels GmbH",
    # C
    "effort_high": "Eheleute von Trautwitz",
    "promise_broken": "Bauträger Silbersee GmbH",
    "long_calls": "Antiquitäten Plauder",
    "tone": "Kanzlei Hartmann & Streng",
    "demands": "Kanzlei Hartmann & Streng",
    "drained": "Event-Agentur Vollgas",
    # what is neither, or both
    "heart_and_effort": "Musikschule Dreiklang",
    "watch_the_terms": "Gasthaus Zum Alten Kran",
    "small_and_easy": "Bäckerei Krumbügel",
    "too_new": "Tanzschule Schwanitz",
    "gone_quiet": "Galerie Lichthof",
    # how documents and payments can be
    "cancelled": "Hotel Drei Kastanien",
    "credit_note": "Hotel Drei Kastanien",
    "down_payment": "Familie Brückner",
    "collective_payment": "Seniorenstift Rosengarten gGmbH",
    "skonto": "Möbelhaus Eichkamp KG",
    "returned_debit": "Sportstudio Kraftwerk GmbH",
    "foreign_currency": "Uhrenatelier Brunner AG",
    # who is who
    "spelling": "Weinhandlung Groß",
    "other_spelling": "Weinhandlung Gross e.K.",
    "speaks_for": "Architekturbüro Sommerfeld & Partner",
    "speaks_for_too": "Baugruppe Kirschallee GbR",
}
"""What is to be seen → the customer that shows it."""


LIMITS = {"costs_year": 118_000, "own_pay_year": 72_000, "working_hours_week": 118}
"""What the owner said about the cost of an hour: three people, their wages among the costs."""


class Mark(NamedTuple):
    """Something that was noticed about a customer."""

    customer: int
    """Customer number."""
    kind: str
    on: dt.date
    by: str
    """'owner' or 'staff'."""


class Word(NamedTuple):
    """The owner's own word on a group."""

    customer: int
    group: str
    on: dt.date
    reason: str


class Cost(NamedTuple):
    """Money that went out for one customer."""

    customer: int
    on: dt.date
    cents: int
    about: str


class Promise(NamedTuple):
    """An offer ('offer'), a promise of ours ('ours') or of the customer ('theirs')."""

    customer: int
    kind: str
    about: str
    cents: int | None
    on: dt.date
    due_on: dt.date | None
    outcome: str
    """'' still open."""
    ended_on: dt.date | None


class Wish(NamedTuple):
    """How somebody wants to be reached: columns of the table of preferences."""

    customer: int
    best: str
    never: str
    weekdays: int
    """Bit 0 is Monday."""
    from_minute: int | None
    until_minute: int | None
    note: str


class Cared(NamedTuple):
    """What is known of a person beside the dealings."""

    customer: int
    born: str
    """'--MM-DD', '' not known."""
    since: dt.date | None


class Colleague(NamedTuple):
    """Somebody who works in the joinery, and what was noticed about them."""

    name: str
    noticed: str
    on: dt.date


class Noticed(NamedTuple):
    """One line about a customer."""

    customer: int
    text: str
    on: dt.date


class Consent(NamedTuple):
    """What somebody said of being reached."""

    customer: int
    channel: str
    said: str
    on: dt.date


_OWNER, _STAFF = "owner", "staff"
# Customer, kind, ages in days, by whom.
_MARKS: tuple[tuple[str, str, tuple[int, ...], str], ...] = (
    ("Kiez-Markt Handels GmbH", "discount_pressed", (320, 231, 140, 47), _OWNER),
    ("Bauträger Silbersee GmbH", "promise_broken", (301, 198, 96, 33), _OWNER),
    ("Kanzlei Hartmann & Streng", "tone", (276, 171, 64), _STAFF),
    ("Kanzlei Hartmann & Streng", "demands", (249, 118, 22), _STAFF),
    ("Event-Agentur Vollgas", "drained", (74, 45, 19), _OWNER),
    ("Event-Agentur Vollgas", "demands", (45,), _OWNER),
    ("Praxisgemeinschaft Dr. Öztürk", "useful", (210,), _OWNER),
    ("Kita Pusteblume e.V.", "close_to_heart", (190,), _OWNER),
    ("Musikschule Dreiklang", "close_to_heart", (260,), _OWNER),
    ("Halle 7 Coworking GmbH", "potential", (88,), _OWNER),
    # One or two of a kind are no criterion yet.
    ("Hotel Drei Kastanien", "discount_pressed", (150,), _OWNER),
    ("Autohaus Krüger", "tone", (205, 58), _STAFF),
    ("Loft & Raum Projektentwicklung GmbH", "demands", (130, 36), _STAFF),
    # The bright side.
    ("Hausverwaltung Lindenhof GmbH", "recommended", (283, 77), _OWNER),
    ("Architekturbüro Sommerfeld & Partner", "recommended", (162,), _OWNER),
    ("Seniorenstift Rosengarten gGmbH", "thanked", (240, 51), _STAFF),
    ("Kita Pusteblume e.V.", "thanked", (122, 30), _STAFF),
    ("Buchhandlung Seitenweise", "recommended", (99, 18), _OWNER),
)
_WORDS: tuple[tuple[str, str, int, str], ...] = (
    ("Hausverwaltung Lindenhof GmbH", "A", 95, "Seit der Gründung dabei, immer offen und fair"),
    ("Fahrradladen Kettenblatt", "A", 60, "Schickt uns seit Jahren neue Kundschaft"),
    ("Loft & Raum Projektentwicklung GmbH", "B", 95, "Gute Aufträge, aber viele Rückfragen"),
)
_COSTS: tuple[tuple[str, int, int, str], ...] = (
    ("Loft & Raum Projektentwicklung GmbH", 118, 38_500, "Gerüstmiete"),
    ("Loft & Raum Projektentwicklung GmbH", 29, 21_900, "Expresslieferung Beschläge"),
    ("Wohnbau Nordufer eG", 84, 12_400, "Mahnungen und Anwalt"),
    ("Eheleute von Trautwitz", 52, 46_000, "Zweite Lackierung auf Kulanz"),
    ("Hotel Drei Kastanien", 66, 18_000, "Nachtzuschlag Montage"),
    ("Uhrenatelier Brunner AG", 40, 27_300, "Zoll und Fahrt nach Basel"),
)
# Customer, kind, about, cents, age, due in days (below zero: overdue), outcome, age of the end.
_PROMISES: tuple[
    tuple[str, str, str, int | None, int, int | None, str, int | None], ...
] = (
    ("Kita Pusteblume e.V.", "ours", "Muster für die Garderoben zeigen", None, 9, 0, "", None),
    ("Hausverwaltung Lindenhof GmbH", "offer", "Türen Haus 3", 640_000, 12, 2, "", None),
    ("Halle 7 Coworking GmbH", "offer", "Telefonkabinen, vier Stück", 1_180_000, 20, 10, "", None),
    ("Praxisgemeinschaft Dr. Öztürk", "theirs", "Sagt den Termin für den Empfang", None, 6, 5, "",
     None),
    ("Bauträger Silbersee GmbH", "theirs", "Auftrag Treppenhaus Haus B", 920_000, 75, -33,
     "broken", 33),
    ("Hausverwaltung Lindenhof GmbH", "offer", "Briefkastenanlage", 210_000, 90, -60, "accepted",
     71),
    ("Kiez-Markt Handels GmbH", "offer", "Regale im Lager", 480_000, 70, -50, "declined", 47),
    ("Architekturbüro Sommerfeld & Partner", "ours", "Pläne durchsehen", None, 40, -30, "kept", 33),
    ("Physiotherapie Beck", "offer", "Empfang und zwei Kabinen", 960_000, 45, -30, "accepted", 21),
    ("Fahrradladen Kettenblatt", "ours", "Klemmende Schublade gerichtet", None, 12, -6, "kept", 7),
)  # fmt: skip
_WISHES: tuple[tuple[str, str, str, int, int | None, int | None, str], ...] = (
    ("Kanzlei Hartmann & Streng", "mail", "call", 0b01111, 9 * 60, 16 * 60, ""),
    ("Kita Pusteblume e.V.", "call", "", 0b11111, 13 * 60, 15 * 60, "Zur Mittagsruhe ist Zeit."),
    ("Antiquitäten Plauder", "letter", "message", 0, None, None, ""),
)


_NOTICED: tuple[tuple[str, str, int], ...] = (
    ("Hausverwaltung Lindenhof GmbH", "Tochter macht im Mai Abitur", 25),
    ("Kita Pusteblume e.V.", "Freut sich über jede Holzkiste mit Resten", 40),
)
_CONSENTS: tuple[tuple[str, str, str, int], ...] = (
    ("Kita Pusteblume e.V.", "phone", "allowed", 190),
    ("Kanzlei Hartmann & Streng", "phone", "objected", 60),
    ("Kanzlei Hartmann & Streng", "mail", "objected", 60),
    ("Kanzlei Hartmann & Streng", "post", "objected", 60),
)


def cared(today: dt.date) -> list[Cared]:
    """Ten years together a week ago, and a birthday today."""
    day = today - dt.timedelta(days=7)
    # 29 February has no tenth year.
    since = day.replace(year=day.year - 10, day=min(day.day, 28))
    return [
        Cared(BY_NAME["Hausverwaltung Lindenhof GmbH"].number, "", since),
        Cared(BY_NAME["Familie Brückner"].number, f"--{today:%m-%d}", None),
    ]


def colleagues(today: dt.date) -> list[Colleague]:
    """Both journeymen; one of them did something well."""
    return [
        Colleague(WORKERS[1].name, "Den Anruf von Frau Lindner ruhig gelöst", _ago(today, 2)),
        Colleague(WORKERS[2].name, "", _ago(today, 2)),
    ]


def noticed(today: dt.date) -> list[Noticed]:
    """Lines about customers."""
    return [Noticed(BY_NAME[name].number, text, _ago(today, age)) for name, text, age in _NOTICED]


def consents(today: dt.date) -> list[Consent]:
    """What some allowed, and one refused."""
    return [
        Consent(BY_NAME[name].number, channel, said, _ago(today, age))
        for name, channel, said, age in _CONSENTS
    ]


def number_of(story: str) -> int:
    """The customer number of the one that shows this."""
    return BY_NAME[STORIES[story]].number


def marks(today: dt.date) -> list[Mark]:
    """What was noticed, in order of days."""
    found = [
        Mark(BY_NAME[name].number, kind, _ago(today, age), by)
        for name, kind, ages, by in _MARKS
        for age in ages
    ]
    return sorted(found, key=lambda mark: (mark.on, mark.customer, mark.kind))


def words(today: dt.date) -> list[Word]:
    """What the owner said about groups."""
    return [
        Word(BY_NAME[name].number, group, _ago(today, age), reason)
        for name, group, age, reason in _WORDS
    ]


def costs(today: dt.date) -> list[Cost]:
    """What went out for single customers."""
    return [
        Cost(BY_NAME[name].number, _ago(today, age), cents, about)
        for name, age, cents, about in _COSTS
    ]


def promises(today: dt.date) -> list[Promise]:
    """Offers and promises, open ones and some that ended."""
    return [
        Promise(
            BY_NAME[name].number, kind, about, cents, _ago(today, age),
            None if due is None else _ago(today, -due), outcome,
            None if ended is None else _ago(today, ended),
        )
        for name, kind, about, cents, age, due, outcome, ended in _PROMISES
    ]  # fmt: skip


def wishes() -> list[Wish]:
    """How some want to be reached."""
    return [Wish(BY_NAME[name].number, *rest) for name, *rest in _WISHES]  # type: ignore[arg-type]


def _ago(today: dt.date, days: int) -> dt.date:
    return today - dt.timedelta(days=days)
