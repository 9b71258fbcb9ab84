"""What tasks and matters are called on pages."""

from __future__ import annotations

from django import template
from django.utils import translation

from wertschatz.domain.worktime.repeating import Rhythm
from wertschatz.wording import tasks
from wertschatz.wording.hours import clock

register = template.Library()


def _language() -> str:
    return (translation.get_language() or "de")[:2]


@register.filter
def importance(value: int) -> str:
    """What stands above the tasks of one importance."""
    return tasks.importance_name(value, _language())


@register.filter
def matter(kind: str) -> str:
    """How it came in."""
    return tasks.matter_name(kind, _language())


@register.filter
def rhythm(value: Rhythm) -> str:
    """When it comes again."""
    return tasks.rhythm_text(value, _language())


@register.filter
def at_minute(value: int) -> str:
    """A minute of the day as on a clock."""
    return clock(value)
