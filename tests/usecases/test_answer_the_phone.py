"""What the gate remembers of a day: repetitions, transfers, second calls, keys pressed."""

from __future__ import annotations

import datetime as dt
import itertools
import uuid
from collections.abc import Callable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wertschatz.domain.rules.moment import Helper, Known, Setup, minutes_between
from wertschatz.domain.rules.ready import ready_made
from wertschatz.domain.rules.rule import Rule, Verdict, When
from wertschatz.domain.rules.situation import CallerKind
from wertschatz.domain.values import Group
from wertschatz.ports.telephone import Call, Happening, NotGenuine
from wertschatz.snapshot.journal import Entry
from wertschatz.snapshot.situation import Named, Situation
from wertschatz.usecases import answer_the_phone
from wertschatz.usecases.answer_the_phone import AGAIN, Answering, Heard

AT = dt.datetime(2026, 11, 25, 12, 5, tzinfo=dt.UTC)
SCHOOL = "+493011111111"
C = Known("c", "Café", group=Group.C)
TWICE = (Rule(1, When(again_within=3), Verdict.NOT_NOW), Rule(2, When(), Verdict.IN_WRITING))


class Book:
    """A directory and a journal in one."""

    def __init__(self) -> None:
        self.seen: set[int] = set()
        self.entries: list[Entry] = []

    def find(self, number: str) -> Known | None:
        return C if number == "+493077700123" else None

    def was_seen(self, digest: int) -> bool:
        return digest in self.seen


class Told:
    """A gate that is told one thing after the other."""

    def __init__(self, setup: Setup | None = None) -> None:
        ids = (uuid.UUID(int=n) for n in itertools.count(1))
        self.new_id: Callable[[], uuid.UUID] = lambda: next(ids)
        self.book = Book()
        self.situation = Situation(
            setup or Setup(rules=ready_made(), area_code="030"), AT,
            named={SCHOOL: Named("Schule", "private", may_repeat=True)},
        )  # fmt: skip
        self.restart()

    def restart(self) -> None:
        self.answering = Answering(lambda reason, setup: reason.code, self.new_id)
        self.answering.remember(self.book.entries)

    def __call__(self, call: Call, seconds: float = 0, *, once: bool = True) -> Heard:
        at = AT + dt.timedelta(seconds=seconds)
        heard = self.answering.hear(call, at, self.situation, self.book, self.book, once=once)
        if heard.entry is not None:
            self.book.entries.append(heard.entry)
        if heard.digest is not None:
            self.book.seen.add(heard.digest)
        return heard


def ring(call: str, number: str = "030 77700123", **more: object) -> Call:
    return replace(Call("json", call, number=number), **more)  # type: ignore[arg-type]


def test_a_second_call_within_three_minutes_is_an_emergency_where_that_is_allowed() -> None:
    shut = Setup(rules=ready_made(), area_code="030", unplugged_until=AT + dt.timedelta(hours=9))
    told = Told(shut)
    assert told(ring("1", SCHOOL)).answer.decision.verdict is Verdict.NOT_NOW
    assert told(ring("1", SCHOOL), 5).answer.decision.verdict is Verdict.NOT_NOW  # asked again
    assert told(ring("2", SCHOOL), 180).answer.decision.reason.code == "emergency"
    assert told(ring("3", SCHOOL), 361).answer.decision.verdict is Verdict.NOT_NOW
    assert told(ring("4"), 362).answer.decision.verdict is Verdict.NOT_NOW
    assert told(ring("5"), 363).answer.decision.verdict is Verdict.NOT_NOW


def test_a_box_that_hears_the_same_call_makes_no_second_one_of_it() -> None:
    """The exchange decided, and the FRITZ!Box behind it tells of the ring a second later."""
    told = Told()
    box = Call("fritzbox", "b1", number=SCHOOL)
    assert told(ring("1", SCHOOL)).answer.decision.reason.code == "no_rule"
    assert told(box, 1, once=False).answer.decision.reason.code == "no_rule"
    told.restart()
    assert told(replace(box, id="b2"), 60, once=False).answer.decision.reason.code == "emergency"
    assert told(ring("2", SCHOOL), 61).answer.decision.reason.code == "emergency"


def test_what_is_told_again_changes_nothing() -> None:
    told = Told()
    first = told(ring("1"))
    again = told(ring("1"), AGAIN.total_seconds())
    assert (again.answer, again.entry) == (first.answer, None)
    with pytest.raises(NotGenuine):
        told(ring("1"), AGAIN.total_seconds() + 1)
    told.restart()
    with pytest.raises(NotGenuine):
        told(ring("1"), AGAIN.total_seconds() + 1)
    told.book.entries.clear()  # a month later the journal has forgotten the call itself
    told.restart()
    with pytest.raises(NotGenuine):
        told(ring("1"), 30 * 86_400)
    assert told(ring("2"), 30 * 86_400).entry is not None


def test_killed_between_journal_and_answer_the_same_question_is_answered() -> None:
    told = Told()
    first = told(ring("1"))
    told.restart()
    again = told(ring("1"), 1)
    assert first.entry is not None
    assert again.entry is not None
    assert again.entry.ring == first.entry.ring
    assert again.answer.decision.verdict is first.answer.decision.verdict


def test_whoever_waits_in_a_queue_is_asked_for_again() -> None:
    told = Told()
    first = told(ring("1"), once=False)
    later = told(ring("1"), 600, once=False)
    assert first.entry is not None
    assert later.entry is not None
    assert later.entry.ring == first.entry.ring


