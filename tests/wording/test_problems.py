"""Every problem has a sentence in both languages, and no sentence stands for nothing."""

from __future__ import annotations

import re

import pytest

pytest.importorskip("wertschatz.wording.catalogue", reason="the catalogue is not there yet")

from wertschatz.domain.values import Fact
from wertschatz.ports.problems import PROBLEMS, Problem
from wertschatz.wording.catalogue import translate
from wertschatz.wording.problems import KINDS, PROBLEM_SENTENCES, problem_text

FACTS: dict[str, Fact] = {
    "kind": "pdf", "seconds": 5, "columns": 7, "recognised": 2, "expected": 6, "value": "32.1.",
    "count": 1200, "encoding": "cp1252", "sample": "Müller", "column": "Betrag",
    "currency": "CHF", "number": "RE-7", "of": "date_unreadable",
    "root": "Document", "limit": 20, "missing": "number, date", "computed": "119.00",
    "stated": "118.00", "as_of": "2026-11-24", "newest": "2027-01-31",
}  # fmt: skip


PLACEHOLDER = re.compile(r"\{(\w+)")


def test_codes_and_sentences_are_the_same() -> None:
    """No orphan on either side."""
    assert set(PROBLEM_SENTENCES) == set(PROBLEMS)


@pytest.mark.parametrize("code", sorted(PROBLEMS))
def test_a_sentence_in_both_languages(code: str) -> None:
    """German and English differ, the facts are in, nothing is left open."""
    named = dict.fromkeys(PLACEHOLDER.findall(PROBLEM_SENTENCES[code]), 7)
    facts = {name: FACTS.get(name, seven) for name, seven in named.items()}
    german = problem_text(Problem(code, "a.csv", 3, facts), "de")
    english = problem_text(Problem(code, "a.csv", 3, facts), "en")
    if translate(PROBLEM_SENTENCES["file_empty"], "de") == PROBLEM_SENTENCES["file_empty"]:
        pytest.skip("the German catalogue does not hold these sentences yet")
    assert german != english
    for text in (german, english):
        assert text.endswith(".")
        assert "{" not in text
        assert "–" not in text


@pytest.mark.parametrize("code", sorted(PROBLEMS))
def test_a_missing_fact_does_not_hide_the_message(code: str) -> None:
    """An older journal may lack a figure."""
    assert problem_text(Problem(code, "a.csv"), "en")


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_kinds_are_spoken(kind: str) -> None:
    """A picture is called a picture."""
    text = problem_text(Problem("file_not_a_list", "a.csv", None, {"kind": kind}), "en")
    assert KINDS[kind] in text
