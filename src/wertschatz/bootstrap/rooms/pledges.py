"""Offers and promises with their outcome, and how the other side wants to be reached."""

from __future__ import annotations

import datetime as dt
import uuid

from wertschatz.bootstrap.ground import Ground
from wertschatz.domain.customers.preferences import Preference, Proposal, next_good_time
from wertschatz.storage.commitments import CommitmentBook
from wertschatz.storage.preferences import PreferenceBook
from wertschatz.storage.queries.preferences import PreferenceSeen
from wertschatz.usecases import end_a_commitment, make_a_commitment, say_a_preference


class PledgesRoom(Ground):
    """Offers and promises with their outcome, and how the other side wants to be reached."""

    def make_commitment(
        self,
        customer: uuid.UUID,
        *,
        kind: str,
        about: str = "",
        cents: int | None = None,
        due_on: dt.date | None = None,
        actor: int | None,
    ) -> uuid.UUID:
        """An offer ('offer'), a promise of ours ('ours') or of the customer ('theirs').

        Raises Refused.
        """
        return make_a_commitment.make_a_commitment(
            CommitmentBook(), customer, kind=kind, about=about, cents=cents, due_on=due_on,
            on=self.today(), by=actor, at=self.now(),
        )  # fmt: skip

    def end_commitment(
        self, commitment: uuid.UUID, *, outcome: str, actor: int | None
    ) -> uuid.UUID:
        """How it ended, today; raises Refused."""
        return end_a_commitment.end_a_commitment(
            CommitmentBook(), commitment, outcome=outcome, on=self.today(), by=actor, at=self.now()
        )

    def say_preference(
        self, customer: uuid.UUID, wanted: Preference, *, seen: str = "", actor: int | None
    ) -> uuid.UUID | None:
        """How this customer wants to be reached; None: nothing differs; raises Refused.

        `seen` is the token of what the person saw, '' for nothing.
        """
        return say_a_preference.say_a_preference(
            PreferenceBook(), customer, wanted, seen=seen, by=actor, at=self.now()
        )

    def good_time(self, seen: PreferenceSeen) -> Proposal:
        """The next time that lies inside both sides' times."""
        return next_good_time(seen.preference, self.now(), seen.zone, own_zone=self.zone)
