"""What was noticed, given and allowed: of one person, of all, and the gift ledger."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, TypeVar
from uuid import UUID

from django.db.models import Case, F, IntegerField, Model, Q, QuerySet, Value
from django.db.models import When as WhenSql

from wertschatz.domain.care import gifts
from wertschatz.domain.care.noticing import AFTER_DAYS, BEFORE_DAYS, When, is_back
from wertschatz.domain.care.occasions import OWN, PERSONAL, Birthday
from wertschatz.storage import merged
from wertschatz.storage.care_book import care_values
from wertschatz.storage.find_customers import seen_now
from wertschatz.storage.models import (
    Attention,
    CallBack,
    CareConsent,
    CareDetail,
    CaredFor,
    CareNotice,
    Customer,
    Mark,
    Task,
    User,
)
from wertschatz.storage.queries.cared_for import (
    Person,
    base_of,
    births,
    values,
)
from wertschatz.storage.queries.paging import PageOf, page_of, page_with

ROWS_SHOWN = 40
GIVEN_SHOWN = 20
Kept = TypeVar("Kept", bound=Model)


class SheetPages(NamedTuple):
    """Which page of each list of one person is asked for."""

    notices: int = 1
    given: int = 1
    answers: int = 1


FIRST = SheetPages()


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One line of what was noticed."""

    uuid: UUID
    person: UUID
    name: str
    text: str
    praise: bool
    on: dt.date
    first: dt.date | None
    last: dt.date | None


@dataclass(frozen=True, slots=True)
class LedgerLine:
    """One sum of the gift ledger with its recipient."""

    person: UUID
    name: str
    entry: gifts.Entry
    no_gifts: bool


# -- one person


@dataclass(frozen=True, slots=True)
class Sheet:
    """One person as the page and the customer's page show it."""

    person: Person
    ours: bool
    """By hand: may be taken off the list."""
    notices: PageOf[NoticeLine]
    given: PageOf[Attention]
    answers: PageOf[CareConsent]
    births: list[Birthday]
    last_on: dt.date | None


def sheet_of(
    key: UUID, pages: SheetPages = FIRST, *, notice: UUID | None = None, given: UUID | None = None
) -> Sheet | None:
    """All that is kept of one person; with `notice` or `given` the pages on which these stand."""
    base = base_of(key)
    if base is None:
        return None
    person = next(iter(base.people.values()))
    parties = list(base.whose)
    lines = open_notices().filter(party__in=parties).order_by("-on", "-id")
    words = Attention.objects.filter(party__in=parties).order_by("-on", "-id")
    said = CareConsent.objects.filter(party__in=parties).order_by("-on", "-id")
    at = pages.notices if notice is None else page_with(lines, notice, ROWS_SHOWN)
    about = pages.given if given is None else page_with(words, given, ROWS_SHOWN)
    return Sheet(
        person, CaredFor.objects.filter(party__in=parties, ended_on=None).exists(),
        page_of(lines, at, ROWS_SHOWN, _notice), page_of(words, about, ROWS_SHOWN, _itself),
        page_of(said, pages.answers, ROWS_SHOWN, _itself),
        births(base).get(str(person.key), []),
        next(iter(values(words, "on")), (None,))[0],
    )  # fmt: skip


def _itself(row: Kept) -> Kept:
    return row


# -- notices


def open_notices() -> QuerySet[CareNotice]:
    """What is noticed and not put aside."""
    return CareNotice.objects.select_related("party").filter(ended_on=None)


def all_notices(today: dt.date, page: int = 1) -> PageOf[NoticeLine]:
    """Of everybody; those whose day is to come are first, by date, then the newest."""
    over = (today - dt.timedelta(days=AFTER_DAYS)).toordinal()
    coming = Q(last__gte=over)
    rows = open_notices().annotate(
        passed=Case(WhenSql(coming, then=Value(0)), default=Value(1)),
        comes=Case(
            WhenSql(coming, then=F("first")), default=Value(0), output_field=IntegerField()
        ),
    )  # fmt: skip
    return page_of(rows.order_by("passed", "comes", "-on", "-id"), page, ROWS_SHOWN, _notice)