@pytest.mark.parametrize("key", ["2", "0", "#", "11", ""])
def test_only_the_agreed_key_is_an_emergency(key: str) -> None:
    told = Told()
    told(Call("json", "1", number="03077700123"))
    pressed = told(Call("json", "1", Happening.PRESSED, pressed=key), 9)
    assert pressed.answer.decision.reason.code != "emergency"


def test_a_trial_is_decided_and_leaves_nothing_behind() -> None:
    told = Told(Setup(rules=TWICE, area_code="030"))
    call = Call("json", "1", number="03077700123")
    for _ in range(3):
        answer = told.answering.would(call, AT, told.situation, told.book)
        assert answer.decision.verdict is Verdict.IN_WRITING
    # Were it remembered, this would be the second call within three minutes, or a repetition.
    heard = told(call, 60)
    assert heard.answer.decision.verdict is Verdict.IN_WRITING
    assert heard.entry is not None
    assert told.answering.would(call, AT + AGAIN, told.situation, told.book).decision.verdict is (
        Verdict.NOT_NOW
    )


def test_a_key_counts_for_the_call_it_is_pressed_in() -> None:
    shut = Setup(rules=ready_made(), area_code="030", door_until=AT + dt.timedelta(hours=9))
    told = Told(shut)
    first = told(ring("1"))
    assert first.answer.decision.verdict is Verdict.NOT_NOW
    pressed = told(Call("json", "1", Happening.PRESSED, pressed="1"), 9)
    assert pressed.answer.decision.reason.code == "emergency"
    assert pressed.entry is not None
    assert first.entry is not None
    assert (pressed.entry.ring, pressed.entry.number, pressed.entry.party) == (
        first.entry.ring, "+493077700123", "c",
    )  # fmt: skip


def test_a_colleague_who_tried_is_not_asked_again() -> None:
    helper = Helper("Eva", "22")
    told = Told(Setup(rules=ready_made(), area_code="030", helpers=(helper,)))
    first = told(ring("1"))
    assert (first.answer.decision.verdict, first.answer.colleague) == (Verdict.COLLEAGUE, "22")
    second = told(ring("1", tried=True), 20)
    assert second.answer.decision.verdict is Verdict.IN_WRITING
    assert second.entry is not None
    assert first.entry is not None
    assert second.entry.ring == first.entry.ring


def test_what_was_not_journaled_was_not_told() -> None:
    told = Told()
    told(ring("1"))
    told.book.entries.clear()
    told.book.seen.clear()
    told.answering.unhear(ring("1"))
    assert told(ring("1"), 1).entry is not None


def test_a_clock_far_from_ours_is_not_believed() -> None:
    told = Told()
    near, far = AT - dt.timedelta(minutes=2), AT - dt.timedelta(days=2)
    heard = [told(ring("1", at=near)), told(ring("2", at=far))]
    assert [one.entry.at for one in heard if one.entry] == [near, AT]


def test_strangers_cannot_fill_the_memory(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(answer_the_phone, "MOST_REMEMBERED", 100)
    told = Told()
    for number in range(1000):
        told(ring(f"{number}-" * 300, f"+4930{number:07}", name="x" * 10_000))
    assert len(told.answering._calls) == 100
    assert len(told.answering._numbers) == 100
    for number in range(200):
        told(Call("json", "one", Happening.PRESSED, pressed=str(number)))
    assert len(told.answering._calls["json", "one"].answers) == 50
    assert max(len(entry.name) for entry in told.book.entries) == 300


def test_an_unknown_caller_is_one_whom_nobody_knows() -> None:
    told = Told()
    heard = told(ring("1", "anonymous"))
    assert heard.answer.who is None
    assert heard.answer.decision.reason.code == "no_rule"
    named = told(ring("2", SCHOOL)).answer.who
    assert named is not None
    assert named.kind is CallerKind.PRIVATE


@given(
    events=st.lists(
        st.tuples(st.sampled_from("abc"), st.sampled_from("xyz"), st.integers(0, 400)), max_size=12
    )
)
def test_only_another_call_from_the_same_number_counts(
    events: list[tuple[str, str, int]],
) -> None:
    """Beside a plain list of all calls; a call is told in several parts, with restarts between."""
    told, seconds = Told(Setup(rules=TWICE, area_code="030")), 0
    began: list[tuple[str, str, int]] = []
    for part, (call, number, after) in enumerate(events):
        seconds += after
        origin = f"{number}{call}"  # a call has one number
        heard = told(ring(f"{part}", f"+49301234{ord(number)}", origin=origin), seconds)
        others = [at for name, who, at in began if who == number and name != origin]
        newest = max(others, default=None)
        # Of a call that goes on, what came before it counts, and not what came meanwhile.
        first = next((at for name, _, at in began if name == origin), None)
        if first is None:
            soon = newest is not None and seconds - newest <= 180
            expected = Verdict.NOT_NOW if soon else Verdict.IN_WRITING
            assert heard.answer.decision.verdict is expected
            began.append((origin, number, seconds))
        if part % 3 == 0:
            told.restart()


@given(seconds=st.integers(0, 200_000))
def test_begun_minutes(seconds: int) -> None:
    later = AT + dt.timedelta(seconds=seconds)
    found = minutes_between(AT, later)
    assert found == (0 if seconds < 60 else min(1440, (seconds + 59) // 60))
