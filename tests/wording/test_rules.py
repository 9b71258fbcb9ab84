"""Every rule, verdict, reason and finding has its sentence in both languages, in plain words."""

from __future__ import annotations

import ast
import datetime as dt
import inspect
import re
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.test_rules_plain import rules as any_rules
from wertschatz.domain.rules import examine as examination
from wertschatz.domain.rules.decision import Decision
from wertschatz.domain.rules.examine import Finding, examine
from wertschatz.domain.rules.ready import ready_made
from wertschatz.domain.rules.rule import Rule, Season, Span, Until, Verdict, When
from wertschatz.domain.rules.situation import (
    BudgetLeft,
    CallerKind,
    Channel,
    Colleague,
    Emergency,
)
from wertschatz.domain.values import Group, Reason
from wertschatz.wording.catalogue import LANGUAGES
from wertschatz.wording.examined import FINDING_CODES, finding_text, findings_text
from wertschatz.wording.rules import (
    BUDGETS,
    CHANNELS,
    COLLEAGUES,
    EMERGENCIES,
    KINDS,
    REASON_SENTENCES,
    THEN,
    VERDICT_NAMES,
    reason_text,
    rule_sentence,
    verdict_text,
)

BERLIN = ZoneInfo("Europe/Berlin")
NOON = dt.datetime(2026, 11, 25, 12, tzinfo=BERLIN)
WEEK = tuple((day, Span(9 * 60, 17 * 60)) for day in range(5))
CODE = re.compile(r"[_{}<>]|frozenset|None|True|False")
KEY = "0197c0de-0000-7000-8000-000000000001"


def plain(text: str) -> bool:
    return bool(text) and not CODE.search(text) and KEY not in text


@given(rule=any_rules, keys=st.none() | st.frozensets(st.sampled_from([KEY, "+4930123", ""])))
def test_every_possible_rule_is_a_sentence(rule: Rule, keys: frozenset[str] | None) -> None:
    values = {name: getattr(rule.when, name) for name in When.__dataclass_fields__}
    rule = Rule(rule.id, When(**{**values, "callers": keys}), rule.verdict, rule.until)
    german, english = (rule_sentence(rule, language) for language in ("de", "en"))
    assert german != english
    for text in (german, english):
        assert plain(text), text
        assert "  " not in text
        assert text.endswith(".")
        assert not text.endswith("..")
    assert german.startswith("Wenn ")


def test_every_word_of_the_book_is_there() -> None:
    assert set(VERDICT_NAMES) == set(THEN) == set(Verdict)
    assert set(KINDS) == set(CallerKind)
    assert set(CHANNELS) == set(Channel)
    assert set(COLLEAGUES) == set(Colleague)
    assert set(BUDGETS) == set(BudgetLeft)
    assert set(EMERGENCIES) == set(Emergency)


def test_every_reason_is_one_line_without_letters_and_quotes() -> None:
    codes = {rule.ready for rule in ready_made()} | {
        "own_rule", "no_rule", "gate_too_slow", "gate_fails",
    }  # fmt: skip
    assert set(REASON_SENTENCES) == codes
    for language in LANGUAGES:
        texts = [reason_text(Reason(code, {"rule": 3}), language) for code in codes]
        assert len(set(texts)) == len(texts)
        for text in texts:
            assert plain(text)
            assert not re.search(r"\b[ABC]\b|[\"\n]", text)


@pytest.mark.parametrize(
    ("rule", "german", "english"),
    [
        (
            Rule(
                1,
                When(
                    groups=frozenset({Group.A, Group.B}), channels=frozenset({Channel.PHONE}),
                    weekdays=frozenset({0, 1, 2, 4}), times=(Span(1320, 360),),
                    seasons=(Season((12, 20), (1, 6)), Season((10, 3), (10, 3))),
                    door_closed=True, budget=frozenset({BudgetLeft.USED}), again_within=5,
                ),
                Verdict.CALL_BACK, Until.SLOT,
            ),
            "Wenn ein Kunde der Gruppe A oder B montags bis mittwochs oder freitags zwischen "
            "22:00 und 6:00 Uhr vom 20. Dezember bis 6. Januar oder am 3. Oktober anruft, Ihre "
            "Tür zu ist, das Zeitbudget aufgebraucht ist und der letzte Anruf höchstens 5 Minuten "
            "her ist, dann rufen Sie zur nächsten freien Zeit zurück, doch nie bei Gruppe A.",
            "When a customer of group A or B calls on Mondays to Wednesdays or Fridays between "
            "22:00 and 6:00 o’clock from December 20 to January 6 or on October 3, your door is "
            "closed, the time budget is used up and the last call is at most 5 minutes ago, you "
            "call back at the next free time, though never with group A.",
        ),
        (
            Rule(
                1,
                When(
                    callers=frozenset({KEY}), kinds=frozenset(CallerKind),
                    emergency=frozenset({Emergency.NONE}), unplugged=True,
                ),
                Verdict.NOT_NOW, Until.STATE,
            ),
            "Wenn Anna Weber sich meldet, Sie den Stecker gezogen haben und es kein Notfall ist, "
            "dann passt es jetzt nicht, bis das vorbei ist.",
            "When Anna Weber gets in touch, you have pulled the plug and it is no emergency, it "
            "does not suit now until that is over.",
        ),
        (
            Rule(
                1,
                When(
                    groups=frozenset({Group.C, None}),
                    kinds=frozenset({CallerKind.CUSTOMER, CallerKind.UNKNOWN}),
                ),
                Verdict.IN_WRITING, Until.STATE,
            ),
            "Wenn ein Kunde oder eine unbekannte Nummer (nur der Gruppe C oder ohne bestätigte "
            "Gruppe) sich meldet, dann bitten Sie freundlich, zu schreiben.",
            "When a customer or an unknown number (only of group C or without a confirmed group) "
            "gets in touch, you kindly ask for it in writing.",
        ),
    ],
)  # fmt: skip
def test_rules_read_like_sentences(rule: Rule, german: str, english: str) -> None:
    assert rule_sentence(rule, "de", {KEY: "Anna Weber"}) == german
    assert rule_sentence(rule, "en", {KEY: "Anna Weber"}) == english


