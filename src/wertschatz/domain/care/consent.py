"""What somebody has allowed or refused: greetings and "how is it going" count as advertising.

Germany, § 7 UWG as of 2024: a call to a consumer needs express prior consent, to a business at
least presumed consent; electronic mail needs consent; post is allowed until somebody objects.
Courts counted satisfaction calls and mails as advertising (BGH, 10 July 2018, VI ZR 225/17). No
legal advice; the use is to be checked by whoever writes.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class Channel(StrEnum):
    """How one can be reached from afar."""

    PHONE = "phone"
    MAIL = "mail"
    POST = "post"


class Said(StrEnum):
    """What somebody said of one way."""

    ALLOWED = "allowed"
    ASKED = "asked"
    """Was asked, and has not answered."""
    OBJECTED = "objected"


@dataclass(frozen=True, slots=True)
class Word:
    """One answer; a later one replaces it, the earlier one stays as evidence."""

    channel: Channel
    said: Said
    on: date


def standing(words: Iterable[Word]) -> Mapping[Channel, Said]:
    """What holds of each channel: the newest word; of one day the one that was said last.

    >>> day = date(2026, 1, 1)
    >>> words = [Word(Channel.POST, Said.ALLOWED, day), Word(Channel.POST, Said.OBJECTED, day)]
    >>> standing(words)[Channel.POST].value
    'objected'
    """
    # Sorting is stable: within a day the order of saying stays.
    return {word.channel: word.said for word in sorted(words, key=lambda word: word.on)}


def open_channels(
    said: Mapping[Channel, Said], *, business: bool, inside: bool = False
) -> frozenset[Channel]:
    """The ways that may be suggested. `inside`: staff and bosses, whom nobody advertises to."""
    return frozenset(
        channel for channel in Channel if _open(channel, said.get(channel), business, inside)
    )


def _open(channel: Channel, said: Said | None, business: bool, inside: bool) -> bool:
    if said is Said.OBJECTED:
        return False
    if said is Said.ALLOWED or inside or channel is Channel.POST:
        return True
    # Asked and not answered is no yes; a business that was never asked may be called.
    return channel is Channel.PHONE and business and said is None


def refused_all(said: Mapping[Channel, Said]) -> bool:
    """Wants to hear nothing: then nothing is suggested at all."""
    return all(said.get(channel) is Said.OBJECTED for channel in Channel)
