"""Finds the heads of the mails in a mailbox file of any size, without keeping the mails."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple, Protocol

HEAD_LIMIT = 262_144
"""Bytes of one head; what stands behind is not looked at."""

_BLOCK = 1 << 20
_LOOK = 4_096
"""Bytes that must lie behind a "From " to say whether a mail begins there."""

# "From anna@kunde.example Mon Mar  4 09:12:33 2024", in Thunderbird "From - Mon Mar …"; and a
# field of the head below it, so that a sentence that begins so is none.
_FROM = re.compile(
    rb"From [^\r\n]{0,400}?\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) "
    rb"[^\r\n]{0,20}?\d{1,2}:\d\d[^\r\n]{0,60}\d{4}[^\r\n]{0,40}\r?\n"
    rb"[A-Za-z][!-9;-~]{0,99}:"
)
_BARE = re.compile(rb"From (?:- ?|\S{1,300} ?)\r?\n[A-Za-z][!-9;-~]{0,99}:")
# An empty line; or the next mail, where one has no text at all.
_END = re.compile(rb"\n\r?\n|\n(?=From )")
_SEPARATOR = b"\nFrom "


class Beat(Protocol):
    """Told how many bytes have been read."""

    def step(self, size: int) -> None:
        """`size` more bytes."""
        ...


class Found(NamedTuple):
    """The head of one mail."""

    line: int
    """Where the mail begins, from 1."""
    data: bytes
    whole: bool
    """False: it was longer than a head may be and is cut."""


def begins_a_mailbox(head: bytes) -> bool:
    """The first line is that of a mailbox (RFC 4155)."""
    return bool(_FROM.match(head) or _BARE.match(head))


def heads(file: BinaryIO, beat: Beat) -> Iterator[Found]:
    """Every head of a mailbox, in order; memory stays small whatever the size of the mails."""
    window = _Window(file, beat)
    while window.seek_mail():
        yield window.head()


class _Window:
    """The part of the file that is held, and how far it has been looked at."""

    def __init__(self, file: BinaryIO, beat: Beat) -> None:
        self._file, self._beat = file, beat
        self._data = b""
        self._at = 0
        self._line = 1
        self._ended = self._begun = False

    def _more(self) -> None:
        block = self._file.read(_BLOCK)
        self._beat.step(len(block))
        self._ended = not block
        self._data = self._data[self._at :] + block
        self._at = 0

    def _go(self, place: int) -> None:
        self._line += self._data.count(b"\n", self._at, place)
        self._at = place

    def seek_mail(self) -> bool:
        """Goes to the next line with which a mail begins."""
        while not self._found():
            if self._ended:
                return False
            # What may be the beginning of a separating line is kept.
            self._go(max(self._at, len(self._data) - len(_SEPARATOR)))
            self._more()
        return True

    def _found(self) -> bool:
        """Goes to the next such line in what is held."""
        if not self._begun:
            while not self._ended and len(self._data) < _LOOK:
                self._more()
            self._begun = True
            return begins_a_mailbox(self._data[:_LOOK])
        while (place := self._data.find(_SEPARATOR, self._at)) >= 0:
            self._go(place + 1)
            while len(self._data) - self._at < _LOOK and not self._ended:
                self._more()
            if begins_a_mailbox(self._data[self._at : self._at + _LOOK]):
                return True
        return False

    def head(self) -> Found:
        """The head of the mail that begins here; the window then stands behind it."""
        line = self._line
        self._go(self._data.find(b"\n", self._at) + 1)
        end = self._end_of_head()
        while end is None and not self._ended and len(self._data) - self._at < HEAD_LIMIT:
            self._more()
            end = self._end_of_head()
        last = min(len(self._data) if end is None else end, self._at + HEAD_LIMIT)
        data = self._data[self._at : last]
        # One line end stays, because the next mail may begin right behind it.
        self._go(max(self._at, last - 1))
        return Found(line, data, len(data) < HEAD_LIMIT)

    def _end_of_head(self) -> int | None:
        found = _END.search(self._data, self._at, self._at + HEAD_LIMIT)
        return None if found is None else found.end()
