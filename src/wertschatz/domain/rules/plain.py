"""Rules and set-up as plain values (dict, list, str, int, bool, None), and back.

This is how they are stored, handed to the gate and exported; `FORMAT` says in which form.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict
from enum import StrEnum
from typing import Any

from wertschatz.domain.customers.preferences import Hours, Preference, Way
from wertschatz.domain.rules.moment import Helper, Known, Setup, Stretch
from wertschatz.domain.rules.rule import Rule, Season, Span, Until, Verdict, When
from wertschatz.domain.rules.situation import (
    BudgetLeft,
    CallerKind,
    Channel,
    Colleague,
    Emergency,
)
from wertschatz.domain.values import Group

FORMAT = 1
Plain = Mapping[str, Any]
_SWITCHES = ("door_closed", "focus", "on_break", "unplugged", "in_appointment")
_CHOICES: Mapping[str, type[StrEnum]] = {
    "kinds": CallerKind, "channels": Channel, "colleague": Colleague, "budget": BudgetLeft,
    "emergency": Emergency,
}  # fmt: skip
_INSTANTS = ("door_until", "focus_until", "break_until", "unplugged_until")


def rule_to(rule: Rule) -> dict[str, Any]:
    """A rule as plain values; what it leaves open is not named."""
    when = rule.when
    said: dict[str, Any] = {}
    if when.groups is not None:
        said["groups"] = sorted(group.value if group else "" for group in when.groups)
    for name in _CHOICES:
        if (chosen := getattr(when, name)) is not None:
            said[name] = sorted(chosen)
    if when.callers is not None:
        said["callers"] = sorted(when.callers)
    if when.weekdays is not None:
        said["weekdays"] = sorted(when.weekdays)
    if when.times:
        said["times"] = [list(span) for span in when.times]
    if when.seasons:
        said["seasons"] = [[list(season.start), list(season.end)] for season in when.seasons]
    for name in (*_SWITCHES, "again_within"):
        if getattr(when, name) is not None:
            said[name] = getattr(when, name)
    return {
        "id": rule.id, "when": said, "verdict": rule.verdict.value, "until": rule.until.value,
        "ready": rule.ready, "on": rule.on,
    }  # fmt: skip


def rule_from(plain: Plain) -> Rule:
    """The rule; raises KeyError, ValueError (RuleOutOfRange) or TypeError for what is none."""
    said = plain["when"]
    named: dict[str, Any] = {
        name: frozenset(kind(one) for one in said[name])
        for name, kind in _CHOICES.items()
        if name in said
    }
    if "groups" in said:
        named["groups"] = frozenset(Group(one) if one else None for one in said["groups"])
    for name in ("callers", "weekdays"):
        if name in said:
            named[name] = frozenset(said[name])
    named["times"] = tuple(Span(int(start), int(end)) for start, end in said.get("times", ()))
    named["seasons"] = tuple(
        Season((int(start[0]), int(start[1])), (int(end[0]), int(end[1])))
        for start, end in said.get("seasons", ())
    )
    for name in (*_SWITCHES, "again_within"):
        if name in said:
            named[name] = said[name]
    return Rule(
        int(plain["id"]), When(**named), Verdict(plain["verdict"]), Until(plain["until"]),
        str(plain.get("ready", "")), bool(plain.get("on", True)),
    )  # fmt: skip


def hours_to(hours: Iterable[Hours]) -> list[dict[str, Any]]:
    """Stretches of the week as plain values."""
    return [
        {"weekdays": sorted(one.weekdays), "start": one.start, "until": one.until} for one in hours
    ]


def hours_from(plain: Iterable[Plain]) -> tuple[Hours, ...]:
    """The stretches; raises KeyError, ValueError or TypeError for what is none."""
    return tuple(
        Hours(frozenset(map(int, one["weekdays"])), int(one["start"]), int(one["until"]))
        for one in plain
    )


def setup_to(setup: Setup) -> dict[str, Any]:
    """The whole set-up as plain values, with its format."""
    return {
        "format": FORMAT,
        "rules": [rule_to(rule) for rule in setup.rules],
        "zone": setup.zone, "area_code": setup.area_code, "language": setup.language,
        "work": hours_to(setup.work), "breaks": hours_to(setup.breaks),
        "mail": hours_to(setup.mail),
        **{name: _instant_to(getattr(setup, name)) for name in _INSTANTS},
        "appointments": _stretches_to(setup.appointments), "taken": _stretches_to(setup.taken),
        "helpers": [
            {"name": one.name, "number": one.number, "hours": hours_to(one.hours)}
            for one in setup.helpers
        ],
        "numbers": list(setup.numbers),
        "closed": sorted(day.isoformat() for day in setup.closed),
        "budget": {group: left.value for group, left in setup.budget.items()},
    }  # fmt: skip


def setup_from(plain: Plain) -> Setup:
    """The set-up; raises ValueError for another format, and as `rule_from` does."""
    if plain["format"] != FORMAT:
        raise ValueError("format")
    instants = {name: _instant_from(plain[name]) for name in _INSTANTS}
    return Setup(
        rules=tuple(rule_from(rule) for rule in plain["rules"]),
        zone=plain["zone"], area_code=plain["area_code"], language=plain["language"],
        work=hours_from(plain["work"]), breaks=hours_from(plain["breaks"]),
        mail=hours_from(plain["mail"]),
        appointments=_stretches_from(plain["appointments"]),
        taken=_stretches_from(plain["taken"]),
        helpers=tuple(
            Helper(one["name"], one["number"], hours_from(one["hours"]))
            for one in plain["helpers"]
        ),
        numbers=tuple(plain["numbers"]),
        closed=frozenset(map(dt.date.fromisoformat, plain.get("closed", ()))),
        budget={group: BudgetLeft(left) for group, left in plain["budget"].items()},
        **instants,
    )  # fmt: skip


def known_to(known: Known) -> dict[str, Any]:
    """A caller as plain values; what is as for everybody is not named."""
    liked = asdict(known.preference)
    liked["never"], liked["weekdays"] = sorted(liked["never"]), sorted(liked["weekdays"])
    every = {
        "key": known.key, "name": known.name, "kind": known.kind.value,
        "group": known.group.value if known.group else "", "emergency": known.emergency,
        "may_repeat": known.may_repeat, "zone": known.zone, "instruction": known.instruction,
        "preference": {name: value for name, value in liked.items() if value not in (None, [], "")},
    }  # fmt: skip
    return {name: value for name, value in every.items() if value}


def known_from(plain: Plain) -> Known:
    """The caller; raises KeyError, ValueError or TypeError for what is none."""
    liked = dict(plain.get("preference", {}))
    if "best" in liked:
        liked["best"] = Way(liked["best"])
    liked["never"] = frozenset(Way(one) for one in liked.get("never", ()))
    liked["weekdays"] = frozenset(liked.get("weekdays", ()))
    return Known(
        key=plain.get("key", ""), name=plain.get("name", ""),
        kind=CallerKind(plain.get("kind", CallerKind.CUSTOMER)),
        group=Group(plain["group"]) if plain.get("group") else None,
        emergency=plain.get("emergency", False), may_repeat=plain.get("may_repeat", False),
        preference=Preference(**liked), zone=plain.get("zone", ""),
        instruction=plain.get("instruction", ""),
    )  # fmt: skip


def _instant_to(at: dt.datetime | None) -> str | None:
    return None if at is None else at.astimezone(dt.UTC).isoformat()


def _instant_from(text: str | None) -> dt.datetime | None:
    return None if text is None else dt.datetime.fromisoformat(text)


def _stretches_to(stretches: Sequence[Stretch]) -> list[list[str | None]]:
    return [[_instant_to(one.start), _instant_to(one.end)] for one in stretches]


def _stretches_from(plain: Iterable[Sequence[str]]) -> tuple[Stretch, ...]:
    read: Callable[[str], dt.datetime] = dt.datetime.fromisoformat
    return tuple(Stretch(read(start), read(end)) for start, end in plain)