def back_today(today: dt.date) -> list[NoticeLine]:
    """Lines whose day is near, however many are newer."""
    rows = CareNotice.objects.select_related("party").filter(
        ended_on=None, first__lte=(today + dt.timedelta(days=BEFORE_DAYS)).toordinal(),
        last__gte=(today - dt.timedelta(days=AFTER_DAYS)).toordinal(),
    )  # fmt: skip
    return [_notice(row) for row in rows.order_by("first", "id")]


def back_on_day(user: int, on: dt.date, zone: dt.tzinfo, tasks: Sequence[str]) -> list[NoticeLine]:
    """The same, and what comes back before a call-back of the day or one of these tasks (UUIDs)
    for a customer; each once."""
    begins = dt.datetime.combine(on, dt.time(), zone)
    calls = CallBack.objects.filter(
        user=user, state="open", customer__isnull=False,
        slot_at__range=(begins, begins + dt.timedelta(days=1)),
    )  # fmt: skip
    planned = Task.objects.filter(user=user, uuid__in=list(tasks), customer__isnull=False)
    met = dict.fromkeys((
        *calls.order_by("slot_at").values_list("customer__uuid", flat=True),
        *planned.values_list("customer__uuid", flat=True),
    ))  # fmt: skip
    lines = [*back_today(on), *(line for one in met if one for line in back_with(one, on))]
    return list({line.uuid: line for line in lines}.values())


def back_with(customer: UUID, today: dt.date) -> list[NoticeLine]:
    """Lines that come back because one speaks to the customer just now; contact persons too."""
    row = Customer.objects.filter(uuid=customer).values_list("pk", flat=True).first()
    now = None if row is None else seen_now([row]).get(row)
    if now is None:
        return []
    ids = [now, *Customer.objects.filter(merged_into=now).values_list("pk", flat=True)]
    parties = set(Customer.objects.filter(pk__in=ids).values_list("party_id", flat=True))
    cared = CaredFor.objects.filter(customer__in=ids, ended_on=None)
    parties |= set(cared.values_list("party_id", flat=True))
    rows = CareNotice.objects.select_related("party").filter(party__in=parties, ended_on=None)
    dated = rows.filter(first__isnull=False).order_by("first", "id")
    others = rows.filter(first=None).order_by("-on", "-id")[:ROWS_SHOWN]
    lines = [_notice(row) for row in (*dated, *others)]
    return [one for one in lines if is_back(one.on, _when(one), today, contact=True)]


def _when(line: NoticeLine) -> When | None:
    return None if line.first is None else When(line.first, line.last or line.first)


def _notice(row: CareNotice) -> NoticeLine:
    return NoticeLine(
        row.uuid, row.party.uuid, row.party.name, row.text, row.praise, row.on, row.first, row.last
    )


# -- what was given


@dataclass(frozen=True, slots=True)
class GiftRow:
    """One gift that cost something, with its recipient as it is now."""

    person: UUID
    name: str
    on: dt.date
    gave: str
    occasion: str
    no_gifts: bool
    gift: gifts.Gift
    own_occasion: str
    """As somebody typed it; '' none."""


def ledger(today: dt.date, years: int = 4) -> list[LedgerLine]:
    """The gift ledger of these last years; sums of a merged customer are those of one."""
    first = max(today.year - years + 1, 2)
    # A year more: an occasion of staff may have begun before its turn.
    rows = _gifts(dt.date(first - 1, 1, 1), dt.date(today.year, 12, 31))
    who = {str(row.person): row for row in rows}
    lines = [
        LedgerLine(who[one.recipient].person, who[one.recipient].name, one,
                   who[one.recipient].no_gifts)
        for one in gifts.ledger([row.gift for row in rows], deducts_vat=deducts_vat)
        if one.year >= first
    ]  # fmt: skip
    return sorted(lines, key=lambda line: (-line.entry.year, line.name.casefold()))


def deducts_vat(year: int) -> bool:
    """Whether gifts of that year count net: what held at its end, or holds now."""
    return bool(care_values(dt.date(year, 12, 31))["care_deducts_vat"])


def gift_years(today: dt.date) -> list[int]:
    """Years with gifts that cost something, and this one; the newest first."""
    days = values(Attention.objects.filter(gross_cents__gt=0).order_by().distinct(), "on")
    return sorted({on.year for (on,) in days} | {today.year}, reverse=True)


