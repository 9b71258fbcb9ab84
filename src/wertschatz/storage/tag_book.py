"""Keeps tags, and which customers carry them; a merged customer carries those of all its parts."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Sequence

from wertschatz.domain.customers.tags import tag_key
from wertschatz.domain.values import Fact
from wertschatz.storage.find_customers import seen_parts
from wertschatz.storage.journal import Writing, writing
from wertschatz.storage.models import Customer, Tag, Tagged
from wertschatz.storage.one_after_another import one_after_another

AREAS = ("tags",)
"""No letter rests on a tag, so nothing is assessed anew."""
AT_ONCE = 500


class TagBook:
    """Implements `ports.hygiene.Tags`: every call is one action with its undo."""

    @one_after_another
    def put_on(
        self, customer: uuid.UUID, name: str, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID | None:
        """Puts a tag on, made where it is new; None: it is on already."""
        row, *others = seen_parts(customer)
        known = Tag.objects.filter(folded=tag_key(name)).first()
        if known and Tagged.objects.filter(tag=known, customer__in=[row, *others]).exists():
            return None
        facts = {"name": row.party.name, "tag": known.name if known else name}
        with writing(
            "tag_put_on", by=by, at=at, facts=facts, party=row.party_id, areas=AREAS
        ) as pen:
            tag = known or made(pen, name)
            pen.create(Tagged(tag=tag, customer=row), row.party_id)
        return pen.action.uuid

    @one_after_another
    def take_off(
        self, customer: uuid.UUID, tag: uuid.UUID, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """Takes a tag off a customer and all merged into it."""
        parts = seen_parts(customer)
        row = parts[0]
        gone = list(Tagged.objects.filter(tag__uuid=tag, customer__in=parts).select_related("tag"))
        if not gone:
            raise KeyError(tag)
        facts = {"name": row.party.name, "tag": gone[0].tag.name}
        with writing(
            "tag_taken_off", by=by, at=at, facts=facts, party=row.party_id, areas=AREAS
        ) as pen:
            pen.delete_many(gone, [row.party_id] * len(gone))
        return pen.action.uuid

    @one_after_another
    def rename(
        self, tag: uuid.UUID, name: str, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID | None:
        """Another name; where a tag of this name is there, the two become one. None: the same."""
        row = _tag(tag)
        if row.name == name:
            return None
        facts = {"tag": row.name, "now": name}
        other = Tag.objects.filter(folded=tag_key(name)).exclude(pk=row.pk).first()
        if other is None:
            with writing("tag_renamed", by=by, at=at, facts=facts, areas=AREAS) as pen:
                pen.update(row, name=name, folded=tag_key(name))
            return pen.action.uuid
        with writing(
            "tags_joined", by=by, at=at, facts={**facts, "now": other.name}, areas=AREAS
        ) as pen:
            carried = list(Tagged.objects.filter(tag=row))
            there = set(Tagged.objects.filter(tag=other).values_list("customer_id", flat=True))
            new = [one.customer_id for one in carried if one.customer_id not in there]
            put_on_all(pen, other, new)
            _delete(pen, row, carried)
        return pen.action.uuid

    @one_after_another
    def delete(self, tag: uuid.UUID, *, by: int | None, at: dt.datetime) -> uuid.UUID:
        """The tag goes from everywhere."""
        row = _tag(tag)
        carried = list(Tagged.objects.filter(tag=row))
        facts: dict[str, Fact] = {"tag": row.name, "customers": len(carried)}
        with writing("tag_deleted", by=by, at=at, facts=facts, areas=AREAS) as pen:
            _delete(pen, row, carried)
        return pen.action.uuid


def _tag(tag: uuid.UUID) -> Tag:
    row = Tag.objects.filter(uuid=tag).first()
    if row is None:
        raise KeyError(tag)
    return row


def made(pen: Writing, name: str) -> Tag:
    """A new tag."""
    row = Tag(name=name, folded=tag_key(name))
    pen.create(row)
    return row


def put_on_all(pen: Writing, tag: Tag, customers: Sequence[int]) -> None:
    """Puts a tag on customers that do not carry it."""
    rows = [Tagged(tag=tag, customer_id=one) for one in customers]
    pen.create_many(rows, parties_of(customers))


def _delete(pen: Writing, tag: Tag, carried: Sequence[Tagged]) -> None:
    pen.delete_many(carried, parties_of([one.customer_id for one in carried]))
    pen.delete(tag)


def parties_of(customers: Sequence[int]) -> list[int | None]:
    """Whose parties they are, in the same order."""
    found: dict[int, int] = {}
    for some in in_parts(customers):
        found |= dict(Customer.objects.filter(pk__in=some).values_list("id", "party_id"))
    return [found.get(one) for one in customers]


def in_parts(rows: Sequence[int]) -> Iterable[Sequence[int]]:
    """So many at once as a query takes."""
    return (rows[start : start + AT_ONCE] for start in range(0, len(rows), AT_ONCE))
