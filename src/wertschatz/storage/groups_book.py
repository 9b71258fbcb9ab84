"""Keeps how one works with the groups: instructions, calling out, goodbyes."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping

from wertschatz.domain.customers.goodbye import Planned, Terms, steps
from wertschatz.domain.values import Fact, Group
from wertschatz.ports.groups import Plan
from wertschatz.ports.seen import Seen, unless_changed
from wertschatz.storage.find_customers import seen_parts
from wertschatz.storage.journal import writing
from wertschatz.storage.models import CallOut, Goodbye, GoodbyeStep, Instruction, Parameter
from wertschatz.storage.queries.groups import confirmed_letter, instructions, way_out_minutes

AREAS = ("groups",)
"""No letter depends on it."""


class GroupsBook:
    """Every call is one action with its undo; raises KeyError for what is not there."""

    def instruct(
        self, group: str, kind: str, text: str, *, by: int | None, at: dt.datetime,
        seen: Seen | None = None,
    ) -> uuid.UUID:  # fmt: skip
        """What a group means here; '' brings the words of the house back."""
        facts: dict[str, Fact] = {"group": group}
        with writing("instruction_set", by=by, at=at, facts=facts, areas=AREAS) as pen:
            now = instructions().get((group, kind), "")
            unless_changed(seen, {"text": now}, {"text": text})
            pen.create(Instruction(group=group, kind=kind, text=text, at=at, by_id=by))
        return pen.action.uuid

    def keep_minutes(
        self, values: Mapping[str, int], *, on: dt.date, by: int | None, at: dt.datetime,
        seen: Seen | None = None,
    ) -> uuid.UUID:  # fmt: skip
        """After how many minutes the way out is shown."""
        with writing("way_out_set", by=by, at=at, areas=AREAS) as pen:
            unless_changed(seen, dict(way_out_minutes(on)), dict(values))
            for name, value in values.items():
                pen.create(Parameter(name=name, value=value, valid_from=on, at=at, by_id=by))
        return pen.action.uuid

    def call_out(self, customer: uuid.UUID | None, *, by: int, at: dt.datetime) -> uuid.UUID:
        """Asks the colleagues; an earlier wish of the same person is over."""
        whose = None if customer is None else seen_parts(customer)[0]
        with writing("call_out", by=by, at=at, areas=AREAS) as pen:
            for earlier in CallOut.objects.filter(by_id=by, over_at=None):
                pen.update(earlier, over_at=at)
            row = CallOut(by_id=by, customer=whose, at=at)
            pen.create(row)
        return row.uuid

    def take_call_out(self, wish: uuid.UUID, *, by: int, at: dt.datetime) -> None:
        """A colleague does it."""
        with writing("call_out_taken", by=by, at=at, areas=AREAS) as pen:
            row = CallOut.objects.filter(uuid=wish, over_at=None, taken_by=None).first()
            if row is None or row.by_id == by:
                raise KeyError(wish)
            pen.update(row, taken_by_id=by, taken_at=at)

    def end_call_out(self, wish: uuid.UUID, *, by: int, at: dt.datetime) -> None:
        """No longer needed."""
        with writing("call_out_over", by=by, at=at, areas=AREAS) as pen:
            row = CallOut.objects.filter(uuid=wish, over_at=None, by_id=by).first()
            if row is None:
                raise KeyError(wish)
            pen.update(row, over_at=at)

    def begin_goodbye(
        self,
        customer: uuid.UUID,
        *,
        content: bool | None,
        contract: str,
        contract_until: dt.date | None,
        notice_days: int | None,
        other_provider: str,
        on: dt.date,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID:
        """The plan of a goodbye with its steps."""
        parts = seen_parts(customer)
        whose = parts[0]
        facts: dict[str, Fact] = {"name": whose.party.name}
        party = whose.party_id
        with writing("goodbye_begun", by=by, at=at, facts=facts, party=party, areas=AREAS) as pen:
            if Goodbye.objects.filter(customer__in=parts, outcome="").exists():
                raise ValueError(customer)
            row = Goodbye(
                customer=whose, started_on=on, content=content, contract=contract,
                contract_until=contract_until, notice_days=notice_days,
                other_provider=other_provider, at=at, by_id=by,
            )  # fmt: skip
            pen.create(row, party)
            planned = steps(on, contract_until, notice_days)
            rows = [
                GoodbyeStep(goodbye=row, code=one.code, place=place, due_on=one.on)
                for place, one in enumerate(planned)
            ]
            pen.create_many(rows, [party] * len(rows))
        return row.uuid

    def confirmed_letter(self, customer: uuid.UUID) -> Group | None:
        """What a person decided on; None: nobody has, or there is no such customer."""
        try:
            return confirmed_letter(customer)
        except KeyError:
            return None

    def plan_of(self, goodbye: uuid.UUID) -> Plan:
        """The steps with their days as they are; raises KeyError."""
        row = Goodbye.objects.filter(uuid=goodbye, outcome="").first()
        if row is None:
            raise KeyError(goodbye)
        rows = list(row.steps.order_by("place"))
        planned = [Planned(one.code, one.done_on or one.due_on) for one in rows]
        done = {one.code for one in rows if one.done_on is not None}
        return Plan(planned, done, row.started_on, Terms(row.contract_until, row.notice_days))

    def change_step(
        self, goodbye: uuid.UUID, code: str, values: Mapping[str, object],
        later: Mapping[str, dt.date], *, by: int | None, at: dt.datetime,
    ) -> uuid.UUID:  # fmt: skip
        """Its day, its text, or whether it is done; `later` steps take these days."""
        rows = GoodbyeStep.objects.select_related("goodbye__customer__party")
        step = rows.filter(goodbye__uuid=goodbye, code=code, goodbye__outcome="").first()
        if step is None:
            raise KeyError(goodbye)
        whose = step.goodbye.customer
        facts: dict[str, Fact] = {"name": whose.party.name}
        with writing(
            "goodbye_step", by=by, at=at, facts=facts, party=whose.party_id, areas=AREAS
        ) as pen:
            pen.update(step, whose.party_id, **values)
            for other in GoodbyeStep.objects.filter(goodbye=step.goodbye, code__in=list(later)):
                pen.update(other, whose.party_id, due_on=later[other.code])
        return pen.action.uuid

    def correct_terms(
        self, goodbye: uuid.UUID, contract: str, terms: Terms, days: Mapping[str, dt.date], *,
        by: int | None, at: dt.datetime,
    ) -> uuid.UUID:  # fmt: skip
        """What the contract really says; the steps named in `days` take these days."""
        rows = Goodbye.objects.select_related("customer__party")
        row = rows.filter(uuid=goodbye, outcome="").first()
        if row is None:
            raise KeyError(goodbye)
        party = row.customer.party_id
        facts: dict[str, Fact] = {"name": row.customer.party.name}
        with writing("goodbye_terms", by=by, at=at, facts=facts, party=party, areas=AREAS) as pen:
            pen.update(
                row, party, contract=contract, contract_until=terms.contract_until,
                notice_days=terms.notice_days,
            )  # fmt: skip
            for step in GoodbyeStep.objects.filter(goodbye=row, code__in=list(days)):
                pen.update(step, party, due_on=days[step.code])
        return pen.action.uuid

    def end_goodbye(
        self, goodbye: uuid.UUID, outcome: str, *, on: dt.date, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """Parted, or the customer stays after all."""
        rows = Goodbye.objects.select_related("customer__party")
        row = rows.filter(uuid=goodbye, outcome="").first()
        if row is None:
            raise KeyError(goodbye)
        whose = row.customer
        facts: dict[str, Fact] = {"name": whose.party.name, "outcome": outcome}
        code = "goodbye_parted" if outcome == "parted" else "goodbye_stays"
        with writing(code, by=by, at=at, facts=facts, party=whose.party_id, areas=AREAS) as pen:
            pen.update(row, whose.party_id, outcome=outcome, ended_on=on)
        return pen.action.uuid
