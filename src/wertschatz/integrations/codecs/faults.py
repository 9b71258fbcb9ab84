"""One thing that could not be understood, in whatever file or mailbox it stood."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from wertschatz.domain.values import Fact

SHOWN = 60
"""Characters of a faulty value that a message repeats."""


class Fault(NamedTuple):
    """A code of `ports.problems`, the physical line (from 1; None: the whole) and its facts."""

    code: str
    line: int | None = None
    facts: Mapping[str, Fact] = {}


def about(code: str, line: int | None, value: str) -> Fault:
    """A fault that shows the value it is about."""
    return Fault(code, line, {"value": value[:SHOWN]})
