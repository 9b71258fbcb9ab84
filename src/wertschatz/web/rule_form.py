"""A rule as a sentence whose parts can be chosen; works without a script."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.http import QueryDict

from wertschatz.domain.rules.rule import RuleOutOfRange, Season, Until, Verdict, When
from wertschatz.domain.rules.situation import (
    BudgetLeft,
    CallerKind,
    Channel,
    Colleague,
    Emergency,
)
from wertschatz.domain.values import Group
from wertschatz.storage.queries.callers import meant
from wertschatz.usecases.refusals import Refused
from wertschatz.usecases.say_the_rules import Wish, rule_refused
from wertschatz.web.stretches import Row, span_rows, typed_days, typed_spans
from wertschatz.wording.catalogue import N_, translate
from wertschatz.wording.clock import MONTHS
from wertschatz.wording.preferences import weekday_text
from wertschatz.wording.rules import (
    BUDGETS,
    CHANNELS,
    COLLEAGUES,
    EMERGENCIES,
    KINDS,
    SWITCHES,
    VERDICT_NAMES,
    WITHOUT_GROUP,
)

NO_GROUP = "none"
MOST_SEASONS = 12
LONGEST_MINUTES = 1439
STATES = ("door_closed", "focus", "on_break", "unplugged", "in_appointment")
EITHER_WAY = N_("no matter")
UNTILS: Mapping[Until, str] = {
    Until.NOTHING: N_("without a time"),
    Until.STATE: N_("until that is over"),
    Until.SLOT: N_("until the next free time"),
}
LEGENDS: Mapping[str, str] = {
    "group": N_("Group"), "kind": N_("Who"), "channel": N_("How"), "weekday": N_("On which days"),
    "colleague": N_("Colleagues"), "budget": N_("Time budget"), "emergency": N_("Emergency"),
}  # fmt: skip
_SETS: Mapping[str, tuple[str, Any, Mapping[Any, str]]] = {
    "kind": ("kinds", CallerKind, KINDS), "channel": ("channels", Channel, CHANNELS),
    "colleague": ("colleague", Colleague, COLLEAGUES), "budget": ("budget", BudgetLeft, BUDGETS),
    "emergency": ("emergency", Emergency, EMERGENCIES),
}  # fmt: skip
"""Name of the field → name in `When`, its values and their words."""


@dataclass(frozen=True, slots=True)
class Option:
    """One thing that can be chosen."""

    value: str
    label: str
    chosen: bool


@dataclass(frozen=True, slots=True)
class Choices:
    """Several of which any may be ticked; none means: no matter."""

    name: str
    legend: str
    options: list[Option]

    @property
    def used(self) -> bool:
        """Something is ticked."""
        return any(option.chosen for option in self.options)


@dataclass(frozen=True, slots=True)
class SeasonRow:
    """A season, or an empty row for a new one."""

    name: str
    first: str
    """As MM-DD, '' none."""
    last: str

    @property
    def first_month(self) -> str:
        """Without a leading zero, as all of these."""
        return self.first[:2].lstrip("0")

    @property
    def first_day(self) -> str:
        """'' none."""
        return self.first[3:].lstrip("0")

    @property
    def last_month(self) -> str:
        """'' none."""
        return self.last[:2].lstrip("0")

    @property
    def last_day(self) -> str:
        """'' none."""
        return self.last[3:].lstrip("0")


@dataclass(frozen=True, slots=True)
class RuleForm:
    """Everything of a rule that can be chosen."""

    who: list[Choices]
    callers: list[Option]
    days: Choices
    spans: list[Row]
    seasons: list[SeasonRow]
    states: list[tuple[str, list[Option]]]
    also: list[Choices]
    again: str
    verdicts: list[Option]
    untils: list[Option]
    months: list[Option]

    @property
    def more(self) -> bool:
        """Something is chosen of what stands folded."""
        states = any(not options[0].chosen for _, options in self.states)
        seasons = any(row.first for row in self.seasons)
        also = any(one.used for one in self.also)
        return bool(states or seasons or also or self.again or self.callers)


def form_of(wish: Wish, language: str, names: Mapping[str, str]) -> RuleForm:
    """The form of a rule, with the words of the language."""
    when = wish.when
    return RuleForm(
        who=[_groups(when, language), *(_set(n, when, language) for n in ("kind", "channel"))],
        callers=[Option(key, names.get(key, key), True) for key in sorted(when.callers or ())],
        days=Choices("weekday", _legend("weekday", language), [
            Option(str(day), weekday_text(day, language), day in (when.weekdays or ()))
            for day in range(7)
        ]),
        spans=span_rows("time", when.times, more=2 if not when.times else 1),
        seasons=_season_rows(when.seasons),
        states=[(name, _state(name, when, language)) for name in STATES],
        also=[_set(name, when, language) for name in ("colleague", "budget", "emergency")],
        again="" if when.again_within is None else str(when.again_within),
        verdicts=_words(VERDICT_NAMES, wish.verdict, language),
        untils=_words(UNTILS, wish.until, language),
        months=[
            Option(str(at), translate(month, language), False)
            for at, month in enumerate(MONTHS, 1)
        ],
    )  # fmt: skip


def _legend(name: str, language: str) -> str:
    return translate(LEGENDS[name], language)


def _words(words: Mapping[Any, str], chosen: Any, language: str) -> list[Option]:
    return [
        Option(one.value, translate(text, language), one is chosen) for one, text in words.items()
    ]


def _groups(when: When, language: str) -> Choices:
    chosen: Iterable[Group | None] = when.groups or ()
    options = [Option(group.value, group.value, group in chosen) for group in Group]
    nobody = Option(NO_GROUP, translate(WITHOUT_GROUP, language), None in chosen)
    return Choices("group", _legend("group", language), [*options, nobody])


def _set(name: str, when: When, language: str) -> Choices:
    column, _, words = _SETS[name]
    chosen = getattr(when, column) or ()
    options = [
        Option(one.value, translate(text, language), one in chosen) for one, text in words.items()
    ]
    return Choices(name, _legend(name, language), options)


def _state(name: str, when: When, language: str) -> list[Option]:
    asked = getattr(when, name)
    return [
        Option("", translate(EITHER_WAY, language), asked is None),
        Option("yes", translate(SWITCHES[name, True], language), asked is True),
        Option("no", translate(SWITCHES[name, False], language), asked is False),
    ]


def _season_rows(seasons: Iterable[Season]) -> list[SeasonRow]:
    rows = [
        SeasonRow(f"season-{at}", _day_text(one.start), _day_text(one.end))
        for at, one in enumerate(seasons)
    ]
    return [*rows, SeasonRow(f"season-{len(rows)}", "", "")]


def _day_text(day: tuple[int, int]) -> str:
    return f"{day[0]:02d}-{day[1]:02d}"


def typed_wish(sent: QueryDict, area_code: str) -> Wish:
    """What the form says; raises Refused."""
    named: dict[str, Any] = {}
    groups = {Group(one) for one in sent.getlist("group") if one in set(Group)}
    everybody = {*groups, None} if NO_GROUP in sent.getlist("group") else groups
    named["groups"] = frozenset(everybody) or None
    for name, (column, kind, _) in _SETS.items():
        chosen = frozenset(kind(one) for one in sent.getlist(name) if one in set(kind))
        named[column] = chosen or None
    for name in STATES:
        named[name] = {"yes": True, "no": False}.get(sent.get(name, ""))
    named["callers"] = _callers(sent, area_code)
    named["weekdays"] = typed_days(sent, "weekday") or None
    named["times"] = typed_spans(sent, "time")
    named["seasons"] = _seasons(sent)
    named["again_within"] = _again(sent.get("again", ""))
    verdict, until = sent.get("verdict", ""), sent.get("until", "")
    try:
        return Wish(
            When(**named),
            Verdict(verdict) if verdict in set(Verdict) else Verdict.PUT_THROUGH,
            Until(until) if until in set(Until) else Until.NOTHING,
        )
    except RuleOutOfRange as error:
        raise rule_refused(error) from None


def _callers(sent: QueryDict, area_code: str) -> frozenset[str] | None:
    keys = {key[:60] for key in sent.getlist("caller") if key}
    text = sent.get("caller_name", "").strip()[:100]
    if text:
        found = [known.key for known in meant(text, area_code) if known.key]
        if len(found) != 1:
            raise Refused("caller_unclear" if found else "caller_unknown", {"text": text})
        keys.add(found[0])
    return frozenset(keys) or None


def _seasons(sent: QueryDict) -> tuple[Season, ...]:
    found = []
    for at in range(MOST_SEASONS):
        first, last = (_year_day(sent, f"season-{at}-{end}") for end in ("first", "last"))
        if first is None and last is None:
            continue
        if first is None or last is None:
            raise Refused("season_half")
        found.append(Season(first, last))
    return tuple(found)


def _year_day(sent: QueryDict, name: str) -> tuple[int, int] | None:
    """(month, day); None where neither is chosen; raises Refused for what no calendar has."""
    month, day = sent.get(f"{name}_month", ""), sent.get(f"{name}_day", "").strip()
    if not month and not day:
        return None
    if not month or not day:
        raise Refused("season_half")
    try:
        found = dt.date(2024, int(month), int(day))  # a leap year
    except ValueError:
        raise Refused("rule_out_of_range", {"field": "seasons"}) from None
    return found.month, found.day


def _again(text: str) -> int | None:
    bare = text.strip()
    if not bare:
        return None
    if not bare.isdecimal() or len(bare) > 4 or int(bare) > LONGEST_MINUTES:
        raise Refused("again_not_read", {"value": bare[:30], "most": LONGEST_MINUTES})
    return int(bare)
