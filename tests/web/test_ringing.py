"""What is remembered of calls, and how the gate is heard."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from pathlib import Path

import pytest

from tests.web.rings import Gate, event, line
from wertschatz.ports.rings import RingEvent, event_from
from wertschatz.web.gate_line import LONGEST_LINE, listen
from wertschatz.web.ringing import KEPT, Ringing, Standing

AT = dt.datetime(2026, 11, 25, 9, 5, tzinfo=dt.UTC)


def after(seconds: float) -> dt.datetime:
    return AT + dt.timedelta(seconds=seconds)


def test_a_call_from_ring_to_end_is_one() -> None:
    ringing = Ringing()
    begun = ringing.hear(event(at=AT))
    assert begun is not None
    ringing.hear(event("answered", at=after(5)))
    over = ringing.hear(event("ended", at=after(5 + 61)))
    assert over is not None
    assert (over.id, over.call.seconds, over.call.minutes) == (begun.id, 61, 2)
    assert (begun.stage, over.stage) == ("ring", "after")


def test_a_call_that_is_passed_on_is_one() -> None:
    ringing = Ringing()
    first = ringing.hear(event(call_id="a", verdict="colleague", at=AT))
    second = ringing.hear(event(call_id="b", origin="a", at=after(9)))
    assert first is not None
    assert second is not None
    assert second.id == first.id
    # The first leg ends because it was passed on: the call does not.
    assert ringing.hear(event("ended", call_id="a", at=after(10))) is None
    ringing.hear(event("answered", call_id="b", origin="a", at=after(12)))
    over = ringing.hear(event("ended", call_id="b", at=after(72)))
    assert over is not None
    assert (over.id, over.call.minutes) == (first.id, 1)


def test_an_id_that_is_used_again_is_another_call() -> None:
    ringing = Ringing()
    one = ringing.hear(event(call_id="0", at=AT))
    ringing.hear(event("ended", call_id="0", at=after(10)))
    other = ringing.hear(event(call_id="0", at=after(60)))
    third = ringing.hear(event(call_id="0", number="+49301", at=after(70)))
    assert one is not None
    assert other is not None
    assert third is not None
    assert len({one.id, other.id, third.id}) == 3


def test_a_line_told_twice_is_heard_once() -> None:
    ringing = Ringing()
    told = event()
    assert ringing.hear(told) is not None
    assert ringing.hear(told) is None


def test_who_presses_a_key_in_need_changes_the_verdict() -> None:
    ringing = Ringing()
    ringing.hear(event(verdict="in_writing", at=AT))
    now = ringing.hear(event("pressed", verdict="put_through", reason="emergency", at=after(4)))
    assert now is not None
    assert now.call.now.verdict == "put_through"
    assert now.call.first.verdict == "in_writing"


def test_only_the_last_hundred_are_remembered() -> None:
    ringing = Ringing()
    first = ringing.hear(event(call_id="first", at=AT))
    assert first is not None
    for number in range(KEPT):
        ringing.hear(event(call_id=str(number), at=AT))
    assert ringing.find(first.id) is None
    assert len(ringing.present(AT)) == KEPT
    assert ringing.hear(event("ended", call_id="first")) is None
    assert len(ringing._names) == KEPT


def test_a_page_opened_later_shows_what_still_matters() -> None:
    ringing = Ringing()
    told = ringing.hear(event(at=AT))
    assert told is not None
    assert ringing.present(after(100)) == [told]
    assert ringing.present(after(130)) == []
    ringing.hear(event("answered", at=after(5)))
    assert len(ringing.present(after(3000))) == 1
    ringing.hear(event("ended", at=after(3000)))
    assert len(ringing.present(after(3500))) == 1
    assert ringing.present(after(3700)) == []


def test_no_screen_rings_while_the_plug_is_pulled() -> None:
    pulled = {"unplugged": 1}
    own = Standing(_heard(event(verdict="call_back", reason="own_rule", facts=pulled)))
    box = Standing(_heard(event(verdict="not_now", facts=pulled, system="fritzbox")))
    emergency = Standing(_heard(event(verdict="put_through", facts=pulled)))
    assert not own.shown
    assert box.shown  # a box only tells: the telephone rings all the same
    assert emergency.shown
    assert Standing(_heard(event(verdict="not_now", reason="closed_door"))).shown


def _heard(told: RingEvent):  # type: ignore[no-untyped-def]
    from wertschatz.ports.rings import Heard

    return Heard(told, told)


@pytest.mark.parametrize(
    "wrong",
    [
        {"uuid": "x"}, {"at": "2026-11-25T09:05:00"}, {"happening": "sneezed"}, {"call_id": 7},
        {"verdict": "perhaps"}, {"known": {"kind": "ghost"}}, {"rule": "two"}, {"facts": 3},
    ],
)  # fmt: skip
def test_a_line_that_is_none_is_refused(wrong: dict[str, object]) -> None:
    with pytest.raises((KeyError, ValueError, TypeError, AttributeError)):
        event_from({**line(), **wrong})


def test_the_listener_comes_back_and_skips_what_it_does_not_understand(tmp_path: Path) -> None:
    heard: list[RingEvent] = []

    async def until(count: int) -> None:
        async with asyncio.timeout(10):
            while len(heard) < count:  # noqa: ASYNC110 - it looks from outside
                await asyncio.sleep(0.01)

    async def listening() -> None:
        task = asyncio.ensure_future(listen(tmp_path, heard.append))
        await asyncio.sleep(0.25)  # nobody is there yet
        gate = Gate(tmp_path)
        await asyncio.to_thread(gate.wait)
        gate.write(b"no json\n[]\n{}\n\xff\xfe\n")
        gate.tell(call_id="one")
        await until(1)
        gate.close()
        gate = Gate(tmp_path)
        await asyncio.to_thread(gate.wait)
        gate.write(b"x" * (LONGEST_LINE + 10))  # it lets go of who never ends a line
        gate._listeners.clear()
        await asyncio.to_thread(gate.wait)
        gate.write(json.dumps(line(call_id="two")).encode() + b"\n")
        await until(2)
        task.cancel()
        gate.close()

    asyncio.run(listening())
    assert [one.call_id for one in heard] == ["one", "two"]
