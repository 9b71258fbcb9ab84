"""Which text in a record means which customer, and the question that asks for it."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterable, Mapping

from wertschatz.ports.files import Question, Source

SAMPLES = 30
"""Texts that a question shows."""


class Rules:
    """Texts that mean a customer; of several that fit the longest one wins."""

    def __init__(self, rules: Mapping[str, str]) -> None:
        """Text, whatever its case, → the customer's name."""
        self._rules = sorted(
            ((text.casefold(), text, name.strip()) for text, name in rules.items() if text.strip()),
            key=lambda rule: (-len(rule[0]), rule[0]),
        )

    def match(self, texts: Iterable[str]) -> tuple[str, str] | None:
        """The rule that fits: its text and the customer."""
        folded = [text.casefold() for text in texts]
        for wanted, text, name in self._rules:
            if any(wanted in one for one in folded):
                return text, name
        return None


def fingerprint(tool: str) -> str:
    """The same for every file of the tool, so that rules are asked for once."""
    return hashlib.sha256(tool.encode()).hexdigest()[:16]


def question(source: Source, tool: str, seconds: Mapping[str, float]) -> Question:
    """Asks which texts mean which customer; `seconds` says how long each was seen."""
    spelled: dict[str, str] = {}
    spent: dict[str, float] = defaultdict(float)
    for text, one in seconds.items():
        spent[spelled.setdefault(text.casefold(), text)] += one
    often = sorted(spent.items(), key=lambda item: (-item[1], item[0]))[:SAMPLES]
    samples = tuple((text, _hours(one)) for text, one in often)
    return Question(source.name, fingerprint(tool), (), samples, {}, kind="rules")


def _hours(seconds: float) -> str:
    """Hours and minutes.

    >>> _hours(5400)
    '1:30'
    """
    hours, minutes = divmod(round(seconds / 60), 60)
    return f"{hours}:{minutes:02}"
