"""Profile and enquiries as the reader writes them; the sentences themselves stand in wording."""

from __future__ import annotations

from django import template
from django.utils import translation

from wertschatz.domain.profile.enquiry import Decision, Outcome, Way
from wertschatz.domain.profile.equal import Unequal
from wertschatz.domain.profile.fit import Criterion, Held
from wertschatz.domain.profile.questions import Question
from wertschatz.wording import profile as words
from wertschatz.wording.catalogue import translate

register = template.Library()


def _language() -> str:
    return (translation.get_language() or "de")[:2]


@register.filter
def question(value: Question) -> str:
    """The question as it is asked."""
    return words.question_text(value, _language())


@register.filter
def heading(value: Question) -> str:
    """The heading outside."""
    return words.heading(value, _language())


@register.filter
def question_help(value: Question) -> str:
    """What helps to answer it."""
    return words.question_help(value, _language())


@register.filter
def unequal(value: Unequal) -> str:
    """What may be against equal treatment."""
    return words.unequal_text(value, _language())


@register.filter
def held(value: Held) -> str:
    """What one criterion says."""
    return words.held_text(value, _language())


@register.filter
def held_value(value: Held) -> str:
    """What the enquiry says of it."""
    return words.value_text(value.criterion, value.value, _language())


@register.filter
def criterion(value: Criterion) -> str:
    """Its name."""
    return translate(words.CRITERIA[value], _language())


@register.filter
def way(value: str) -> str:
    """How an enquiry reached us."""
    return translate(words.WAYS[Way(value)], _language())


@register.filter
def came_by(value: str) -> str:
    """The way a customer came."""
    return words.way_text(value, _language())


@register.filter
def decision(value: str) -> str:
    """What was decided."""
    return translate(words.DECISIONS[Decision(value)], _language()) if value else ""


@register.filter
def outcome(value: str) -> str:
    """How it went on."""
    return translate(words.OUTCOMES[Outcome(value)], _language()) if value else ""


@register.filter
def doubts(value: tuple[str, ...]) -> str:
    """Why it is held."""
    return words.doubts_text(value, _language())
