"""Every code has a sentence in each language, and every figure in it exists."""

from __future__ import annotations

import pytest

from wertschatz.domain.customers.criteria import CHANGES, REASONS
from wertschatz.domain.customers.parameters import PARAMETERS
from wertschatz.domain.values import Fact, Reason
from wertschatz.wording.catalogue import LANGUAGES
from wertschatz.wording.customers import (
    CHANGE_SENTENCES,
    LIMIT_SENTENCES,
    REASON_SENTENCES,
    change_text,
    reason_text,
)


def facts(names: tuple[str, ...], count: int) -> dict[str, Fact]:
    made: dict[str, Fact] = {}
    for name in names:
        made[name] = "2024-05-01" if name.endswith("_on") else count
    return made | {"group": "B", "currency": "EUR", "word_reason": "Oma"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 12345])
def test_every_code_has_its_sentence(language: str, count: int) -> None:
    texts = [reason_text(Reason(c, facts(n, count)), language) for c, n in REASONS.items()]
    texts += [change_text(Reason(c, facts(n, count)), language) for c, n in CHANGES.items()]
    assert all(text and "{" not in text for text in texts)
    assert len(set(texts)) == len(texts)


def test_no_sentence_without_a_code() -> None:
    assert set(REASON_SENTENCES) == set(REASONS)
    assert set(CHANGE_SENTENCES) == set(CHANGES)
    assert set(LIMIT_SENTENCES) == {one.name for one in PARAMETERS}


def test_german_reads_like_german() -> None:
    reason = Reason("owner_word", {"group": "A", "word_on": "2013-12-31", "word_reason": "Oma"})
    assert reason_text(reason, "de") == "Sie haben am 31.12.2013 entschieden: A, weil: Oma"
