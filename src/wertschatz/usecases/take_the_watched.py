"""“What I put there comes in by itself”: unless something is asked, or a person must see to it."""

from __future__ import annotations

from enum import StrEnum

from wertschatz.ports.problems import HOLDS_NOTHING
from wertschatz.usecases.import_files import Outcome


class Next(StrEnum):
    """What becomes of files that were tried."""

    COMES_IN = "comes_in"
    WAITS = "waits"
    """On the page of files, as any other draft."""
    NOTHING = "nothing"
    """There is nothing new in them."""


def what_next(outcome: Outcome) -> Next:
    """Decides by what the dry run found."""
    if waits_for_somebody(outcome):
        return Next.WAITS
    return Next.COMES_IN if outcome.counts.fresh else Next.NOTHING


def waits_for_somebody(outcome: Outcome) -> bool:
    """A layout or the own firm is asked about, or a file that belongs in cannot be read."""
    return bool(outcome.questions or outcome.sellers_asked or outcome.refusals - HOLDS_NOTHING)
