"""What decisions rest on, read from the database into the values of the book."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import replace
from uuid import UUID
from zoneinfo import ZoneInfo

from wertschatz.domain.customers.phones import normal_number
from wertschatz.domain.customers.preferences import OFFICE_HOURS, SEARCHED_DAYS, Hours
from wertschatz.domain.rules.moment import (
    SLOT_MINUTES,
    Helper,
    Known,
    Setup,
    Stretch,
    named_number,
)
from wertschatz.domain.rules.plain import hours_from, hours_to, rule_from
from wertschatz.domain.rules.ready import ready_made
from wertschatz.domain.rules.rule import Rule
from wertschatz.domain.rules.situation import BudgetLeft, CallerKind
from wertschatz.storage.lead import leads_of_numbers
from wertschatz.storage.models import (
    CallBack,
    Colleague,
    Contact,
    Customer,
    Firm,
    Import,
    KnownNumber,
    RuleSet,
    Switch,
    User,
    Week,
)
from wertschatz.storage.preferences import row_of, value_of
from wertschatz.storage.queries.budget import budget_on
from wertschatz.storage.queries.calendars import busy_between
from wertschatz.storage.queries.groups import confirmed_letter, instructions
from wertschatz.storage.queries.holidays import closed_between
from wertschatz.storage.queries.preferences import parts_of

BREAK = Hours(frozenset(range(5)), 12 * 60 + 30, 13 * 60)
MAIL = (
    Hours(frozenset(range(5)), 10 * 60, 10 * 60 + 30),
    Hours(frozenset(range(5)), 16 * 60, 16 * 60 + 30),
)
"""Two a day, until the owner says otherwise (METHOD 3.2)."""
SWITCHES = ("door", "focus", "break", "unplugged")


def the_owner() -> int | None:
    """Whose rules the telephone follows: the first owner; None: there is none yet."""
    rows = User.objects.filter(role="owner", is_active=True).order_by("id")
    return rows.values_list("id", flat=True).first()


def newest_rules(user: int) -> RuleSet | None:
    """The row that holds; None: the house's own rules do."""
    return RuleSet.objects.filter(user=user).order_by("-id").first()


def rules_of(user: int) -> tuple[Rule, ...]:
    """A person's rules as they hold now."""
    row = newest_rules(user)
    return ready_made() if row is None else tuple(rule_from(rule) for rule in row.rules)


def as_they_are_now(rules: tuple[Rule, ...]) -> tuple[Rule, ...]:
    """Whoever a rule names and was merged since is the customer it is now; what was said stays."""
    keys = {key for rule in rules for key in rule.when.callers or ()}
    uuids = [found for key in keys if (found := _uuid(key)) is not None]
    if not uuids:
        return rules
    merged = Customer.objects.filter(uuid__in=uuids, merged_into__isnull=False)
    now = {str(one): str(into) for one, into in merged.values_list("uuid", "merged_into__uuid")}
    return tuple(_renamed(rule, now) for rule in rules) if now else rules


def _renamed(rule: Rule, now: Mapping[str, str]) -> Rule:
    callers = rule.when.callers
    if callers is None or now.keys().isdisjoint(callers):
        return rule
    renamed = frozenset(now.get(key, key) for key in callers)
    return replace(rule, when=replace(rule.when, callers=renamed))


def _uuid(key: str) -> UUID | None:
    try:
        return UUID(key)
    except ValueError:
        return None


def newest_week(user: int) -> Week | None:
    """The row that holds; None: nobody has said anything."""
    return Week.objects.filter(user=user).order_by("-id").first()


def week_of(user: int) -> Week:
    """A person's times; those of the house where nobody has said anything."""
    row = newest_week(user)
    if row is not None:
        return row
    return Week(
        user_id=user, work=hours_to([OFFICE_HOURS]), breaks=hours_to([BREAK]), mail=hours_to(MAIL)
    )


def switches_of(user: int, now: dt.datetime) -> dict[str, dt.datetime]:
    """Kind → until when, of those that last."""
    found: dict[str, dt.datetime] = {}
    for kind in SWITCHES:
        row = Switch.objects.filter(user=user, kind=kind).order_by("-id").first()
        if row is not None and row.until > now:
            found[kind] = row.until
    return found


def helpers() -> tuple[Helper, ...]:
    """Colleagues who may be asked first, in order."""
    rows = Colleague.objects.filter(away=False).order_by("place", "id")
    return tuple(Helper(row.name, row.number, hours_from(row.hours)) for row in rows)


