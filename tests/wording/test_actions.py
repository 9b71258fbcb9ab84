"""What was done stands beside the name of whoever did it: no sentence speaks to the reader."""

from __future__ import annotations

import re

import pytest

from wertschatz.wording.actions import ACTION_SENTENCES, DONE_AGAIN, UNDONE_SENTENCES
from wertschatz.wording.catalogue import Plural, translate, translate_plural

# "Ihr" within a sentence speaks to the reader; "sie" of the customer is written small.
TO_THE_READER = {
    "en": re.compile(r"\b(?:you|your|yours)\b", re.I),
    "de": re.compile(r"\b(?:Sie|Ihnen|Ihre?[mnrs]?)\b"),
}


def told(sentence: str | tuple[str, Plural], language: str) -> list[str]:
    if isinstance(sentence, str):
        return [translate(sentence, language)]
    _, forms = sentence
    return [translate_plural(forms.one, forms.many, count, language) for count in (1, 2)]


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize("table", [ACTION_SENTENCES, UNDONE_SENTENCES, {"again": DONE_AGAIN}])
def test_it_is_said_so_that_it_holds_for_whoever_did_it(
    table: dict[str, str | tuple[str, Plural]], language: str
) -> None:
    texts = [text for sentence in table.values() for text in told(sentence, language)]
    assert [text for text in texts if TO_THE_READER[language].search(text)] == []
