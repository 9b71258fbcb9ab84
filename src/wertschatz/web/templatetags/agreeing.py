"""Offers, promises and wishes as the reader writes them; the words themselves stand in wording."""

from __future__ import annotations

from collections.abc import Set

from django import template

from wertschatz.domain.customers.commitments import CommitmentKind, OffersTold, Outcome
from wertschatz.domain.customers.preferences import Preference, Way
from wertschatz.domain.values import Reason
from wertschatz.web.templatetags.reading import _language
from wertschatz.wording import commitments, preferences

register = template.Library()


@register.filter
def commitment_kind(value: CommitmentKind) -> str:
    """'Offer', 'We promised', 'Promised to us'."""
    return commitments.kind_text(value, _language())


@register.filter
def outcome(value: Outcome) -> str:
    """How it can end, or ended."""
    return commitments.outcome_text(value, _language())


@register.filter
def promised(kinds: Set[CommitmentKind]) -> str:
    """What is due, as one sentence."""
    return commitments.due_text(kinds, _language())


@register.filter
def offers(told: OffersTold, currency: str) -> str:
    """How offers ended; '' where there was none."""
    return commitments.offers_text(told, currency, _language())


@register.filter
def way(value: Way) -> str:
    """'by telephone' …"""
    return preferences.way_text(value, _language())


@register.filter
def weekday(value: int) -> str:
    """The name of a weekday; 0 is Monday."""
    return preferences.weekday_text(value, _language())


@register.filter
def wishes(value: Preference, place: str = "") -> str:
    """How somebody wants to be reached; '' where nothing is known."""
    return preferences.preference_text(value, _language(), place)


@register.filter
def unsuited(value: Reason) -> str:
    """Why now is not the time, or this not the way."""
    return preferences.unsuited_text(value, _language())


@register.filter
def clock(minute: int | None) -> str:
    """A minute of the day as a field of a form wants it."""
    return "" if minute is None else f"{minute // 60:02d}:{minute % 60:02d}"
