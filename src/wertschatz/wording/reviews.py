"""Sentences of the analysis: what stands in the calendar. No letters, no names: others see it."""

from __future__ import annotations

from wertschatz.wording.catalogue import N_, translate

TITLE = N_("An appointment with myself: my customers")
TEXT = N_(
    "One customer at a time, by keyboard. It can be broken off and continued at any time: {address}"
)


def calendar_title(language: str) -> str:
    """The title of the entry."""
    return translate(TITLE, language)


def calendar_text(language: str, address: str) -> str:
    """What it is about, with the address of the page."""
    return translate(TEXT, language).format(address=address)
