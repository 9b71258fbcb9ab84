"""Open call-backs as pages show them, each with the times that suit both sides."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import QuerySet

from wertschatz.domain.rules.callbacks import Standing, standing
from wertschatz.domain.rules.moment import NOBODY, Known, Setup, callback_slots
from wertschatz.storage.find_customers import is_seen
from wertschatz.storage.merged import target
from wertschatz.storage.models import CallBack, Customer, Firm, Ring
from wertschatz.storage.queries.fresh import fresh_since
from wertschatz.storage.queries.groups import instructions
from wertschatz.storage.queries.setup import known_customer, who_is

OFFERED = 4
SHOWN = 60


@dataclass(frozen=True, slots=True)
class CallBackLine:
    """One open call-back; times are aware."""

    uuid: UUID
    name: str
    number: str
    customer: UUID | None
    matter: str
    slot_at: dt.datetime
    standing: Standing
    offered: tuple[dt.datetime, ...]
    """Other times that suit both sides, where the firm is."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whoever is to be called back, before a time is promised."""

    who: Known
    name: str
    number: str
    customer: UUID | None
    ring: UUID | None
    offered: tuple[dt.datetime, ...]


def open_call_backs(user: int, setup: Setup, now: dt.datetime) -> list[CallBackLine]:
    """By their time, the earliest first."""
    return [
        _line(row, now, callback_slots(setup, who_of(row, setup), now, OFFERED))
        for row in _open(user)[:SHOWN]
    ]


def due_now(user: int, now: dt.datetime) -> list[CallBackLine]:
    """Those whose time has come; what was before a fresh start is left alone."""
    rows = list(_open(user).filter(slot_at__lte=now)[:SHOWN])
    since = fresh_since(user) if rows else None
    lines = [_line(row, now, ()) for row in rows]
    zone = ZoneInfo(Firm.objects.values_list("zone", flat=True).first() or "UTC") if rows else None
    return [one for one in lines if since is None or one.slot_at.astimezone(zone).date() >= since]


def who_of(row: CallBack, setup: Setup) -> Known:
    """Whoever is to be called back."""
    if row.customer is not None:
        return known_customer(row.customer, instructions())
    return who_is(row.number, setup.area_code) or NOBODY


def open_one(call_back: UUID, user: int) -> CallBack | None:
    """One that is still open, of this person."""
    return _open(user).filter(uuid=call_back).first()


def wanted_customer(customer: UUID, setup: Setup, now: dt.datetime) -> Wanted | None:
    """A customer to be called back; None: there is no such one."""
    row = Customer.objects.select_related("party").filter(uuid=customer).first()
    if row is None or not is_seen(row):
        return None
    who = known_customer(row, instructions())
    slots = callback_slots(setup, who, now, OFFERED)
    return Wanted(who, who.name, row.party.phone, UUID(who.key), None, slots)


def wanted_number(
    number: str, name: str, setup: Setup, now: dt.datetime, ring: UUID | None = None
) -> Wanted:
    """Whoever is behind a number, known or not."""
    who = who_is(number, setup.area_code) or NOBODY
    slots = callback_slots(setup, who, now, OFFERED)
    return Wanted(who, who.name or name, number, _customer_of(who), ring, slots)


def wanted_ring(ring: UUID, setup: Setup, now: dt.datetime) -> Wanted | None:
    """Whoever called; None: there is no such call."""
    row = Ring.objects.filter(uuid=ring).first()
    return None if row is None else wanted_number(row.number, row.name, setup, now, row.uuid)


def _customer_of(who: Known) -> UUID | None:
    try:
        found = UUID(who.key)
    except ValueError:
        return None
    return found if Customer.objects.filter(uuid=found).exists() else None


def _open(user: int) -> QuerySet[CallBack]:
    rows = CallBack.objects.filter(user=user, state="open")
    named = rows.select_related("customer__party", "customer__merged_into__party")
    return named.order_by("slot_at", "id")


def _line(row: CallBack, now: dt.datetime, offered: tuple[dt.datetime, ...]) -> CallBackLine:
    now_is = target(row.customer) if row.customer else None
    party = now_is.party if now_is else None
    return CallBackLine(
        uuid=row.uuid, name=party.name if party else row.name or row.number,
        number=row.number or (party.phone if party else ""),
        customer=now_is.uuid if now_is else None, matter=row.matter,
        slot_at=row.slot_at, standing=standing(row.slot_at, now), offered=offered,
    )  # fmt: skip
