"""Calendars are read and say when one is taken; the plan goes out as a feed or into a folder."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Callable, Mapping, Sequence
from typing import Protocol

from wertschatz.ports.calendar import CalendarKind, CalendarsBook, Connected, Made, Reading
from wertschatz.usecases.refusals import Refused

OURS = "wertschatz-plan-"
"""Begins every UID of the plan: what comes back to us that way is no appointment."""
LONGEST_PLACE, LONGEST_NAME = 1000, 100
MOST = 20
"""Calendars of one person."""
BEFORE, AHEAD = dt.timedelta(days=14), dt.timedelta(days=70)
"""What is read: a little of what was, for the look back, and the weeks to come."""
_INTENT = "?"
_PLAN = "plan"


class Ledger(Protocol):
    """What was written where, kept so that a crash loses nothing."""

    def keep(self, written: Mapping[str, str]) -> None:
        """Name of a file → its print."""
        ...


class Folder(Protocol):
    """Where the plan is written."""

    def prepare(self) -> None:
        """Makes it; raises OSError."""
        ...

    def write(self, name: str, raw: bytes) -> bool:
        """As a whole or not at all; False: something lies there that is not ours."""
        ...

    def take_away(self, name: str) -> None:
        """Where it is ours."""
        ...


def kind_of(typed: str) -> str:
    """'address', 'file' or 'folder', by how the place is written."""
    if "://" in typed:
        return "address"
    return "file" if typed.strip().lower().endswith((".ics", ".ical", ".ifb")) else "folder"


def connect_a_calendar(
    book: CalendarsBook,
    kinds: Mapping[str, CalendarKind],
    user: int,
    *,
    place: str,
    name: str,
    connected: Sequence[Connected],
    really: Callable[[str], str],
    at: dt.datetime,
) -> uuid.UUID:
    """From now on it is read; `really`: where a path leads in the end; raises Refused."""
    kind = kind_of(place)
    found = _place(kinds[kind].place, place)
    _not_there_yet(kind, found, connected, really)
    return _added(book, user, kind, found, name, connected, names=False, at=at)


def write_into_a_folder(
    book: CalendarsBook,
    kinds: Mapping[str, CalendarKind],
    user: int,
    *,
    place: str,
    names: bool,
    connected: Sequence[Connected],
    really: Callable[[str], str],
    at: dt.datetime,
) -> uuid.UUID:
    """From now on the plan lies there, too; `names`: with titles and customers; raises Refused."""
    if kind_of(place) != "folder":
        raise Refused("calendar_no_folder", {"value": place[:60]})
    found = _place(kinds["folder"].place, place)
    _not_there_yet(_PLAN, found, connected, really)
    return _added(book, user, _PLAN, found, "", connected, names=names, at=at)


def _place(of: Callable[[str], str], typed: str) -> str:
    if not typed.strip():
        raise Refused("calendar_place_missing")
    if len(typed) > LONGEST_PLACE:
        raise Refused("words_too_long", {"most": LONGEST_PLACE, "length": len(typed)})
    try:
        return of(typed)
    except ValueError:
        raise Refused("calendar_place_unread", {"value": typed[:60]}) from None


def _not_there_yet(
    kind: str, place: str, connected: Sequence[Connected], really: Callable[[str], str]
) -> None:
    """A folder named in two ways is one: the plan would lie there twice. Raises Refused."""
    if kind == "address":
        return  # compared by whoever keeps it: addresses lead nowhere on this computer
    here = really(place)
    for one in connected:
        if one.kind != "address" and really(one.place) == here:
            raise Refused(_TAKEN[kind == _PLAN, one.kind == _PLAN], {"place": one.place})


_TAKEN = {
    (False, False): "calendar_there", (False, True): "calendar_is_plan",
    (True, False): "plan_folder_is_read", (True, True): "plan_folder_there",
}  # fmt: skip
"""(The plan is to go there, it goes there already) → what is said."""


def _added(
    book: CalendarsBook,
    user: int,
    kind: str,
    place: str,
    name: str,
    connected: Sequence[Connected],
    *,
    names: bool,
    at: dt.datetime,
) -> uuid.UUID:
    name = " ".join(name.split())
    if len(name) > LONGEST_NAME:
        raise Refused("name_too_long", {"most": LONGEST_NAME, "name": name[:30]})
    if len(connected) >= MOST:
        raise Refused("calendars_too_many", {"most": MOST})
    try:
        return book.add(user, kind, place, name, names=names, by=user, at=at)
    except LookupError:  # pressed twice at once
        code = _TAKEN[kind == _PLAN, kind == _PLAN]
        raise Refused(code, {"place": place}) from None


def disconnect(book: CalendarsBook, user: int, source: uuid.UUID, *, at: dt.datetime) -> uuid.UUID:
    """It is read, or written, no longer."""
    try:
        return book.remove(user, source, by=user, at=at)
    except KeyError:
        raise Refused("calendar_gone") from None


def end_the_feed(
    book: CalendarsBook, user: int, device: uuid.UUID, *, at: dt.datetime
) -> uuid.UUID:
    """The address leads nowhere from now on."""
    try:
        return book.end_feed(user, device, by=user, at=at)
    except KeyError:
        raise Refused("calendar_gone") from None


def read_one(kind: CalendarKind, place: str, zone: dt.tzinfo, now: dt.datetime) -> Reading:
    """Without what is our own plan; raises Unreadable."""
    found = kind.read(place, zone, now - BEFORE, now + AHEAD)
    others = [one for one in found.occurrences if not one.uid.startswith(OURS)]
    return found._replace(occurrences=others)


def write_the_plan(
    ledger: Ledger,
    folder: Folder,
    known: Mapping[str, str],
    entries: Mapping[str, bytes],
) -> int:
    """Brings the folder to where `entries` (name → file) are; returns how many are not ours.

    What is about to be done is kept before it is done: after a crash it is done again. What was
    done once and is missing since was taken away by somebody, and stays away until it changes.
    """
    prints = {name: hashlib.sha256(raw).hexdigest()[:16] for name, raw in entries.items()}
    due = [name for name, print_ in prints.items() if known.get(name) != print_]
    gone = [name for name in known if name not in prints]
    if not due and not gone:
        if not known:
            folder.prepare()  # whoever reads it finds a folder, also before anything is planned
        return 0
    folder.prepare()
    ledger.keep({**known, **{name: _INTENT + prints.get(name, "") for name in (*due, *gone)}})
    strange = sum(not folder.write(name, entries[name]) for name in due)
    for name in gone:
        folder.take_away(name)
    ledger.keep(prints)
    return strange


def uid_of(whose: uuid.UUID, key: str) -> str:
    """Of an entry of the plan in one feed or folder; the same for as long as it is the same."""
    return f"{OURS}{whose.hex}-{key}"


def made_for(whose: uuid.UUID, made: Made) -> Made:
    """An entry whose UID is a key yet, as it goes out."""
    return made._replace(uid=uid_of(whose, made.uid))
