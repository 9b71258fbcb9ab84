"""Tells on the next page what became of taking something back."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpRequest

from wertschatz.storage.undo import UndoOutcome


def tell(request: HttpRequest, outcome: UndoOutcome) -> None:
    """Taken back, with the way to do it again; else why not, with what stands in the way."""
    if outcome.done:
        messages.info(request, str(outcome.action), extra_tags="undone")
    elif outcome.first:
        messages.info(request, str(outcome.first), extra_tags="undo-first")
    else:
        messages.info(request, outcome.why_not, extra_tags="undo")
