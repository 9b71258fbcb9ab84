"""What a person's records say of the things to leave: spans of work from contacts, week by week."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from typing import NamedTuple, cast
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Q

from wertschatz.domain.customers.identity import folded_name
from wertschatz.domain.customers.phones import normal_number
from wertschatz.domain.customers.preferences import Hours
from wertschatz.domain.rules.plain import hours_from
from wertschatz.domain.values import Group
from wertschatz.domain.worktime.leave import (
    GivenBack,
    Leave,
    Notice,
    Spent,
    base_of,
    given_back,
    monday_of,
)
from wertschatz.storage.find_customers import can_be_seen
from wertschatz.storage.models import (
    Assessment,
    Contact,
    Customer,
    Firm,
    Import,
    LeaveItem,
    LeaveTick,
    User,
)
from wertschatz.storage.queries.fresh import away
from wertschatz.storage.queries.setup import the_owner, week_of

WEEKS_TOLD = 26
"""“In all” reaches back so far at most."""
DAY = dt.timedelta(days=1)
WEEK = dt.timedelta(weeks=1)
NOON = dt.time(12)
NO_WORK = ("missed", "rejected", "cancelled", "free")
"""Ways of contacts in which nobody was at work."""


class Range(NamedTuple):
    """Days, both included."""

    first: dt.date
    last: dt.date


@dataclass(frozen=True, slots=True)
class LeaveLine:
    """One thing on the list as a page shows it."""

    uuid: UUID
    text: str
    notice: Notice
    never: bool
    since: dt.date
    back: GivenBack
    """By hand: `spent` is what happened after all, `before` None."""
    each_minutes: int
    people: tuple[str, ...] = ()
    """Names of those one no longer calls."""
    ticked: bool | None = None
    """By hand, today: left, happened, or nothing said."""


@dataclass(frozen=True, slots=True)
class Times:
    """Breaks and mail windows of a person."""

    breaks: tuple[Hours, ...] = ()
    mail: tuple[Hours, ...] = ()


def times_of(user: int) -> Times:
    """As they hold now."""
    week = week_of(user)
    return Times(hours_from(week.breaks), hours_from(week.mail))


def spent_between(
    user: int,
    first: dt.date,
    last: dt.date,
    zone: ZoneInfo,
    people: Collection[str] = (),
) -> list[Spent]:
    """What this person was at on these days, both included, logged or imported, in order.

    Where effort is counted already by another entry (the call within a longer span of work), only
    one of them is told. Appointments of a calendar are none: nobody knows whether they are work.
    `people`: keys of others (UUID of a customer, or number as E.164) that are to be told apart.
    """
    mine, after = _Mine(user), set[str]()
    letters, named = _of_group_c(), _customers_of(people)
    area = Firm.objects.values_list("area_code", flat=True).first() or ""
    numbers = frozenset(key for key in people if key.startswith("+"))
    rows = (
        Contact.objects.filter(
            source__state=Import.State.LIVE, on__range=(first.toordinal(), last.toordinal())
        )
        .filter(Q(person=None) | Q(person=user))  # of colleagues nothing has to be read
        .exclude(way__in=NO_WORK)
        .exclude(kind="appointment")
    )
    columns = rows.order_by("on", "started_at", "id").values_list(
        "key", "person_id", "who", "customer_id", "kind", "way", "on", "started_at", "minutes",
        "length", "other",
    )  # fmt: skip
    found = []
    for row in columns.iterator():
        key, person, who, customer, kind, way, on, begun, counted, length, other = row
        minutes = length if customer is None else counted
        # The same call in two lists is one.
        if not minutes or key in after or not mine(person, who):
            continue
        if key:
            after.add(key)
        arrived = kind == "mail" and way == "in"
        if begun is None:
            # A day field reads as a date.
            start = dt.datetime.combine(cast(dt.date, on), NOON, zone)
        else:
            start = begun.astimezone(zone)
        found.append(
            Spent(
                start, minutes, kind, way or "", Group.C if customer in letters else None,
                named.get(customer or 0) or _number(other, numbers, area),
                timed=begun is not None and not arrived,
            )
        )  # fmt: skip
    return found


def _number(other: str | None, asked: frozenset[str], area: str) -> str:
    """The number of the other side, where it is asked for."""
    if not asked or not other or " " in other:
        return ""
    number = normal_number(other, area)
    return number if number in asked else ""


def _of_group_c() -> set[int]:
    """Customers whose confirmed letter is C, and whoever was merged into them."""
    letters = set(
        Assessment.objects.filter(confirmed=True, group="C").values_list("customer_id", flat=True)
    )
    merged = Customer.objects.filter(merged_into__in=letters).values_list("id", flat=True)
    return letters | set(merged)


def _customers_of(keys: Iterable[str]) -> dict[int, str]:
    """Customer → the key under which it stands on a list; those merged into it likewise."""
    asked = [key for key in keys if not key.startswith("+")]
    rows = Customer.objects.filter(Q(uuid__in=asked) | Q(merged_into__uuid__in=asked))
    columns = rows.values_list("id", "uuid", "merged_into__uuid")
    return {number: str(own) if str(own) in asked else str(into) for number, own, into in columns}


class _Mine:
    """Whether an entry is this person's: theirs by account, or by the name in a file; what names
    nobody is the owner's, and where there is one account only, everything is."""

    def __init__(self, user: int) -> None:
        self.user = user
        rows = User.objects.filter(pk=user).values_list("username", "party__name")
        self.names = {folded_name(name) for row in rows for name in row if name}
        self.alone = User.objects.filter(is_active=True).count() == 1
        self.owner = the_owner() == user

    def __call__(self, person: int | None, who: str) -> bool:
        if person is not None:
            return person == self.user
        if self.alone:
            return True
        return folded_name(who) in self.names if who else self.owner


