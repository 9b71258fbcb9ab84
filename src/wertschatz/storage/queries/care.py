"""Today's one suggestion and who is due, from all facts an occasion can come from."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db.models import Max, Min, Q

from wertschatz.domain.care.consent import Channel, Said
from wertschatz.domain.care.occasions import (
    OWN,
    Bill,
    Day,
    Facts,
    Occasion,
    occasions,
)
from wertschatz.domain.care.rhythm import Due, DueList, Turn, due_list, pace_from
from wertschatz.domain.care.suggestion import (
    Snooze,
    Suggestion,
    may_call,
    suggestion,
)
from wertschatz.domain.customers.rhythm import LEAST_SILENCE
from wertschatz.domain.values import Reason
from wertschatz.storage.care_book import care_values
from wertschatz.storage.find_customers import live_invoices
from wertschatz.storage.models import (
    Action,
    AssessmentRun,
    Attention,
    CareNotice,
    CareSnooze,
    Commitment,
    Contact,
    Import,
    Invoice,
    Mark,
)
from wertschatz.storage.queries.cared_for import (
    Base,
    Person,
    base_today,
    births,
    values,
)
from wertschatz.storage.queries.directory import derived_mark

CONTACT_YEARS = 3


@dataclass(frozen=True, slots=True)
class DueLine:
    """Somebody whose turn it is."""

    person: Person
    since_on: dt.date | None
    reason: Reason
    may_call: bool


@dataclass(frozen=True, slots=True)
class Care:
    """Everything the page shows."""

    suggestion: Suggestion | None
    person: Person | None
    """Of the suggestion."""
    given: bool
    """A suggestion had its kind word today."""
    answered: bool
    """Or was put off."""
    due: DueList
    due_lines: list[DueLine]
    later_lines: list[DueLine]
    """Who is due as well, and may wait."""
    found: list[Occasion]
    people: dict[str, Person]


_Key = tuple[object, ...]
_memo: list[tuple[_Key, Care]] = []


def forget() -> None:
    """The next one is worked out anew."""
    _memo.clear()


def care(today: dt.date, zone: dt.tzinfo) -> Care:
    """Today's suggestion, who is due, and all occasions; kept until something is done."""
    # Read before: what is written meanwhile makes the next one anew.
    key: _Key = (
        today, str(zone), Action.objects.order_by("-id").values_list("uuid", flat=True).first(),
        derived_mark(),
        AssessmentRun.objects.order_by("-id").values_list("pk", flat=True).first(),
    )  # fmt: skip
    for known, found in _memo[:1]:
        if known == key:
            return found
    found = _care(today, zone)
    _memo[:] = [(key, found)]
    return found


def _care(today: dt.date, zone: dt.tzinfo) -> Care:
    base = base_today(today)
    thanked, given = _thanked(base)
    today_given = _given_today(today, zone)
    facts = _facts(base, today, thanked)
    since = min((one.on for fact in facts.values() for one in fact.bills), default=None)
    found = [one for fact in facts.values() for one in occasions(fact, today, since)]
    snoozes, off_today = _snoozes(base, today)
    newest = {key: max(days) for key, days in thanked.items()}
    someone = {key: one.someone(newest.get(key)) for key, one in base.people.items()}
    answered = today_given or off_today
    best = suggestion(found, someone, today, given=given, snoozes=snoozes, answered=answered)
    due, lines, later = _due(base, facts, newest, snoozes, today)
    return Care(
        best, None if best is None else base.people[best.occasion.key], today_given, answered, due,
        lines, later, found, base.people,
    )  # fmt: skip


def _due(
    base: Base,
    facts: Mapping[str, Facts],
    thanked: Mapping[str, dt.date],
    snoozes: Sequence[Snooze],
    today: dt.date,
) -> tuple[DueList, list[DueLine], list[DueLine]]:
    values = care_values(today)
    pace = pace_from(values)
    monday = today - dt.timedelta(days=today.weekday())
    words = Attention.objects.filter(on__gte=monday.toordinal(), on__lte=today.toordinal()).count()
    turns, last = [], {}
    for key, person in base.people.items():
        days = [
            *facts[key].contacts, *(one.on for one in facts[key].bills if one.on <= today),
            *([thanked[key]] if key in thanked else []),
        ]  # fmt: skip
        last[key] = max(days, default=None)
        off = [one for one in snoozes if one.key == key and not one.code and not one.fact]
        if any(one.until is None for one in off) or _refused(person):
            continue
        until = max((one.until for one in off if one.until), default=None)
        detail = person.detail
        turns.append(
            Turn(key, person.group, last[key], detail.own_days if detail else None, until,
                 known_on=detail.at.date() if detail else None)
        )  # fmt: skip
    due = due_list(turns, pace, today, words * pace.minutes_each)

    def lines(some: Sequence[Due]) -> list[DueLine]:
        return [
            DueLine(
                base.people[one.key], last[one.key], one.reason,
                may_call(base.people[one.key].someone(None)),
            )
            for one in some
        ]  # fmt: skip

    return due, lines(due.now), lines(due.rest)


def _refused(person: Person) -> bool:
    return all(person.said.get(one) is Said.OBJECTED for one in Channel)


# -- facts


