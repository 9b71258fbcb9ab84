"""Keeps the gate's snapshot up to date, and takes its journal over; in a thread of its own."""

from __future__ import annotations

import datetime as dt
import logging
import threading
import time
from pathlib import Path

from django.db import close_old_connections, connection

from wertschatz.bootstrap.house import House
from wertschatz.snapshot.files import Error
from wertschatz.snapshot.journal import Journal
from wertschatz.snapshot.reader import Mark, mark_of
from wertschatz.snapshot.situation import Situation
from wertschatz.storage.queries import directory

log = logging.getLogger("wertschatz.gate")
EVERY_SECONDS = 0.025
LOOK_SECONDS = 20.0
"""Whatever runs out by the clock (an appointment, a call-back, the day's budget) is seen then."""
ANEW_SECONDS = 600.0
"""Written also where nothing changed: the gate does not believe what is a day old."""
TRIM_SECONDS = 3600.0
REST = 3.0
"""Between two directories there is so many times the time that one takes."""
AFTER_A_FAULT = 2.0


class Tending:
    """One round after the other; whatever it needs is read anew after a fault."""

    def __init__(self, house: House) -> None:
        self._house = house
        self._action: int | None = None
        self._day: dt.date | None = None
        self._situation: Situation | None = None
        self._looked = self._written = self._trimmed = float("-inf")
        self._directory_from: tuple[int, int] | None = None
        self._directory_due = True
        self._marks: dict[str, Mark] = {}
        """Of the files as we wrote them: whatever else lies there is written over."""
        self._not_before = float("-inf")
        self._journal: Journal | None = None
        self._inode = 0
        self._version = -1

    def round(self) -> None:
        """Looks, and does what is to be done."""
        seconds = time.monotonic()
        action = directory.newest_action()
        if action != self._action or not self._is_ours("situation"):
            # A pressed door is known at once; the appointments follow with the next round.
            self._write_situation(seconds, at_once=True)
            self._ask_for_directory(action)
            self._action, self._looked = action, float("-inf")
        elif seconds - self._looked >= LOOK_SECONDS or self._day != self._today():
            self._write_situation(seconds, at_once=False)
            self._ask_for_directory(action)
            self._day, self._looked = self._today(), seconds
        self._take_over()
        self._directory_due |= self._directory_from is not None and not self._is_ours("directory")
        if self._directory_due and seconds >= self._not_before:
            self._write_directory()

    def _today(self) -> dt.date:
        zone = self._situation.setup.tz if self._situation is not None else dt.UTC
        return self._house.now().astimezone(zone).date()

    def _write_situation(self, seconds: float, *, at_once: bool) -> None:
        if seconds - self._written >= ANEW_SECONDS or not self._is_ours("situation"):
            self._situation = None
        before = self._situation
        self._situation = self._house.write_situation(before, at_once=at_once)
        if self._situation is not before:
            self._written = seconds
            self._sign("situation")

    def _ask_for_directory(self, action: int) -> None:
        """Due where something was done since that may matter, or whose cards are was found anew."""
        mark = directory.derived_mark()
        made_from = self._directory_from
        if made_from is None:
            if self._house.directory_mark() != f"{action} {mark}":
                self._directory_due = True
            else:
                self._directory_from, self._directory_due = (action, mark), False
                self._sign("directory")
            return
        if mark != made_from[1]:
            self._directory_due = True
        elif action != made_from[0] and not self._directory_due:
            self._directory_due = action < made_from[0] or directory.touched(made_from[0])
            if not self._directory_due:
                self._directory_from = (action, mark)

    def _write_directory(self) -> None:
        began = time.monotonic()
        made_from = (directory.newest_action(), directory.derived_mark())
        self._house.write_directory(f"{made_from[0]} {made_from[1]}")
        took = time.monotonic() - began
        self._directory_from, self._directory_due = made_from, False
        self._sign("directory")
        self._not_before = time.monotonic() + REST * took
        if took > 1:
            log.info("the directory was written anew in %.1f s", took)

    @property
    def _folder(self) -> Path:
        return self._house.gate_folder

    def _sign(self, name: str) -> None:
        mark = mark_of(self._folder / name)
        if mark is not None:
            self._marks[name] = mark

    def _is_ours(self, name: str) -> bool:
        return mark_of(self._folder / name) == self._marks.get(name, ())

    # -- the journal

    def _take_over(self) -> None:
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
            inode = (self._folder / "journal").stat().st_ino
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


def tend(house: House, stop: threading.Event) -> None:
    """Round after round until told to stop; a fault waits a little and is tried again."""
    tending = Tending(house)
    try:
        while not stop.is_set():
            try:
                tending.round()
            except Exception:
                log.exception("the gate could not be tended; trying again")
                close_old_connections()
                stop.wait(AFTER_A_FAULT)
            stop.wait(EVERY_SECONDS)
    finally:
        connection.close()
