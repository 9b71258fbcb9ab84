"""Keeps a person's rules, times, switches, colleagues and named numbers."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from wertschatz.domain.customers.preferences import Hours
from wertschatz.domain.rules.plain import hours_to, rule_to
from wertschatz.domain.rules.rule import Rule
from wertschatz.domain.values import Fact
from wertschatz.ports.commitments import ChangedMeanwhile
from wertschatz.storage.journal import writing
from wertschatz.storage.models import Colleague, Firm, KnownNumber, RuleSet, Switch, User, Week
from wertschatz.storage.queries.setup import newest_rules, newest_week, rules_of, week_of

AREAS = ("gate",)
"""No letter depends on it."""


class RulesBook:
    """Every call is one action with its undo; raises KeyError for what is not there."""

    def rules(self, user: int) -> tuple[Rule, ...]:
        """As they hold now."""
        return rules_of(user)

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
        """All rules from now on. `seen` is the set that the person looked at (`version`); raises
        ChangedMeanwhile where another holds by now."""
        with transaction.atomic():
            User.objects.select_for_update().get(pk=user)
            if seen is not None and seen != self.version(user):
                raise ChangedMeanwhile(user)
            with writing(code, by=by, at=at, facts=facts, areas=AREAS) as pen:
                plain = [rule_to(rule) for rule in rules]
                pen.create(RuleSet(user_id=user, rules=plain, at=at, by_id=by))
        return pen.action.uuid

    def version(self, user: int) -> int:
        """Of the rules that hold; 0: the house's own, nobody has changed them."""
        row = newest_rules(user)
        return 0 if row is None else row.pk

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
    ) -> uuid.UUID | None:
        """The times from now on; None: nothing differs."""
        values: dict[str, Any] = {
            "work": hours_to(work), "breaks": hours_to(breaks), "mail": hours_to(mail),
            "numbers": list(numbers),
        }  # fmt: skip
        row = newest_week(user) or week_of(user)
        if all(getattr(row, name) == value for name, value in values.items()):
            return None
        with writing("week_said", by=by, at=at, areas=AREAS) as pen:
            pen.create(Week(user_id=user, at=at, by_id=by, **values))
        return pen.action.uuid

    def switch(
        self, user: int, kind: str, until: dt.datetime, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """The door, focus, break or plug, until then; `until` = `at` ends it."""
        ends = until <= at
        there = until.astimezone(_zone())
        facts: dict[str, Fact] = {
            "kind": kind, "until_at": until.isoformat(), "on": there.date().isoformat(),
            "time": f"{there:%H:%M}",
        }  # fmt: skip
        code = f"{kind}_over" if ends else f"{kind}_until"
        with writing(code, by=by, at=at, facts=facts, areas=AREAS) as pen:
            pen.create(Switch(user_id=user, kind=kind, at=at, until=max(until, at), by_id=by))
        return pen.action.uuid

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
    ) -> uuid.UUID:
        """A new one (None), or what changes of one."""
        values: dict[str, Any] = {
            "name": name, "number": number, "hours": hours_to(hours), "away": away,
        }  # fmt: skip
        facts: dict[str, Fact] = {"name": name}
        if colleague is None:
            last = Colleague.objects.order_by("-place").values_list("place", flat=True).first()
            row = Colleague(place=0 if last is None else last + 1, **values)
            with writing("colleague_named", by=by, at=at, facts=facts, areas=AREAS) as pen:
                pen.create(row)
        else:
            row = _found(colleague)
            with writing("colleague_changed", by=by, at=at, facts=facts, areas=AREAS) as pen:
                pen.update(row, **values)
        return pen.action.uuid

    def forget_colleague(
        self, colleague: uuid.UUID, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """No longer asked first."""
        row = _found(colleague)
        facts: dict[str, Fact] = {"name": row.name}
        with writing("colleague_gone", by=by, at=at, facts=facts, areas=AREAS) as pen:
            pen.delete(row)
        return pen.action.uuid

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
    ) -> uuid.UUID:
        """A named number (E.164), new or changed."""
        values: dict[str, Any] = {
            "written": written, "name": name, "kind": kind, "emergency": emergency,
            "may_repeat": may_repeat,
        }  # fmt: skip
        facts: dict[str, Fact] = {"name": name or written}
        with writing("number_named", by=by, at=at, facts=facts, areas=AREAS) as pen:
            row = KnownNumber.objects.filter(number=number).first()
            if row is None:
                pen.create(KnownNumber(number=number, **values))
            else:
                pen.update(row, **values)
        return pen.action.uuid

    def forget_number(self, number: str, *, by: int | None, at: dt.datetime) -> uuid.UUID:
        """No longer named."""
        row = KnownNumber.objects.filter(number=number).first()
        if row is None:
            raise KeyError(number)
        facts: dict[str, Fact] = {"name": row.name or row.written}
        with writing("number_gone", by=by, at=at, facts=facts, areas=AREAS) as pen:
            pen.delete(row)
        return pen.action.uuid


def _zone() -> ZoneInfo:
    return ZoneInfo(Firm.objects.values_list("zone", flat=True).first() or "Europe/Berlin")


def _found(colleague: uuid.UUID) -> Colleague:
    row = Colleague.objects.filter(uuid=colleague).first()
    if row is None:
        raise KeyError(colleague)
    return row
