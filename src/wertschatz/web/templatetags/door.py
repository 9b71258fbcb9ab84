"""The door, call-backs and told texts as the reader writes them."""

from __future__ import annotations

import datetime as dt

from django import template
from django.utils import timezone

from wertschatz.bootstrap.house import house
from wertschatz.domain.rules.told import Text
from wertschatz.web.templatetags.reading import _language
from wertschatz.wording import door, hours, told

register = template.Library()


@register.filter
def until(value: dt.datetime) -> str:
    """'11:30 o’clock', 'tomorrow, 9:00 o’clock', where the firm is."""
    here = timezone.localtime(value, house().zone)
    return hours.until_text(here, timezone.localtime(house().now(), house().zone), _language())


@register.filter
def plus(minutes: str, now: dt.datetime) -> str:
    """What a button for so many minutes says: '30 min, until 11:30 o’clock'."""
    end = timezone.localtime(now, house().zone) + dt.timedelta(minutes=int(minutes))
    return door.span_text(int(minutes), until(end), _language())


@register.filter
def holding(kind: str, end: dt.datetime) -> str:
    """'Door closed until 11:30 o’clock'."""
    return door.held_text(kind, until(end), _language())


@register.filter
def sign_title(value: object) -> str:
    """'Open', 'Closed', 'Break'."""
    return door.sign_text(str(value), _language())


@register.filter
def text_name(kind: Text) -> str:
    """What a told text is called."""
    return told.text_name(kind, _language())


@register.filter
def text_where(kind: Text) -> str:
    """Where it belongs."""
    return told.text_where(kind, _language())