def setup_of(
    user: int,
    now: dt.datetime,
    *,
    language: str = "",
    kept: Setup | None = None,
    about: dt.datetime | None = None,
) -> Setup:
    """All that a decision for this person rests on beside the caller. What takes long to find out
    (appointments, budget) is that of `kept`, where somebody is in a hurry. `about` is the instant
    that is asked about: appointments and days off are those around it, and on another day than
    today every budget counts as enough."""
    firm = Firm.objects.first()
    zone = firm.zone if firm is not None else "Europe/Berlin"
    week, switched = week_of(user), switches_of(user, now)
    asked = now if about is None else about
    today, day = (one.astimezone(ZoneInfo(zone)).date() for one in (now, asked))
    spoken = User.objects.filter(pk=user).values_list("language", flat=True).first()
    return Setup(
        rules=as_they_are_now(rules_of(user)),
        zone=zone, area_code=firm.area_code if firm is not None else "",
        work=hours_from(week.work), breaks=hours_from(week.breaks), mail=hours_from(week.mail),
        door_until=switched.get("door"), focus_until=switched.get("focus"),
        break_until=switched.get("break"), unplugged_until=switched.get("unplugged"),
        appointments=appointments(user, asked) if kept is None else kept.appointments,
        closed=closed_days(asked, zone) if kept is None else kept.closed,
        taken=promised(user, now), helpers=helpers(), numbers=tuple(week.numbers),
        budget=_budget(today, day) if kept is None else kept.budget,
        language=language or spoken or "de",
    )  # fmt: skip


def _budget(today: dt.date, day: dt.date) -> Mapping[str, BudgetLeft]:
    """What will be left on another day nobody knows."""
    return budget_left(today) if day == today else {}


def closed_days(now: dt.datetime, zone: str) -> frozenset[dt.date]:
    """Days off for as long as slots are looked for."""
    today = now.astimezone(ZoneInfo(zone)).date()
    return closed_between(today, today + dt.timedelta(days=SEARCHED_DAYS + 1))


def appointments(user: int, now: dt.datetime) -> tuple[Stretch, ...]:
    """Of calendars that were taken in and of those that are read again and again, from now on
    for as long as slots are looked for."""
    last = now + dt.timedelta(days=SEARCHED_DAYS)
    return tuple(sorted({*appointments_between(now, last), *busy_between(user, now, last)}))


def appointments_between(first: dt.datetime, last: dt.datetime) -> tuple[Stretch, ...]:
    """Those that end after the first and begin before the last instant, in order."""
    rows = Contact.objects.filter(
        source__state=Import.State.LIVE, kind="appointment",
        on__range=((first - dt.timedelta(days=2)).date().toordinal(), last.date().toordinal()),
        started_at__isnull=False, started_at__lt=last, length__gt=0,
    ).exclude(way__in=["cancelled", "free"])  # fmt: skip
    found = {
        Stretch(start, start + dt.timedelta(minutes=length))
        for start, length in rows.values_list("started_at", "length")
        if start is not None
    }
    return tuple(sorted(one for one in found if one.end > first))


def promised(user: int, now: dt.datetime) -> tuple[Stretch, ...]:
    """Call-backs that still lie before us."""
    length = dt.timedelta(minutes=SLOT_MINUTES)
    rows = CallBack.objects.filter(user=user, state="open", slot_at__gt=now - length)
    slots = rows.order_by("slot_at").values_list("slot_at", flat=True)
    return tuple(Stretch(slot, slot + length) for slot in slots)


def budget_left(today: dt.date) -> dict[str, BudgetLeft]:
    """What is left today of each group's time, in a word; enough where nothing is planned."""
    return {
        part.group or "": BudgetLeft(part.state) if part.planned else BudgetLeft.ENOUGH
        for part in budget_on(today).today
    }


def number_rows() -> Mapping[str, KnownNumber]:
    """The numbers that the owner named, by E.164."""
    return {row.number: row for row in KnownNumber.objects.all()}


def known_customer(customer: Customer, written: Mapping[tuple[str, str], str]) -> Known:
    """A customer as the gate needs to know it; `written` are the instructions of the groups."""
    parts = parts_of(customer.uuid)
    whose = parts[0]
    group = confirmed_letter(whose.uuid)
    return Known(
        key=str(whose.uuid), name=whose.party.name, kind=CallerKind.CUSTOMER, group=group,
        preference=value_of(row_of(parts)), zone=whose.party.zone,
        instruction=written.get((group, "contact"), "") if group else "",
    )  # fmt: skip


def known_number(row: KnownNumber, whose: Known | None) -> Known:
    """A number that the owner named; `whose` is the customer that has it, if one does."""
    return named_number(
        row.number, whose, name=row.name, kind=row.kind, emergency=row.emergency,
        may_repeat=row.may_repeat,
    )  # fmt: skip


def who_is(written: str, area_code: str) -> Known | None:
    """Whoever is behind a number, looked up in the database itself; None: nobody that is known.

    The gate has its own copy of the same (`snapshot`), made of the same parts.
    """
    number = normal_number(written, area_code)
    if not number:
        return None
    leads = leads_of_numbers(area_code)
    found = leads.by_number(number)
    whose = None
    if found is not None:
        whose = known_customer(Customer.objects.get(pk=found), instructions())
    row = KnownNumber.objects.filter(number=number).first()
    return whose if row is None else known_number(row, whose)