def _facts(
    base: Base, today: dt.date, thanked: Mapping[str, Sequence[dt.date]]
) -> dict[str, Facts]:
    bills = _bills(base, today)
    contacts = _contacts(base, today, bills)
    born, marks, promises = births(base), _marks(base), _promises(base)
    praised = _praised(base)
    return {
        key: Facts(
            key, bills.get(key, ()), contacts.get(key, ()),
            person.detail.since if person.detail else None, born.get(key, ()),
            marks.get((key, "recommended"), ()), promises.get((key, "ours"), ()),
            (*promises.get((key, "offer"), ()), *marks.get((key, "thanked"), ())),
            praised.get(key, ()), thanked.get(key, ()),
        )
        for key, person in base.people.items()
    }  # fmt: skip


def _bills(base: Base, today: dt.date) -> dict[str, list[Bill]]:
    rows = Invoice.objects.filter(
        live_invoices(), customer__in=list(base.customers), on__lte=today.toordinal()
    ).order_by("id")  # fmt: skip
    newest = {
        row[0]: row
        for row in values(
            rows, "key", "customer_id", "on", "cents", "due_on", "paid_on", "void", "corrects"
        )
    }  # fmt: skip
    found: defaultdict[str, list[Bill]] = defaultdict(list)
    for key, customer, on, cents, due_on, paid_on, void, corrects in newest.values():
        if not void and not corrects:
            found[base.customers[customer]].append(Bill(key, on, cents, due_on, paid_on))
    return found


def _contacts(
    base: Base, today: dt.date, bills: Mapping[str, Sequence[Bill]]
) -> dict[str, list[dt.date]]:
    """The first and the newest day; every day of those who may have gone silent: 100,000 contacts
    of those who have not would only take time."""
    since = today - dt.timedelta(days=365 * CONTACT_YEARS)
    # Many have no way at all, and SQL would leave those out.
    rows = Contact.objects.filter(
        Q(way=None) | ~Q(way__in=("missed", "rejected")), source__state=Import.State.LIVE,
        customer__in=list(base.customers), on__gte=since.toordinal(), on__lte=today.toordinal(),
    ).order_by()  # fmt: skip
    found: defaultdict[str, list[dt.date]] = defaultdict(list)
    ends = rows.values("customer_id").annotate(first=Min("on"), last=Max("on"))
    for customer, first, last in values(ends, "customer_id", "first", "last"):
        found[base.customers[customer]] += [first, last]
    silent = {key for key, days in found.items() if _is_silent([*days, *_days(bills, key)], today)}
    asked = [customer for customer, key in base.customers.items() if key in silent]
    for customer, on in values(rows.filter(customer__in=asked).distinct(), "customer_id", "on"):
        found[base.customers[customer]].append(on)
    return found


def _days(bills: Mapping[str, Sequence[Bill]], key: str) -> list[dt.date]:
    return [one.on for one in bills.get(key, ())]


def _is_silent(days: Sequence[dt.date], today: dt.date) -> bool:
    return (today - max(days)).days > LEAST_SILENCE


def _marks(base: Base) -> dict[tuple[str, str], list[Day]]:
    rows = Mark.objects.filter(
        customer__in=list(base.customers), kind__in=("recommended", "thanked")
    )
    found: defaultdict[tuple[str, str], list[Day]] = defaultdict(list)
    for pk, customer, kind, on, note in values(rows, "pk", "customer_id", "kind", "on", "note"):
        found[base.customers[customer], kind].append(Day(f"mark-{pk}", on, note))
    return found


def _promises(base: Base) -> dict[tuple[str, str], list[Day]]:
    ended = Q(kind="ours", outcome="kept") | Q(kind="offer", outcome="accepted")
    rows = Commitment.objects.filter(
        ended, customer__in=list(base.customers), ended_on__isnull=False
    )
    found: defaultdict[tuple[str, str], list[Day]] = defaultdict(list)
    for uuid, customer, kind, on, about, cents in values(
        rows, "uuid", "customer_id", "kind", "ended_on", "about", "cents"
    ):
        found[base.customers[customer], kind].append(Day(str(uuid), on, about, cents or 0))
    return found


def _praised(base: Base) -> dict[str, list[Day]]:
    rows = CareNotice.objects.filter(party__in=list(base.whose), praise=True, ended_on=None)
    found: defaultdict[str, list[Day]] = defaultdict(list)
    for uuid, party, on, text in values(rows, "uuid", "party_id", "on", "text"):
        found[base.whose[party]].append(Day(str(uuid), on, text))
    return found


def _thanked(
    base: Base,
) -> tuple[dict[str, list[dt.date]], list[tuple[str, str]]]:
    """Days on which each got a kind word, and occasions that had theirs."""
    days: defaultdict[str, list[dt.date]] = defaultdict(list)
    given: list[tuple[str, str]] = []
    rows = Attention.objects.filter(party__in=list(base.whose))
    for party, on, fact in values(rows, "party_id", "on", "fact"):
        key = base.whose[party]
        days[key].append(on)
        if fact:
            given.append((key, fact))
    return dict(days), given


def _given_today(today: dt.date, zone: dt.tzinfo) -> bool:
    """Entered today, whatever day it was given on."""
    rows = Attention.objects.exclude(fact="").exclude(fact__startswith=OWN)
    newest = rows.order_by("-at").values_list("at", flat=True).first()
    return newest is not None and newest.astimezone(zone).date() == today


def _snoozes(base: Base, today: dt.date) -> tuple[list[Snooze], bool]:
    found, answered = [], False
    rows = CareSnooze.objects.order_by("id")
    for party, code, fact, until, on in values(rows, "party_id", "code", "fact", "until", "on"):
        answered = answered or (on == today and (bool(fact or code) or until is None))
        if party is None:
            found.append(Snooze("", code, fact, until))
        elif party in base.whose:
            found.append(Snooze(base.whose[party], code, fact, until))
    return found, answered
