"""What was decided about calls, as the reader's language says it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import template
from django.utils import timezone, translation

from wertschatz.domain.rules.rule import Verdict
from wertschatz.domain.values import Reason
from wertschatz.wording.calls import chosen_text
from wertschatz.wording.rules import reason_text, verdict_until

if TYPE_CHECKING:
    # Every page reads this module, and hardly one needs the tables behind it.
    from wertschatz.storage.queries.rings import CallLine

register = template.Library()


def _language() -> str:
    return (translation.get_language() or "de")[:2]


@register.filter
def decided(reason: Reason) -> str:
    """Why it was decided so."""
    return reason_text(reason, _language())


@register.filter
def verdict_said(line: CallLine) -> str:
    """What the rules said, with its time."""
    if line.verdict not in set(Verdict):
        return ""
    until = timezone.localtime(line.until) if line.until else None
    return verdict_until(Verdict(line.verdict), until, timezone.localtime(line.at), _language())


@register.filter
def overruled_said(line: CallLine) -> str:
    """What somebody chose instead."""
    slot = timezone.localtime(line.slot_at) if line.slot_at else None
    slot = slot if line.overruled == "call_back" else None
    return chosen_text(line.overruled, slot, timezone.localtime(line.at), _language())
