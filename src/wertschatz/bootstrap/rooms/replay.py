"""Past calls under the rules: from the database or from files, beside other rules."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from wertschatz.bootstrap.ground import Ground
from wertschatz.bootstrap.reach import by_telephone
from wertschatz.domain.rules.moment import Setup
from wertschatz.domain.rules.plain import rule_from
from wertschatz.domain.rules.ready import ready_made
from wertschatz.domain.rules.replay import BACK_MINUTES, PastCall, compare
from wertschatz.domain.rules.rule import Rule
from wertschatz.ports.files import CallRow
from wertschatz.storage.models import RuleSet
from wertschatz.storage.queries.known_callers import who_are
from wertschatz.storage.queries.past_calls import calls_between, instants, past_of
from wertschatz.storage.queries.setup import as_they_are_now, setup_of, the_owner
from wertschatz.storage.queries.since_rules import KeptRules, Since, kept_rules, since_the_rules
from wertschatz.usecases.replay_calls import Replayed, days_of, past_calls, within

NOBODY_YET = 0
"""No person has this id: where nobody owns the house yet, the ready-made rules and times hold."""


class ReplayRoom(Ground):
    """Past calls under the rules: from the database or from files, beside other rules."""

    def replay_kept(
        self,
        first: dt.date,
        last: dt.date,
        *,
        against: str = "none",
        back_minutes: int = BACK_MINUTES,
        user: int | None = None,
        most: int | None = None,
    ) -> Replayed | None:
        """The calls of these days that the database knows; None: there are none.

        `against`: 'none', 'house', the id of a set of rules, or a day on which others held;
        raises KeyError for what is none of these.
        """
        whose, setup = self._asked_of(user)
        rules = self._rules_against(whose, against)
        calls, cut = calls_between(first, last, setup.tz, setup.area_code, most)
        return self._replayed(whose, setup, rules, calls, back_minutes, cut=cut)

    def replay_rows(
        self,
        rows: Sequence[CallRow],
        first: dt.date | None = None,
        last: dt.date | None = None,
        *,
        against: str = "none",
        back_minutes: int = BACK_MINUTES,
        user: int | None = None,
    ) -> Replayed | None:
        """The same of calls that files tell, without keeping any of them."""
        whose, setup = self._asked_of(user)
        rules = self._rules_against(whose, against)
        area = setup.area_code
        calls = past_calls(within(rows, first, last), setup.tz, area, lambda n: who_are(n, area))
        return self._replayed(whose, setup, rules, calls, back_minutes)

    def _asked_of(self, user: int | None) -> tuple[int | None, Setup]:
        whose = user or the_owner()
        setup = setup_of(NOBODY_YET if whose is None else whose, self.now())
        return whose, by_telephone(setup)

    def _rules_against(self, whose: int | None, against: str) -> tuple[Rule, ...]:
        if against == "none":
            return ()
        if against == "house":
            return ready_made()
        rows = RuleSet.objects.filter(user=whose).order_by("-id")
        if against.isdecimal() and len(against) < 18:
            row = rows.filter(id=int(against)).first()
        else:
            row = rows.filter(at__lt=self._end_of_day(against)).first()
            if row is None:  # nobody had changed anything yet
                return ready_made()
        if row is None:
            raise KeyError(against)
        return as_they_are_now(tuple(rule_from(rule) for rule in row.rules))

    def _end_of_day(self, day: str) -> dt.datetime:
        try:
            on = dt.date.fromisoformat(day)
        except ValueError:
            raise KeyError(day) from None
        return instants(on, on, self.zone)[1]

    def _replayed(
        self,
        whose: int | None,
        setup: Setup,
        rules: Sequence[Rule],
        calls: Sequence[PastCall],
        back_minutes: int,
        *,
        cut: bool = False,
    ) -> Replayed | None:
        days = days_of(calls, setup.tz)
        if days is None:
            return None
        past = past_of(whose, *days, setup.tz, self.now())
        found = compare(setup, rules, setup.rules, calls, past, back_minutes)
        return Replayed(*days, found, cut)

    def rules_to_replay(self, user: int | None = None) -> list[KeptRules]:
        """Sets of rules to replay against, the one that holds now first."""
        whose = user or the_owner()
        return [] if whose is None else kept_rules(whose)

    def since_the_rules(self, user: int | None = None) -> Since | None:
        """What the telephone brought since the rules began; None: it asks nobody yet."""
        whose = user or the_owner()
        return None if whose is None else since_the_rules(whose, self.now(), self.zone)
