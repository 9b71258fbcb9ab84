"""`wertschatz decide` and `wertschatz rules` say the same as the book, at the terminal."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path

import pytest
from click.testing import CliRunner
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.cli.test_budget import call
from tests.domain.test_rules_plain import rules as any_rules
from wertschatz.bootstrap.house import house
from wertschatz.cli import decide as cli
from wertschatz.domain.rules.moment import Coming, Known, Setup, answer
from wertschatz.domain.rules.rule import Rule
from wertschatz.storage.models import User
from wertschatz.storage.queries.setup import who_is
from wertschatz.storage.rules_book import RulesBook

LIST = "Kunde;Rechnungsnummer;Rechnungsdatum;Netto\nKlein;1;01.05.2013;5,00\n"


def test_rules_and_a_decision_at_the_terminal(tmp_path: Path) -> None:
    file, data = tmp_path / "list.csv", tmp_path / "data"
    file.write_text(LIST)
    assert call(data, "decide", "--number", "0301234567").returncode != 0
    assert call(data, "import", str(file)).returncode == 0
    told = call(data, "decide", "--number", "030 1234567", "--at", "2013-12-31T12:45")
    assert told.returncode == 0, told.stderr
    assert "on Tuesday, 31\u00a0Dec\u00a02013, at 12:45: Put through" in told.stdout
    document = json.loads(call(data, "decide", "--number", "", "--at", "9:05", "--json").stdout)
    assert document["format"] == 1
    assert document["at"] == "2013-12-31T09:05:00+01:00"
    assert (document["verdict"], document["rule"]) == ("put_through", None)
    assert document["reason"]["code"] == "no_rule"
    wrong = call(data, "decide", "--number", "1", "--at", "bald")
    assert (wrong.returncode, "is no time" in wrong.stderr) == (2, True)
    examined = call(data, "rules", "examine")
    assert "Your rules were looked over" in examined.stdout
    assert examined.returncode == 0
    assert json.loads(call(data, "rules", "examine", "--json").stdout)["findings"] == []
    assert json.loads(call(data, "rules", "--json").stdout)["format"] == 1
    assert "worth a look" in call(data, "rules", "examine", "--help").stdout


@pytest.mark.django_db
@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rules=st.lists(any_rules, max_size=4), minute=st.integers(0, 10_079),
    number=st.sampled_from(["030 23125001", "030 99999", ""]),
)  # fmt: skip
def test_the_terminal_says_what_the_book_says(
    db: None, monkeypatch: pytest.MonkeyPatch, rules: list[Rule], minute: int, number: str
) -> None:
    owner = User.objects.filter(username="o").first() or User.objects.create_user(
        "o", password="x", role="owner"
    )
    house().name_number("030 23125001", name="Schule", may_repeat=True, actor=None)
    numbered = [
        Rule(at, rule.when, rule.verdict, rule.until, on=rule.on)
        for at, rule in enumerate(rules, 1)
    ]
    RulesBook().keep_rules(
        owner.pk, numbered, code="rules_ready_made", facts={}, seen=None, by=None, at=house().now()
    )
    at = dt.datetime(2026, 11, 23) + dt.timedelta(minutes=minute)  # noqa: DTZ001 - by the wall
    document = decided(monkeypatch, number, at)
    setup = house().setup()
    expected = said(setup, who_is(number, setup.area_code), at)
    assert (document["verdict"], document["rule"], document["reason"]["code"]) == expected[:3]
    assert document["until"] == expected[3]


def said(setup: Setup, who: Known | None, at: dt.datetime) -> tuple[object, ...]:
    moment = at.replace(tzinfo=setup.tz)
    coming = Coming(moment) if who is None else Coming(moment, who)
    decision = answer(setup, coming)
    until = decision.until.astimezone(setup.tz).isoformat() if decision.until else None
    return decision.verdict, decision.rule, decision.reason.code, until


def decided(monkeypatch: pytest.MonkeyPatch, number: str, at: dt.datetime) -> dict[str, object]:
    """The command itself, on the house of this process."""
    from contextlib import nullcontext

    monkeypatch.setattr(cli, "open_house", lambda *_, **__: nullcontext(house()))
    words = ["--number", number, "--at", at.isoformat(), "--json", "--lang", "en"]
    done = CliRunner().invoke(cli.decide, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    document: dict[str, object] = json.loads(done.output)
    return document
