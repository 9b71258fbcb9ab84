"""Every answer of the portfolio has its sentence in each language."""

from __future__ import annotations

import pytest

from wertschatz.domain.values import Fact, Reason
from wertschatz.wording.catalogue import LANGUAGES
from wertschatz.wording.portfolio import SENTENCES, portfolio_text

NAMES = (
    "largest_percent", "customers", "weeks", "silent_weeks", "gap", "each", "percent", "up",
    "down", "stayed", "of", "stayed_before", "of_before",
)  # fmt: skip


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 12])
def test_every_sentence_is_filled(language: str, count: int) -> None:
    facts: dict[str, Fact] = {
        **dict.fromkeys(NAMES, count), "last_on": "2026-03-05", "year": "2025"
    }  # fmt: skip
    for code in SENTENCES:
        text = portfolio_text(Reason(code, facts), language)
        assert text
        assert "{" not in text
