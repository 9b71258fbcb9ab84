"""The same call meets the same verdict, time and rule whoever is asked: every telephone system, the
page, the terminal and the replay."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple

import pytest
from click.testing import CliRunner
from django.test import Client
from hypothesis import HealthCheck, event, given, settings
from hypothesis import strategies as st

from tests.domain.test_rules_plain import rules as any_rules
from tests.integrations.telephones import COLLEAGUE, OWNER, SYSTEMS, WANTED, line
from tests.storage.everything import billed, met, take_in
from wertschatz.bootstrap.house import house
from wertschatz.bootstrap.telephone import dials_of, sentence
from wertschatz.cli import decide as cli
from wertschatz.domain.customers.preferences import Hours, Preference
from wertschatz.domain.rules.moment import NOBODY, Coming, answer, minutes_between
from wertschatz.domain.rules.ready import ready_made
from wertschatz.domain.rules.replay import Past, PastCall, replay
from wertschatz.domain.rules.rule import Rule, Span, Until, Verdict, When
from wertschatz.domain.rules.situation import NEVER_BEFORE, CallerKind, Colleague, Emergency
from wertschatz.domain.values import Group
from wertschatz.integrations.phone.fritzbox import Monitor
from wertschatz.ports.files import CallRow
from wertschatz.ports.rules import Times
from wertschatz.ports.telephone import Request
from wertschatz.snapshot.directory import write_directory
from wertschatz.snapshot.reader import Snapshot
from wertschatz.snapshot.situation import write_situation
from wertschatz.snapshot.uuid7 import uuid7
from wertschatz.storage.models import Colleague as ColleagueRow
from wertschatz.storage.models import Customer, Firm, Party, User
from wertschatz.storage.queries import directory
from wertschatz.storage.rules_book import RulesBook
from wertschatz.usecases.answer_the_phone import Answering, Heard

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2027, 3, 26, 9, 5, tzinfo=dt.UTC)
"""A Friday; on the Sunday after it the clocks are put on."""
NUMBERS = (
    "+493023125001", "+493023125002", "+493023125003", "+4930555000", "+49305554711",
    "+491701234567", "+491701234568", "+43136127777", "+49891234567", "",
)  # fmt: skip
"""A, B and C, a switchboard and its extension, school and alarm, somebody abroad, a stranger,
and a suppressed one."""
KINDS = ("door", "focus", "break", "unplugged")
MINUTE = dt.timedelta(minutes=1)


class Said(NamedTuple):
    """What was decided."""

    verdict: str
    rule: int | None
    reason: str
    until: dt.datetime | None


class Never:
    """A journal that has seen nothing."""

    def was_seen(self, digest: int) -> bool:
        return False


@pytest.fixture
def firm(db: None, monkeypatch: pytest.MonkeyPatch) -> Client:
    """Customers of every group with wishes and zones, numbers that were named, an appointment;
    the owner's browser."""
    monkeypatch.setenv("WERTSCHATZ_CLOCK", NOW.isoformat())
    monkeypatch.setattr(cli, "open_house", lambda *_, **__: nullcontext(house()))
    Firm.objects.create(party=Party.objects.create(name="Firma"), area_code="030")
    take_in(
        [billed(f"RE-{n}", customer=f"Kunde {n}", customer_number=n) for n in "12345"],
        [met("Zahnarzt", "2027-03-29")],
    )
    owner, home = User.objects.create_user("owner", password="x", role="owner"), house()
    for number, phone, group in zip("12345", (*NUMBERS[:4], NUMBERS[7]), "ABCBA", strict=True):
        row = Customer.objects.get(number=number)
        Party.objects.filter(customer=row).update(phone=phone)
        if number != "5":
            home.say_word(row.uuid, group=group, reason="", actor=owner.pk)
    said = Preference(weekdays=frozenset({0, 2}), from_minute=840)
    home.say_preference(_customer("2"), said, seen=None, actor=owner.pk)
    Party.objects.filter(customer__number="4").update(zone="America/New_York")
    home.name_number(NUMBERS[5], name="Schule", kind="private", may_repeat=True, actor=owner.pk)
    home.name_number(NUMBERS[6], name="Alarm", emergency=True, actor=owner.pk)
    week = (Hours(frozenset(range(5)), 480, 1080), Hours(frozenset({6}), 0, 240))
    noon = (Hours(frozenset(range(5)), 720, 765),)
    home.say_times(Times(week, noon, (), (OWNER,)), owner.pk)
    home.name_colleague(
        None, name="Ben", number=COLLEAGUE, hours=(Hours(frozenset({0, 4, 6}), 0, 900),),
        actor=owner.pk,
    )  # fmt: skip
    # Without hours of her own: in the working hours, on no day off (Good Friday, Easter Monday).
    home.name_colleague(None, name="Eva", number=COLLEAGUE, actor=owner.pk)
    client = Client()
    client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    assert set(home.setup().budget.values()) <= {"enough"}
    return client


