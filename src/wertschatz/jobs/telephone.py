"""Keeps the gate's snapshot up to date, and takes its journal over.

Three threads: whoever presses the door waits for none of what takes long, nor for a busy database.
"""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from contextlib import suppress
from pathlib import Path
from typing import Protocol

from django.db import close_old_connections, connection

from wertschatz.bootstrap.house import House
from wertschatz.snapshot.files import Error
from wertschatz.snapshot.journal import Journal
from wertschatz.snapshot.reader import Mark, mark_of
from wertschatz.snapshot.situation import Situation
from wertschatz.storage.queries import directory
from wertschatz.storage.queries.directory import Done

log = logging.getLogger("wertschatz.gate")
EVERY_SECONDS = 0.025
THOROUGH_SECONDS = 0.1
LOOK_SECONDS = 20.0
"""Whatever runs out by the clock (an appointment, a call-back, the day's budget) is seen then."""
ANEW_SECONDS = 600.0
"""Written also where nothing changed: the gate does not believe what is a day old."""
TOO_OLD = dt.timedelta(seconds=2 * ANEW_SECONDS)
TRIM_SECONDS = 3600.0
REST = 3.0
"""Between two directories there is so many times the time that one takes."""
AFTER_A_FAULT = 2.0
TOLD_AGAIN_SECONDS = 600.0
"""Between two lines in the log about the same fault."""


class Part(Protocol):
    """What one thread does, round after round."""

    def round(self) -> None:
        """Looks, and does what is to be done."""


class File:
    """One file of the snapshot: ours as long as it is as we wrote it."""

    def __init__(self, path: Path) -> None:
        self._path = path
        self._mark: Mark | None = None

    def sign(self) -> None:
        """We wrote it."""
        self._mark = mark_of(self._path)

    @property
    def is_ours(self) -> bool:
        """Nobody wrote over it or took it away."""
        return self._mark is not None and mark_of(self._path) == self._mark


class Thorough:
    """What takes long to find out: appointments, budgets, and who has which number."""

    def __init__(self, house: House) -> None:
        self._house = house
        self.found: Situation | None = None
        """The newest that was found out; `AtOnce` writes it."""
        self.fails = False
        """It could not be found out the last time."""
        self._done: Done | None = None
        self._day: dt.date | None = None
        self._looked = self._not_before = float("-inf")
        self._directory = File(house.gate_folder / "directory")
        self._directory_from: tuple[Done, int] | None = None
        self._directory_due = True

    def round(self) -> None:
        """Finds out anew after every change, and what runs out by the clock now and then."""
        self.look()
        self.keep_directory()

    def look(self) -> None:
        """The situation, where it is due."""
        seconds, done = time.monotonic(), directory.done(self._done)
        ran_out = seconds - self._looked >= LOOK_SECONDS or self._day != self._today()
        if done == self._done and not ran_out:
            return
        try:
            self.found = self._house.situation()
        except Exception:
            self.fails = True
            raise
        self.fails = False
        self._ask_for_directory(done)
        self._done, self._day, self._looked = done, self._today(), seconds

    def keep_directory(self) -> None:
        """The directory, where it is due."""
        self._directory_due |= self._directory_from is not None and not self._directory.is_ours
        if self._directory_due and time.monotonic() >= self._not_before:
            self._write_directory()

    def _today(self) -> dt.date:
        zone = self.found.setup.tz if self.found is not None else dt.UTC
        return self._house.now().astimezone(zone).date()

    def _ask_for_directory(self, done: Done) -> None:
        """Due where something was done since that may matter, or whose cards are was found anew."""
        mark = directory.derived_mark()
        made_from = self._directory_from
        if made_from is None:
            if self._house.directory_mark() != f"{done} {mark}":
                self._directory_due = True
            else:
                self._directory_from, self._directory_due = (done, mark), False
                self._directory.sign()
            return
        if mark != made_from[1]:
            self._directory_due = True
        elif done != made_from[0] and not self._directory_due:
            before = made_from[0]
            self._directory_due = done.newest < before.newest or directory.touched(before, done)
            if not self._directory_due:
                self._directory_from = (done, mark)

    def _write_directory(self) -> None:
        began = time.monotonic()
        made_from = (directory.done(), directory.derived_mark())
        self._house.write_directory(f"{made_from[0]} {made_from[1]}")
        took = time.monotonic() - began
        self._directory_from, self._directory_due = made_from, False
        self._directory.sign()
        self._not_before = time.monotonic() + REST * took
        if took > 1:
            log.info("the directory was written anew in %.1f s", took)


