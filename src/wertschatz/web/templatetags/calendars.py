"""Calendars as the reader writes them."""

from __future__ import annotations

from django import template

from wertschatz.web.templatetags.reading import _language
from wertschatz.wording import calendars

register = template.Library()


@register.filter
def calendar_fault(code: str) -> str:
    """Why a calendar could not be read."""
    return calendars.fault_text(code, _language())


@register.filter
def calendar_kind(kind: str) -> str:
    """What sort of calendar it is."""
    return calendars.kind_text(kind, _language())
