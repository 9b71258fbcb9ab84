"""Who is compared, the proposals kept, and merging itself: one journaled action with its undo."""

from __future__ import annotations

import datetime as dt
import hashlib
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q

from wertschatz.domain.customers.duplicates import Known, Proposal
from wertschatz.ports.duplicates import Apart
from wertschatz.storage import effort, job_table, merged
from wertschatz.storage.assessments import reasons_text
from wertschatz.storage.find_customers import is_seen
from wertschatz.storage.journal import writing
from wertschatz.storage.models import Comparison, Customer, Likeness, NotTheSame

KEPT = 500
"""Proposals; a base with more wants another remedy than one page after the other."""


class Likenesses:
    """Implements `ports.duplicates.Likenesses`."""

    def known(self) -> list[Known]:
        """Every customer that is assessed, once for each name that was merged into it."""
        rows = Customer.objects.filter(
            Q(assessment__isnull=False) | Q(merged_into__assessment__isnull=False)
        ).order_by("id")
        return [
            Known(
                now or one, name, number=number, vat_id=vat_id, tool=layout or "",
                postcode=postcode, town=town, email=email,
            )
            for one, now, name, number, vat_id, layout, postcode, town, email in rows.values_list(
                "id", "merged_into_id", "party__name", "number", "vat_id", "file__fingerprint",
                "party__postcode", "party__town", "party__email",
            )
        ]  # fmt: skip

    def apart(self) -> Apart:
        """Pairs of whom the owner said that they are two, as the customers they are now."""
        into = merged.into()
        return {
            frozenset((into.get(first, first), into.get(second, second)))
            for first, second in NotTheSame.objects.values_list("first_id", "second_id")
        }

    def is_new(self, known: Sequence[Known], apart: Apart) -> bool:
        """Something differs from what the kept proposals were made from."""
        return not Comparison.objects.filter(known=_print(known, apart)).exists()

    def keep(
        self, known: Sequence[Known], apart: Apart, found: Sequence[Proposal], at: dt.datetime
    ) -> None:
        """Replaces the kept proposals, the surest first and at most 500."""
        with transaction.atomic():
            Likeness.objects.all().delete()
            Comparison.objects.all().delete()
            Likeness.objects.bulk_create(
                Likeness(
                    first_id=pair.first, second_id=pair.second, kind=pair.kind.value,
                    points=pair.points, reasons=reasons_text(pair.reasons),
                )
                for pair in found[:KEPT]
            )  # fmt: skip
            Comparison.objects.create(at=at, known=_print(known, apart))


def _print(known: Sequence[Known], apart: Apart) -> str:
    text = repr((known, sorted(sorted(pair) for pair in apart)))
    return hashlib.sha256(text.encode()).hexdigest()


class Mergers:
    """Implements `ports.duplicates.Mergers`."""

    def merge(
        self, customer: uuid.UUID, into: uuid.UUID, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """`customer` becomes part of `into`, with all that was merged into it before."""
        with transaction.atomic():
            gone, stays = _both(customer, into)
            facts = {"name": gone.party.name, "into": stays.party.name}
            with writing("merge_customers", by=by, at=at, facts=facts, party=stays.party_id) as pen:
                moved = merged.parts(gone)
                for one in moved:
                    pen.update(one, one.party_id, merged_into=stays)
                merged.settle([one.pk for one in moved])
                effort.recount(one.pk for one in moved)
        return pen.action.uuid

    def keep_apart(
        self, first: uuid.UUID, second: uuid.UUID, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """“These are two.”"""
        with transaction.atomic():
            one, other = sorted(_both(first, second), key=lambda row: row.pk)
            if NotTheSame.objects.filter(first=one, second=other).exists():
                raise ValueError(first)
            facts = {"name": one.party.name, "other": other.party.name}
            with writing(
                "kept_apart", by=by, at=at, facts=facts, party=one.party_id, areas=("duplicates",)
            ) as pen:
                pen.create(NotTheSame(first=one, second=other), one.party_id)
            Likeness.objects.filter(first__in=(one, other), second__in=(one, other)).delete()
            Comparison.objects.all().delete()
            ask(at)
        return pen.action.uuid


def ask(at: dt.datetime) -> None:
    """Leaves word that all customers be compared again; asking twice is asking once."""
    job_table.enqueue("find_duplicates", at, once="find_duplicates")


def _both(first: uuid.UUID, second: uuid.UUID) -> tuple[Customer, Customer]:
    """Both as the customers they are now; raises KeyError when gone, ValueError when one."""
    rows = Customer.objects.select_related("party", "source").select_for_update(of=("self",))
    found = {row.uuid: row for row in rows.filter(uuid__in=(first, second)).order_by("id")}
    now = [merged.target(found[one]) for one in (first, second)]
    if now[0].pk == now[1].pk:
        raise ValueError(first)
    for one in now:
        if not any(is_seen(part) for part in merged.parts(one)):
            raise KeyError(one.uuid)
    return now[0], now[1]