def leave_lines(user: int, today: dt.date, zone: ZoneInfo) -> list[LeaveLine]:
    """What stands on this person's list, with what it gave back; only the weeks that are needed
    are read."""
    items = list(LeaveItem.objects.filter(user=user, ended_on=None).order_by("id"))
    leaves = {item.pk: leave_of(item) for item in items}
    measured = [one for one in leaves.values() if one.notice is not Notice.BY_HAND]
    keys = frozenset(key for one in measured for key in one.people)
    first = monday_of(today) - WEEKS_TOLD * WEEK
    spent: list[Spent] = []
    for part in needed_days(measured, today):
        spent += spent_between(user, part.first, part.last, zone, keys)
    times, absent = times_of(user), away(user)
    names = _names_of(keys)
    lines = []
    for item in items:
        leave = leaves[item.pk]
        if leave.notice is Notice.BY_HAND:
            lines.append(_by_hand(item, leave, today, first))
            continue
        found = given_back(leave, today, spent, times.breaks, times.mail, first=first, away=absent)
        people = tuple(sorted(names.get(key, key) for key in leave.people))
        lines.append(_line(item, leave, found, people))
    return lines


def needed_days(leaves: Iterable[Leave], today: dt.date) -> list[Range]:
    """The days that say how it was before, and those since; apart, and in order."""
    first = monday_of(today) - WEEKS_TOLD * WEEK
    wanted: list[Range] = []
    for one in leaves:
        start, end = base_of(one)
        wanted += [Range(start, end - DAY), Range(max(first, end), today)]
    found: list[Range] = []
    for part in sorted(part for part in wanted if part.first <= part.last):
        if found and part.first <= found[-1].last + DAY:
            found[-1] = Range(found[-1].first, max(found[-1].last, part.last))
        else:
            found.append(part)
    return found


def leave_of(item: LeaveItem) -> Leave:
    """The row as the book's value."""
    return Leave(Notice(item.notice), item.since, item.never, frozenset(item.people))


def _by_hand(item: LeaveItem, leave: Leave, today: dt.date, first: dt.date) -> LeaveLine:
    """By hand each tick gives back what one time is about."""
    rows = LeaveTick.objects.filter(item=item, on__gte=first.toordinal())
    ticks = {row.on: row.left for row in rows}
    left = [on for on, was in ticks.items() if was]
    monday = monday_of(today)
    week = sum(1 for on in left if on >= monday) * item.each_minutes
    happened = sum(1 for on, was in ticks.items() if not was and on >= monday)
    found = GivenBack(happened * item.each_minutes, None, week, len(left) * item.each_minutes)
    return _line(item, leave, found, (), ticks.get(today))


def _line(
    item: LeaveItem,
    leave: Leave,
    found: GivenBack,
    people: tuple[str, ...],
    ticked: bool | None = None,
) -> LeaveLine:
    return LeaveLine(
        item.uuid, item.text, leave.notice, leave.never, leave.since, found, item.each_minutes,
        people, ticked,
    )  # fmt: skip


def _names_of(keys: Iterable[str]) -> dict[str, str]:
    asked = [key for key in keys if not key.startswith("+")]
    rows = Customer.objects.filter(uuid__in=asked).values_list("uuid", "party__name")
    return {str(uuid): name for uuid, name in rows}


def people_named(text: str) -> list[str]:
    """Keys of the customers with this name, upper and lower case alike; two at most."""
    name = folded_name(text)[:320]
    rows = Customer.objects.filter(can_be_seen(), name_key=name, merged_into=None)
    return [str(uuid) for uuid in rows.order_by("id").values_list("uuid", flat=True)[:2]]
