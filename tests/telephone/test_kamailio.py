"""A caller, Kamailio as in the handbook, the gate and two telephones: who rings, and how soon."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.telephone.exchange import Exchange, Telephone, exchange
from tests.telephone.gates import FAILING, ODD, Deciding, deciding, failing, saying
from tests.telephone.programs import needs_telephones
from wertschatz.domain.rules.moment import Helper, Known, Setup
from wertschatz.domain.rules.ready import ready_made
from wertschatz.domain.rules.rule import Rule, Verdict, When
from wertschatz.domain.values import Group
from wertschatz.ports.telephone import Happening

pytestmark = [pytest.mark.sip, needs_telephones]

NOW = dt.datetime(2026, 11, 30, 10, 30, tzinfo=dt.UTC)
"""A Monday, 11:30 on the wall: outside the telephone hours for B."""
A, B, C = "493023125111", "493023125112", "493023125113"
DIRECTORY = {
    f"+{A}": Known("a", "Arnold", group=Group.A), f"+{B}": Known("b", "Berger", group=Group.B),
    f"+{C}": Known("c", "Clausen", group=Group.C),
}  # fmt: skip
SETUP = Setup(rules=ready_made())
SECONDS = 1.2
"""So soon the owner's telephone rings, whatever happens to the gate."""


