"""What the examination of 200 rules costs, and every rule of them as a sentence."""

from __future__ import annotations

import time

from wertschatz.domain.customers.preferences import Hours
from wertschatz.domain.rules.examine import examine
from wertschatz.domain.rules.hours import spans_of
from wertschatz.domain.rules.ready import ready_made
from wertschatz.domain.rules.rule import Rule, Season, Span, Verdict, When
from wertschatz.domain.rules.situation import Channel
from wertschatz.domain.values import Group
from wertschatz.wording.examined import finding_text
from wertschatz.wording.rules import rule_sentence

RULES = 200
ROUNDS = 5
WEEK = (
    Hours(frozenset(range(5)), 8 * 60, 12 * 60), Hours(frozenset(range(4)), 13 * 60, 17 * 60),
)  # fmt: skip


def many(count: int) -> list[Rule]:
    """The ready-made rules and own ones that overlap in group, day, time and season."""
    rules = list(ready_made())
    groups, verdicts = (*Group, None), tuple(Verdict)
    for at in range(len(rules), count):
        start = (at * 37) % 1380
        when = When(
            groups=frozenset({groups[at % 4], groups[at // 4 % 4]}),
            channels=frozenset({Channel.PHONE}) if at % 2 else None,
            weekdays=frozenset({at % 7, at // 3 % 7, at // 5 % 7}),
            times=(Span(start, start + 60),),
            seasons=(Season((at % 12 + 1, 1), (at * 5 % 12 + 1, 28)),) if at % 3 else (),
            door_closed=True if at % 11 == 0 else None,
            callers=frozenset({f"+49302312{at:04}"}) if at % 5 == 0 else None,
        )
        rules.insert(4 if at % 2 else len(rules), Rule(at + 1, when, verdicts[at % 5]))
    return rules


def run(*, small: bool = False) -> list[dict[str, object]]:
    """The slowest of several rounds counts."""
    count = RULES // 10 if small else RULES
    rules, hours = many(count), spans_of(WEEK)
    examined, said = 0.0, 0.0
    found = 0
    for _ in range(ROUNDS):
        before = time.perf_counter()
        findings = examine(rules, hours)
        between = time.perf_counter()
        for rule in rules:
            rule_sentence(rule, "de")
        for finding in findings:
            finding_text(finding, rules, "de")
        after = time.perf_counter()
        examined, said = max(examined, between - before), max(said, after - between)
        found = len(findings)
    where = f"{count} rules, {found} findings"
    return [
        {"name": name, "figure": round(figure, 3), "unit": "s", "goal": 1, "met": figure <= 1,
         "peer": where}
        for name, figure in (
            ("Examination of the rules", examined), ("Rules and findings as sentences", said)
        )
    ]  # fmt: skip


if __name__ == "__main__":
    for line in run():
        print(line)
