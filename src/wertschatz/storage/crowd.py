"""Changes many customers at once: one action, one undo, and no query for each of them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from django.db.models import Q, QuerySet

from wertschatz.domain.customers.tags import tag_key
from wertschatz.domain.values import Fact
from wertschatz.ports.hygiene import Chosen, ListFilter
from wertschatz.storage import archive
from wertschatz.storage.find_customers import seen_now
from wertschatz.storage.journal import writing
from wertschatz.storage.models import Assessment, Customer, GroupDecision, Tag, Tagged
from wertschatz.storage.one_after_another import one_after_another
from wertschatz.storage.queries.customers import archived_rows, listed
from wertschatz.storage.tag_book import AREAS, in_parts, made, parties_of, put_on_all


class Crowd:
    """Implements `ports.hygiene.Crowd`."""

    def customers(self, chosen: Chosen) -> list[int]:
        """Whom it is about, as the customers they are now."""
        if isinstance(chosen, ListFilter):
            if chosen.archived:
                return list(archived_rows(chosen).values_list("pk", flat=True))
            return list(listed(chosen).rows.values_list("pk", flat=True))
        rows = Customer.objects.filter(uuid__in=list(chosen))
        asked = list(rows.values_list("id", flat=True))
        # Also whom only a part of it keeps in sight.
        now = seen_now(asked)
        return list(dict.fromkeys(now[pk] for pk in asked if pk in now))

    @one_after_another
    def tag(
        self, customers: Sequence[int], name: str, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID | None:
        """Puts a tag on all that do not carry it."""
        known = Tag.objects.filter(folded=tag_key(name)).first()
        there = set() if known is None else {now for _, now in _carriers(known)}
        new = [one for one in customers if one not in there]
        if not new:
            return None
        facts = _facts(new, tag=known.name if known else name)
        with writing("customers_tagged", by=by, at=at, facts=facts, areas=AREAS) as pen:
            put_on_all(pen, known or made(pen, name), new)
        return pen.action.uuid

    @one_after_another
    def untag(
        self, customers: Sequence[int], name: str, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID | None:
        """Takes it off all of them, and off what was merged into them."""
        tag = Tag.objects.filter(folded=tag_key(name)).first()
        if tag is None:
            return None
        asked = set(customers)
        carriers = [pk for pk, now in _carriers(tag) if now in asked]
        gone: list[Tagged] = []
        for some in in_parts(carriers):
            gone += Tagged.objects.filter(tag=tag, customer__in=some)
        if not gone:
            return None
        facts = _facts(gone, tag=tag.name)
        with writing("customers_untagged", by=by, at=at, facts=facts, areas=AREAS) as pen:
            pen.delete_many(gone, parties_of([one.customer_id for one in gone]))
        return pen.action.uuid

    @one_after_another
    def archive(
        self, customers: Sequence[int], archived: bool, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID | None:
        """Puts them into the archive, or brings them back."""
        rows: list[Customer] = []
        for some in in_parts(customers):
            others = Customer.objects.filter(pk__in=some, archived=not archived)
            rows += others.select_related("party")
        if not rows:
            return None
        ending = "archived" if archived else "brought_back"
        code, facts, party = f"customers_{ending}", _facts(rows), None
        if len(rows) == 1:
            code, facts = f"customer_{ending}", {"name": rows[0].party.name}
            party = rows[0].party_id
        with writing(code, by=by, at=at, facts=facts, party=party) as pen:
            pen.update_many(rows, [row.party_id for row in rows], archived=archived)
            for some in in_parts([row.pk for row in rows]):
                archive.forget_outcomes(some)
        return pen.action.uuid

    @one_after_another
    def confirm(
        self, customers: Sequence[int], *, by: int | None, at: dt.datetime, on: dt.date
    ) -> uuid.UUID | None:
        """The owner's word: the letters that are proposed for them."""
        words: list[GroupDecision] = []
        for some in in_parts(customers):
            proposed = Assessment.objects.filter(pk__in=some, confirmed=False).exclude(group="")
            spoken = _spoken(some)
            for customer, group in proposed.values_list("pk", "group"):
                if customer in spoken:
                    continue
                word = GroupDecision(customer_id=customer, group=group, on=on, at=at, by_id=by)
                words.append(word)
        if not words:
            return None
        with writing("words_given", by=by, at=at, facts=_facts(words)) as pen:
            pen.create_many(words, parties_of([word.customer_id for word in words]))
        return pen.action.uuid


def _spoken(customers: Sequence[int]) -> set[int]:
    """Of these who has a word already that the stored assessment does not know yet."""
    whose = Q(customer__in=customers) | Q(customer__merged_into__in=customers)
    newest: dict[int, str] = {}
    said = GroupDecision.objects.filter(whose).order_by("id")
    for pk, now, group in said.values_list("customer_id", "customer__merged_into_id", "group"):
        newest[now or pk] = group
    return {customer for customer, group in newest.items() if group}


def _facts(rows: Sequence[object], **more: Fact) -> dict[str, Fact]:
    return {"customers": len(rows), **more}


def _carriers(tag: Tag) -> list[tuple[int, int]]:
    """Customers with this tag, each with whom it is now."""
    rows: QuerySet[Customer] = Customer.objects.filter(Q(tags__tag=tag))
    return [(pk, now or pk) for pk, now in rows.values_list("id", "merged_into_id")]