def _customer(number: str) -> Any:
    return Customer.objects.get(number=number).uuid


CALLERS = st.none() | st.frozensets(st.sampled_from(["1", "2", NUMBERS[5], NUMBERS[8]]))
"""Single callers: customers by their number in the list, others by the telephone's."""
SIMPLE = st.builds(
    Rule, id=st.just(1), verdict=st.sampled_from(Verdict), until=st.sampled_from(Until),
    when=st.one_of(
        st.builds(When, groups=st.frozensets(st.sampled_from([*Group, None]), min_size=1)),
        st.builds(When, callers=CALLERS), st.builds(When, door_closed=st.booleans()),
        st.builds(When, kinds=st.frozensets(st.sampled_from(CallerKind), min_size=1)),
        st.builds(When, focus=st.booleans(), again_within=st.sampled_from([None, 0, 3, 60])),
        st.builds(When, on_break=st.just(True)), st.builds(When, in_appointment=st.booleans()),
        st.builds(When, unplugged=st.just(True)),
        st.builds(When, emergency=st.just(frozenset(Emergency) - {Emergency.NONE})),
        st.builds(When, colleague=st.frozensets(st.sampled_from(Colleague), min_size=1)),
        st.builds(When, weekdays=st.frozensets(st.integers(0, 6), min_size=1),
                  times=st.sampled_from([(), (Span(120, 180),), (Span(1320, 360),)])),
    ),
)  # fmt: skip
ANY = any_rules.flatmap(
    lambda rule: CALLERS.map(lambda who: replace(rule, when=replace(rule.when, callers=who)))
)
RULES = st.lists(st.one_of(SIMPLE, SIMPLE, st.sampled_from(ready_made()), ANY), max_size=7)
SWITCHED = st.dictionaries(st.sampled_from(KINDS), st.integers(1, 4000), max_size=2)
AFTER = st.one_of(st.integers(1, 6000), st.integers(2280, 2400))
"""Minutes from now: four days; and the hour that is left out."""
SINCE = st.sampled_from([NEVER_BEFORE, NEVER_BEFORE, 1, 3, 4, 61])
"""A list of calls knows whole minutes only: two in the same minute it tells as one."""
trying = settings(
    max_examples=20, deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)  # fmt: skip


def say(rules: list[Rule], switched: dict[str, int]) -> dt.datetime:
    """The owner's rules and switches from now on; returns the next full minute."""
    owner, book, now = User.objects.get().pk, RulesBook(), house().now()
    keys = {"1": str(_customer("1")), "2": str(_customer("2"))}
    numbered = []
    for at, rule in enumerate(rules, 1):
        named = rule.when.callers
        callers = None if named is None else frozenset(keys.get(one, one) for one in named)
        numbered.append(replace(rule, id=at, when=replace(rule.when, callers=callers)))
    book.keep_rules(owner, numbered, code="rules_ready_made", facts={}, seen=None, by=None, at=now)
    minute = now.replace(second=0, microsecond=0) + MINUTE
    for kind in KINDS:
        until = minute + switched[kind] * MINUTE if kind in switched else now
        book.switch(owner, kind, until, by=owner, at=now)
    return minute


