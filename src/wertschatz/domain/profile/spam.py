"""What comes through the public form: what is doubtful of it, and how much of it is taken.

Nothing is thrown away by itself: what is doubtful is held for the person to look at, and what is
too much is refused with a sentence, so that whoever wrote it knows.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from enum import StrEnum

FASTEST_SECONDS = 3
"""Nobody reads and fills in the form faster."""
OLDEST_SECONDS = 24 * 3600
MOST_LINKS = 2
PER_SENDER, IN_ALL = 5, 60
"""Enquiries taken an hour, of one address and of all: of honest ones, and again of doubtful ones,
so that no machine uses up what is there for people."""
MOST_HELD = 500
"""Doubtful ones that lie there; more are refused until somebody has looked."""

_LINK = re.compile(r"(?i)https?://(?:www\.)?|www\.|\[url|<a\s")


class Doubt(StrEnum):
    """Why an enquiry is held."""

    TRAP = "trap"
    """A field that nobody sees was filled in."""
    STAMP = "stamp"
    """The form does not bear our stamp."""
    FAST = "fast"
    OLD = "old"
    LINKS = "links"
    MANY = "many"
    """Nothing is wrong with it, but very many came within the hour."""


class Place(StrEnum):
    """Where an enquiry of the form comes to lie."""

    OPEN = "open"
    HELD = "held"
    LATER = "later"
    """Nowhere: so many came within the hour."""
    FULL = "full"
    """Nowhere: so many are held that no more are."""


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


def place_of(of_sender: int, of_all: int, held: int, *, doubtful: bool) -> Place:
    """Where it comes to lie. `of_sender`, `of_all`: taken within the hour, of its own kind,
    honest or doubtful; `held`: those that lie there as doubtful.

    >>> [place_of(0, IN_ALL, held, doubtful=False).value for held in (0, MOST_HELD)]
    ['held', 'full']
    """
    if of_sender >= PER_SENDER or (doubtful and of_all >= IN_ALL):
        return Place.LATER
    if not doubtful and of_all < IN_ALL:
        return Place.OPEN
    return Place.HELD if held < MOST_HELD else Place.FULL


def sender_of(address: str) -> str:
    """The address, of IPv6 its /64: one line has all the addresses of that.

    >>> sender_of("2001:db8:1:2:aaaa::1"), sender_of("192.0.2.1"), sender_of("::ffff:192.0.2.1")
    ('2001:db8:1:2::/64', '192.0.2.1', '192.0.2.1')
    """
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return address
    if found.version == 4:
        return str(found)
    if found.ipv4_mapped is not None:
        return str(found.ipv4_mapped)
    return str(ipaddress.ip_network((int(found), 64), strict=False))
