"""The pages of the rules: sentences, their examination, what if, times, colleagues and numbers."""

from __future__ import annotations

import datetime as dt
import html
import json
import re
from urllib.parse import urlencode

import pytest
from django.http import QueryDict
from django.test import Client
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.domain.test_rules_plain import rules as any_rules
from tests.storage.everything import billed, take_in
from tests.web.test_access import client_of
from wertschatz.bootstrap.house import house
from wertschatz.domain.rules.moment import NOBODY, Coming, Known, answer
from wertschatz.domain.rules.ready import ready_made
from wertschatz.domain.rules.rule import Rule, Span, Verdict, When
from wertschatz.domain.rules.situation import BudgetLeft, CallerKind
from wertschatz.domain.values import Group
from wertschatz.storage.models import Colleague, Customer, KnownNumber, Party, RuleSet, User
from wertschatz.storage.rules_book import RulesBook
from wertschatz.usecases.say_the_rules import Wish
from wertschatz.web.rule_form import RuleForm, form_of, typed_wish
from wertschatz.wording.rules import reason_text, verdict_name

pytestmark = pytest.mark.django_db
ALL_IN_WRITING = {"group": ["C"], "channel": ["phone"], "verdict": "in_writing", "until": "nothing"}


@pytest.fixture
def owner() -> Client:
    made = client_of("owner")
    made.cookies["wertschatz_language"] = "en"
    return made


def text(answer: object) -> str:
    main = answer.content.decode().split("<main")[1].split("</main")[0]  # type: ignore[attr-defined]
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", main)))


def seen() -> str:
    return json.dumps({"version": house().rules_version()})


def sent(form: RuleForm, wish: Wish) -> QueryDict:
    """What a browser sends of this form, untouched."""
    pairs: list[tuple[str, str]] = [("verdict", wish.verdict), ("until", wish.until)]
    for part in (*form.who, form.days, *form.also):
        pairs += [(part.name, option.value) for option in part.options if option.chosen]
    pairs += [("caller", option.value) for option in form.callers]
    for row in form.spans:
        pairs += [(f"{row.name}-from", row.start), (f"{row.name}-until", row.until)]
    for season in form.seasons:
        for part_name in ("first_month", "first_day", "last_month", "last_day"):
            pairs.append((f"{season.name}-{part_name}", getattr(season, part_name)))
    for name, options in form.states:
        pairs.append((name, next(option.value for option in options if option.chosen)))
    pairs.append(("again", form.again))
    return QueryDict(urlencode(pairs))


def possible(when: When) -> bool:
    """What the form can say: nothing empty, and only days that the calendar has."""
    empty = any(getattr(when, name) == frozenset() for name in When.__dataclass_fields__)
    days = [day for season in when.seasons for day in season]
    return not empty and "" not in (when.callers or ()) and all(day[1] <= 28 for day in days)