class Gate:
    """What the gate does with what its files tell."""

    def __init__(self, folder: Path) -> None:
        write_situation(folder, None, house().situation())
        write_directory(folder, None, directory.reaches(), directory.people(), "1")
        self.situation, self.directory = Snapshot(folder, None).current(house().now())
        self.anew()

    def anew(self) -> None:
        self.answering = Answering(sentence, uuid7)

    def hear(self, call: Any, at: dt.datetime, *, once: bool = True) -> Heard:
        return self.answering.hear(call, at, self.situation, self.directory, Never(), once=once)

    def through(self, code: str, number: str, at: dt.datetime, since: int) -> Said:
        """By way of one telephone system, whose caller meets what was decided."""
        self.anew()
        there = line(code)
        if since < NEVER_BEFORE:
            self.hear(there.read(there.wire.ask(number, "call-0")), at - since * MINUTE)
        call = there.read(there.wire.ask(number, "call-1"))
        heard = self.hear(call, at)
        told = said(heard)
        assert there.wire.outcome(there.reply(call, heard.answer)) == WANTED[Verdict(told.verdict)]
        return told

    def shown(self, number: str, at: dt.datetime, since: int) -> Said:
        """By way of a call monitor, which only shows it."""
        self.anew()
        box = Monitor()
        times = [at - since * MINUTE] if since < NEVER_BEFORE else []
        for place, when in enumerate([*times, at]):
            local = when.astimezone(self.situation.setup.tz)
            written = f"{local:%d.%m.%y %H:%M:%S};RING;{place};{number};2912345;SIP0;\r\n"
            (call,) = box.feed(written.encode())
            heard = self.hear(call, when, once=False)
        return said(heard)


def said(heard: Heard) -> Said:
    entry = heard.entry
    assert entry is not None
    assert heard.answer.decision.until == entry.until
    return Said(entry.verdict, entry.rule, entry.reason, entry.until)


def by_the_page(firm: Client, number: str, at: dt.datetime, since: int, **more: str) -> Said:
    local = at.astimezone(house().setup().tz)
    asked = {
        "who": "named" if number else "unknown", "name": number, "day": f"{local:%Y-%m-%d}",
        "time": f"{local:%H:%M}", "since": str(since) if since < NEVER_BEFORE else "", **more,
    }  # fmt: skip
    answered = firm.get("/rules/", asked, headers={"accept": "*"})
    told = answered.context["asked"].decision
    if told.until is not None and told.verdict in {Verdict.CALL_BACK, Verdict.NOT_NOW}:
        # It is said, not only known.
        assert f"{told.until.astimezone(local.tzinfo):%H:%M}".lstrip("0") in (
            answered.context["asked"].text
        )
    return Said(told.verdict.value, told.rule, told.reason.code, told.until)


def by_the_terminal(number: str, at: dt.datetime) -> Said:
    words = ["--number", number, "--at", at.isoformat(), "--json", "--lang", "de"]
    done = CliRunner().invoke(cli.decide, words, catch_exceptions=False)
    assert done.exit_code == 0, done.output
    told = json.loads(done.output)
    until = None if told["until"] is None else dt.datetime.fromisoformat(told["until"])
    return Said(told["verdict"], told["rule"], told["reason"]["code"], until)


def by_the_replay(number: str, at: dt.datetime, since: int) -> Said:
    zone = house().setup().tz
    times = [at - since * MINUTE] if since < NEVER_BEFORE else []
    rows = []
    for place, when in enumerate([*times, at]):
        local = when.astimezone(zone)
        minute = local.hour * 60 + local.minute
        rows.append(CallRow(place, local.toordinal(), minute, 60, "in", number))
    found = house().replay_rows(rows)
    assert found is not None
    told = found.comparison.new.told
    assert len(told) == len(rows)
    decision = told[-1].decision
    return Said(decision.verdict.value, decision.rule, decision.reason.code, decision.until)


def everybody(
    firm: Client, gate: Gate, number: str, at: dt.datetime, since: int
) -> Iterator[tuple[str, Said]]:
    for code in sorted(SYSTEMS):
        yield code, gate.through(code, number, at, since)
    yield "fritzbox", gate.shown(number, at, since)
    yield "page", by_the_page(firm, number, at, since)
    yield "replay", by_the_replay(number, at, since)
    if since == NEVER_BEFORE:
        yield "terminal", by_the_terminal(number, at)


@trying
@given(rules=RULES, switched=SWITCHED, number=st.sampled_from(NUMBERS), after=AFTER, since=SINCE)
def test_verdict_time_and_rule_are_the_same_whoever_is_asked(
    firm: Client, tmp_path: Path, rules: list[Rule], switched: dict[str, int], number: str,
    after: int, since: int,
) -> None:  # fmt: skip
    at = say(rules, switched) + after * MINUTE
    gate = Gate(tmp_path)
    since = since if number else NEVER_BEFORE  # who is suppressed never called before
    who = gate.situation.who(number, gate.directory.find(number)) if number else None
    asked = Coming(at, who or NOBODY, minutes_since=since)
    decision = answer(house().setup(), asked)
    wanted = Said(decision.verdict.value, decision.rule, decision.reason.code, decision.until)
    event(f"{wanted.verdict} {'with' if wanted.until else 'without'} a time")
    names = [*SYSTEMS, "fritzbox", "page", "replay"]
    if since == NEVER_BEFORE:
        names.append("terminal")
    assert dict(everybody(firm, gate, number, at, since)) == dict.fromkeys(names, wanted)


