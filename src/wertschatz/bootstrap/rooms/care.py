"""Kind words in time: occasions, notices, attentions, consent, the gift ledger."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping

from wertschatz.bootstrap.ground import Ground
from wertschatz.domain.care import gifts
from wertschatz.domain.care.suggestion import may_call
from wertschatz.domain.rules.moment import callback_slots
from wertschatz.ports.care import Detail, Given, Someone
from wertschatz.ports.tasks import Kept, TaskEntry
from wertschatz.storage.care_book import CareBook, care_values
from wertschatz.storage.models import Customer, Task
from wertschatz.storage.one_after_another import one_after_another
from wertschatz.storage.queries import attentions, cared_for
from wertschatz.storage.queries import care as read
from wertschatz.storage.queries.actions import name_in
from wertschatz.storage.queries.setup import known_customer, setup_of
from wertschatz.storage.tasks_book import TasksBook
from wertschatz.usecases import keep_tasks, show_appreciation
from wertschatz.usecases.refusals import Refused

CALL_MINUTES = 15


class CareRoom(Ground):
    """Kind words in time: occasions, notices, attentions, consent, the gift ledger."""

    def care(self) -> read.Care:
        """Today's one suggestion, and who is due."""
        return read.care(self.today(), self.zone)

    def care_settings(self) -> Mapping[str, int]:
        """Rhythm, minutes, input tax."""
        return care_values(self.today())

    def care_for(self, who: Someone, actor: int | None) -> tuple[uuid.UUID, uuid.UUID]:
        """The person and the action; raises Refused."""
        return show_appreciation.care_for(CareBook(), who, by=actor, at=self.now())

    def care_no_longer(self, person: uuid.UUID, actor: int | None) -> uuid.UUID:
        """Off the list of people; raises Refused."""
        return show_appreciation.care_no_longer(
            CareBook(), person, on=self.today(), by=actor, at=self.now()
        )

    def say_of_person(
        self, person: uuid.UUID, detail: Detail, actor: int | None, seen: Detail | None = None
    ) -> uuid.UUID | None:
        """Birthday, since when, own rhythm, no gifts; None: nothing differs; raises Refused, also
        where it is no longer what was seen."""
        return show_appreciation.say_of_a_person(
            CareBook(), person, detail, seen=seen, today=self.today(), by=actor, at=self.now()
        )

    def say_allowed(
        self,
        person: uuid.UUID,
        channel: str,
        said: str,
        actor: int | None,
        on: dt.date | None = None,
    ) -> uuid.UUID:
        """What somebody allowed or refused; raises Refused."""
        return show_appreciation.say_what_is_allowed(
            CareBook(), person, channel, said, on=on or self.today(), today=self.today(),
            by=actor, at=self.now(),
        )  # fmt: skip

    def give(self, person: uuid.UUID, given: Given, actor: int | None) -> uuid.UUID | None:
        """An attention; None: it is kept already; raises Refused."""
        who = cared_for.person_of(person)
        return show_appreciation.give(
            CareBook(), person, given, no_gifts=bool(who and who.no_gifts), today=self.today(),
            by=actor, at=self.now(),
        )  # fmt: skip

    def would_be(self, person: uuid.UUID, given: Given) -> gifts.Entry | None:
        """The sum of the ledger with this gift; None: it costs nothing."""
        if not given.gross_cents or given.gross_cents < 0 or given.given not in set(gifts.Given):
            return None
        gift = gifts.Gift(
            str(person), given.on, given.gross_cents, given.vat_percent,
            gifts.Given(given.given), given.fact or given.occasion,
            attentions.is_personal(given.occasion, given.fact),
        )  # fmt: skip
        return attentions.ledger_with(person, gift)

    def came_back(self, attention: uuid.UUID, text: str, actor: int | None) -> uuid.UUID | None:
        """What came back of it; None: nothing differs; raises Refused."""
        return show_appreciation.note_what_came_back(
            CareBook(), attention, text, on=self.today(), by=actor, at=self.now()
        )

    def notice(
        self,
        text: str,
        actor: int | None,
        *,
        person: uuid.UUID | None = None,
        whom: str = "",
        praise: bool = False,
    ) -> uuid.UUID:
        """One line about a person, or about whoever has this name; raises Refused."""
        if person is None and whom.strip():
            found = cared_for.people_named(whom)
            if len(found) > 1:
                raise Refused("notice_whom_many", {"name": whom.strip()[:60]})
            if not found:
                raise Refused("notice_whom_unknown", {"name": whom.strip()[:60]})
            person = found[0]
        return show_appreciation.notice(
            CareBook(), person, text, praise=praise, on=self.today(), by=actor, at=self.now()
        )

    def about_whom(self, action: uuid.UUID) -> str:
        """The name of whom an action was about."""
        return name_in(action)

    def end_notice(self, line: uuid.UUID, actor: int | None) -> uuid.UUID:
        """It comes back no more; raises Refused."""
        return show_appreciation.end_a_notice(
            CareBook(), line, on=self.today(), by=actor, at=self.now()
        )

    def not_now(
        self,
        actor: int | None,
        *,
        person: uuid.UUID | None = None,
        code: str = "",
        fact: str = "",
        days: int | None = None,
    ) -> uuid.UUID:
        """Not this person, kind or occasion for so many days; None: for good; raises Refused."""
        return show_appreciation.not_now(
            CareBook(), person, code, fact, days, on=self.today(), by=actor, at=self.now()
        )

    def set_care(self, values: Mapping[str, int], actor: int | None) -> uuid.UUID | None:
        """Rhythm, minutes, input tax, from today on; None: nothing differs; raises Refused."""
        return show_appreciation.set_the_rhythm(
            CareBook(), values, on=self.today(), by=actor, at=self.now()
        )

    @one_after_another
    def plan_care_call(self, person: uuid.UUID, title: str, actor: int) -> Kept:
        """ "How is it going" as a task at a time that suits both sides; raises Refused."""
        who = cared_for.person_of(person)
        if who is None or who.customer is None:
            raise Refused("care_gone")
        if not may_call(who.someone(None)):
            raise Refused("care_call_not_allowed", {"name": who.name})
        row = Customer.objects.select_related("party").get(uuid=who.customer)
        if Task.objects.filter(customer=row, title=title, state="open").exists():
            raise Refused("care_call_planned", {"name": who.name})
        setup, known = setup_of(actor, self.now()), known_customer(row, {})
        slots = callback_slots(setup, known, self.now(), 1)
        if not slots:
            raise Refused("care_call_no_time", {"name": who.name})
        local = slots[0].astimezone(self.zone)
        entry = TaskEntry(
            title, minutes=CALL_MINUTES, customer=who.customer, due_on=local.date(),
            due_minute=local.hour * 60 + local.minute,
        )  # fmt: skip
        return keep_tasks.add_a_task(TasksBook(), actor, entry, by=actor, at=self.now())
