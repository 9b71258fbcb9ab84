"""The rules told politely: what stands in the texts, and what never does."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.domain.test_door import HOURS, SETUP, WED, WEEK, at
from tests.domain.test_rules_plain import rules
from wertschatz.domain.customers.preferences import Hours
from wertschatz.domain.rules.moment import Helper, Setup
from wertschatz.domain.rules.ready import ready_made
from wertschatz.domain.rules.rule import Rule, Verdict
from wertschatz.domain.rules.told import Text, outward
from wertschatz.wording.catalogue import translate
from wertschatz.wording.hours import until_text, week_text
from wertschatz.wording.told import LEGAL, lapsed_text, say_text, told_text

LETTER = re.compile(r"(?<![\w.])[ABC](?![\w.])")
WORDS = re.compile(r"(?i)grupp|group|kategor|categor|umsatz|revenue|budget|aufwand|effort|zahlt")


@settings(max_examples=150, deadline=None)
@given(st.lists(rules, max_size=6), st.lists(HOURS, max_size=3), st.sampled_from(["de", "en"]),
       st.booleans())  # fmt: skip
def test_no_text_names_a_letter_a_criterion_or_a_caller(
    some: list[Rule], hours: list[Hours], language: str, away: bool
) -> None:
    setup = Setup(rules=(*ready_made(), *some), work=tuple(hours), mail=tuple(hours),
                  breaks=tuple(hours), helpers=(Helper("Frau Geheim", "12"),))  # fmt: skip
    until = WED if away else None
    texts = [told_text(kind, outward(setup, WED), "", language, until) for kind in Text]
    texts += [say_text(verdict, until, language) for verdict in Verdict]
    texts += [lapsed_text(until, language)]
    for text in texts:
        assert not LETTER.search(text), text
        assert not WORDS.search(text), text
        assert "Geheim" not in text
        assert "{" not in text
        assert "Anruferin" not in text


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_consumers_legal_notice_is_never_refused_for_its_channel(language: str) -> None:
    legal = translate(LEGAL, language)
    every = (SETUP, Setup(rules=()))
    for setup in every:
        assert legal in told_text(Text.HOUSE_RULES, outward(setup, WED), "Firma", language)
        assert legal in told_text(Text.ABSENCE, outward(setup, WED), "Firma", language)
        for kind in (Text.VOICEMAIL, Text.ABSENCE):
            assert legal in told_text(kind, outward(setup, WED), "Firma", language, WED)
    for verdict in (Verdict.IN_WRITING, Verdict.NOT_NOW):
        for until in (None, WED):
            assert legal in say_text(verdict, until, language)


def test_the_texts_follow_the_rules() -> None:
    mail = (Hours(WEEK, 600, 630), Hours(WEEK, 960, 990))
    setup = Setup(rules=ready_made(), mail=mail, helpers=(Helper("x", "1"),))
    text = told_text(Text.HOUSE_RULES, outward(setup, WED), "Firma", "en")
    assert "Monday to Friday, 9:00 to 10:00 and 14:00 to 15:00" in text
    assert "Monday to Friday, 10:00 to 10:30 and 16:00 to 16:30" in text
    assert "Often somebody of the team" in text
    none = told_text(Text.HOUSE_RULES, outward(Setup(rules=()), WED), "Firma", "en")
    assert "Monday to Friday, 9:00 to 17:00" in none
    assert "somebody of the team" not in none
    german = told_text(Text.VOICEMAIL, outward(setup, WED), "Werkstatt", "de", at(9, day=26))
    assert "Werkstatt" in german
    assert "bis Donnerstag, 26.11.2026, 9:00 Uhr" in german


def test_times_are_written_as_people_say_them() -> None:
    assert until_text(at(11, 30), WED, "de") == "11:30 Uhr"
    assert until_text(at(9, day=26), WED, "de") == "morgen, 9:00 Uhr"
    assert until_text(at(9, day=30), WED, "de") == "Montag, 9:00 Uhr"
    assert until_text(at(9, day=30) + dt.timedelta(7), WED, "de") == "Montag, 07.12.2026, 9:00 Uhr"
    split = [Hours(frozenset({0, 2}), 540, 600), Hours(frozenset(range(7)), 0, 1440)]
    assert (
        week_text(split, "de") == "täglich, den ganzen Tag; Montag und Mittwoch, 9:00 bis 10:00 Uhr"
    )
