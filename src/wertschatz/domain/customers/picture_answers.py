"""What each picture of the customer base answers, in a code and its figures."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wertschatz.domain.customers.parameters import Limits
from wertschatz.domain.customers.portfolio import METHOD_PER_MILLE, Position, Share, Whale, is_heavy
from wertschatz.domain.customers.standing import Standing
from wertschatz.domain.values import Group, Reason

_WHALE = ("customers", "adding", "eating", "peak_cents", "eaten_cents", "total_cents", "currency")
_SHARES = ("time_percent", "revenue_percent", "method_percent")

ANSWERS: dict[str, tuple[str, ...]] = {
    "whale_peak": _WHALE,
    "whale_peak_some": _WHALE,
    "whale_only_up": _WHALE,
    "whale_only_down": _WHALE,
    "whale_flat": _WHALE,
    "scatter_heavy": ("known", "heavy", "heavy_minutes", "heavy_percent"),
    "scatter_fair": ("known", "heavy"),
    "shares_both": _SHARES,
    "shares_revenue_only": _SHARES,
    "shares_time_only": _SHARES,
    "shares_undecided": _SHARES,
}
"""Code of each answer → the names of its facts. Never renamed or reused."""


def whale_answer(whale: Whale, currency: str) -> Reason:
    """Where the peak lies and what the customers behind it take away again."""
    customers = len(whale.order)
    if whale.adding and whale.eating:
        code = "whale_peak" if whale.adding + whale.eating == customers else "whale_peak_some"
    elif whale.adding:
        code = "whale_only_up"
    else:
        code = "whale_only_down" if whale.eating else "whale_flat"
    facts: dict[str, int | str | bool] = {
        "customers": customers,
        "adding": whale.adding,
        "eating": whale.eating,
        "peak_cents": whale.peak_cents,
        "eaten_cents": whale.eaten_cents,
        "total_cents": whale.total_cents,
        "currency": currency,
    }
    return Reason(code, facts)


def scatter_answer(positions: Iterable[Position], standing: Standing, limits: Limits) -> Reason:
    """How many customers take more time than their revenue carries."""
    known = [one for one in positions if one.effort_minutes is not None]
    heavy = [one for one in known if is_heavy(one, standing, limits)]
    facts: dict[str, int | str | bool] = {"known": len(known), "heavy": len(heavy)}
    if not heavy:
        return Reason("scatter_fair", facts)
    minutes = sum(one.effort_minutes or 0 for one in heavy)
    facts["heavy_minutes"] = minutes
    facts["heavy_percent"] = _percent(minutes * 1000 // standing.effort.minutes)
    return Reason("scatter_heavy", facts)


def shares_answer(shares: Sequence[Share], method: Sequence[int] = METHOD_PER_MILLE) -> Reason:
    """What group A takes and brings, beside what the method gives it."""
    first = next(share for share in shares if share.group is Group.A)
    timed = any(share.time_per_mille for share in shares)
    paid = any(share.revenue_per_mille for share in shares)
    if not any(share.customers for share in shares if share.group is not None):
        code = "shares_undecided"
    elif timed and paid:
        code = "shares_both"
    else:
        code = "shares_time_only" if timed else "shares_revenue_only"
    facts = {
        "time_percent": _percent(first.time_per_mille),
        "revenue_percent": _percent(first.revenue_per_mille),
        "method_percent": _percent(method[0]),
    }
    return Reason(code, facts)


def _percent(per_mille: int) -> int:
    return (per_mille + 5) // 10