class AtOnce:
    """The situation: written as soon as something was done, with the rest as it was found last."""

    def __init__(self, house: House, thorough: Thorough) -> None:
        self._house, self._thorough = house, thorough
        self._file = File(house.gate_folder / "situation")
        self._done: Done | None = None
        self._rest: Situation | None = None
        self._lies: Situation | None = None
        """As it lies in the file."""
        self._written = float("-inf")

    def round(self) -> None:
        """Looks, and writes; nothing before the rest was found out, or could not be."""
        rest, done, seconds = self._thorough.found, directory.done(self._done), time.monotonic()
        fails = self._thorough.fails
        if rest is None and not fails:
            return
        anew = (
            seconds - self._written >= ANEW_SECONDS or not self._file.is_ours
            or self._is_old(self._lies)
        )  # fmt: skip
        if not anew and done == self._done and rest is self._rest:
            return
        before = None if anew else self._lies
        # What fails there would fail here, too: a door counts more than an old budget.
        kept = rest or self._house.situation_that_lies() if fails else self._fresh(rest)
        self._lies = self._house.write_situation(before, kept)
        if self._lies is not before:
            self._written = seconds
            self._file.sign()
        self._done, self._rest = done, rest

    def _fresh(self, rest: Situation | None) -> Situation | None:
        return None if self._is_old(rest) else rest

    def _is_old(self, made: Situation | None) -> bool:
        """By the clock on the wall: it was put right, or this computer slept over the weekend,
        which the other clock does not count."""
        return made is not None and abs(self._house.now() - made.made_at) >= TOO_OLD


class TakingOver:
    """The gate's journal, taken over as it grows."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._trimmed = float("-inf")
        self._journal: Journal | None = None
        self._inode = 0
        self._version = -1

    def round(self) -> None:
        """Looks, and takes over what is new; raises `Error`."""
        journal = self._opened()
        if journal is None:
            return
        try:
            version = journal.version
            if version != self._version:
                self._house.take_rings_over(journal)
                self._version = version
            if time.monotonic() - self._trimmed >= TRIM_SECONDS:
                self._house.trim_rings(journal)
                self._trimmed = time.monotonic()
        except Error:
            self._let_go()
            raise

    def _opened(self) -> Journal | None:
        """The journal that is there now; the gate may have begun a new one. None: there is none."""
        try:
            inode = (self._house.gate_folder / "journal").stat().st_ino
        except FileNotFoundError:
            self._let_go()
            return None
        if inode != self._inode:
            self._let_go()
            self._journal = self._house.gate_journal()
            self._inode = inode
        return self._journal

    def _let_go(self) -> None:
        if self._journal is not None:
            self._journal.close()
        self._journal, self._inode, self._version = None, 0, -1


class Tending:
    """The three parts; whatever one of them needs is read anew after a fault."""

    def __init__(self, house: House) -> None:
        self.thorough = Thorough(house)
        self.at_once = AtOnce(house, self.thorough)
        self.taking_over = TakingOver(house)

    def round(self) -> None:
        """All of it one after the other, what was found out first."""
        self.thorough.look()
        self.at_once.round()
        self.thorough.keep_directory()
        self.taking_over.round()


class Threads:
    """A thread for each part, until told to stop."""

    def __init__(self, house: House, stop: threading.Event) -> None:
        parts = Tending(house)
        self._threads = [
            threading.Thread(target=tend, args=(part, every, stop), daemon=True)
            for part, every in (
                (parts.at_once, EVERY_SECONDS), (parts.taking_over, EVERY_SECONDS),
                (parts.thorough, THOROUGH_SECONDS),
            )
        ]  # fmt: skip
        for thread in self._threads:
            thread.start()

    def join(self, seconds: float) -> bool:
        """Waits at most so long for all of them together; whether they ended."""
        end = time.monotonic() + seconds
        for thread in self._threads:
            thread.join(max(0.0, end - time.monotonic()))
        return not any(thread.is_alive() for thread in self._threads)


def tend(part: Part, every_seconds: float, stop: threading.Event) -> None:
    """Round after round until told to stop; a fault waits a little and is tried again."""
    told, told_at = "", float("-inf")
    try:
        while not stop.is_set():
            try:
                part.round()
            except Exception as error:
                if repr(error) != told or time.monotonic() - told_at >= TOLD_AGAIN_SECONDS:
                    log.exception("the gate could not be tended; trying again")
                    told, told_at = repr(error), time.monotonic()
                with suppress(Exception):  # whatever it says, the thread goes on
                    close_old_connections()
                stop.wait(AFTER_A_FAULT)
            stop.wait(every_seconds)
    finally:
        connection.close()
