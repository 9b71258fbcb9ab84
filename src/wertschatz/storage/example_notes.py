"""What the people of the example firm noted; it comes with the example and goes with it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db.models import QuerySet

from wertschatz.domain.care.noticing import when
from wertschatz.storage.journal import Writing, writing
from wertschatz.storage.models import (
    Action,
    CareConsent,
    CareDetail,
    CaredFor,
    CareNotice,
    Commitment,
    Customer,
    DirectCost,
    GroupDecision,
    Import,
    Mark,
    Parameter,
    Party,
    Preference,
)
from wertschatz.storage.overwritten import Standing

CODE = "example_noted"


class Notes(NamedTuple):
    """All that was noted, by customer number."""

    marks: Iterable[tuple[int, str, dt.date]]
    words: Iterable[tuple[int, str, dt.date, str]]
    costs: Iterable[tuple[int, dt.date, int, str]]
    limits: Mapping[str, int]
    promises: Iterable[
        tuple[int, str, str, int | None, dt.date, dt.date | None, str, dt.date | None]
    ] = ()
    """Kind, about, cents, day, due day, outcome ('' open), day of the end."""
    wishes: Iterable[tuple[int, str, str, int, int | None, int | None, str]] = ()
    """Best way, ways not wanted, weekdays as bits, from, until (minutes of the day), note."""
    cared: Iterable[tuple[int, str, dt.date | None]] = ()
    """Birthday, together since."""
    colleagues: Iterable[tuple[str, str, dt.date]] = ()
    """Name, what they did well ('' nothing), and when."""
    noticed: Iterable[tuple[int, str, dt.date]] = ()
    consents: Iterable[tuple[int, str, str, dt.date]] = ()
    """Channel, what was said, when."""


def waits_for_notes(import_id: uuid.UUID) -> Import | None:
    """The example's import, live and without its notes; None for any other.

    Notes of an earlier example that could not be taken back, because somebody built on them, are
    about the same customers: they would stand there twice.
    """
    source = Import.objects.filter(uuid=import_id, kind="demo", state=Import.State.LIVE).first()
    noted = Action.objects.filter(code=CODE)
    return source if source is not None and _standing(noted) is None else None


def notes_of(import_id: uuid.UUID) -> uuid.UUID | None:
    """What takes back the action that noted it all, while that stands."""
    rows = Action.objects.filter(code=CODE, facts__import_id=str(import_id))
    end = _standing(rows)
    return Action.objects.values_list("uuid", flat=True).get(pk=end) if end else None


def _standing(noted: QuerySet[Action]) -> int | None:
    """What would take back the newest of these that stands; None: none does."""
    keys = list(noted.order_by("-id").values_list("pk", flat=True))
    standing = Standing(keys)
    return next((end for end in map(standing.end, keys) if end is not None), None)


def note_all(source: Import, notes: Notes, *, today: dt.date, at: dt.datetime) -> None:
    """One action for all of it, by whoever loaded the example."""
    # An example that comes a second time finds the customers of the first one again.
    theirs = Customer.objects.filter(source__kind=source.kind).exclude(number="")
    whose = {row.number: row for row in theirs}
    facts = {"import_id": str(source.uuid)}
    with writing(CODE, by=source.by_id, at=at, facts=facts) as pen:
        by = source.by_id
        rows: list[tuple[int, Mark | GroupDecision | DirectCost | Commitment]] = [
            (number, Mark(kind=kind, on=on, at=at, by_id=by)) for number, kind, on in notes.marks
        ]
        rows += [
            (number, GroupDecision(group=group, on=on, reason=reason, at=at, by_id=by))
            for number, group, on, reason in notes.words
        ]
        rows += [
            (number, DirectCost(on=on, cents=cents, about=about, at=at, by_id=by))
            for number, on, cents, about in notes.costs
        ]
        rows += [
            (
                number,
                Commitment(
                    kind=kind, about=about, cents=cents, on=on, due_on=due_on, outcome=outcome,
                    ended_on=ended_on, at=at, by_id=by,
                ),
            )
            for number, kind, about, cents, on, due_on, outcome, ended_on in notes.promises
        ]  # fmt: skip
        for number, row in rows:
            customer = whose.get(str(number))
            if customer is not None:
                row.customer = customer
                pen.create(row, customer.party_id)
        told = _with_a_wish()
        for number, *said in notes.wishes:
            customer = whose.get(str(number))
            # What somebody said by hand stays: there is one a party.
            if customer is not None and customer.party_id not in told:
                pen.create(_wish(customer.party_id, said, at, by), customer.party_id)
        _note_care(pen, notes, whose, at, by)
        for name, value in notes.limits.items():
            pen.create(Parameter(name=name, value=value, valid_from=today, at=at, by_id=by))


def _note_care(
    pen: Writing,
    notes: Notes,
    whose: Mapping[str, Customer],
    at: dt.datetime,
    by: int | None,
) -> None:
    """Birthdays, colleagues, noticed lines, consents; what somebody said by hand stays."""
    said = set(CareDetail.objects.values_list("party_id", flat=True))
    rows: list[tuple[int, CareDetail | CareNotice | CareConsent]] = [
        (number, CareDetail(born=born, since=since, at=at, by_id=by))
        for number, born, since in notes.cared
    ]
    rows += [(number, _line(text, on, at, by)) for number, text, on in notes.noticed]
    rows += [
        (number, CareConsent(channel=channel, said=what, on=on, at=at, by_id=by))
        for number, channel, what, on in notes.consents
    ]
    for number, row in rows:
        customer = whose.get(str(number))
        if customer is None or (isinstance(row, CareDetail) and customer.party_id in said):
            continue
        row.party_id = customer.party_id
        pen.create(row, customer.party_id)
    for name, well_done, on in notes.colleagues:
        party = Party(kind="person", name=name)
        pen.create(party)
        pen.create(CaredFor(party=party, kind="staff", at=at, by_id=by), party.pk)
        if well_done:
            line = _line(well_done, on, at, by)
            line.party, line.praise = party, True
            pen.create(line, party.pk)


def _line(text: str, on: dt.date, at: dt.datetime, by: int | None) -> CareNotice:
    day = when(text, on)
    return CareNotice(
        text=text,
        on=on,
        first=day.first if day else None,
        last=day.last if day else None,
        at=at,
        by_id=by,
    )


def _with_a_wish() -> set[int]:
    return set(Preference.objects.values_list("party_id", flat=True))


def _wish(party: int, said: Sequence[Any], at: dt.datetime, by: int | None) -> Preference:
    columns = ("best", "never", "weekdays", "from_minute", "until_minute", "note")
    return Preference(party_id=party, at=at, by_id=by, **dict(zip(columns, said, strict=True)))
