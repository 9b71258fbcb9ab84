"""Keeps a person's rules, times, switches, colleagues and named numbers."""

from __future__ import annotations

import datetime as dt
import json
import uuid
from collections.abc import Mapping, Sequence
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction

from wertschatz.domain.customers.preferences import Hours
from wertschatz.domain.rules.plain import hours_to, rule_from, rule_to
from wertschatz.domain.rules.ready import ready_made
from wertschatz.domain.rules.rule import Rule
from wertschatz.domain.values import Fact
from wertschatz.ports.commitments import ChangedMeanwhile
from wertschatz.ports.seen import Seen, Value, unless_changed
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
                pen.create(
                    RuleSet(user_id=user, rules=plain, at=at, by_id=by, previous=newest_rules(user))
                )
        return pen.action.uuid

    def rules_seen(self, user: int, version: int) -> tuple[Rule, ...] | None:
        """As they were in that version, 0: the house's own; None: there is no such version."""
        if version == 0:
            return ready_made()
        row = RuleSet.objects.filter(user=user, pk=version).first()
        return None if row is None else tuple(rule_from(rule) for rule in row.rules)

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
        seen: Seen | None = None,
    ) -> uuid.UUID | None:
        """The times from now on; None: nothing differs. `seen` as `week_seen` writes it; raises
        seen.ChangedMeanwhile."""
        values: dict[str, Any] = {
            "work": hours_to(work), "breaks": hours_to(breaks), "mail": hours_to(mail),
            "numbers": list(numbers),
        }  # fmt: skip
        with transaction.atomic():
            User.objects.select_for_update().get(pk=user)
            last = newest_week(user)
            row = last or week_of(user)
            unless_changed(seen, week_seen(row), _as_seen(values))
            if all(getattr(row, name) == value for name, value in values.items()):
                return None
            with writing("week_said", by=by, at=at, areas=AREAS) as pen:
                pen.create(Week(user_id=user, at=at, by_id=by, previous=last, **values))
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
        seen: Seen | None = None,
    ) -> uuid.UUID:
        """A new one (None), or what changes of one. `seen` as `colleague_seen` writes it; raises
        seen.ChangedMeanwhile."""
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
            unless_changed(seen, colleague_seen(row), _as_seen(values))
            with writing("colleague_changed", by=by, at=at, facts=facts, areas=AREAS) as pen:
                pen.update(row, **values)
        return pen.action.uuid

    def move_colleague(
        self, colleague: uuid.UUID, by_places: int, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID | None:
        """Asked earlier (-1) or later (1); None: there is no such place."""
        with transaction.atomic():
            rows = list(Colleague.objects.select_for_update().order_by("place", "id"))
            row = next((one for one in rows if one.uuid == colleague), None)
            if row is None:
                raise KeyError(colleague)
            here = rows.index(row)
            to = min(max(0, here + by_places), len(rows) - 1)
            if to == here:
                return None
            rows.insert(to, rows.pop(here))
            facts: dict[str, Fact] = {"name": row.name}
            with writing("colleague_moved", by=by, at=at, facts=facts, areas=AREAS) as pen:
                for place, one in enumerate(rows):
                    if one.place != place:
                        pen.update(one, place=place)
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
        seen: Seen | None = None,
    ) -> uuid.UUID:
        """A named number (E.164), new or changed. `seen` as `number_seen` writes it; raises
        seen.ChangedMeanwhile."""
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
                unless_changed(seen, number_seen(row), _as_seen(values))
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


def week_seen(row: Week) -> dict[str, Value]:
    """A person's times as a form carries them along."""
    return _as_seen({name: getattr(row, name) for name in ("work", "breaks", "mail", "numbers")})


def colleague_seen(row: Colleague) -> dict[str, Value]:
    """A colleague as a form carries it along."""
    return _as_seen({name: getattr(row, name) for name in ("name", "number", "hours", "away")})


def number_seen(row: KnownNumber) -> dict[str, Value]:
    """A named number as a form carries it along."""
    names = ("written", "name", "kind", "emergency", "may_repeat")
    return _as_seen({name: getattr(row, name) for name in names})


def _as_seen(values: Mapping[str, Any]) -> dict[str, Value]:
    """Lists as JSON text, so that they can be compared and lie in a hidden field."""
    return {
        name: json.dumps(value, sort_keys=True) if isinstance(value, list)
        else int(value) if isinstance(value, bool) else value
        for name, value in values.items()
    }  # fmt: skip


def _found(colleague: uuid.UUID) -> Colleague:
    row = Colleague.objects.filter(uuid=colleague).first()
    if row is None:
        raise KeyError(colleague)
    return row