def _gift(recipient: UUID, row: Attention) -> gifts.Gift:
    return gifts.Gift(
        str(recipient), row.on, row.gross_cents or 0, row.vat_percent, gifts.Given(row.given),
        row.fact or row.occasion, is_personal(row.occasion, row.fact),
    )  # fmt: skip


def is_personal(occasion: str, fact: str) -> bool:
    """A birthday, or an occasion that somebody typed."""
    return occasion in PERSONAL or fact.startswith(OWN)


def _gifts(first: dt.date, last: dt.date) -> list[GiftRow]:
    rows = list(
        Attention.objects.select_related("party__customer__merged_into__party")
        .filter(gross_cents__gt=0, on__gte=first.toordinal(), on__lte=last.toordinal())
        .order_by("on", "id")
    )  # fmt: skip
    whose = []
    for row in rows:
        own = getattr(row.party, "customer", None)
        whose.append(row.party if own is None else merged.target(own).party)
    strict = _without_gifts()
    return [
        GiftRow(
            party.uuid, party.name, row.on, row.gave, row.occasion, party.pk in strict,
            _gift(party.uuid, row), row.fact.removeprefix(OWN) if row.fact.startswith(OWN) else "",
        )
        for row, party in zip(rows, whose, strict=True)
    ]  # fmt: skip


def _without_gifts() -> set[int]:
    """Parties that must not accept any, whichever of the merged customers it was said of."""
    rows = CareDetail.objects.select_related("party__customer__merged_into").filter(no_gifts=True)
    found = set()
    for row in rows:
        own = getattr(row.party, "customer", None)
        found.add(row.party_id if own is None else merged.target(own).party_id)
    return found


def ledger_with(key: UUID, gift: gifts.Gift) -> gifts.Entry:
    """The sum that a gift would make, before it is given."""
    base = base_of(key)
    rows = Attention.objects.filter(party__in=list(base.whose) if base else [], gross_cents__gt=0)
    before = [_gift(key, row) for row in rows]
    gift = replace(gift, recipient=str(key))
    return gifts.with_gift(before, gift, deducts_vat=deducts_vat)


def gifts_of_year(year: int) -> list[tuple[GiftRow, gifts.Entry]]:
    """Every gift of one year that cost something, and its sum, for the bookkeeper."""
    # The years beside it: an occasion of staff may go over the turn.
    rows = _gifts(dt.date(year - 1, 1, 1), dt.date(year + 1, 12, 31))
    entries = gifts.of_each([row.gift for row in rows], deducts_vat=deducts_vat)
    return [pair for pair in zip(rows, entries, strict=True) if pair[0].on.year == year]


def all_given(page: int = 1) -> PageOf[Attention]:
    """Attentions to everybody, the newest first."""
    rows = Attention.objects.select_related("party").order_by("-on", "-id")
    return page_of(rows, page, GIVEN_SHOWN, _itself)


def year_of_thanks(year: int) -> list[tuple[int, int]]:
    """For each month: kind words that were given, and what came back (also thanks and
    recommendations that were noted)."""
    first, last = dt.date(year, 1, 1).toordinal(), dt.date(year, 12, 31).toordinal()
    given, back = [0] * 12, [0] * 12
    words = Attention.objects.filter(on__gte=first, on__lte=last)
    came = Attention.objects.filter(came_back_on__gte=first, came_back_on__lte=last)
    marks = Mark.objects.filter(on__gte=first, on__lte=last, kind__in=("thanked", "recommended"))
    for (on,) in values(words, "on"):
        given[on.month - 1] += 1
    for (on,) in (*values(came, "came_back_on"), *values(marks, "on")):
        back[on.month - 1] += 1
    return list(zip(given, back, strict=True))


def accounts_without() -> list[tuple[UUID, str]]:
    """Accounts that are not among the people one cares for."""
    known = CaredFor.objects.filter(ended_on=None, account__isnull=False).values("account")
    rows = User.objects.filter(is_active=True).exclude(pk__in=known).order_by("username")
    return list(rows.values_list("uuid", "username"))


def people_by_hand() -> list[CaredFor]:
    """Contact persons, staff and bosses."""
    rows = CaredFor.objects.select_related("party", "customer__party").filter(ended_on=None)
    return list(rows.order_by("kind", "party__name"))
