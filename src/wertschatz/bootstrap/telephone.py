"""Puts the gate together: snapshot, journal, systems and words. No Django, no main database."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar

from wertschatz import settings
from wertschatz.bootstrap import clock
from wertschatz.domain.rules.moment import Setup
from wertschatz.domain.values import Reason
from wertschatz.integrations.phone.registry import systems
from wertschatz.ports.telephone import Answer, Call, HttpSystem
from wertschatz.snapshot.files import Error
from wertschatz.snapshot.journal import Entry, Journal, set_aside
from wertschatz.snapshot.reader import Snapshot
from wertschatz.snapshot.situation import Line, Situation
from wertschatz.snapshot.uuid7 import uuid7
from wertschatz.usecases.answer_the_phone import DAY, Answering, Dials, Heard, anybody, corrected
from wertschatz.wording.rules import reason_text

log = logging.getLogger("wertschatz.gate")
T = TypeVar("T")
FOLDER = "snapshot"
HELD = "database is locked"
NO_JOURNAL = ("file is not a database", "malformed", "journal of format", "no such table")
"""What the engine says of a file that is no journal; everything else may pass by itself."""


@dataclass(frozen=True, slots=True)
class Start:
    """What the gate is started with."""

    data: Path
    host: str
    port: int
    agi_port: int
    trusted_proxy: str
    key: str | None = field(repr=False)

    @property
    def folder(self) -> Path:
        """Where snapshot and journal lie."""
        return self.data / FOLDER


def start(key: str | None = None) -> Start:
    """From the settings. `key` is that of the database, '' where it is plain; None: it is in the
    key file. Raises `SettingProblem`."""
    found = settings.load()
    known = found.database_key if key is None else key
    return Start(
        found.data, found.gate_host, found.gate_port, found.fastagi_port,
        found.trusted_proxy, known or None,
    )  # fmt: skip


def sentence(reason: Reason, setup: Setup) -> str:
    """Why, in the owner's language: one line without a double quote."""
    return " ".join(reason_text(reason, setup.language).replace('"', "'").split())


def dials_of(code: str) -> Dials:
    """Whom the system can ring; what asks by other ways than HTTP knows its colleague itself."""
    system = systems().get(code)
    return anybody if system is None else system.dials


class BuiltTelephone:
    """Everything that decides a call; used by one thread, but for `last` and `systems`."""

    def __init__(self, begun: Start) -> None:
        self._begun = begun
        self._snapshot = Snapshot(begun.folder, begun.key)
        self._answering = Answering(sentence, uuid7)
        self._journal: Journal | None = None
        self._remembers = False
        try:
            # Only set aside once the snapshot was read: before, our key may be what is wrong.
            self._opened()
        except Error as error:
            log.warning("the journal cannot be opened yet: %s", error)

    @property
    def last(self) -> Situation | None:
        """The newest situation that could be read."""
        return self._snapshot.last

    def situation(self) -> Situation:
        """As it is now; raises `Unusable`."""
        return self._snapshot.current(clock.now())[0]

    @property
    def systems(self) -> Mapping[str, HttpSystem]:
        """All that ask by HTTP, by name."""
        return systems()

    def hear(self, call: Call, line: Line, *, once: bool) -> Heard:
        """Decides; `once`: the same may not be told again much later. Raises NotGenuine, Unusable
        and the errors of the engine."""
        now = clock.now()
        situation, directory = self._snapshot.current(now)
        self._in_journal(lambda journal: None)
        return self._answering.hear(
            call, now, situation, directory, self, once=once, dials=dials_of(call.system)
        )

    def would(self, call: Call) -> Answer:
        """The answer to a call that is none; raises Unusable."""
        now = clock.now()
        situation, directory = self._snapshot.current(now)
        return self._answering.would(call, now, situation, directory, dials=dials_of(call.system))

    def was_seen(self, digest: int) -> bool:
        """Something with this digest was told before."""
        return self._in_journal(lambda journal: journal.was_seen(digest))

    def keep(self, heard: Sequence[Heard]) -> None:
        """Journals all of it, or raises."""
        entries = [one.entry for one in heard if one.entry is not None]
        digests = [one.digest for one in heard if one.digest is not None]
        self._in_journal(lambda journal: journal.append(entries, digests))

    def correct(self, entry: Entry, call: Call) -> None:
        """Journals that it rang instead; asked again, it is decided anew."""
        self._answering.unhear(call)
        rang = corrected(entry, clock.now(), uuid7)
        self._in_journal(lambda journal: journal.append([rang]))

    def unhear(self, call: Call) -> None:
        """It was not journaled after all."""
        self._answering.unhear(call)

    def _in_journal(self, act: Callable[[Journal], T]) -> T:
        """What `act` returns. After a fault the journal is opened anew the next time, unless
        somebody else only holds it; one that is none any more, also in the middle only, makes room
        for a new one at once."""
        try:
            return act(self._opened())
        except Error as error:
            if HELD in str(error):  # opening anew would cost the next caller time, for nothing
                raise
            self._close()
            if not any(words in str(error) for words in NO_JOURNAL):
                raise
            log.error("the journal is broken and set aside: %s", error)
            set_aside(self._begun.folder, f"broken-{clock.now():%Y%m%d%H%M%S}")
            return act(self._opened())

    def _opened(self) -> Journal:
        if self._journal is None:
            self._journal = self._open()
            self._recall(self._journal)
        return self._journal

    def _open(self) -> Journal:
        self._begun.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        return Journal(self._begun.folder, self._begun.key)

    def _recall(self, journal: Journal) -> None:
        if not self._remembers:
            self._answering.remember(journal.since(clock.now() - DAY))
            self._remembers = True

    def _close(self) -> None:
        if self._journal is not None:
            self._journal.close()
            self._journal = None
