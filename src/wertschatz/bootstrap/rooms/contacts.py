"""Contacts: logged, timed, promised; and how the other side wants to be reached."""

from __future__ import annotations

import datetime as dt
import uuid

from wertschatz.bootstrap.ground import Ground
from wertschatz.domain.customers.contacts import ContactKind, usual_minutes
from wertschatz.domain.customers.parameters import Limits
from wertschatz.storage import owner
from wertschatz.storage.contact_book import ContactBook
from wertschatz.storage.limits_book import LimitsBook
from wertschatz.storage.queries.contacts import logged_line
from wertschatz.storage.undo import UndoOutcome, undo
from wertschatz.usecases import log_a_contact, run_the_timer


class ContactsRoom(Ground):
    """Contacts: logged, timed, promised; and how the other side wants to be reached."""

    def usual_minutes(self) -> dict[ContactKind, int]:
        """Kind of contact → minutes that one press logs."""
        return usual_minutes(Limits.from_mapping(LimitsBook().limits(self.today())))

    def only_account(self) -> int | None:
        """Who sits at the terminal, where only one person has an account; else nobody knows."""
        return owner.only_account()

    def log_contact(
        self,
        customer: uuid.UUID,
        *,
        kind: str,
        minutes: int | None = None,
        way: str = "",
        about: str = "",
        on: dt.date | None = None,
        actor: int | None,
    ) -> uuid.UUID:
        """A contact that has just ended, or was on an earlier day; raises Refused."""
        return log_a_contact.log_a_contact(
            ContactBook(), customer, kind=kind, minutes=minutes, usual=self.usual_minutes(),
            way=way, about=about, on=on, zone=self.zone, by=actor, at=self.now(),
        )  # fmt: skip

    def correct_contact(
        self,
        contact: int,
        *,
        minutes: int | None,
        way: str,
        about: str,
        by_owner: bool,
        actor: int | None,
    ) -> uuid.UUID:
        """Minutes, who began, what about; raises Refused."""
        return log_a_contact.correct_a_contact(
            ContactBook(), contact, minutes=minutes, way=way, about=about, owner=by_owner, by=actor,
            at=self.now(),
        )  # fmt: skip

    def take_back_contact(self, contact: int, *, actor: int) -> UndoOutcome:
        """What staff logged themselves they may take back themselves; raises Refused."""
        log_a_contact.check_mine(ContactBook(), contact, by=actor)
        line = logged_line(contact, actor)
        if line is None or line.action is None:
            return UndoOutcome(False, "already_undone", None)
        if not line.action_mine:
            return UndoOutcome(False, "of_another", None)
        return undo(line.action, by=actor, at=self.now())

    def note_mood(self, contact: int, *, mood: int | None, actor: int | None) -> uuid.UUID:
        """How I felt afterwards; raises Refused."""
        return log_a_contact.note_a_mood(ContactBook(), contact, mood=mood, by=actor, at=self.now())

    def start_timer(self, customer: uuid.UUID, *, kind: str, actor: int) -> uuid.UUID | None:
        """Starts the clock of this person; raises Refused."""
        return run_the_timer.start_the_timer(
            ContactBook(), customer, kind=kind, by=actor, at=self.now()
        )

    def stop_timer(self, *, minutes: int | None = None, actor: int) -> uuid.UUID:
        """Stops it and logs the contact; raises Refused."""
        return run_the_timer.stop_the_timer(
            ContactBook(), minutes=minutes, zone=self.zone, by=actor, at=self.now()
        )

    def drop_timer(self, *, actor: int) -> uuid.UUID:
        """Stops it and logs nothing; raises Refused."""
        return run_the_timer.drop_the_timer(ContactBook(), by=actor, at=self.now())
