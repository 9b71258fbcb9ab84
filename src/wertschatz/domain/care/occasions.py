"""Occasions for a kind word, found in one's own data or noted by a person.

Each names the fact it comes from, so that the same fact never asks twice. Of staff nothing is
computed from their records: what a colleague did well is noted by hand.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date
from hashlib import blake2s
from statistics import median_low
from typing import NamedTuple

from wertschatz.domain.customers.identity import folded_name
from wertschatz.domain.customers.rhythm import rhythm_of
from wertschatz.domain.values import Fact, Reason

CODES = (
    "paid_early_again", "years_together", "first_order", "round_order", "special_order",
    "recommended", "problem_solved", "birthday", "gone_quiet", "thanks_owed", "noted",
)  # fmt: skip
"""Never renamed or reused."""
OWN = "own:"
"""Begins the fact of an occasion that somebody typed, such as a wedding."""
PERSONAL = frozenset({"birthday"})
"""Occasions of the person, not of the work."""
LASTS = 60
"""Days an occasion stays one; birthdays less."""
QUIET_LASTS = 180
"""Days: who is silent longer is gone, and to be met another way."""
EARLY_DAYS = 3
"""Paid so many days before it was due."""
EARLY_AGAIN = 3
"""So often in a calendar year."""
ROUND = (10, 50, 100, 250, 500, 1000)
SPECIAL_FACTOR = 3
"""So many times the usual invoice."""
SPECIAL_NEEDS = 5
"""Earlier invoices; below, nothing is usual yet."""
UNKNOWN_DAYS = 60
"""Whoever is there in the first days of all data was there before: no beginning is known."""
BIRTHDAY_BEFORE, BIRTHDAY_AFTER = 3, 7


class Bill(NamedTuple):
    """One invoice that counts."""

    key: str
    """Its number, or what stands for it."""
    on: date
    cents: int
    """Net; credit notes are left out."""
    due_on: date | None = None
    paid_on: date | None = None


class Birthday(NamedTuple):
    """Of whom: the person, or a contact person of the customer."""

    who: str
    born: str
    """ISO day, or '--MM-DD'."""


class Day(NamedTuple):
    """A dated fact with the key of its row."""

    key: str
    on: date
    about: str = ""
    cents: int = 0
    """What an accepted offer is worth, net."""


@dataclass(frozen=True, slots=True)
class Facts:
    """All one knows of one person or customer."""

    key: str
    bills: Sequence[Bill] = ()
    contacts: Sequence[date] = ()
    since: date | None = None
    """Together since then, as somebody said it; None: the data decide."""
    birthdays: Sequence[Birthday] = ()
    recommended: Sequence[Day] = ()
    solved: Sequence[Day] = ()
    """Promises of ours that were kept."""
    owed: Sequence[Day] = ()
    """What they did for us: an order from an offer, a thank-you of theirs."""
    noted: Sequence[Day] = ()
    """By hand."""
    thanked: Sequence[date] = ()
    """Attentions they got."""


@dataclass(frozen=True, slots=True)
class Occasion:
    """Why somebody deserves a kind word."""

    key: str
    """Whose."""
    code: str
    fact: str
    """What it comes from, unique to the person: the same fact is the same occasion."""
    on: date
    reason: Reason
    dated: bool = False
    """Belongs to its day: a birthday."""


def occasions(facts: Facts, today: date, data_since: date | None = None) -> tuple[Occasion, ...]:
    """All occasions of one person that are one today, the newest first, none twice.

    `data_since` is the first day of which the house knows anything of anybody.
    """
    found: dict[str, Occasion] = {}
    for one in _all(facts, today, data_since):
        lasts = {"birthday": BIRTHDAY_AFTER, "gone_quiet": QUIET_LASTS}.get(one.code, LASTS)
        early = BIRTHDAY_BEFORE if one.code == "birthday" else 0
        if -early <= (today - one.on).days <= lasts:
            found.setdefault(one.fact, one)
    return tuple(sorted(found.values(), key=lambda one: (-one.on.toordinal(), one.fact)))


def _all(facts: Facts, today: date, data_since: date | None) -> Iterator[Occasion]:
    bills = sorted((one for one in facts.bills if one.cents > 0), key=lambda one: (one.on, one.key))
    yield from _early(facts.key, bills)
    yield from _years(facts, bills, today, data_since)
    yield from _orders(facts.key, bills, _is_new(facts, bills, data_since))
    yield from _special(facts.key, bills)
    big = [one for one in facts.owed if _is_big(one, bills)]
    for one in big:
        told: dict[str, Fact] = {"on": one.on.isoformat(), "about": one.about}
        reason = Reason("special_order", told)
        yield Occasion(facts.key, "special_order", f"special:{one.key}", one.on, reason)
    for birthday in facts.birthdays:
        yield from _birthday(facts.key, birthday, today)
    yield from _dated(facts.key, "recommended", facts.recommended)
    yield from _dated(facts.key, "problem_solved", facts.solved)
    yield from _dated(facts.key, "noted", facts.noted)
    # A thank-you that was given meanwhile pays the debt.
    owed = [
        one for one in facts.owed
        if one not in big and not any(day >= one.on for day in facts.thanked)
    ]  # fmt: skip
    yield from _dated(facts.key, "thanks_owed", owed)
    yield from _quiet(facts, bills, today)


def _early(key: str, bills: Sequence[Bill]) -> Iterator[Occasion]:
    """The third early payment of a calendar year; once a year."""
    early = sorted(
        (one.paid_on, (one.due_on - one.paid_on).days)
        for one in bills
        if one.paid_on and one.due_on and (one.due_on - one.paid_on).days >= EARLY_DAYS
    )
    for year in sorted({day.year for day, _ in early}):
        days = [(day, before) for day, before in early if day.year == year]
        if len(days) >= EARLY_AGAIN:
            facts: dict[str, Fact] = {
                "times": len(days), "early_days": min(before for _, before in days),
                "year": str(year),
            }  # fmt: skip
            on = days[-1][0]
            yield Occasion(
                key, "paid_early_again", f"early:{year}", on, Reason("paid_early_again", facts)
            )


def _begin(facts: Facts, bills: Sequence[Bill], data_since: date | None) -> date | None:
    if facts.since is not None:
        return facts.since
    days = [one.on for one in bills] + list(facts.contacts)
    first = min(days, default=None)
    if first is None or data_since is None or (first - data_since).days < UNKNOWN_DAYS:
        return None
    return first


def _is_new(facts: Facts, bills: Sequence[Bill], data_since: date | None) -> bool:
    begin = _begin(facts, bills, data_since)
    return bool(bills) and begin is not None and (bills[0].on - begin).days <= LASTS * 6


def _years(
    facts: Facts, bills: Sequence[Bill], today: date, data_since: date | None
) -> Iterator[Occasion]:
    begin = _begin(facts, bills, data_since)
    if begin is None or begin > today:
        return
    for years in (today.year - begin.year - 1, today.year - begin.year):
        if years in (1, 2, 3) or (years > 0 and years % 5 == 0):
            day = anniversary(begin.month, begin.day, begin.year + years)
            if day is not None:
                reason = Reason("years_together", {"years": years, "since_on": begin.isoformat()})
                yield Occasion(facts.key, "years_together", f"years:{years}", day, reason)


def _orders(key: str, bills: Sequence[Bill], new: bool) -> Iterator[Occasion]:
    if bills and new:
        reason = Reason("first_order", {"on": bills[0].on.isoformat()})
        yield Occasion(key, "first_order", "order:1", bills[0].on, reason)
    for number in ROUND:
        if len(bills) >= number:
            on = bills[number - 1].on
            reason = Reason("round_order", {"number": number, "on": on.isoformat()})
            yield Occasion(key, "round_order", f"order:{number}", on, reason)


def _special(key: str, bills: Sequence[Bill]) -> Iterator[Occasion]:
    """The largest order so far, far beyond the usual one."""
    sums: list[int] = []
    best = 0
    for one in bills:
        # The median only where it decides: sorting at each invoice would be quadratic.
        if (
            len(sums) >= SPECIAL_NEEDS and one.cents > best
            and one.cents >= SPECIAL_FACTOR * median_low(sums)
        ):  # fmt: skip
            reason = Reason("special_order", {"on": one.on.isoformat(), "about": ""})
            yield Occasion(key, "special_order", f"special:{one.key}", one.on, reason)
        sums.append(one.cents)
        best = max(best, one.cents)


def _is_big(order: Day, bills: Sequence[Bill]) -> bool:
    """An accepted offer far beyond the usual invoice."""
    sums = [one.cents for one in bills if one.on <= order.on]
    return len(sums) >= SPECIAL_NEEDS and order.cents >= SPECIAL_FACTOR * median_low(sums)


def _birthday(key: str, birthday: Birthday, today: date) -> Iterator[Occasion]:
    parts = birthday.born.removeprefix("--").split("-")
    try:
        numbers = [int(one) for one in parts]
    except ValueError:
        return
    if len(numbers) not in (2, 3):
        return
    month, day = numbers[-2:]
    year = numbers[0] if len(numbers) == 3 else None
    for of in (today.year - 1, today.year, today.year + 1):
        on = anniversary(month, day, of)
        if on is None or (year is not None and of <= year):
            continue
        facts: dict[str, Fact] = {"who": birthday.who, "on": on.isoformat()}
        if on < today:
            facts["past"] = True
        # Only a round one is told as a number: nobody likes to be counted.
        if year is not None and (of - year) % 10 == 0:
            facts["age"] = of - year
        who = blake2s(same_person(birthday.who).encode(), digest_size=5).hexdigest()
        fact = f"birthday:{month:02}-{day:02}:{who}:{of}"
        yield Occasion(key, "birthday", fact, on, Reason("birthday", facts), dated=True)


def same_person(name: str) -> str:
    """What two ways to write one person's name have in common.

    >>> same_person("Roth, Petra") == same_person("petra  Roth")
    True
    """
    return " ".join(sorted(folded_name(name.replace(",", " ")).split()))


def anniversary(month: int, day: int, year: int) -> date | None:
    """The day in that year; whoever was born on 29 February has it on 1 March in other years,
    because nobody is congratulated before the day. None: no day of any calendar.

    >>> anniversary(2, 29, 2027)
    datetime.date(2027, 3, 1)
    """
    if not 1 <= year <= MAXYEAR:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return date(year, 3, 1) if (month, day) == (2, 29) else None


def _dated(key: str, code: str, days: Iterable[Day]) -> Iterator[Occasion]:
    for one in days:
        facts: dict[str, Fact] = {"on": one.on.isoformat(), "about": one.about}
        yield Occasion(key, code, f"{code}:{one.key}", one.on, Reason(code, facts))


def _quiet(facts: Facts, bills: Sequence[Bill], today: date) -> Iterator[Occasion]:
    days = [one.on.toordinal() for one in bills]
    days += [day.toordinal() for day in facts.contacts if day <= today]
    rhythm = rhythm_of(days)
    now = today.toordinal()
    if rhythm is None or not rhythm.is_quiet(now):
        return
    last = date.fromordinal(rhythm.last_on)
    if any(day > last for day in facts.thanked):
        return
    told: dict[str, Fact] = {
        "weeks": rhythm.silent_days(now) // 7, "usual_days": rhythm.gap_days,
        "last_on": last.isoformat(),
    }  # fmt: skip
    yield Occasion(
        facts.key, "gone_quiet", f"quiet:{last.isoformat()}", last, Reason("gone_quiet", told)
    )
