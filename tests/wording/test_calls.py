"""Words while the telephone rings."""

from __future__ import annotations

import datetime as dt

import pytest

from wertschatz.domain.rules.ready import ready_made
from wertschatz.domain.rules.rule import Verdict
from wertschatz.domain.values import Reason
from wertschatz.usecases.answer_the_phone import CHOICES
from wertschatz.wording.calls import CHOSEN, SAY, announced_text, chosen_text, say_text
from wertschatz.wording.moments import at_text, until_text
from wertschatz.wording.rules import (
    REASON_SENTENCES,
    VERDICT_SENTENCES,
    reason_text,
    verdict_text,
)

NOW = dt.datetime(2026, 11, 25, 10, 5, tzinfo=dt.UTC)  # a Wednesday


def test_every_verdict_reason_and_choice_has_its_words() -> None:
    assert set(VERDICT_SENTENCES) == set(SAY) == set(Verdict)
    assert {rule.ready for rule in ready_made()} | {"own_rule", "no_rule"} <= set(REASON_SENTENCES)
    assert {*CHOICES, "call_back"} == set(CHOSEN)


@pytest.mark.parametrize(
    ("days", "german", "english"),
    [
        (0, "um 14:15 Uhr", "at 14:15"),
        (1, "am Donnerstag um 14:15 Uhr", "on Thursday at 14:15"),
        (6, "am Dienstag um 14:15 Uhr", "on Tuesday at 14:15"),
        (7, "am 02.12.2026 um 14:15 Uhr", "on 2 Dec 2026 at 14:15"),
        (-1, "am 24.11.2026 um 14:15 Uhr", "on 24 Nov 2026 at 14:15"),
    ],
)
def test_a_time_as_one_says_it(days: int, german: str, english: str) -> None:
    at = NOW.replace(hour=14, minute=15) + dt.timedelta(days=days)
    assert at_text(at, NOW, "de") == german
    assert at_text(at, NOW, "en").replace("\N{NO-BREAK SPACE}", " ") == english


def test_a_verdict_with_its_time_and_polite_words() -> None:
    until = NOW.replace(hour=14, minute=15)
    assert until_text(until, NOW, "de") == "bis 14:15 Uhr"
    assert verdict_text(Verdict.NOT_NOW, until, NOW, "de") == "Jetzt nicht, bis 14:15 Uhr."
    assert verdict_text(Verdict.CALL_BACK, until, NOW, "en") == "Call back at 14:15."
    assert verdict_text(Verdict.IN_WRITING, until, NOW, "en") == "In writing."
    assert "um 14:15 Uhr" in say_text(Verdict.CALL_BACK, until, NOW, "de")
    assert say_text(Verdict.PUT_THROUGH, None, NOW, "en").startswith("“Good that you call")
    assert chosen_text("call_back", until, NOW, "de") == "Sie rufen um 14:15 Uhr zurück."
    assert chosen_text("call_back", None, NOW, "en") == "You call back."
    own = Reason("own_rule", {"rule": 12})
    assert reason_text(own, "de") == "So sagt es Ihre eigene Regel Nummer 12."


def test_what_is_read_aloud_is_text_and_no_markup() -> None:
    assert announced_text("rings", "Größe & Söhne", "en").startswith("Größe & Söhne is calling.")
