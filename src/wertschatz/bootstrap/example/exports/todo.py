"""The owner's tasks in one plain file (todo.txt)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from wertschatz.bootstrap.example.exports.export import Export
from wertschatz.bootstrap.example.history import History

# Importance, begun so many days ago, due in so many days (None: whenever), what.
_OPEN: tuple[tuple[str, int, int | None, str], ...] = (
    ("A", 3, 0, "Angebot Küche Familie Brückner nachfassen +angebote @telefon"),
    ("A", 2, 1, "Bohrplan Treppenhaus Wohnbau Nordufer prüfen +nordufer"),
    ("A", 6, 2, "Mahnung Gasthaus Zum Alten Kran schreiben +zahlungen @schreibtisch"),
    ("B", 5, 3, "Aufmaß Garderobe Kita Pusteblume vorbereiten +pusteblume"),
    ("B", 9, 4, "Holzliste für Loft & Raum bestellen +loftraum @telefon"),
    ("B", 1, 5, "Jahresgespräch Hausverwaltung Lindenhof: was war gut, was nicht +lindenhof"),
    ("B", 12, None, "Reklamation Eheleute von Trautwitz schriftlich beantworten +trautwitz"),
    ("B", 4, 7, "Steuerberaterin Belege schicken @schreibtisch"),
    ("C", 20, None, "Messer der Hobelmaschine schärfen @werkstatt"),
    ("C", 30, None, "Neue Bilder für die Seite im Netz +profil"),
    ("C", 14, 10, "Physiotherapie: Übungen ausdrucken"),
    ("C", 40, None, "Lager aufräumen @werkstatt"),
    ("C", 8, 12, "Weihnachtskarten Liste durchgehen +wertschaetzung"),
    ("", 16, None, "Marlene Sommerfeld für die Empfehlung danken +wertschaetzung @telefon"),
    ("", 11, None, "Praxis Dr. Öztürk fragen, wie die Theke sich macht +wertschaetzung @telefon"),
    ("", 25, None, "Kemal: Wunsch nach freiem Freitag besprechen +team"),
    ("", 7, None, "Lotte für die ruhige Art am Telefon loben +team"),
    ("", 50, None, "Prospekte von Messe durchsehen"),
)
# Begun and done so many days ago, what.
_DONE: tuple[tuple[int, int, str], ...] = (
    (9, 1, "Rechnungen der Woche schreiben @schreibtisch"),
    (4, 2, "Reisebüro Fernweh Termin bestätigen @telefon"),
    (15, 3, "Lack für Galerie Lichthof zurückgeben"),
    (8, 6, "Kiez-Markt Rahmenvertrag lesen +kiezmarkt"),
    (22, 9, "Fahrrad bei Kettenblatt abholen"),
    (18, 12, "Plauder zurückrufen @telefon"),
)


def exports(history: History) -> Iterator[Export]:
    """One file, open tasks first."""

    def day(ago: int) -> str:
        return (history.today - dt.timedelta(days=ago)).isoformat()

    lines = [
        (f"({rank}) " if rank else "")
        + f"{day(ago)} {what}"
        + (f" due:{day(-due)}" if due is not None else "")
        for rank, ago, due, what in _OPEN
    ]
    lines += [f"x {day(done)} {day(begun)} {what}" for begun, done, what in _DONE]
    yield Export("todo", "todo.txt", ("\n".join(lines) + "\n").encode())
