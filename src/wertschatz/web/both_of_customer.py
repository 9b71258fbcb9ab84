"""Both versions of what two people said about one customer: the word, the time."""

from __future__ import annotations

import uuid
from collections.abc import Mapping

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from wertschatz.ports.seen import ChangedMeanwhile, Value
from wertschatz.storage.models import Customer
from wertschatz.web.both import Versions, both
from wertschatz.web.language import language_for
from wertschatz.wording import formats
from wertschatz.wording.catalogue import N_, translate

LABELS = {
    "group": N_("Group"), "reason": N_("Reason (if you like)"), "minutes_month": N_("Hours a month")
}  # fmt: skip
CODES = ("word_given", "word_taken_back", "review_decided", "effort_estimated", "customers_by_hand")


def both_of_customer(
    request: HttpRequest, customer: uuid.UUID, changed: ChangedMeanwhile, mine: Mapping[str, Value]
) -> HttpResponse:
    """What was said meanwhile, and what was to be said."""
    language = language_for(request)
    row = Customer.objects.select_related("party").get(uuid=customer)
    versions = [
        Versions(
            translate(LABELS[name], language), _said(name, theirs, language),
            _said(name, mine[name], language),
        )
        for name, theirs in changed.now.items()
    ]  # fmt: skip
    return both(
        request, changed, versions, codes=CODES, back=reverse("customer", args=[customer]),
        customer={"name": row.party.name, "party": row.party_id},
    )  # fmt: skip


def _said(name: str, value: Value, language: str) -> str:
    if name == "minutes_month" and isinstance(value, int):
        return formats.hours(value, language)
    return "" if value is None else str(value)