@trying
@given(
    rules=RULES, switched=SWITCHED, number=st.sampled_from(NUMBERS), after=AFTER,
    pressed=st.booleans(),
)  # fmt: skip
def test_a_colleague_who_tried_and_a_key_that_is_pressed_are_the_same_on_the_page(
    firm: Client, tmp_path: Path, rules: list[Rule], switched: dict[str, int], number: str,
    after: int, pressed: bool,
) -> None:  # fmt: skip
    at = say(rules, switched) + after * MINUTE
    gate, there = Gate(tmp_path), line("json")
    asked = there.wire.ask(number, "call-1")
    gate.hear(there.read(asked), at)
    more = {"event": "pressed", "pressed": "1"} if pressed else {"tried": "1"}
    later = Request("", asked.headers, json.dumps({**json.loads(asked.body), **more}).encode())
    heard = said(gate.hear(there.read(later), at))
    name = "pressed" if pressed else "tried"
    assert by_the_page(firm, number, at, NEVER_BEFORE, **{name: "yes"}) == heard


@settings(trying, max_examples=10)
@given(seconds=st.integers(0, 300))
def test_a_second_call_is_as_soon_in_the_replay_as_at_the_gate(
    firm: Client, tmp_path: Path, seconds: int
) -> None:
    """Begun minutes count: after three minutes and a second it is no longer within three."""
    at = say([Rule(1, When(again_within=3), Verdict.NOT_NOW)], {})
    later, gate, there = at + dt.timedelta(seconds=seconds), Gate(tmp_path), line("json")
    gate.hear(there.read(there.wire.ask(NUMBERS[5], "call-0")), at)
    heard = said(gate.hear(there.read(there.wire.ask(NUMBERS[5], "call-1")), later))
    assert heard.verdict == ("not_now" if minutes_between(at, later) <= 3 else "put_through")
    setup, day = gate.situation.setup, at.astimezone(gate.situation.setup.tz).date()
    calls = [PastCall(when, NOBODY, NUMBERS[5]) for when in (at, later)]
    told = replay(setup, calls, Past(day, day)).told[-1].decision
    assert (told.verdict.value, told.rule) == (heard.verdict, heard.rule)


@pytest.mark.parametrize(
    ("code", "number", "verdict"),
    [("sipgate", "", "in_writing"), ("sipgate", "22", "in_writing"), ("twilio", "", "in_writing"),
     ("placetel", "", "in_writing"), ("placetel", "22", "colleague"), ("json", "", "colleague"),
     ("fastagi", "", "colleague")],
)  # fmt: skip
def test_nobody_is_passed_on_to_whom_the_system_cannot_ring(
    firm: Client, tmp_path: Path, code: str, number: str, verdict: str
) -> None:
    """The rules after it decide; the page, the terminal and the replay say the same."""
    home, by = house(), User.objects.get().pk
    for one in ColleagueRow.objects.all():
        one.number = number
        one.save()
    home.connect_system(code, "", by)
    rules = [Rule(1, When(), Verdict.COLLEAGUE), Rule(2, When(), Verdict.IN_WRITING)]
    at = say(rules, {}) + dt.timedelta(days=4)
    gate, there = Gate(tmp_path), line(code)
    call = there.read(there.wire.ask(NUMBERS[1], "call-1"))
    heard = gate.answering.hear(
        call, at, gate.situation, gate.directory, Never(), dials=dials_of(call.system)
    )
    wanted = said(heard)
    assert wanted.verdict == verdict
    if verdict == "in_writing":
        assert there.wire.outcome(there.reply(call, heard.answer)) == WANTED[Verdict.IN_WRITING]
    assert by_the_page(firm, NUMBERS[1], at, NEVER_BEFORE) == wanted
    assert by_the_terminal(NUMBERS[1], at) == wanted
    assert by_the_replay(NUMBERS[1], at, NEVER_BEFORE) == wanted