@settings(deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
@given(rule=any_rules.filter(lambda rule: possible(rule.when)))
def test_the_form_says_what_the_rule_says(rule: Rule) -> None:
    wish = Wish(rule.when, rule.verdict, rule.until)
    assert typed_wish(sent(form_of(wish, "de", {}), wish), "") == wish


def test_a_rule_is_written_looked_at_and_taken_back(owner: Client) -> None:
    looked = owner.post(reverse("new_rule"), {**ALL_IN_WRITING, "look": "yes"})
    assert "When a customer of group C calls, you kindly ask for it in writing." in text(looked)
    assert not RuleSet.objects.exists()
    answer = owner.post(reverse("new_rule"), ALL_IN_WRITING)
    assert answer["Location"] == "/rules/#rule-10"
    listed = text(owner.get("/rules/"))
    assert "10 rules decide who gets through" in listed
    assert "A rule was written; it stands in place 5." in listed
    action = re.search(r"/done/([0-9a-f-]+)/undo/", owner.get("/rules/").content.decode())
    assert action is not None
    owner.post(f"/done/{action[1]}/undo/")
    assert house().setup().rules == ready_made()


def test_a_finding_appears_with_its_example_and_goes(owner: Client) -> None:
    everybody = {"verdict": "not_now", "until": "nothing"}
    owner.post(reverse("new_rule"), everybody)
    told = text(owner.get("/rules/"))
    assert "never gets its turn" in told
    assert "nobody of group A gets through" in told
    assert "For example when a customer of group A calls on a Monday" in told
    assert 'href="/rules/10/"' in owner.get("/rules/").content.decode()
    owner.post(reverse("rule_press", args=[10]), {"act": "off", "seen": seen()})
    assert "Your rules were looked over" in text(owner.get("/rules/"))


def test_what_if_answers_with_verdict_reason_and_rule(owner: Client) -> None:
    asked = "/rules/?who=B&day=2026-11-25&time=11:00"
    told = text(owner.get(asked))
    assert "on Wednesday, 25 Nov 2026, at 11:00: Call back" in told
    assert "Call back at 11:15. These are not the telephone hours" in told
    assert "Rule 8" in told
    told = text(owner.get("/rules/?who=B&day=2026-11-25&time=12:45"))
    assert "Not now, until 13:00." in told
    assert "Put through" in text(owner.get("/rules/?who=unknown&day=2026-11-25&time=11:00"))
    assert "Put through" in text(owner.get("/rules/?who=B&day=2026-11-25&time=12:45&pressed=yes"))
    for query in ("who=named&name=Niemand", "who=A&day=nie", "who=A&time=99:99"):
        told = text(owner.get(f"/rules/?{query}"))
        assert "Nobody here" in told or "is no" in told


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    rules=st.lists(any_rules.filter(lambda rule: not rule.when.callers), max_size=4),
    minute=st.integers(0, 1439), day=st.integers(0, 6), who=st.sampled_from("ABC"),
)  # fmt: skip
def test_the_page_says_what_the_book_says(
    db: None, rules: list[Rule], minute: int, day: int, who: str
) -> None:
    owner = User.objects.filter(username="o").first() or User.objects.create_user(
        "o", password="x", role="owner"
    )
    numbered = [
        Rule(at, rule.when, rule.verdict, rule.until, on=rule.on)
        for at, rule in enumerate(rules, 1)
    ]
    RulesBook().keep_rules(
        owner.pk, numbered, code="rules_ready_made", facts={}, seen=None, by=None, at=house().now()
    )
    client = Client()
    client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    setup = house().setup()
    on = dt.date(2026, 11, 23) + dt.timedelta(days=day)
    at = dt.datetime.combine(on, dt.time(minute // 60, minute % 60), setup.tz)
    page = client.get(f"/rules/?who={who}&day={on}&time={at:%H:%M}", headers={"accept": "*"})
    told = page.context["asked"]
    decision = answer(setup, Coming(at=at, who=Known("", group=Group(who))))
    assert told.verdict == verdict_name(decision.verdict, page.context["language"])
    assert told.reason == reason_text(decision.reason, page.context["language"])
    assert told.rule == decision.rule


def test_two_people_change_one_rule_and_see_both(owner: Client) -> None:
    before = seen()
    owner.post(reverse("rule_press", args=[9]), {"act": "off", "seen": before})
    answer = owner.post(reverse("rule", args=[9]), {**ALL_IN_WRITING, "seen": before})
    assert answer.status_code == 409
    assert "Rule 9" in text(answer)
    fields = dict(
        re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', answer.content.decode())
    )
    fields.pop("csrfmiddlewaretoken", None)
    fields = {name: html.unescape(value) for name, value in fields.items()}
    assert owner.post(reverse("rule", args=[9]), fields).status_code == 302
    pressed = owner.post(reverse("rule_press", args=[9]), {"act": "delete", "seen": before})
    assert pressed.status_code == 409
    assert owner.post(reverse("ready_made_rules"), {"seen": before}).status_code == 409
    assert owner.post(reverse("ready_made_rules"), {"seen": seen()}).status_code == 302


@pytest.mark.parametrize(
    ("form", "told"),
    [
        ({"time-0-from": "9:00"}, "needs both"),
        ({"time-0-from": "25:00", "time-0-until": "9:00"}, "no time of day"),
        ({"season-0-first_month": "2", "season-0-first_day": "30"}, "does not exist"),
        ({"season-0-first_month": "2", "season-0-first_day": "3"}, "A season needs both"),
        ({"again": "viele"}, "no number of minutes"),
        ({"caller_name": "Niemand"}, "Nobody here is called"),
    ],
)
def test_what_cannot_be_is_said_in_words(owner: Client, form: dict[str, str], told: str) -> None:
    answer = owner.post(reverse("new_rule"), {"verdict": "not_now", **form})
    assert answer.status_code == 422
    assert told in text(answer)
    assert not RuleSet.objects.exists()


def test_a_single_caller_is_named_by_number(owner: Client) -> None:
    house().name_number("030 23125001", name="Schule", actor=None)
    owner.post(reverse("new_rule"), {"verdict": "not_now", "caller_name": "Schule"})
    rule = next(rule for rule in house().setup().rules if not rule.ready)
    assert rule.when.callers == {"+493023125001"}
    assert "When Schule gets in touch, it does not suit now." in text(owner.get("/rules/"))
    assert "Not now" in text(owner.get("/rules/?who=named&name=030+23125001"))
    assert house().decide_number("030 23125001")[0].verdict is Verdict.NOT_NOW


def times(**more: object) -> dict[str, object]:
    return {
        "work-0-day": ["0", "1"], "work-0-from": "08:00", "work-0-until": "16:00",
        "numbers": "21\n22", **more,
    }  # fmt: skip


def test_times_are_said_and_two_people_see_both(owner: Client) -> None:
    page = owner.get(reverse("rules_times"))
    assert "You work on Mondays to Fridays between 9:00 and 17:00 o’clock." in text(page)
    assert "I read my mail on Mondays to Fridays between 10:00 and 10:30" in text(page)
    before = page.context["seen"]
    mine = times(**{"work-1-day": ["4"], "work-1-from": "22:00", "work-1-until": "00:00"})
    assert owner.post(reverse("rules_times"), {**mine, "seen": before}).status_code == 302
    setup = house().setup()
    assert [one.until for one in setup.work] == [960, 1440]
    assert (setup.breaks, setup.mail, setup.numbers) == ((), (), ("21", "22"))
    again = owner.post(reverse("rules_times"), {**times(numbers="23"), "seen": before})
    assert again.status_code == 409
    assert "22:00 and 24:00" in text(again)
    half = owner.post(reverse("rules_times"), times(**{"work-0-until": ""}))
    assert half.status_code == 422
    no_day = owner.post(reverse("rules_times"), times(**{"work-0-day": []}))
    assert "has no day" in text(no_day)


def test_telephone_hours_change_their_rule(owner: Client) -> None:
    page = owner.get(reverse("rules_times"))
    form = {"day": ["1"], "time-0-from": "10:00", "time-0-until": "11:00",
            "seen": page.context["telephone_seen"]}  # fmt: skip
    assert owner.post(reverse("telephone_hours"), form).status_code == 302
    assert house().setup().rules[6].when.times == (Span(600, 660),)
    form["time-0-until"] = "12:00"
    assert owner.post(reverse("telephone_hours"), form).status_code == 409
    empty = {**form, "time-0-from": "", "time-0-until": ""}
    assert owner.post(reverse("telephone_hours"), empty).status_code == 422


def test_colleagues_and_numbers(owner: Client) -> None:
    for name in ("Anna", "Bert"):
        owner.post(reverse("new_colleague"), {"name": name, "number": "21"})
    assert "Anna is asked first." in text(owner.get(reverse("rules_people")))
    bert = Colleague.objects.get(name="Bert")
    owner.post(reverse("colleague", args=[bert.uuid]), {"act": "up"})
    assert "Bert is asked first." in text(owner.get(reverse("rules_people")))
    stale = json.dumps({"name": "Bertl", "number": "20", "hours": "[]", "away": 0})
    form = {"name": "Bertram", "number": "22", "away": "yes", "seen": stale}
    both = owner.post(reverse("colleague", args=[bert.uuid]), form)
    assert both.status_code == 409
    assert "Bertram" in text(both)
    owner.post(reverse("colleague", args=[bert.uuid]), {"act": "forget"})
    gone = owner.post(reverse("colleague", args=[bert.uuid]), {"act": "forget"})
    assert gone.status_code == 422
    form = {"written": "030 23125001", "name": "Schule", "emergency": "yes", "kind": "private"}
    owner.post(reverse("named_number"), form)
    assert "Schule , 030 23125001 for emergencies" in text(owner.get(reverse("rules_people")))
    assert KnownNumber.objects.get().kind == CallerKind.PRIVATE
    assert owner.post(reverse("named_number"), {"written": "nein"}).status_code == 422
    owner.post(reverse("named_number"), {"act": "forget", "number": "+493023125001"})
    assert not KnownNumber.objects.exists()


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_page_speaks_both_languages(language: str, owner: Client) -> None:
    owner.cookies["wertschatz_language"] = language
    for address in ("/rules/", "/rules/new/", "/rules/7/", "/rules/times/", "/rules/people/"):
        told = text(owner.get(address))
        assert ("Regel" in told) == (language == "de"), address
    assert owner.get("/rules/99/").status_code == 404


def test_nobody_known_is_an_unknown_number() -> None:
    User.objects.create_user("o", password="x", role="owner")
    setup = house().setup()
    at = house().now()
    assert house().decide_number("030 99999999", at)[0] == answer(setup, Coming(at, NOBODY))


def test_what_if_on_another_day_knows_that_day(
    owner: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is left of today's time says nothing of tomorrow, and Christmas is a day off also
    where it lies further ahead than call-backs are looked for."""
    monkeypatch.setenv("WERTSCHATZ_CLOCK", "2026-11-25T10:00:00+01:00")
    used = {"B": BudgetLeft.USED}
    monkeypatch.setattr("wertschatz.storage.queries.setup.budget_left", lambda today: used)
    spent = When(budget=frozenset({BudgetLeft.USED}))
    house().add_rule(Wish(spent, Verdict.NOT_NOW), User.objects.get().pk)
    house().name_colleague(None, name="Eva", number="22", actor=User.objects.get().pk)
    for day, verdict in (
        ("2026-11-25", "not_now"), ("2026-11-26", "colleague"), ("2026-12-25", "call_back"),
    ):  # fmt: skip
        page = owner.get("/rules/", {"who": "B", "day": day, "time": "11:00"})
        assert (day, page.context["asked"].decision.verdict.value) == (day, verdict)
    found = house().setup_about(dt.datetime(2026, 12, 24, 11, tzinfo=dt.UTC))
    assert dt.date(2026, 12, 25) in found.closed


def test_a_colleague_whom_no_system_can_ring_is_told(owner: Client) -> None:
    home, by = house(), User.objects.get().pk
    home.name_colleague(None, name="Eva", number="22", actor=by)
    home.name_colleague(None, name="Ben", number="030 23125001", actor=by)
    words = "telephone system cannot ring them"
    assert words not in text(owner.get(reverse("rules_people")))
    home.connect_system("sipgate", "", by)
    assert text(owner.get(reverse("rules_people"))).count(words) == 1
    home.connect_system("json", "", by)
    assert words not in text(owner.get(reverse("rules_people")))


def test_the_examination_knows_that_a_number_of_a_customer_is_called_private(
    owner: Client,
) -> None:
    home, by = house(), User.objects.get().pk
    take_in([billed("RE-1", customer="Holz", customer_number="1")])
    row = Customer.objects.get()
    Party.objects.filter(customer=row).update(phone="+493023125001")
    home.say_word(row.uuid, group="A", reason="", actor=by)
    for rule in home.setup().rules:
        home.delete_rule(rule.id, by)
    home.add_rule(Wish(When(groups=frozenset({Group.A})), Verdict.PUT_THROUGH), by)
    home.add_rule(Wish(When(kinds=frozenset({CallerKind.CUSTOMER})), Verdict.IN_WRITING), by)
    assert "rule_contradicts" in {one.reason.code for one in home.examined()}
    home.name_number("+493023125001", name="", kind="private", actor=by)
    assert home.decide_number("+493023125001")[0].verdict is Verdict.PUT_THROUGH
    assert "rule_contradicts" not in {one.reason.code for one in home.examined()}
