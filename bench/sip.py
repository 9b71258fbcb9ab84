"""What the question adds until it rings: SIPp through Kamailio, with the gate and without."""

from __future__ import annotations

import datetime as dt
import statistics
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.gate import house
from tests.telephone.exchange import Telephone, exchange
from tests.telephone.gates import Deciding, deciding
from tests.telephone.programs import CONFIG, KAMAILIO, SIPP

from wertschatz.domain.rules.moment import Known, Setup
from wertschatz.domain.rules.rule import Rule, Verdict, When
from wertschatz.domain.values import Group

CALLER = "493023125111"
ASKS = '    if (!async_task_route("ASK")) route(OWNER_RINGS);'
GOAL_MS = 3.0
ROUNDS = 3
# At any hour of the day the same: the gate has the clock of the machine.
SETUP = Setup(rules=(Rule(1, When(), Verdict.PUT_THROUGH),), area_code="030")
KNOWN = Known("a", group=Group.A)


def run(*, small: bool = False) -> list[dict[str, object]]:
    """Two lines: the middle and the slowest hundredth of what asking the gate adds, in
    milliseconds, beside what asking a bare server adds that decides the same and keeps nothing."""
    if KAMAILIO is None or SIPP is None:
        raise RuntimeError("Kamailio and SIPp are missing: sh install/telephones")
    times = 40 if small else 150
    asked: list[float] = []
    floor: list[float] = []
    plain: list[float] = []
    with tempfile.TemporaryDirectory() as name:
        unasked = Path(name) / "unasked.cfg"
        text = CONFIG.read_text("utf-8")
        assert ASKS in text
        unasked.write_text(text.replace(ASKS, "    route(OWNER_RINGS);"), encoding="utf-8")
        # In turns, so that a busy moment of the machine meets all.
        for turn in range(ROUNDS):
            for what, config, gate, into in (
                ("plain", unasked, _double, plain), ("floor", CONFIG, _double, floor),
                ("asked", CONFIG, _real, asked),
            ):  # fmt: skip
                folder = Path(name) / f"{turn}-{what}"
                folder.mkdir()
                with gate(folder) as address:
                    into += _round(folder, config, address, times)
                if what == "asked":
                    rung = [one for one in house.journaled(folder) if one.verdict]
                    assert len(rung) == times + 10
    return [
        _line("p50", statistics.median, (asked, floor, plain), GOAL_MS),
        _line("p99", _share, (asked, floor, plain), 50.0),
    ]


@contextmanager
def _double(folder: Path) -> Iterator[str]:
    now = dt.datetime(2026, 11, 30, 10, 30, tzinfo=dt.UTC)
    with deciding(Deciding(SETUP, {f"+{CALLER}": KNOWN}, now)) as address:
        yield address


@contextmanager
def _real(folder: Path) -> Iterator[str]:
    house.write_snapshot(folder, setup=SETUP, people=[(1, KNOWN)], reaches=[(1, f"+{CALLER}")])
    with house.running(folder) as gate:
        yield f"http://127.0.0.1:{gate.port}/t/{house.SECRET}"


def _round(folder: Path, config: Path, address: str, times: int) -> list[float]:
    owner = Telephone(folder, "owner", "phone")
    with (
        owner.waiting(),
        exchange(folder, address, owner.address, owner.address, config) as found,
    ):
        found.call("gets_through", number=CALLER, times=10, rate=20)
        outcome = found.call("gets_through", number=CALLER, times=times, rate=20)
    assert outcome.as_expected
    return outcome.times_to_ringing()


def _share(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.99)]


def _line(
    name: str,
    of: Callable[[list[float]], float],
    measured: tuple[list[float], list[float], list[float]],
    goal: float,
) -> dict[str, object]:
    asked, floor, plain = (of(one) * 1000 for one in measured)
    figure = round(asked - plain, 2)
    beside = (
        f"a bare server adds {floor - plain:.2f} ms; without a question {plain:.2f} ms; "
        f"{len(measured[0])} calls, 20 a second"
    )
    return {
        "name": f"telephone: added until ringing, {name}", "figure": figure, "unit": "ms",
        "goal": goal, "met": figure <= goal, "peer": beside,
    }  # fmt: skip
