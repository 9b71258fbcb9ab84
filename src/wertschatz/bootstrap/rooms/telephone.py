"""What the gate is told, and what it tells: the snapshot written, its journal taken over."""

from __future__ import annotations

import datetime as dt
from dataclasses import replace
from pathlib import Path

from wertschatz.bootstrap.ground import Ground
from wertschatz.django_settings import start
from wertschatz.domain.rules.moment import Setup
from wertschatz.ports.telephone import Options
from wertschatz.snapshot.directory import Directory, write_directory
from wertschatz.snapshot.files import Error, Unusable
from wertschatz.snapshot.journal import Journal
from wertschatz.snapshot.situation import (
    Line,
    Named,
    Situation,
    read_situation,
    write_situation,
)
from wertschatz.storage import rings_book
from wertschatz.storage.queries import directory, setup

KEPT = dt.timedelta(hours=25)
"""The gate remembers the calls of a day."""
SEEN = dt.timedelta(days=90)
"""So long a request that is sent again is known."""
TOGETHER = 500


class TelephoneRoom(Ground):
    """What the gate is told, and what it tells."""

    @property
    def gate_folder(self) -> Path:
        """Where snapshot and journal lie."""
        return self.folder / "snapshot"

    def situation(self, kept: Situation | None = None) -> Situation:
        """All that decisions rest on beside the caller, as it is now; what takes long to find out
        is that of `kept`."""
        now, owner = self.now(), setup.the_owner()
        rules = None if owner is None else setup.newest_rules(owner)
        quickly = None if kept is None else kept.setup
        return Situation(
            setup=Setup() if owner is None else setup.setup_of(owner, now, kept=quickly),
            made_at=now,
            rule_set=None if rules is None else rules.pk,
            lines=tuple(
                Line(str(row.uuid), row.kind, row.secret, Options(row.options))
                for row in directory.devices()
            ),
            named={
                row.number: Named(row.name, row.kind, row.emergency, row.may_repeat)
                for row in directory.named_numbers()
            },
            instructions=directory.words_on_contact(),
        )  # fmt: skip

    def situation_that_lies(self) -> Situation:
        """As the gate's file tells it; nobody has an appointment where none can be read."""
        try:
            return read_situation(self.gate_folder, start.database_key)
        except Unusable:
            return Situation(Setup(), self.now())

    def write_situation(self, before: Situation | None, kept: Situation | None) -> Situation:
        """Writes it unless it is as `before`; what holds now comes back. What takes long to find
        out is that of `kept`."""
        found = self.situation(kept)
        if before is None or replace(found, made_at=before.made_at) != before:
            write_situation(self.gate_folder, start.database_key, found)
            return found
        return before

    def write_directory(self, mark: str) -> None:
        """Writes all callers anew. Takes seconds for a million of numbers."""
        write_directory(
            self.gate_folder, start.database_key, directory.reaches(), directory.people(), mark
        )

    def directory_mark(self) -> str:
        """What the present file was made of; '' where there is none that can be used."""
        try:
            found = Directory(self.gate_folder, start.database_key)
        except Unusable:
            return ""
        try:
            return found.mark
        except Error:
            return ""
        finally:
            found.close()

    def gate_journal(self) -> Journal:
        """The journal, opened for one thread; raises `Error`."""
        return Journal(self.gate_folder, start.database_key, wait_seconds=2.0)

    def take_rings_over(self, journal: Journal) -> int:
        """Everything that is new in the gate's journal, once; how many calls that were."""
        identity, made = journal.identity, 0
        while entries := journal.after(rings_book.taken(identity), TOGETHER):
            made += rings_book.take_over(identity, entries)
        return made

    def trim_rings(self, journal: Journal) -> int:
        """Lets the gate's journal forget what was taken over and is old."""
        now = self.now()
        return journal.trim(rings_book.taken(journal.identity), now - KEPT, now - SEEN)
