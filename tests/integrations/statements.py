"""What the tests of bank statements share: reading one text, and sums of what came out."""

from __future__ import annotations

from collections import Counter
from pathlib import Path

from wertschatz.integrations.files.registry import best_reader
from wertschatz.ports.files import Answers, Item, PaymentRow, Question, Source
from wertschatz.ports.problems import Problem


def items_of(path: Path, answers: Answers | None = None) -> list[Item]:
    """Everything that the reader with the best score yields."""
    reader = best_reader(path.read_bytes()[:65_536], path.name)
    return [] if reader is None else list(reader.read(Source(path, path.name), answers or {}))


def payments(items: list[Item]) -> list[PaymentRow]:
    """The payments among them."""
    return [item for item in items if isinstance(item, PaymentRow)]


def codes(items: list[Item]) -> list[str]:
    """The codes of the problems among them."""
    return [item.code for item in items if isinstance(item, Problem)]


def asked(items: list[Item]) -> list[Question]:
    """The questions among them."""
    return [item for item in items if isinstance(item, Question)]


def sums(rows: list[PaymentRow]) -> dict[str, int]:
    """Cents by currency."""
    total: Counter[str] = Counter()
    for row in rows:
        total[row.currency] += row.cents
    return dict(total)
