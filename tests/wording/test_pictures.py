"""Every answer has its sentence in each language, and figures are written as the language does."""

from __future__ import annotations

import pytest

from wertschatz.domain.customers.picture_answers import ANSWERS
from wertschatz.domain.values import Fact, Reason
from wertschatz.wording import formats, pictures
from wertschatz.wording.catalogue import LANGUAGES


def facts(names: tuple[str, ...], count: int) -> dict[str, Fact]:
    return {**dict.fromkeys(names, count), "currency": "EUR"}


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 1_234_500])
def test_every_answer_has_its_sentence_and_title(language: str, count: int) -> None:
    for code, names in ANSWERS.items():
        answer = Reason(code, facts(names, count))
        for text in (
            pictures.answer_text(answer, language),
            pictures.headline_text(answer, language),
        ):
            assert text
            assert "{" not in text


def test_no_sentence_without_an_answer() -> None:
    assert set(pictures.ANSWER_SENTENCES) == set(ANSWERS)
    assert set(pictures.HEADLINE_SENTENCES) <= set(ANSWERS)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("count", [1, 12_345])
def test_every_note_has_its_sentence(language: str, count: int) -> None:
    names = ("unknown", "shown", "drawn", "all", "factor_percent")
    for code in pictures.NOTE_SENTENCES:
        assert "{" not in pictures.note_text(code, facts(names, count), language)


def test_english_sentence() -> None:
    figures = {
        "customers": 40, "adding": 14, "eating": 26, "peak_cents": 6_120_000,
        "eaten_cents": 830_000, "total_cents": 5_290_000, "currency": "EUR",
    }  # fmt: skip
    assert pictures.answer_text(Reason("whale_peak", figures), "en") == (
        "With 14 of 40 customers the peak is reached: €61,200; "
        "the other 26 take €8,300 of it away again."
    )
    german = pictures.answer_text(Reason("whale_peak", figures), "de").replace(formats.NBSP, " ")
    assert "61.200 €" in german
    assert "8.300 €" in german


@pytest.mark.parametrize(
    ("cents", "german", "english"),
    [
        (0, "0 €", "€0"),
        (-49, "0 €", "€0"),
        (-50, "−1 €", "−€1"),
        (99_999_949, "999.999 €", "€999,999"),
        (99_999_950, "1 Mio. €", "€1m"),
        (150_000_000, "1,5 Mio. €", "€1.5m"),
        (-123_456_789_000, "−1,23 Mrd. €", "−€1.23bn"),
    ],
)
def test_short_money(cents: int, german: str, english: str) -> None:
    assert formats.short_money(cents, "EUR", "de").replace(formats.NBSP, " ") == german
    assert formats.short_money(cents, "EUR", "en") == english


def test_a_currency_without_cents() -> None:
    assert formats.whole_money(1250, "JPY", "de").replace(formats.NBSP, " ") == "1.250 JPY"
