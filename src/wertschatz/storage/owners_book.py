"""Keeps what the owner says about customers: estimates of the first evening, and the word."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from wertschatz.domain.customers.identity import folded_name
from wertschatz.ports.customers import AddedByHand, HandEntry
from wertschatz.storage import search
from wertschatz.storage.find_customers import hand_key, is_seen
from wertschatz.storage.imports import by_hand
from wertschatz.storage.journal import Writing, writing
from wertschatz.storage.models import Customer, Estimate, Gram, GroupDecision, Import, Party


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
        typed = Customer.objects.filter(key=hand_key(name)).first()
        if typed is not None:
            return typed
        same = Customer.objects.filter(party__name__iexact=name, source__state=Import.State.LIVE)
        found = list(same[:2])
        return found[0] if len(found) == 1 else None

    def _add(self, pen: Writing, source: Import, name: str) -> Customer:
        party = Party(name=name)
        pen.create(party)
        customer = Customer(
            party=party, key=hand_key(name), name_key=folded_name(name)[:320], source=source
        )
        pen.create(customer, party.pk)
        Gram.objects.bulk_create(search.rows_for([(party.pk, (name,))]))
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

    def _seen(self, customer: uuid.UUID) -> Customer:
        """A customer that pages show; raises KeyError."""
        row = Customer.objects.select_related("party", "source").filter(uuid=customer).first()
        if row is None or not is_seen(row):
            raise KeyError(customer)
        return row

    def estimate_effort(
        self, customer: uuid.UUID, minutes_month: int | None, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """Keeps the owner's estimate of the time; raises KeyError without such a customer."""
        row = self._seen(customer)
        facts = {"name": row.party.name}
        with writing("effort_estimated", by=by, at=at, facts=facts, party=row.party_id) as pen:
            known = Estimate.objects.filter(customer=row).first()
            if known is None:
                made = Estimate(customer=row, minutes_month=minutes_month, at=at)
                pen.create(made, row.party_id)
            else:
                pen.update(known, row.party_id, minutes_month=minutes_month, at=at)
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
    ) -> uuid.UUID:
        """Appends the owner's word; raises KeyError without such a customer."""
        row = self._seen(customer)
        newest = row.decisions.order_by("-id").values_list("group", flat=True).first()
        if not group and not newest:
            raise KeyError(customer)
        code = "word_given" if group else "word_taken_back"
        facts = {"name": row.party.name, "group": group}
        with writing(code, by=by, at=at, facts=facts, party=row.party_id) as pen:
            word = GroupDecision(customer=row, group=group, reason=reason, on=on, at=at, by_id=by)
            pen.create(word, row.party_id)
        return pen.action.uuid
