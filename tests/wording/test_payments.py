"""Every reason about a payment has a sentence in each language, and every figure in it exists."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import wertschatz.domain.customers as chapter
from wertschatz.domain.customers.paying.delay import DELAY_CODES
from wertschatz.domain.customers.paying.payments import ASK_CODES, LEFT_CODES, SURE_CODES
from wertschatz.domain.values import Fact, Reason
from wertschatz.wording.catalogue import LANGUAGES
from wertschatz.wording.payments import (
    ASK_SENTENCES,
    DELAY_SENTENCES,
    LEFT_SENTENCES,
    SURE_SENTENCES,
    counts_text,
    payment_text,
)

CODES = {**SURE_CODES, **ASK_CODES, **LEFT_CODES, **DELAY_CODES}
MODULES = ("answers", "judging", "matching", "delay")


def facts(names: tuple[str, ...], count: int) -> dict[str, Fact]:
    words: dict[str, Fact] = {"number": "RE-1042", "digits": "1042", "customer_number": "10042",
                              "name": "Anna Weber", "paid_on": "2026-05-04"}  # fmt: skip
    return {name: words.get(name, count) for name in names} | {"currency": "EUR"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 12345])
def test_every_code_has_its_sentence(language: str, count: int) -> None:
    texts = [payment_text(Reason(c, facts(n, count)), language) for c, n in CODES.items()]
    assert all(text and "{" not in text for text in texts)
    assert len(set(texts)) == len(texts)


def test_no_sentence_without_a_code() -> None:
    assert set(SURE_SENTENCES) == set(SURE_CODES)
    assert set(ASK_SENTENCES) == set(ASK_CODES)
    assert set(LEFT_SENTENCES) == set(LEFT_CODES)
    assert set(DELAY_SENTENCES) == set(DELAY_CODES)


def test_every_code_in_the_rules_is_declared() -> None:
    """Codes written in the rules stand in the tables; those put together are in the tables too."""
    folder = Path(chapter.__path__[0]) / "paying"
    found = set()
    for module in MODULES:
        for node in ast.walk(ast.parse((folder / f"{module}.py").read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") in ("Reason", "counted"):
                first = node.args[0]
                if isinstance(first, ast.Constant):
                    found.add(str(first.value))
    assert found
    assert found <= set(CODES)


def test_how_many_for_you() -> None:
    assert counts_text(2000, 1950, 50, "en") == "1,950 of 2,000 payments are assigned, 50 for you."
