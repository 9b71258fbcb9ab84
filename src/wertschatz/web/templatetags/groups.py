"""The steps of a goodbye, in the reader's language; letters may be in another one."""

from __future__ import annotations

from django import template
from django.utils import translation

from wertschatz.wording import groups

register = template.Library()


def _language() -> str:
    return (translation.get_language() or "de")[:2]


@register.filter
def step_name(code: str) -> str:
    """What the step is called."""
    return groups.step_name(code, _language())


@register.filter
def step_help(code: str) -> str:
    """What it is about."""
    return groups.step_help(code, _language())
