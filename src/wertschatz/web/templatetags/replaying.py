"""Past calls and what the rules say to them, as the reader writes it."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from django import template
from django.utils import translation

from wertschatz.domain.rules.decision import Decision
from wertschatz.domain.rules.replay import Comparison, PastCall
from wertschatz.domain.rules.rule import Verdict
from wertschatz.wording import replay, rules

register = template.Library()


def _language() -> str:
    return (translation.get_language() or "de")[:2]


@register.filter
def replay_answer(value: Comparison) -> str:
    """The answer of the page."""
    return replay.answer_text(value, _language())


@register.filter
def replay_label(code: str) -> str:
    """A word of the tables."""
    return replay.label(code, _language())


@register.filter
def caller(value: PastCall) -> str:
    """Who called."""
    return replay.caller_name(value, _language())


@register.filter
def outcome(value: PastCall) -> str:
    """What really became of a call."""
    return replay.outcome_text(value.outcome, _language())


@register.filter
def verdict(value: Verdict) -> str:
    """'Put through' …"""
    return rules.verdict_name(value, _language())


@register.simple_tag
def told(decision: Decision, call: PastCall, zone: ZoneInfo) -> str:
    """What the caller would have been told, with the time."""
    return rules.verdict_text(decision, call.at, zone, _language())


@register.filter
def decided_why(value: Any) -> str:
    """Why it was decided so."""
    return rules.reason_text(value.reason, _language())
