"""What the question adds until it rings: SIPp through Kamailio, with the gate and without."""

from __future__ import annotations

import datetime as dt
import statistics
import tempfile
from pathlib import Path

from tests.telephone.exchange import Telephone, exchange
from tests.telephone.gates import Deciding, deciding
from tests.telephone.programs import CONFIG, KAMAILIO, SIPP

from wertschatz.domain.rules.moment import Known, Setup
from wertschatz.domain.rules.ready import ready_made
from wertschatz.domain.values import Group
from wertschatz.ports.telephone import Happening

CALLER = "493023125111"
ASKS = '    if (!async_task_route("ASK")) route(OWNER_RINGS);'
GOAL_MS = 3.0
ROUNDS = 3


def run(*, small: bool = False) -> list[dict[str, object]]:
    """Two lines: the middle and the slowest hundredth of what asking adds, in milliseconds."""
    if KAMAILIO is None or SIPP is None:
        raise RuntimeError("Kamailio and SIPp are missing: sh install/telephones")
    times = 40 if small else 150
    asked: list[float] = []
    plain: list[float] = []
    with tempfile.TemporaryDirectory() as name:
        unasked = Path(name) / "unasked.cfg"
        text = CONFIG.read_text("utf-8")
        assert ASKS in text
        unasked.write_text(text.replace(ASKS, "    route(OWNER_RINGS);"), encoding="utf-8")
        # In turns, so that a busy moment of the machine meets both.
        for turn in range(ROUNDS):
            for config, into in ((unasked, plain), (CONFIG, asked)):
                folder = Path(name) / f"{turn}-{config.stem}"
                folder.mkdir()
                into += _round(folder, config, times)
    middle = (statistics.median(asked) - statistics.median(plain)) * 1000
    late = (_share(asked) - _share(plain)) * 1000
    beside = f"without a question p50 {statistics.median(plain) * 1000:.2f} ms"
    return [
        _line("added until ringing, p50", middle, GOAL_MS, beside),
        _line("added until ringing, p99", late, 50.0, f"{len(asked)} calls, 20 a second"),
    ]


def _round(folder: Path, config: Path, times: int) -> list[float]:
    setup = Setup(rules=ready_made())
    directory = {f"+{CALLER}": Known("a", group=Group.A)}
    owner = Telephone(folder, "owner", "phone")
    says = Deciding(setup, directory, dt.datetime(2026, 11, 30, 10, 30, tzinfo=dt.UTC))
    with (
        owner.waiting(),
        deciding(says) as gate,
        exchange(folder, gate, owner.address, owner.address, config) as found,
    ):
        found.call("gets_through", number=CALLER, times=10, rate=20)
        outcome = found.call("gets_through", number=CALLER, times=times, rate=20)
    assert outcome.as_expected
    rang = any(call.happening is Happening.RING for call in says.told)
    assert rang is (config == CONFIG)
    return outcome.times_to_ringing()


def _share(seconds: list[float]) -> float:
    return sorted(seconds)[int(len(seconds) * 0.99)]


def _line(name: str, figure: float, goal: float, beside: str) -> dict[str, object]:
    return {
        "name": f"telephone: {name}", "figure": round(figure, 2), "unit": "ms",
        "goal": goal, "met": figure <= goal, "peer": beside,
    }  # fmt: skip
