"""The gate itself between Kamailio and the telephones: each verdict, and the gate killed."""

from __future__ import annotations

import datetime as dt
import re
import signal
import time
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from sqlcipher3 import dbapi2

from tests.gate import house as gate_house
from tests.gate.test_failures import LITTLE_ROOM, MAIN
from tests.telephone.exchange import Exchange, Telephone, exchange
from tests.telephone.programs import needs_telephones
from wertschatz.domain.rules.moment import Helper, Known, Setup
from wertschatz.domain.rules.rule import Rule, Until, Verdict, When
from wertschatz.domain.values import Group
from wertschatz.snapshot import situation

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


def _is_old(scene: Scene) -> None:
    gate_house.write_snapshot(
        scene.folder, setup=SETUP, people=PEOPLE, reaches=REACHES,
        made_at=dt.datetime.now(dt.UTC) - dt.timedelta(hours=25),
    )  # fmt: skip


def _is_spoilt(scene: Scene) -> None:
    (scene.folder / "snapshot" / situation.NAME).write_bytes(b"garbage" * 2000)


@pytest.mark.parametrize("becomes", [_is_old, _is_spoilt], ids=lambda one: one.__name__)
def test_the_owner_rings_though_the_snapshot_cannot_be_believed(
    scene: Scene, kamailio: Exchange, becomes: Callable[[Scene], None]
) -> None:
    assert kamailio.call("is_told", number=C, code=486).as_expected
    becomes(scene)
    time.sleep(0.06)
    for _ in range(2):
        outcome = kamailio.call("gets_through", number=C)
        assert outcome.as_expected
        assert outcome.seconds_to_ringing < SECONDS


def test_the_owner_rings_though_the_journal_is_locked(scene: Scene, kamailio: Exchange) -> None:
    assert kamailio.call("is_told", number=C, code=486).as_expected
    with closing(
        dbapi2.connect(str(scene.folder / "snapshot" / "journal"), isolation_level=None)
    ) as other:
        other.execute("BEGIN IMMEDIATE")
        outcome = kamailio.call("gets_through", number=C)
        assert outcome.as_expected
        assert outcome.seconds_to_ringing < SECONDS
    assert kamailio.call("is_told", number=C, code=486).as_expected


def test_the_owner_rings_though_the_disk_is_full(scene: Scene) -> None:
    with gate_house.running(scene.folder, script=LITTLE_ROOM.format(0) + MAIN) as gate:
        address = f"http://127.0.0.1:{gate.port}/t/{gate_house.SECRET}"
        places = scene.owner.address, scene.colleague.address
        with exchange(scene.folder, address, *places) as kamailio:
            for _ in range(2):
                outcome = kamailio.call("gets_through", number=C)
                assert outcome.as_expected
                assert outcome.seconds_to_ringing < SECONDS