def test_what_to_do_names_the_time() -> None:
    later = NOON.astimezone(dt.UTC) + dt.timedelta(hours=2, minutes=30)
    tomorrow = NOON + dt.timedelta(days=1)
    back = Decision(Verdict.CALL_BACK, Reason("b_later"), later, 8)
    assert verdict_text(back, NOON, BERLIN, "de") == "Rufen Sie um 14:30 Uhr zurück."
    not_now = Decision(Verdict.NOT_NOW, Reason("unplugged"), tomorrow, 2)
    text = "Jetzt nicht, bis Donnerstag, 26.11.2026, 12:00 Uhr."
    assert verdict_text(not_now, NOON, BERLIN, "de") == text
    for verdict in Verdict:
        for until in (None, later, tomorrow):
            for language in LANGUAGES:
                decision = Decision(verdict, Reason("own_rule"), until, 1)
                assert plain(verdict_text(decision, NOON, BERLIN, language))


def test_codes_of_the_examination_and_sentences_are_the_same() -> None:
    tree = ast.parse(inspect.getsource(examination))
    found = {
        node.value
        for node in ast.walk(tree)
        if isinstance(node, ast.Constant) and isinstance(node.value, str)
        and re.fullmatch(r"rule_\w+|\w+_locked_out", node.value)
    }  # fmt: skip
    assert found == FINDING_CODES


@given(rules=st.lists(any_rules, max_size=5))
def test_every_finding_is_a_sentence_with_its_example(rules: list[Rule]) -> None:
    numbered = [
        Rule(40 + at, rule.when, rule.verdict, rule.until, on=rule.on)
        for at, rule in enumerate(rules)
    ]
    findings = examine(numbered, WEEK)
    for language in LANGUAGES:
        assert plain(findings_text(findings, language))
        for finding in findings:
            told = finding_text(finding, numbered, language)
            assert told.sentence
            assert "{" not in told.sentence + told.example
            assert bool(told.example) == (finding.example is not None)
            assert told.rule is None or told.rule in {rule.id for rule in numbered}
            places = {int(one) for one in re.findall(r"(?:[Rr]ules?|Regeln?) (\d+)", told.sentence)}
            assert places <= set(range(1, len(numbered) + 1))


def _finding(code: str, found: tuple[Finding, ...]) -> Finding:
    return next(one for one in found if one.reason.code == code)


def test_a_contradiction_reads_like_advice() -> None:
    winter = (Season((12, 1), (2, 28)),)
    rules = (
        Rule(7, When(groups=frozenset({Group.C})), Verdict.IN_WRITING),
        Rule(3, When(groups=frozenset({Group.C}), seasons=winter), Verdict.PUT_THROUGH),
    )
    told = finding_text(_finding("rule_contradicts", examine(rules, ())), rules, "de")
    assert told.rule == 3
    assert told.sentence.startswith(
        "Regel 2 kommt nie an die Reihe: Regel 1 steht davor und sagt etwas anderes."
    )
    assert told.example == (
        "Zum Beispiel, wenn ein Kunde der Gruppe C an einem Montag am 1. Januar um 0:00 Uhr anruft."
    )


def test_hours_without_group_a_are_told_with_the_rules() -> None:
    rules = (Rule(5, When(weekdays=frozenset({0})), Verdict.NOT_NOW),)
    told = finding_text(_finding("a_locked_out", examine(rules, WEEK)), rules, "en")
    assert told.sentence == (
        "On Monday between 9:00 and 17:00 o’clock nobody of group A gets through, although you "
        "work then. See rule 1."
    )
