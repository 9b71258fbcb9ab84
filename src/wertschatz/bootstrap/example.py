"""The invented firm to try things out with: a joinery, its forty customers, two years of work."""

from __future__ import annotations

import csv
import datetime as dt
import random
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from wertschatz.bootstrap import clock

SEED = 7
DAYS = 730
"""How far the invoices go back."""
TERMS = 14
HEADER = (
    "Rechnungsnummer", "Kundennummer", "Kunde", "Rechnungsdatum", "Fällig am", "Bezahlt am",
    "Nettobetrag", "Währung",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Buyer:
    """How one invented customer buys and pays."""

    name: str
    invoices: int
    """Over the two years."""
    euros: int
    """About how much an invoice is."""
    days: int = 0
    """About how many days past due it is paid; negative: before."""
    first: int = DAYS
    """Its first invoice is at most so many days old."""
    last: int = 8
    """Its newest invoice is at least so many days old."""
    credit_note: bool = False


def _small(names: str, euros: int, days: int = -4) -> tuple[Buyer, ...]:
    return tuple(Buyer(name.strip(), 6, euros, days) for name in names.split(";"))


BUYERS: tuple[Buyer, ...] = (
    Buyer("Hausverwaltung Lindenhof GmbH", 44, 3900, -6),
    Buyer("Architekturbüro Sommerfeld & Partner", 30, 4600, -3),
    Buyer("Wohnbau Nordufer eG", 26, 5200, 27),
    Buyer("Hotel Drei Kastanien", 28, 3300, -5, credit_note=True),
    Buyer("Gasthaus Zum Alten Kran", 24, 2900, 31),
    Buyer("Seniorenstift Rosengarten", 22, 2700, -7),
    Buyer("Praxisgemeinschaft Dr. Öztürk", 18, 2400, -8),
    *_small("Bäckerei Krumbügel; Café Morgenstern; Buchhandlung Seitenweise", 640),
    *_small("Zahnarztpraxis Weiß; Familie Brückner; Familie Sørensen; Kanzlei Vogt", 470),
    *_small("Yogaraum am Fluss; Kita Pusteblume; Fahrradladen Kettenblatt", 410),
    *_small("Weinhandlung Groß; Optik Hellmann; Tierarztpraxis Fuchs; Blumen Jäger", 520),
    *_small("Friseur Schnittpunkt; Apotheke am Markt; Töpferei Lehmann; Eheleute Nowak", 280),
    *_small("Musikschule Dreiklang; Physiotherapie Beck; Imkerei Süßmilch", 350),
    *_small("Goldschmiede Rabe; Reisebüro Fernweh; Uhren Petersen; Schneiderei Yildiz", 300),
    *_small("Imbiss Hafenblick; Autohaus Krüger; Sportstudio Kraftwerk; Agentur Blauwal", 450, 34),
    Buyer("Galerie Lichthof", 5, 900, -2, last=430),
    Buyer("Tanzschule Schwanitz", 1, 780, first=20),
    Buyer("Physik-Werkstatt Hallberg UG", 2, 390, first=60),
)  # fmt: skip


@contextmanager
def files() -> Iterator[list[tuple[str, Path]]]:
    """The example's files, always reaching up to the present; gone again afterwards."""
    with tempfile.TemporaryDirectory(prefix="wertschatz-example-") as folder:
        path = Path(folder) / "rechnungen.csv"
        with path.open("w", encoding="cp1252", newline="") as file:
            writer = csv.writer(file, delimiter=";", lineterminator="\r\n")
            writer.writerow(HEADER)
            writer.writerows(invoice_list(clock.today()))
        yield [("Rechnungsliste Tischlerei Ahorn.csv", path)]


def invoice_list(today: dt.date) -> Iterator[tuple[str, ...]]:
    """The rows of the list in order of date, always the same for one day."""
    dice = random.Random(SEED)  # noqa: S311 - nothing secret
    rows = sorted(
        row for number, buyer in enumerate(BUYERS, start=10_001) for row in _of(dice, number, buyer)
    )
    for number, (age, customer, name, cents, past_due) in enumerate(rows, start=1):
        on = today + dt.timedelta(days=age)
        due = on + dt.timedelta(days=TERMS)
        paid = due + dt.timedelta(days=past_due)
        yield (
            f"RE-{number:04}", str(customer), name, _day(on), _day(due),
            _day(paid) if paid <= today else "", _amount(cents), "EUR",
        )  # fmt: skip


def _of(dice: random.Random, number: int, buyer: Buyer) -> Iterator[tuple[int, int, str, int, int]]:
    """Minus the age in days, customer number, name, cents, days past due."""
    step = (buyer.first - buyer.last) / buyer.invoices
    for turn in range(buyer.invoices):
        age = buyer.last + int(step * (turn + dice.random() * 0.8))
        cents = int(buyer.euros * 100 * dice.uniform(0.6, 1.4))
        past_due = max(1 - TERMS, buyer.days + dice.randint(-5, 5))
        yield -age, number, buyer.name, cents, past_due
    if buyer.credit_note:
        yield -buyer.last - 40, number, buyer.name, -buyer.euros * 40, 0


def _day(on: dt.date) -> str:
    return on.strftime("%d.%m.%Y")


def _amount(cents: int) -> str:
    """As a German tool writes it.

    >>> _amount(-123450)
    '-1.234,50'
    """
    whole, rest = divmod(abs(cents), 100)
    return f"{'-' if cents < 0 else ''}{whole:,}".replace(",", ".") + f",{rest:02}"
