"""What the use cases of the rules need from whatever keeps them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from wertschatz.domain.customers.preferences import Hours
from wertschatz.domain.rules.rule import Rule
from wertschatz.domain.values import Fact
from wertschatz.ports.seen import Seen


@dataclass(frozen=True, slots=True)
class Times:
    """A person's week by the clock on the wall, and the own telephones."""

    work: tuple[Hours, ...] = ()
    breaks: tuple[Hours, ...] = ()
    mail: tuple[Hours, ...] = ()
    numbers: tuple[str, ...] = ()


class RulesKeeper(Protocol):
    """Every call that writes is one action with its undo."""

    def rules(self, user: int) -> tuple[Rule, ...]:
        """As they hold now."""
        ...

    def rules_seen(self, user: int, version: int) -> tuple[Rule, ...] | None:
        """As they were in that version, 0: the house's own; None: there is no such version."""
        ...

    def version(self, user: int) -> int:
        """Of the rules that hold."""
        ...

    def keep_rules(
        self,
        user: int,
        rules: Sequence[Rule],
        *,
        code: str,
        facts: dict[str, Fact],
        seen: int | None,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID:
        """All rules from now on; raises commitments.ChangedMeanwhile where `seen` is not the
        version that holds."""
        ...


class TimesKeeper(Protocol):
    """A person's week."""

    def keep_week(
        self,
        user: int,
        *,
        work: Sequence[Hours],
        breaks: Sequence[Hours],
        mail: Sequence[Hours],
        numbers: Sequence[str],
        by: int | None,
        at: dt.datetime,
        seen: Seen | None = None,
    ) -> uuid.UUID | None:
        """One action; None: nothing differs. Raises seen.ChangedMeanwhile."""
        ...


class PeopleKeeper(Protocol):
    """Colleagues who are asked first, and named numbers; raises KeyError for what is not there."""

    def keep_colleague(
        self,
        colleague: uuid.UUID | None,
        *,
        name: str,
        number: str,
        hours: Sequence[Hours],
        away: bool,
        by: int | None,
        at: dt.datetime,
        seen: Seen | None = None,
    ) -> uuid.UUID:
        """A new one (None), or what changes of one; raises seen.ChangedMeanwhile."""
        ...

    def move_colleague(
        self, colleague: uuid.UUID, by_places: int, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID | None:
        """Asked earlier (-1) or later (1); None: there is no such place."""
        ...

    def keep_number(
        self,
        number: str,
        *,
        written: str,
        name: str,
        kind: str,
        emergency: bool,
        may_repeat: bool,
        by: int | None,
        at: dt.datetime,
        seen: Seen | None = None,
    ) -> uuid.UUID:
        """A named number (E.164), new or changed; raises seen.ChangedMeanwhile."""
        ...
