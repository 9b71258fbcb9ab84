"""Words while the telephone rings."""

from __future__ import annotations

import datetime as dt

from wertschatz.domain.rules.ready import ready_made
from wertschatz.domain.rules.rule import Verdict
from wertschatz.domain.values import Reason
from wertschatz.usecases.take_the_call import CHOICES
from wertschatz.wording.calls import CHOSEN, SAY, announced_text, chosen_text, say_text
from wertschatz.wording.clock import until_text
from wertschatz.wording.rules import (
    REASON_SENTENCES,
    VERDICT_NAMES,
    reason_text,
    verdict_until,
)

NOW = dt.datetime(2026, 11, 25, 10, 5, tzinfo=dt.UTC)  # a Wednesday


def test_every_verdict_reason_and_choice_has_its_words() -> None:
    assert set(VERDICT_NAMES) == set(SAY) == set(Verdict)
    assert {rule.ready for rule in ready_made()} | {"own_rule", "no_rule"} <= set(REASON_SENTENCES)
    assert {*CHOICES, "call_back"} == set(CHOSEN)


def test_a_verdict_with_its_time_and_polite_words() -> None:
    until = NOW.replace(hour=14, minute=15)
    assert until_text(until, NOW, "de") == "bis 14:15 Uhr"
    assert verdict_until(Verdict.NOT_NOW, until, NOW, "de") == "Jetzt nicht, bis 14:15 Uhr."
    assert verdict_until(Verdict.CALL_BACK, until, NOW, "en") == "Call back at 14:15."
    assert verdict_until(Verdict.IN_WRITING, until, NOW, "en") == "Kindly ask for it in writing."
    assert "um 14:15 Uhr" in say_text(Verdict.CALL_BACK, until, NOW, "de")
    assert say_text(Verdict.PUT_THROUGH, None, NOW, "en").startswith("“Good that you call")
    assert chosen_text("call_back", until, NOW, "de") == "Sie rufen um 14:15 Uhr zurück."
    assert chosen_text("call_back", None, NOW, "en") == "You call back."
    own = Reason("own_rule", {"rule": 12})
    assert reason_text(own, "de") == "So sagt es eine Ihrer eigenen Regeln."


def test_what_is_read_aloud_is_text_and_no_markup() -> None:
    assert announced_text("rings", "Größe & Söhne", "en").startswith("Größe & Söhne is calling.")
