"""What a verdict comes to where a system knows fewer ways, and whom to ring."""

from __future__ import annotations

from wertschatz.domain.rules.rule import Verdict
from wertschatz.ports.telephone import Answer, Options

LATER = frozenset({Verdict.CALL_BACK, Verdict.NOT_NOW})
"""Both tell the caller when; to an exchange they are the same."""


def wire(verdict: Verdict) -> Verdict:
    """The verdict as exchanges know it: not now is a call-back at the named time."""
    return Verdict.CALL_BACK if verdict in LATER else verdict


def owner_of(answer: Answer | None, options: Options) -> tuple[str, ...]:
    """The owner's telephones: of the answer, else of the option `owner` (with commas)."""
    named = answer.owner if answer is not None else ()
    numbers = named or options.get("owner").split(",")
    return tuple(number.strip() for number in numbers if number.strip())
