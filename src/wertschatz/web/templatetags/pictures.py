"""Lets the drawings of the customer base, finished and escaped, stand in a page as they are."""

from __future__ import annotations

from django import template
from django.utils.safestring import SafeString, mark_safe

from wertschatz.web.charts.picture import Picture

register = template.Library()


@register.filter
def drawing(picture: Picture) -> SafeString:
    """Both layouts of a picture; every name in it was escaped when it was drawn."""
    return mark_safe(picture.svg)  # noqa: S308 - only ever text that charts.svg has escaped
