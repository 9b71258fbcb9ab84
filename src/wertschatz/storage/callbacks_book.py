"""Keeps promises to call back, and how they end."""

from __future__ import annotations

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

from django.db import transaction

from wertschatz.domain.values import Fact
from wertschatz.ports.door import Promise
from wertschatz.storage.find_customers import seen_parts
from wertschatz.storage.journal import writing
from wertschatz.storage.models import CallBack, Firm, Ring

AREAS = ("gate",)
"""A promised time is no longer free for the next one."""
ENDED = {"done": "call_back_done", "gone": "call_back_gone"}
CODES = ("call_back_promised", "call_back_moved", *ENDED.values())


class CallBackBook:
    """Every call that a person makes is one action with its undo."""

    def make(self, user: int, promise: Promise, *, by: int | None, at: dt.datetime) -> uuid.UUID:
        """Keeps it; raises KeyError without such a customer or ring."""
        whose = None if promise.customer is None else seen_parts(promise.customer)[0]
        ring = None if promise.ring is None else Ring.objects.filter(uuid=promise.ring).first()
        if promise.ring is not None and ring is None:
            raise KeyError(promise.ring)
        row = CallBack(
            user_id=user, customer=whose, number=promise.number, matter=promise.matter,
            name=whose.party.name if whose else promise.name, ring=ring, at=at, by_id=by,
            slot_at=promise.slot, first_slot_at=promise.slot,
        )  # fmt: skip
        party = whose.party_id if whose else None
        with writing(
            "call_back_promised", by=by, at=at, facts=_facts(row), party=party, areas=AREAS
        ) as pen:
            pen.create(row, party)
        return pen.action.uuid

    def move(
        self, call_back: uuid.UUID, slot: dt.datetime, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """Another time; raises KeyError where it is no longer open."""
        return self._change(
            call_back, "call_back_moved", {"slot_at": slot, "reminded_at": None}, by, at
        )

    def end(
        self, call_back: uuid.UUID, state: str, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """'done' or 'gone'; raises KeyError where it is no longer open."""
        return self._change(call_back, ENDED[state], {"state": state, "ended_at": at}, by, at)

    def remind(self, now: dt.datetime) -> int:
        """Notes of which call-backs the time has come; returns of how many. No action: nobody
        did anything, and nothing has to be taken back."""
        due = CallBack.objects.filter(state="open", slot_at__lte=now, reminded_at=None)
        # Asked first: a write that finds nothing would still keep others waiting.
        return due.update(reminded_at=now) if due.exists() else 0

    def _change(
        self, call_back: uuid.UUID, code: str, values: dict[str, object], by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID:  # fmt: skip
        with transaction.atomic():
            rows = CallBack.objects.select_related("customer").select_for_update(of=("self",))
            row = rows.filter(uuid=call_back, state="open", user=by).first()
            if row is None:
                raise KeyError(call_back)
            party = row.customer.party_id if row.customer else None
            slot = values.get("slot_at")
            facts = _facts(row, slot if isinstance(slot, dt.datetime) else None)
            with writing(code, by=by, at=at, facts=facts, party=party, areas=AREAS) as pen:
                pen.update(row, party, **values)
        return pen.action.uuid


def _facts(row: CallBack, slot: dt.datetime | None = None) -> dict[str, Fact]:
    zone = Firm.objects.values_list("zone", flat=True).first() or "Europe/Berlin"
    local = (slot or row.slot_at).astimezone(ZoneInfo(zone))
    return {
        "name": row.name or row.number or "…", "on": local.date().isoformat(),
        "time": f"{local:%H:%M}",
    }  # fmt: skip
