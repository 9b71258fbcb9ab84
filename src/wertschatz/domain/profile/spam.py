"""What comes through the public form: what is doubtful of it, and how much of it is taken.

Nothing is thrown away by itself: what is doubtful is held for the person to look at, and what is
too much is refused with a sentence, so that whoever wrote it knows.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from enum import StrEnum

FASTEST_SECONDS = 3
"""Nobody reads and fills in the form faster."""
OLDEST_SECONDS = 24 * 3600
MOST_LINKS = 2
PER_SENDER, IN_ALL = 5, 60
"""Enquiries taken an hour, of one address and of all."""
MOST_HELD = 500
"""Doubtful ones that lie there; more are refused until somebody has looked."""

_LINK = re.compile(r"(?i)https?://|www\.|\[url|<a\s")


class Doubt(StrEnum):
    """Why an enquiry is held."""

    TRAP = "trap"
    """A field that nobody sees was filled in."""
    STAMP = "stamp"
    """The form does not bear our stamp."""
    FAST = "fast"
    OLD = "old"
    LINKS = "links"


def doubts(*, trap: str, since_seconds: float | None, texts: Iterable[str]) -> tuple[Doubt, ...]:
    """What is doubtful. `since_seconds`: since the form was given out; None: no good stamp.

    >>> doubts(trap="", since_seconds=40, texts=["Eine Treppe, bitte"])
    ()
    >>> links = ["http://a http://b www.c"]
    >>> [one.value for one in doubts(trap="x", since_seconds=None, texts=links)]
    ['trap', 'stamp', 'links']
    """
    found = [Doubt.TRAP] if trap.strip() else []
    if since_seconds is None:
        found.append(Doubt.STAMP)
    elif since_seconds < FASTEST_SECONDS:
        found.append(Doubt.FAST)
    elif since_seconds > OLDEST_SECONDS:
        found.append(Doubt.OLD)
    if sum(len(_LINK.findall(text)) for text in texts) > MOST_LINKS:
        found.append(Doubt.LINKS)
    return tuple(found)


def too_many(of_sender: int, of_all: int, held: int, *, doubtful: bool) -> bool:
    """No more is taken just now; counts of the last hour, and of what is held."""
    return of_sender >= PER_SENDER or of_all >= IN_ALL or (doubtful and held >= MOST_HELD)
