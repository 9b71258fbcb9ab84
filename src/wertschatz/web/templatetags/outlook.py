"""The sentences of the portfolio in a page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils import translation

from wertschatz.domain.customers.rhythm import quiet_reason
from wertschatz.domain.values import Reason
from wertschatz.wording import formats
from wertschatz.wording.portfolio import portfolio_text

if TYPE_CHECKING:
    from wertschatz.ports.portfolio import Quiet

register = template.Library()


def _language() -> str:
    return (translation.get_language() or "de")[:2]


@register.filter
def outlook(value: Reason) -> str:
    """The sentence of an answer."""
    return portfolio_text(value, _language())


@register.filter
def quiet(value: Quiet) -> str:
    """How long a customer has been quiet, and what is usual."""
    found = quiet_reason(value.gap_days, value.silent_days, value.last_on)
    return portfolio_text(found, _language())


@register.filter
def per_mille(value: int) -> str:
    """A share in per cent with one decimal."""
    return formats.decimal(value / 10, _language(), 1) + f"{formats.NBSP}%"
