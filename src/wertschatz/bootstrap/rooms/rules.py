"""The telephone rings: rules, times and switches, and what is said to whoever comes."""

from __future__ import annotations

import datetime as dt

from wertschatz.bootstrap.ground import Ground
from wertschatz.domain.rules.decision import Decision
from wertschatz.domain.rules.moment import NOBODY, Coming, Known, Setup, answer
from wertschatz.storage.queries.setup import setup_of, the_owner, who_is


class RulesRoom(Ground):
    """The telephone rings: rules, times and switches, and what is said to whoever comes."""

    def setup(self, user: int | None = None) -> Setup:
        """What decisions rest on now; of the first owner where nobody is named."""
        whose = user or the_owner()
        return Setup() if whose is None else setup_of(whose, self.now())

    def decide_number(
        self, number: str, at: dt.datetime | None = None
    ) -> tuple[Decision, Known | None]:
        """What the rules say to a call from this number, and who that is."""
        setup = self.setup()
        who = who_is(number, setup.area_code)
        return answer(setup, Coming(at=at or self.now(), who=who or NOBODY)), who