class House:
    """Everything that stands in one test."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.owner = Telephone(folder, "owner", "phone")
        self.colleague = Telephone(folder, "colleague", "phone")
        self.engaged = Telephone(folder, "engaged", "engaged")
        self.silent = Telephone(folder, "silent", "silent")
        self.says = Deciding(SETUP, DIRECTORY, NOW)

    def with_colleague(self, telephone: Telephone) -> None:
        self.says.setup = Setup(rules=ready_made(), helpers=(Helper("Ben", telephone.address),))
        self.says.colleague = telephone.address


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    there = House(tmp_path)
    with there.owner.waiting(), there.colleague.waiting(), there.engaged.waiting():
        yield there


@pytest.fixture
def kamailio(house: House) -> Iterator[Exchange]:
    with (
        deciding(house.says) as gate,
        exchange(house.folder, gate, house.owner.address, house.colleague.address) as found,
    ):
        yield found


def test_put_through_rings_at_the_owner_with_the_reason(house: House, kamailio: Exchange) -> None:
    outcome = kamailio.call("gets_through", number=A, name="Frau Müller", pause=1100)
    assert outcome.as_expected
    (invitation,) = house.owner.invitations()
    assert invitation.header("X-Gate-Reason") == "Grund: a_may_interrupt"
    assert house.colleague.invitations() == []
    house.says.wait_for(2)
    ring, ended = house.says.told
    assert (ring.number, ring.name, ring.to) == (f"+{A}", "Frau Müller", "office")
    assert (ended.happening, ended.id) == (Happening.ENDED, ring.id)
    assert ended.seconds in (1, 2)


def test_colleague_rings_at_the_colleague(house: House, kamailio: Exchange) -> None:
    house.with_colleague(house.colleague)
    assert kamailio.call("gets_through", number=C).as_expected
    (invitation,) = house.colleague.invitations()
    assert invitation.header("X-Gate-Reason") == "Grund: colleague_first"
    assert house.owner.invitations() == []


def test_when_the_colleague_cannot_the_rules_are_asked_again(
    house: House, kamailio: Exchange
) -> None:
    house.with_colleague(house.engaged)
    outcome = kamailio.call("is_told", number=C, code=486)
    assert outcome.as_expected
    assert len(house.engaged.invitations()) == 1
    assert outcome.final.header("Reason").endswith('text="Grund: c_in_writing"')
    assert house.owner.invitations() == []
    assert [call.tried for call in house.says.told] == [False, True]
    assert len({call.id for call in house.says.told}) == 1


def test_when_the_colleague_cannot_an_unknown_caller_reaches_the_owner(
    house: House, kamailio: Exchange
) -> None:
    house.with_colleague(house.engaged)
    rules = ready_made()
    house.says.setup = Setup(rules=rules[:5] + rules[5:6], helpers=house.says.setup.helpers)
    assert kamailio.call("gets_through", number=B).as_expected
    assert len(house.engaged.invitations()) == 1
    (invitation,) = house.owner.invitations()
    assert invitation.header("X-Gate-Reason") == "Grund: no_rule"


ALWAYS_TO_THE_COLLEAGUE = (Rule(1, When(), Verdict.COLLEAGUE),)


def test_a_rule_that_names_the_colleague_again_rings_the_owner(
    house: House, kamailio: Exchange
) -> None:
    house.with_colleague(house.engaged)
    house.says.setup = Setup(rules=ALWAYS_TO_THE_COLLEAGUE, helpers=house.says.setup.helpers)
    house.says.insists = True
    assert kamailio.call("gets_through", number=C).as_expected
    assert len(house.engaged.invitations()) == 1
    assert len(house.owner.invitations()) == 1


def test_a_colleagues_address_that_leads_nowhere_rings_the_owner(
    house: House, kamailio: Exchange
) -> None:
    nowhere = "sip:ben@127.0.0.1.invalid"
    house.says.colleague = nowhere
    house.says.setup = Setup(rules=ALWAYS_TO_THE_COLLEAGUE, helpers=(Helper("Ben", nowhere),))
    assert kamailio.call("gets_through", number=C).as_expected
    assert len(house.owner.invitations()) == 1


def test_an_address_of_ones_own_that_leads_nowhere_rings_the_telephone_of_the_configuration(
    house: House, kamailio: Exchange
) -> None:
    house.says.setup = Setup(rules=(), numbers=("sip:me@127.0.0.1.invalid",))
    assert kamailio.call("gets_through", number=C).as_expected
    assert len(house.owner.invitations()) == 1


def test_a_colleague_whose_telephone_is_off_keeps_nobody_waiting(tmp_path: Path) -> None:
    house = House(tmp_path)
    house.with_colleague(house.colleague)
    house.says.setup = Setup(rules=ready_made()[:6], helpers=house.says.setup.helpers)
    with (
        house.owner.waiting(),
        deciding(house.says) as gate,
        exchange(tmp_path, gate, house.owner.address, house.colleague.address) as found,
    ):
        outcome = found.call("gets_through", number=C)
    assert outcome.as_expected
    assert outcome.seconds_to_ringing < 3
    assert len(house.owner.invitations()) == 1


def test_call_back_names_the_time(house: House, kamailio: Exchange) -> None:
    outcome = kamailio.call("is_told", number=B, code=480)
    assert outcome.as_expected
    assert int(outcome.final.header("Retry-After")) == 900
    said = 'gate;cause=480;text="Grund: b_later bis 11:45"'
    assert outcome.final.header("Reason") == said
    assert house.owner.invitations() == []


def test_in_writing_sounds_busy_with_the_reason(house: House, kamailio: Exchange) -> None:
    outcome = kamailio.call("is_told", number=C, code=486)
    assert outcome.as_expected
    assert outcome.final.header("Reason") == 'gate;cause=486;text="Grund: c_in_writing"'
    assert house.owner.invitations() == []


def test_not_now_names_the_end_of_the_closed_door(house: House, kamailio: Exchange) -> None:
    house.says.setup = Setup(rules=ready_made(), door_until=NOW + dt.timedelta(minutes=30))
    outcome = kamailio.call("is_told", number=A, code=480)
    assert outcome.as_expected
    assert outcome.final.header("Retry-After") == "1800"
    assert "closed_door" in outcome.final.header("Reason")
    assert house.owner.invitations() == []


@pytest.mark.parametrize(
    "name", [r"\"", r"a\\b", r"\",\"verdict\":\"x", r"{}\\u0022", "'$(){%s}", "ä" * 60]
)
def test_no_name_of_a_caller_breaks_the_question(
    house: House, kamailio: Exchange, name: str
) -> None:
    assert kamailio.call("gets_through", number=A, name=name).as_expected
    assert house.says.told[0].number == f"+{A}"
    assert house.owner.invitations()[0].header("X-Gate-Reason") == "Grund: a_may_interrupt"


def test_a_suppressed_number_rings(house: House, kamailio: Exchange) -> None:
    assert kamailio.call("gets_through", number="anonymous").as_expected
    assert house.says.told[0].number == ""
    assert len(house.owner.invitations()) == 1


def test_an_expectation_that_is_wrong_fails(house: House, kamailio: Exchange) -> None:
    """The control: had the wrong telephone rung, these tests would say so."""
    assert not kamailio.call("is_told", number=C, code=480).as_expected
    assert not kamailio.call("gets_through", number=C).as_expected
    assert not kamailio.call("is_told", number=A, code=486).as_expected


@pytest.mark.parametrize("how", sorted(FAILING))
def test_the_owner_rings_whatever_happens_to_the_gate(house: House, how: str) -> None:
    with (
        failing(how) as gate,
        exchange(house.folder, gate, house.owner.address, house.colleague.address) as found,
    ):
        outcomes = [found.call("gets_through", number=C) for _ in range(2)]
    for outcome in outcomes:
        assert outcome.as_expected
        assert outcome.seconds_to_ringing < SECONDS
    assert len(house.owner.invitations()) == 2
    assert house.colleague.invitations() == []


@pytest.mark.parametrize("how", sorted(ODD))
def test_no_answer_breaks_the_invitation(house: House, how: str) -> None:
    with (
        saying(ODD[how]) as gate,
        exchange(house.folder, gate, house.owner.address, house.colleague.address) as found,
    ):
        assert found.call("gets_through", number=C).as_expected
    (invitation,) = house.owner.invitations()
    assert invitation.header("X-Evil") == ""
    assert invitation.header("Via") != ""


def test_no_answer_breaks_what_the_caller_is_told(house: House) -> None:
    said = {"verdict": "call_back", "reason": 'x"\\\r\nX-Evil: 1', "retry_after": "9\r\nX-Evil: 1"}
    with (
        saying(said) as gate,
        exchange(house.folder, gate, house.owner.address, house.colleague.address) as found,
    ):
        outcome = found.call("is_told", number=C, code=480)
    assert outcome.as_expected
    assert (outcome.final.header("X-Evil"), outcome.final.header("Retry-After")) == ("", "")
    assert outcome.final.header("Reason") == 'gate;cause=480;text="xX-Evil: 1"'


@pytest.mark.parametrize("how", ["hangs", "answers 500"])
def test_who_hangs_up_meanwhile_rings_nowhere(house: House, how: str) -> None:
    """The caller hangs up after 300 ms: while the gate is asked, or while it rings."""
    with (
        failing(how) as gate,
        exchange(house.folder, gate, house.silent.address, house.colleague.address) as found,
        house.silent.waiting(),
    ):
        heard = found.hang_up(C, after=0.3)
    assert any(one.startswith("SIP/2.0 487") for one in heard), heard
    assert len(house.silent.cancelled()) == len(house.silent.invitations())


def test_many_callers_at_once_ring_though_the_gate_hangs(house: House) -> None:
    with (
        failing("hangs") as gate,
        exchange(house.folder, gate, house.owner.address, house.colleague.address) as found,
    ):
        outcome = found.call("gets_through", number=C, times=8, rate=100)
    assert outcome.as_expected
    assert max(outcome.times_to_ringing()) < SECONDS
    assert len(outcome.times_to_ringing()) == 8
