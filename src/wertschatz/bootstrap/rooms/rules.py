"""The telephone rings: rules, times and switches, and what is said to whoever comes."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence

from wertschatz.bootstrap.ground import Ground
from wertschatz.bootstrap.reach import by_telephone
from wertschatz.domain.customers.preferences import Hours
from wertschatz.domain.rules.boxes import CUSTOMERS
from wertschatz.domain.rules.decision import Decision
from wertschatz.domain.rules.examine import Finding, examine
from wertschatz.domain.rules.hours import spans_of
from wertschatz.domain.rules.moment import NOBODY, Coming, Known, Setup, answer
from wertschatz.domain.rules.rule import Rule, Span
from wertschatz.ports.rules import Times
from wertschatz.ports.seen import Seen
from wertschatz.storage.queries.callers import caller_names
from wertschatz.storage.queries.known_callers import grouped_kinds, kinds_of_numbers
from wertschatz.storage.queries.setup import helpers, setup_of, the_owner, who_is
from wertschatz.storage.rules_book import RulesBook
from wertschatz.usecases import say_the_rules
from wertschatz.usecases.refusals import Refused
from wertschatz.usecases.say_the_rules import Context, Wish


class RulesRoom(Ground):
    """The telephone rings: rules, times and switches, and what is said to whoever comes."""

    def setup(self, user: int | None = None) -> Setup:
        """What decisions rest on now; of the first owner where nobody is named."""
        whose = user or the_owner()
        return Setup() if whose is None else setup_of(whose, self.now())

    def setup_about(self, at: dt.datetime, *, calls: bool = False) -> Setup:
        """What a decision at another time rests on, as far as it is known now; `calls`: on the
        telephone, where only those are asked whom it can ring."""
        whose = the_owner()
        setup = Setup() if whose is None else setup_of(whose, self.now(), about=at)
        return by_telephone(setup) if calls else setup

    def rung_colleagues(self) -> frozenset[str]:
        """Numbers of those whom the telephone can ring, of all who are asked at present."""
        return frozenset(one.number for one in by_telephone(Setup(helpers=helpers())).helpers)

    def decide_number(
        self, number: str, at: dt.datetime | None = None
    ) -> tuple[Decision, Known | None]:
        """What the rules say to a call from this number, and who that is."""
        when = at or self.now()
        setup = self.setup_about(when, calls=True)
        who = who_is(number, setup.area_code)
        return answer(setup, Coming(at=when, who=who or NOBODY)), who

    def caller_names(self, keys: Iterable[str]) -> dict[str, str]:
        """Names of the single callers that rules name, by key."""
        return caller_names(keys)

    # -- saying the rules

    def rules_version(self) -> int:
        """Of the rules that hold, for the form that shows them."""
        return RulesBook().version(self._whose())

    def examined(self, rules: Sequence[Rule] | None = None) -> tuple[Finding, ...]:
        """What is worth a look in the rules that hold, or in these."""
        setup = self.setup()
        asked, hours = setup.rules if rules is None else rules, spans_of(setup.work)
        found, called = examine(asked, hours), kinds_of_numbers()
        if called <= CUSTOMERS or examine(asked, hours, CUSTOMERS | called) == found:
            return found
        # Whose numbers they are takes a look at all numbers: only where it matters.
        return examine(asked, hours, grouped_kinds(setup.area_code))

    def place_of_new_rule(self) -> int:
        """How many rules would stand before a new one."""
        return say_the_rules.place_of_a_new_rule(self.setup().rules)

    def add_rule(self, wish: Wish, actor: int | None) -> int:
        """A rule of one's own; returns its id; raises Refused, ChangedMeanwhile."""
        return say_the_rules.add_a_rule(RulesBook(), wish, self._context(actor))

    def change_rule(
        self, rule: int, wish: Wish, actor: int | None, seen: int | None = None
    ) -> uuid.UUID | None:
        """What a rule says; `seen` is the version looked at; raises Refused, ChangedMeanwhile."""
        return say_the_rules.change_a_rule(RulesBook(), rule, wish, self._context(actor, seen))

    def switch_rule(
        self, rule: int, on: bool, actor: int | None, seen: int | None = None
    ) -> uuid.UUID | None:
        """On or off; raises Refused, ChangedMeanwhile."""
        return say_the_rules.switch_a_rule(RulesBook(), rule, on, self._context(actor, seen))

    def move_rule(
        self, rule: int, by_places: int, actor: int | None, seen: int | None = None
    ) -> uuid.UUID | None:
        """Earlier (-1) or later (1); raises Refused, ChangedMeanwhile."""
        return say_the_rules.move_a_rule(RulesBook(), rule, by_places, self._context(actor, seen))

    def delete_rule(self, rule: int, actor: int | None, seen: int | None = None) -> uuid.UUID:
        """Raises Refused, ChangedMeanwhile."""
        return say_the_rules.delete_a_rule(RulesBook(), rule, self._context(actor, seen))

    def ready_made_rules(self, actor: int | None, seen: int | None = None) -> uuid.UUID | None:
        """The house's own rules once more; raises Refused, ChangedMeanwhile."""
        return say_the_rules.back_to_the_ready_made(RulesBook(), self._context(actor, seen))

    def say_telephone_hours(
        self,
        weekdays: frozenset[int],
        spans: Sequence[Span],
        actor: int | None,
        seen: int | None = None,
    ) -> uuid.UUID | None:
        """When group B gets through; raises Refused, ChangedMeanwhile."""
        return say_the_rules.say_the_telephone_hours(
            RulesBook(), weekdays, spans, self._context(actor, seen)
        )

    # -- times and people

    def say_times(
        self, times: Times, actor: int | None, seen: Seen | None = None
    ) -> uuid.UUID | None:
        """Working hours, breaks, mail windows, own telephones; raises Refused,
        ChangedMeanwhile."""
        return say_the_rules.say_my_times(RulesBook(), times, self._context(actor), seen)

    def name_colleague(
        self,
        colleague: uuid.UUID | None,
        *,
        name: str,
        number: str,
        hours: Sequence[Hours] = (),
        away: bool = False,
        actor: int | None,
        seen: Seen | None = None,
    ) -> uuid.UUID:
        """Somebody who may settle a matter first; raises Refused, ChangedMeanwhile."""
        return say_the_rules.name_a_colleague(
            RulesBook(), colleague, name=name, number=number, hours=hours, away=away, by=actor,
            at=self.now(), seen=seen,
        )  # fmt: skip

    def move_colleague(
        self, colleague: uuid.UUID, by_places: int, actor: int | None
    ) -> uuid.UUID | None:
        """Asked earlier (-1) or later (1); raises Refused."""
        return say_the_rules.move_a_colleague(
            RulesBook(), colleague, by_places, by=actor, at=self.now()
        )

    def forget_colleague(self, colleague: uuid.UUID, actor: int | None) -> uuid.UUID:
        """No longer asked first; raises Refused."""
        try:
            return RulesBook().forget_colleague(colleague, by=actor, at=self.now())
        except KeyError:
            raise Refused("colleague_gone") from None

    def name_number(
        self,
        written: str,
        *,
        name: str,
        kind: str = "",
        emergency: bool = False,
        may_repeat: bool = False,
        actor: int | None,
        seen: Seen | None = None,
    ) -> uuid.UUID:
        """A number of family, school, alarm …; raises Refused, ChangedMeanwhile."""
        return say_the_rules.name_a_number(
            RulesBook(), written, name=name, kind=kind, emergency=emergency,
            may_repeat=may_repeat, area_code=self.setup().area_code, by=actor, at=self.now(),
            seen=seen,
        )  # fmt: skip

    def forget_number(self, number: str, actor: int | None) -> uuid.UUID:
        """No longer named (E.164); raises Refused."""
        try:
            return RulesBook().forget_number(number, by=actor, at=self.now())
        except KeyError:
            raise Refused("number_gone") from None

    def _context(self, actor: int | None, seen: int | None = None) -> Context:
        return Context(self._whose(), actor, self.now(), seen)

    def _whose(self) -> int:
        """The rules are those of the first owner, whoever of the owners changes them."""
        owner = the_owner()
        if owner is None:
            raise Refused("account_gone")
        return owner
