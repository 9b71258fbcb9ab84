"""Keeps what the owner says about customers: estimates of the first evening, and the word."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from wertschatz.domain.customers.identity import folded_name
from wertschatz.ports.customers import AddedByHand, HandEntry
from wertschatz.ports.seen import Seen, Value, unless_changed
from wertschatz.storage import merged, searchable
from wertschatz.storage.find_customers import hand_key, seen_parts
from wertschatz.storage.imports import by_hand
from wertschatz.storage.journal import Writing, writing
from wertschatz.storage.models import Customer, Estimate, GroupDecision, Import, Party

AT_MOST_ALIKE = 50
"""Customers of one name that are looked at; they may all have been merged into one."""


class OwnersBook:
    """Every call is one action with its undo."""

    def add_estimates(
        self, entries: Sequence[HandEntry], *, by: int | None, at: dt.datetime
    ) -> AddedByHand:
        """Adds customers by name, or renews the estimate where the name is already there."""
        added = 0
        with writing("customers_by_hand", by=by, at=at, facts={"customers": len(entries)}) as pen:
            source = by_hand()
            for entry in entries:
                customer = self._find(entry.name)
                if customer is None:
                    customer = self._add(pen, source, entry.name)
                    added += 1
                elif customer.source.state != Import.State.LIVE:
                    pen.update(customer, customer.party_id, source=source)
                    added += 1
                self._estimate(pen, customer, entry, at)
        return AddedByHand(added, len(entries) - added, pen.action.uuid)

    def _find(self, name: str) -> Customer | None:
        """Typed before, or named so by exactly one customer that came from a file."""
        rows = Customer.objects.select_related("merged_into")
        typed = rows.filter(key=hand_key(name)).first()
        if typed is not None:
            return merged.target(typed)
        same = rows.filter(party__name__iexact=name, source__state=Import.State.LIVE)
        found = {merged.target(row) for row in same[:AT_MOST_ALIKE]}
        return found.pop() if len(found) == 1 else None

    def _add(self, pen: Writing, source: Import, name: str) -> Customer:
        party = Party(name=name)
        pen.create(party)
        customer = Customer(
            party=party, key=hand_key(name), name_key=folded_name(name)[:320], source=source
        )
        pen.create(customer, party.pk)
        searchable.add([searchable.Told(party.pk, name)])
        return customer

    def _estimate(
        self, pen: Writing, customer: Customer, entry: HandEntry, at: dt.datetime
    ) -> None:
        gut = entry.gut.value if entry.gut else ""
        values = {
            "revenue_cents": entry.revenue_cents, "minutes_month": entry.minutes_month,
            "gut": gut, "at": at,
        }  # fmt: skip
        if entry.revenue_cents is None and entry.minutes_month is None and not gut:
            return
        known = Estimate.objects.filter(customer=customer).first()
        if known is None:
            pen.create(Estimate(customer=customer, **values), customer.party_id)
        else:
            pen.update(known, customer.party_id, **values)

    def estimate_effort(
        self,
        customer: uuid.UUID,
        minutes_month: int | None,
        *,
        by: int | None,
        at: dt.datetime,
        seen: Seen | None = None,
    ) -> uuid.UUID:
        """Keeps the owner's estimate of the time; raises KeyError without such a customer,
        ChangedMeanwhile when another one was kept since."""
        row, *others = seen_parts(customer)
        facts = {"name": row.party.name}
        with writing("effort_estimated", by=by, at=at, facts=facts, party=row.party_id) as pen:
            _alone(row)
            known = merged.estimate([row, *others])
            now = None if known is None else known.minutes_month
            unless_changed(seen, {"minutes_month": now}, {"minutes_month": minutes_month})
            if known is not None and known.customer_id == row.pk:
                pen.update(known, row.party_id, minutes_month=minutes_month, at=at)
            else:
                made = Estimate(customer=row, minutes_month=minutes_month, at=at)
                if known is not None:
                    # What was said of a merged one stays as it is, for when they part again.
                    made.revenue_cents, made.gut = known.revenue_cents, known.gut
                pen.create(made, row.party_id)
        return pen.action.uuid

    def say_word(
        self,
        customer: uuid.UUID,
        group: str,
        reason: str,
        *,
        by: int | None,
        at: dt.datetime,
        on: dt.date,
        seen: Seen | None = None,
    ) -> uuid.UUID:
        """Appends the owner's word; raises KeyError without such a customer, ChangedMeanwhile
        when another one was said since."""
        row, *others = seen_parts(customer)
        if not group and not word_now([row, *others])["group"]:
            raise KeyError(customer)
        code = "word_given" if group else "word_taken_back"
        facts = {"name": row.party.name, "group": group}
        with writing(code, by=by, at=at, facts=facts, party=row.party_id) as pen:
            _alone(row)
            wanted = {"group": group, "reason": reason}
            unless_changed(seen, word_now([row, *others]), wanted)
            word = GroupDecision(customer=row, group=group, reason=reason, on=on, at=at, by_id=by)
            pen.create(word, row.party_id)
        return pen.action.uuid


def word_now(parts: Sequence[Customer]) -> dict[str, Value]:
    """The word that holds; empty where none was said, or it was taken back."""
    said = GroupDecision.objects.filter(customer_id=merged.speaker(parts)).order_by("-id")
    group, reason = said.values_list("group", "reason").first() or ("", "")
    return {"group": group, "reason": reason}


def _alone(customer: Customer) -> None:
    """Whoever writes about the same customer waits, so that what is read now still holds then."""
    Customer.objects.select_for_update(of=("self",)).get(pk=customer.pk)
