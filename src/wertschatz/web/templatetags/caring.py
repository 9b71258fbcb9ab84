"""Kind words as the reader's language says them."""

from __future__ import annotations

from typing import TYPE_CHECKING
from uuid import UUID

from django import template

from wertschatz.domain.values import Reason
from wertschatz.web.templatetags.reading import _language
from wertschatz.wording import care, formats

if TYPE_CHECKING:
    # Every page reads this module, and hardly one needs the tables behind it.
    from wertschatz.storage.queries.attentions import LedgerLine

register = template.Library()


@register.filter
def care_reason(reason: Reason) -> str:
    """An occasion, or why somebody is suggested or due."""
    return care.reason_text(reason, _language())


@register.filter
def occasion(code: str) -> str:
    """'Birthday'."""
    return care.occasion_name(code, _language())


@register.filter
def care_word(code: str) -> str:
    """A kind, role, channel, answer or setting."""
    return care.word(str(code), _language())


@register.filter
def given_as(given: str) -> str:
    """'as a business friend', 'as staff'."""
    return care.given_as(given, _language())


@register.filter
def born(text: str) -> str:
    """A birthday, with the year only where it is known."""
    return formats.birthday(text, _language())


@register.filter
def born_typed(text: str) -> str:
    """A birthday as the field takes it, in both languages: '3.5.1971', '3.5.'."""
    if not text:
        return ""
    year, month, day = text[:-6].strip("-"), int(text[-5:-3]), int(text[-2:])
    return f"{day}.{month}.{year}"


@register.filter
def whom(action: object) -> str:
    """The name of whom an action was about."""
    from wertschatz.storage.queries.actions import name_in  # only where it is shown

    return name_in(UUID(str(action)))


@register.filter
def ledger_state(line: LedgerLine, currency: str = "EUR") -> str:
    """How a sum stands to its limit."""
    return care.ledger_text(line.entry, currency, _language())
