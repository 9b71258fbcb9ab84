"""The door, the plug, call-backs, and what is told of the rules."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from collections.abc import Iterable

from wertschatz.bootstrap.ground import Ground
from wertschatz.domain.rules.door import Sign, sign_at
from wertschatz.domain.rules.told import Text, outward
from wertschatz.ports.door import Promise
from wertschatz.storage.callbacks_book import CallBackBook
from wertschatz.storage.door_book import DoorBook
from wertschatz.storage.queries import callbacks as open_ones
from wertschatz.storage.queries.setup import setup_of
from wertschatz.storage.queries.told import firm_name
from wertschatz.storage.rules_book import RulesBook
from wertschatz.storage.told_book import ToldBook
from wertschatz.usecases import call_back, keep_the_door, tell_the_rules
from wertschatz.usecases.refusals import Refused
from wertschatz.wording.told import told_text

SECRET_BYTES = 24


class DoorRoom(Ground):
    """The door, the plug, call-backs, and what is told of the rules."""

    def close_until(self, kind: str, until: dt.datetime | None, actor: int) -> uuid.UUID:
        """The door, focus, a break or the plug, until then; raises Refused."""
        return keep_the_door.close_until(RulesBook(), actor, kind, until, by=actor, at=self.now())

    def open_again(self, kind: str, actor: int) -> uuid.UUID:
        """Ends it before its time; raises Refused."""
        return keep_the_door.open_again(RulesBook(), actor, kind, by=actor, at=self.now())

    def sign_of(self, user: int) -> Sign:
        """What stands at this person's door."""
        return sign_at(setup_of(user, self.now()), self.now())

    def leave_word(self, secret: str, name: str, text: str) -> uuid.UUID:
        """A visitor or colleague leaves word; raises Refused."""
        return keep_the_door.leave_word(DoorBook(), secret, name=name, text=text, at=self.now())

    def read_word(self, word: uuid.UUID, actor: int) -> uuid.UUID:
        """The owner has read it; raises Refused."""
        try:
            return DoorBook().read(word, actor, at=self.now())
        except KeyError:
            raise Refused("word_gone") from None

    def make_door_page(self, label: str, actor: int) -> uuid.UUID:
        """A secret address for a tablet."""
        secret = secrets.token_urlsafe(SECRET_BYTES)
        name = " ".join(label.split())[:100]
        return DoorBook().make_door(actor, name, secret, at=self.now())

    def revoke_door_page(self, device: uuid.UUID, actor: int) -> uuid.UUID:
        """The address leads nowhere from now on; raises Refused."""
        try:
            return DoorBook().revoke_door(device, actor, at=self.now())
        except KeyError:
            raise Refused("door_gone") from None

    def promise_call_back(self, promise: Promise, actor: int) -> uuid.UUID:
        """At a time that suits both sides; raises Refused."""
        now = self.now()
        setup = setup_of(actor, now)
        if promise.customer is not None:
            found = open_ones.wanted_customer(promise.customer, setup, now)
            if found is None:
                raise Refused("customer_gone")
        else:
            found = open_ones.wanted_number(promise.number, promise.name, setup, now)
        return call_back.promise_a_call_back(
            CallBackBook(), actor, promise, setup, found.who, by=actor, at=now
        )

    def move_call_back(self, which: uuid.UUID, slot: dt.datetime, actor: int) -> uuid.UUID:
        """Another time; raises Refused."""
        now = self.now()
        row = open_ones.open_one(which, actor)
        if row is None:
            raise Refused("call_back_gone")
        setup = setup_of(actor, now)
        return call_back.move_a_call_back(
            CallBackBook(), which, slot, setup, open_ones.who_of(row, setup), by=actor, at=now
        )

    def end_call_back(self, which: uuid.UUID, state: str, actor: int) -> uuid.UUID:
        """Made, or no longer needed; raises Refused."""
        return call_back.end_a_call_back(CallBackBook(), which, state, by=actor, at=self.now())

    def remind_call_backs(self) -> int:
        """Notes of which call-backs the time has come."""
        return CallBackBook().remind(self.now())

    def told(self, user: int, kind: Text, language: str, until: dt.datetime | None = None) -> str:
        """A text as the rules make it now; with `until` for somebody who is away."""
        return self.all_told(user, [kind], language, until)[kind]

    def all_told(
        self, user: int, kinds: Iterable[Text], language: str, until: dt.datetime | None = None
    ) -> dict[Text, str]:
        """Several texts, by kind."""
        now, firm = self.now(), firm_name()
        setup = setup_of(user, now)
        local, said = until.astimezone(setup.tz) if until else None, outward(setup, now)
        return {kind: told_text(kind, said, firm, language, local) for kind in kinds}

    def tell(self, kind: str, language: str, text: str, actor: int) -> uuid.UUID | None:
        """The owner's own words for it; None: nothing differs; raises Refused."""
        if kind not in set(Text):
            raise Refused("text_unknown", {"kind": kind[:30]})
        made = self.told(actor, Text(kind), language)
        return tell_the_rules.tell_the_rules(
            ToldBook(), actor, kind, language, text, made, by=actor, at=self.now()
        )
