"""While it rings and after: what a person chooses, promises and logs."""

from __future__ import annotations

import datetime as dt
import uuid

from wertschatz.bootstrap.ground import Ground
from wertschatz.domain.customers.contacts import usual_minutes
from wertschatz.domain.customers.parameters import Limits
from wertschatz.domain.rules.moment import NOBODY, Helper, callback_slots, present_helper
from wertschatz.domain.rules.rule import Verdict
from wertschatz.ports.rings import Heard
from wertschatz.storage.calls_book import RingsBook, row_of
from wertschatz.storage.contact_book import ContactBook
from wertschatz.storage.limits_book import LimitsBook
from wertschatz.storage.queries.attentions import back_with
from wertschatz.storage.queries.rings import heard_of
from wertschatz.storage.queries.setup import setup_of, the_owner
from wertschatz.usecases import take_the_call

NOTICES_TOLD = 3
"""Lines that are read at a glance while it rings."""


class RingsRoom(Ground):
    """While it rings and after: what a person chooses, promises and logs."""

    def heard_call(self, ring: uuid.UUID) -> Heard | None:
        """A call that is kept; None: there is none of this name."""
        return heard_of(ring)

    def way_for(self, call: Heard) -> tuple[Helper | None, tuple[dt.datetime, ...]]:
        """Who of the colleagues is there, and when one could call back; in the firm's zone."""
        owner = the_owner()
        if owner is None:
            return None, ()
        now, who = self.now(), call.now.known or NOBODY
        setup = setup_of(owner, now)
        # As they were offered when it rang; after a long call these are over.
        offered = callback_slots(setup, who, call.first.at)
        found = tuple(sorted({*offered, *callback_slots(setup, who, now)}))
        found = tuple(slot for slot in found if slot > now)
        named = call.now.until
        # The gate has told the caller this very time; it may have told it to two.
        told = call.now.verdict is Verdict.CALL_BACK and named not in found
        if (
            told
            and named
            and named > now
            and not any(one.start <= named < one.end for one in setup.taken)
        ):
            found = (named.astimezone(setup.tz), *found)
        return present_helper(setup, now), found

    def noticed_of(self, call: Heard) -> tuple[str, ...]:
        """Lines about whoever calls that come back now, the newest first."""
        customer = call.now.customer
        if customer is None:
            return ()
        lines = back_with(customer, self.today())
        # The name only where it is not that of the caller.
        own = call.now.known.name if call.now.known else ""
        return tuple(
            one.text if one.name == own else f"{one.name}: {one.text}"
            for one in lines[:NOTICES_TOLD]
        )

    def overrule_call(self, call: Heard, choice: str, *, actor: int) -> uuid.UUID | None:
        """What the person chose; None: the rules say the same; raises Refused."""
        return take_the_call.overrule(RingsBook(), call, choice, by=actor, at=self.now())

    def promise_call(self, call: Heard, slot: dt.datetime, *, actor: int) -> uuid.UUID:
        """A call-back at one of the times of `way_for`; raises Refused."""
        return take_the_call.call_back(
            RingsBook(), call, slot, free=self.way_for(call)[1], user=the_owner() or actor,
            by=actor, at=self.now(),
        )  # fmt: skip

    def log_call(self, call: Heard, *, minutes: int | None = None, actor: int | None) -> uuid.UUID:
        """The call as a contact with the customer; raises Refused."""
        book = RingsBook()
        book.take_over(call)
        ring = None if call.outgoing else row_of(call.first.ring)
        return take_the_call.log_the_call(
            book, ContactBook(ring), call, minutes=minutes,
            usual=usual_minutes(Limits.from_mapping(LimitsBook().limits(self.today()))),
            zone=self.zone, by=actor, at=self.now(),
        )  # fmt: skip
