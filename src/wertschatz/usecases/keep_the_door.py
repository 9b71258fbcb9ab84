"""“Not now until half past eleven”: the door, focus, a break, the plug; and words left there."""

from __future__ import annotations

import datetime as dt
import uuid

from wertschatz.ports.door import DoorBook, SwitchBook, TooMany
from wertschatz.usecases.refusals import Refused

KINDS = ("door", "focus", "break", "unplugged")
LONGEST = dt.timedelta(days=62)
LONGEST_WORD, LONGEST_NAME = 600, 100


def close_until(
    book: SwitchBook,
    user: int,
    kind: str,
    until: dt.datetime | None,
    *,
    by: int | None,
    at: dt.datetime,
) -> uuid.UUID:
    """Holds until then and ends by itself; None: there is no such time in the weeks to come."""
    if kind not in KINDS:
        raise Refused("switch_unknown", {"kind": kind[:30]})
    if until is None:
        raise Refused("until_missing")
    if until <= at:
        raise Refused("until_past")
    if until - at > LONGEST:
        raise Refused("until_too_far", {"days": LONGEST.days})
    return book.switch(user, kind, until, by=by, at=at)


def open_again(
    book: SwitchBook, user: int, kind: str, *, by: int | None, at: dt.datetime
) -> uuid.UUID:
    """Ends it before its time."""
    if kind not in KINDS:
        raise Refused("switch_unknown", {"kind": kind[:30]})
    return book.switch(user, kind, at, by=by, at=at)


def leave_word(book: DoorBook, secret: str, *, name: str, text: str, at: dt.datetime) -> uuid.UUID:
    """A few plain words of whoever stands there; control characters are dropped."""
    name, text = _plain(name), _plain(text)
    if not text:
        raise Refused("word_empty")
    if len(text) > LONGEST_WORD:
        raise Refused("words_too_long", {"most": LONGEST_WORD, "length": len(text)})
    if len(name) > LONGEST_NAME:
        raise Refused("name_too_long", {"most": LONGEST_NAME, "name": name[:30]})
    try:
        return book.leave(secret, name=name, text=text, at=at)
    except KeyError:
        raise Refused("door_gone") from None
    except TooMany:
        raise Refused("words_too_many") from None


def _plain(text: str) -> str:
    """One line of printable text: whatever is sent, it shows as it is and reorders nothing."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())
