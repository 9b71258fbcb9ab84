"""What was done, by whom, and whether it can still be taken back."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from wertschatz.domain.values import Fact
from wertschatz.storage.hindrance import Hindrance, hindrance_of, hindrances
from wertschatz.storage.models import Action, Customer

LOOKED_INTO = 200
"""Rows of one action up to which its line says in advance whether it can be taken back."""


@dataclass(frozen=True, slots=True)
class ActionLine:
    """One thing that was done."""

    uuid: UUID
    at: dt.datetime
    by: str
    code: str
    facts: dict[str, Fact]
    party_uuid: UUID | None
    """The customer it was about."""
    party_name: str
    undoable: bool
    why_not: str
    undone: bool
    first: UUID | None = None
    """What was done later and would have to be taken back first."""
    first_code: str = ""
    first_facts: Mapping[str, Fact] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ActionsPage:
    """One page of what was done, newest first."""

    lines: list[ActionLine]
    total: int
    page: int
    pages: int


def name_in(action: UUID) -> str:
    """Whom it was about, as the action keeps it; '' where it names nobody."""
    facts = Action.objects.filter(uuid=action).values_list("facts", flat=True).first()
    return str((facts or {}).get("name", ""))


def actions_page(
    page: int = 1,
    size: int = 50,
    customer: UUID | None = None,
    by: UUID | None = None,
    action: UUID | None = None,
) -> ActionsPage:
    """What was done, newest first; only what concerns one customer, or by one person.

    With `action` the page on which that one stands.
    """
    rows = Action.objects.select_related("by", "party", "undone_by")
    if customer is not None:
        rows = rows.filter(party_id__in=_parties_of(customer))
    if by is not None:
        rows = rows.filter(by__uuid=by)
    total = rows.count()
    pages = max(1, math.ceil(total / size))
    at = Action.objects.filter(uuid=action).first() if action else None
    if at is not None:
        page = rows.filter(id__gt=at.pk).count() // size + 1
    page = min(max(1, page), pages)
    shown = list(rows.order_by("-id")[(page - 1) * size : page * size]) if total else []
    about = [row.party_id for row in shown if row.party_id is not None]
    customers = dict(Customer.objects.filter(party_id__in=about).values_list("party_id", "uuid"))
    return ActionsPage(_lines(shown, customers), total, page, pages)


def action_line(action: UUID) -> ActionLine | None:
    """One thing that was done."""
    row = Action.objects.select_related("by", "party", "undone_by").filter(uuid=action).first()
    return None if row is None else line_of(row, {})


def _lines(rows: Sequence[Action], customers: Mapping[int, UUID]) -> list[ActionLine]:
    """All of a page at once: asked for each alone, fifty of them took ten times as long."""
    found = hindrances(rows, LOOKED_INTO)
    first = {one.action for one in found.values() if one.action is not None}
    later = {row.uuid: row for row in Action.objects.filter(uuid__in=first)}
    return [_line(row, customers, found[row.pk], later) for row in rows]


def _parties_of(customer: UUID) -> list[int]:
    """The party of a customer and of all merged into it.

    Asked for first, and one by one: joined by "or", all customers are walked over (65 ms became
    1 ms at 100,000 customers, measured).
    """
    whose = Customer.objects.filter(uuid=customer).values_list("pk", "party_id").first()
    if whose is None:
        return []
    merged = Customer.objects.filter(merged_into=whose[0]).values_list("party_id", flat=True)
    return [whose[1], *merged]


def newest_of(code: str) -> ActionLine | None:
    """The newest thing of this kind that was done."""
    rows = Action.objects.select_related("by", "party", "undone_by").filter(code=code)
    row = rows.order_by("-id").first()
    return None if row is None else line_of(row, {})


LOOKED_BACK = 200
"""Things done about one customer, or by one name, among which the newest is sought."""


def newest_change(codes: Sequence[str], party: int | None) -> ActionLine | None:
    """The newest thing of these kinds, or the taking back of one; about one party, or at all."""
    rows = Action.objects.select_related("by", "party", "undone_by")
    if party is not None:
        rows = rows.filter(party_id=party)
    for row in rows.order_by("-id")[:LOOKED_BACK]:
        if (row.facts.get("code") if row.code == "undo" else row.code) in codes:
            return line_of(row, {})
    return None


def newest_by(
    account: int, codes: Sequence[str], since: dt.datetime | None = None
) -> ActionLine | None:
    """The newest thing of these kinds that this person did and has not taken back."""
    rows = Action.objects.select_related("by", "party", "undone_by").filter(by_id=account)
    rows = rows.filter(code__in=codes, undone_by=None)
    row = (rows.filter(at__gte=since) if since else rows).order_by("-id").first()
    return None if row is None else line_of(row, {})


def line_of(row: Action, customers: Mapping[int, UUID]) -> ActionLine:
    """What one action was; `customers` are the customers by their party."""
    hindrance = hindrance_of(row)
    first = [hindrance.action] if hindrance.action else []
    later = {one.uuid: one for one in Action.objects.filter(uuid__in=first)}
    return _line(row, customers, hindrance, later)


def _line(
    row: Action,
    customers: Mapping[int, UUID],
    hindrance: Hindrance,
    later: Mapping[UUID, Action],
) -> ActionLine:
    first = later.get(hindrance.action) if hindrance.action else None
    return ActionLine(
        uuid=row.uuid, at=row.at, by=row.by.username if row.by else "", code=row.code,
        facts=row.facts, party_uuid=customers.get(row.party_id or 0),
        party_name=row.party.name if row.party else "", undoable=not hindrance.code,
        why_not=hindrance.code, undone=hindrance.code == "already_undone",
        first=first.uuid if first else None, first_code=first.code if first else "",
        first_facts=first.facts if first else {},
    )  # fmt: skip
