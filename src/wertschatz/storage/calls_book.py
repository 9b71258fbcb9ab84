"""Keeps calls that the gate decided on, and what people chose instead."""

from __future__ import annotations

import datetime as dt
import uuid

from django.utils import timezone

from wertschatz.domain.values import Fact
from wertschatz.ports.rings import Heard, RingEvent
from wertschatz.storage import merged
from wertschatz.storage.journal import writing
from wertschatz.storage.models import CallBack, Customer, Ring
from wertschatz.storage.queries.setup import newest_rules, the_owner

AREAS = ("gate",)
"""No letter depends on it."""


class RingsBook:
    """Every writing call is one action with its undo; raises KeyError for an unknown call."""

    def take_over(self, call: Heard) -> None:
        """Keeps the call where it is not kept yet: twice is once, whoever comes first."""
        if call.outgoing:
            return  # nobody decided on it
        row = take_over(call.first)
        heard = {
            "answered_at": call.answered_at, "ended_at": call.ended_at, "seconds": call.seconds,
        }  # fmt: skip
        new = {name: value for name, value in heard.items() if value and not getattr(row, name)}
        if new:
            Ring.objects.filter(pk=row.pk).update(**new)

    def logged(self, ring: uuid.UUID) -> bool:
        """A contact was logged of it."""
        return Ring.objects.filter(uuid=ring, contact__isnull=False).exists()

    def overrule(
        self, ring: uuid.UUID, chosen: str, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID | None:
        """What the person chose instead; '' takes it back; None: nothing differs."""
        row = row_of(ring)
        if row.overruled == chosen:
            return None
        with writing(
            "ring_overruled", by=by, at=at, facts=_facts(row), party=row.party_id, areas=AREAS
        ) as pen:
            pen.update(row, row.party_id, **_overruled(chosen, by, at))
        return pen.action.uuid

    def promise(
        self, ring: uuid.UUID, slot: dt.datetime, *, user: int, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """A call-back at this time, in place of one that was promised for this call before."""
        row = row_of(ring)
        customer = Customer.objects.filter(party=row.party_id).first() if row.party_id else None
        here = timezone.localtime(slot)
        facts: dict[str, Fact] = {
            **_facts(row), "slot_on": here.date().isoformat(), "slot_time": f"{here:%H:%M}",
        }  # fmt: skip
        before = row.call_backs.filter(state="open").first()
        with writing(
            "ring_call_back", by=by, at=at, facts=facts, party=row.party_id, areas=AREAS
        ) as pen:
            if before is not None:
                pen.update(before, row.party_id, slot_at=slot)
            else:
                promised = CallBack(
                    user_id=user, customer=customer, number=row.number, name=row.name,
                    slot_at=slot, first_slot_at=slot, ring=row, at=at, by_id=by,
                )  # fmt: skip
                pen.create(promised, row.party_id)
            chosen = "" if row.verdict == "call_back" else "call_back"
            if row.overruled != chosen:
                pen.update(row, row.party_id, **_overruled(chosen, by, at))
        return pen.action.uuid


def take_over(event: RingEvent) -> Ring:
    """The row of a call as it began; made where it is not kept yet.

    The gate made the uuid: whoever takes the same line over again finds the row.
    """
    party = _party(event.customer)
    # What it carries on may never have been heard of: then it stands for itself.
    known = Ring.objects.filter(system=event.system, call_id=event.origin)
    origin = event.origin if event.origin and known.exists() else ""
    owner = the_owner()
    rules = newest_rules(owner) if owner is not None else None
    values = {
        "system": event.system, "call_id": event.call_id, "origin": origin,
        "number": event.number, "called": event.to,
        "name": ((event.known.name if event.known else "") or event.name)[:300], "party_id": party,
        "at": event.at, "verdict": event.verdict or "",
        "reason": event.reason.code if event.reason else "",
        "facts": dict(event.reason.facts) if event.reason else {}, "until": event.until,
        "rule": event.rule, "rule_set": rules if rules and rules.at <= event.at else None,
        "group": event.group,
    }  # fmt: skip
    return Ring.objects.get_or_create(uuid=event.ring, defaults=values)[0]


def row_of(ring: uuid.UUID) -> Ring:
    """The row; raises KeyError."""
    row = Ring.objects.filter(uuid=ring).first()
    if row is None:
        raise KeyError(ring)
    return row


def _party(customer: uuid.UUID | None) -> int | None:
    """Of the customer as it is now, also where it was merged since."""
    if customer is None:
        return None
    row = Customer.objects.select_related("merged_into").filter(uuid=customer).first()
    return None if row is None else merged.target(row).party_id


def _facts(row: Ring) -> dict[str, Fact]:
    on = timezone.localdate(row.at)
    return {"name": row.name or row.number or "–", "on": on.isoformat()}


def _overruled(chosen: str, by: int | None, at: dt.datetime) -> dict[str, object]:
    return {
        "overruled": chosen, "overruled_at": at if chosen else None,
        "overruled_by_id": by if chosen else None,
    }  # fmt: skip
