"""Parts of the working day as the reader's language says them."""

from __future__ import annotations

from django import template

from wertschatz.domain.values import Reason
from wertschatz.web.templatetags.reading import _language
from wertschatz.wording import worktime

register = template.Library()


@register.filter
def part_name(kind: object) -> str:
    """'Break', 'Appointment' …"""
    return worktime.kind_name(str(kind), _language())


@register.filter
def block_name(group: str) -> str:
    """'Time for group A'."""
    return worktime.block_name(group, _language())


@register.filter
def broken(value: Reason) -> str:
    """That the plan leaves too little free."""
    return worktime.broken_text(value, _language())


@register.filter
def energy_name(energy: int) -> str:
    """'drained', 'in between', 'well'."""
    return worktime.energy_name(energy, _language())
