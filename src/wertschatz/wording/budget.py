"""Sentences of the time budget: how the weeks drift from its shares."""

from __future__ import annotations

from collections.abc import Mapping

from wertschatz.domain.values import Reason
from wertschatz.wording.catalogue import N_, translate
from wertschatz.wording.sentences import fill

DRIFT_SENTENCES: Mapping[str, str] = {
    "drift_more": N_(
        "In the last {weeks} weeks group {group} took {actual_percent:percent} of the customer "
        "time; you plan {share_percent:percent}."
    ),
    "drift_less": N_(
        "In the last {weeks} weeks group {group} got {actual_percent:percent} of the customer "
        "time; you plan {share_percent:percent}."
    ),
    "drift_free": N_(
        "In the last {weeks} weeks {actual_percent:percent} of the customer time went to "
        "customers without a confirmed letter; you plan {share_percent:percent} for the "
        "spontaneous."
    ),
    "drift_none": N_("In the last {weeks} weeks the time went about as you plan it."),
}


def drift_text(reason: Reason, language: str) -> str:
    """The one sentence of the week. Raises `KeyError` for an unknown code."""
    return fill(translate(DRIFT_SENTENCES[reason.code], language), reason.facts, language)
