"""The gate itself between Kamailio and the telephones: each verdict, and the gate killed."""

from __future__ import annotations

import datetime as dt
import re
import signal
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from tests.telephone.exchange import Exchange, Telephone, exchange
from tests.telephone.programs import needs_telephones
from wertschatz.domain.rules.moment import Helper, Known, Setup
from wertschatz.domain.rules.rule import Rule, Until, Verdict, When
from wertschatz.domain.values import Group

gate_house = pytest.importorskip("tests.gate.house")
pytestmark = [pytest.mark.sip, needs_telephones]

A, B, C = "493023125111", "493023125112", "493023125113"
PEOPLE = [
    (1, Known("01900000-0000-7000-8000-00000000000a", "Arnold", group=Group.A)),
    (2, Known("01900000-0000-7000-8000-00000000000b", "Berger", group=Group.B)),
    (3, Known("01900000-0000-7000-8000-00000000000c", "Clausen", group=Group.C)),
]
REACHES = [(1, f"+{A}"), (2, f"+{B}"), (3, f"+{C}")]
# At any hour of the day the same: the gate has the clock of the machine.
RULES = (
    Rule(1, When(door_closed=True), Verdict.NOT_NOW, Until.STATE, "closed_door"),
    Rule(2, When(groups=frozenset({Group.A})), Verdict.PUT_THROUGH, ready="a_may_interrupt"),
    Rule(3, When(groups=frozenset({Group.B})), Verdict.CALL_BACK, Until.SLOT, "b_later"),
    Rule(4, When(groups=frozenset({Group.C})), Verdict.IN_WRITING, ready="c_in_writing"),
)
SETUP = Setup(rules=RULES, area_code="030")
SECONDS = 1.2


class Scene:
    """Everything that stands in one test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.owner = Telephone(folder, "owner", "phone")
        self.colleague = Telephone(folder, "colleague", "phone")

    def rules(self, setup: Setup) -> None:
        """What the gate decides by from now on."""
        gate_house.write_snapshot(self.folder, setup=setup, people=PEOPLE, reaches=REACHES)


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    there = Scene(tmp_path)
    there.rules(SETUP)
    with there.owner.waiting(), there.colleague.waiting():
        yield there


@pytest.fixture
def gate(scene: Scene) -> Iterator[gate_house.GateProcess]:
    with gate_house.running(scene.folder) as found:
        yield found


@pytest.fixture
def kamailio(scene: Scene, gate: gate_house.GateProcess) -> Iterator[Exchange]:
    address = f"http://127.0.0.1:{gate.port}/t/{gate_house.SECRET}"
    with exchange(scene.folder, address, scene.owner.address, scene.colleague.address) as found:
        yield found


def _says_no_letter(reason: str) -> None:
    assert reason
    assert not re.search(r"\b[ABC]\b|Grupp|group", reason), reason


def test_put_through(scene: Scene, kamailio: Exchange) -> None:
    assert kamailio.call("gets_through", number=A).as_expected
    (invitation,) = scene.owner.invitations()
    _says_no_letter(invitation.header("X-Gate-Reason"))
    (entry,) = [one for one in gate_house.journaled(scene.folder) if one.verdict]
    assert (entry.number, entry.verdict) == (f"+{A}", "put_through")


def test_colleague(scene: Scene, kamailio: Exchange) -> None:
    first = Rule(9, When(), Verdict.COLLEAGUE, ready="colleague_first")
    there = tuple(replace(one, weekdays=frozenset(range(7)), start=0, until=1440)
                  for one in SETUP.work)  # fmt: skip
    helper = Helper("Ben", scene.colleague.address, there)
    scene.rules(replace(SETUP, rules=(first,), helpers=(helper,)))
    assert kamailio.call("gets_through", number=C).as_expected
    assert len(scene.colleague.invitations()) == 1
    assert scene.owner.invitations() == []


def test_call_back(kamailio: Exchange) -> None:
    outcome = kamailio.call("is_told", number=B, code=480)
    assert outcome.as_expected
    assert int(outcome.final.header("Retry-After")) > 0
    _says_no_letter(outcome.final.header("Reason"))


def test_in_writing(kamailio: Exchange) -> None:
    outcome = kamailio.call("is_told", number=C, code=486)
    assert outcome.as_expected
    _says_no_letter(outcome.final.header("Reason"))


def test_not_now(scene: Scene, kamailio: Exchange) -> None:
    until = dt.datetime.now(dt.UTC) + dt.timedelta(minutes=30)
    scene.rules(replace(SETUP, door_until=until))
    outcome = kamailio.call("is_told", number=A, code=480)
    assert outcome.as_expected
    assert 1700 < int(outcome.final.header("Retry-After")) <= 1800
    assert scene.owner.invitations() == []


@pytest.mark.parametrize("how", [signal.SIGKILL, signal.SIGSTOP])
def test_the_owner_rings_though_the_gate_is_killed_or_stands_still(
    scene: Scene, gate: gate_house.GateProcess, kamailio: Exchange, how: signal.Signals
) -> None:
    assert kamailio.call("is_told", number=C, code=486).as_expected
    if how is signal.SIGKILL:
        gate.kill()
    else:
        assert gate.process is not None
        gate.process.send_signal(how)
    for _ in range(2):
        outcome = kamailio.call("gets_through", number=C)
        assert outcome.as_expected
        assert outcome.seconds_to_ringing < SECONDS
    assert len(scene.owner.invitations()) == 2


def test_the_owner_rings_though_the_snapshot_is_gone(scene: Scene, kamailio: Exchange) -> None:
    for path in (scene.folder / "snapshot").iterdir():
        path.unlink()
    assert kamailio.call("gets_through", number=A).seconds_to_ringing < SECONDS
