"""Every limit the analysis goes by, each with a name, so that the owner can move it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import NamedTuple


class LimitOutOfRange(ValueError):
    """A limit is unknown or outside its range. `name` says which."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


@dataclass(frozen=True, slots=True)
class Limits:
    """The limits of one assessment. Whole numbers; `PARAMETERS` gives units and ranges.

    Money is in whole units of the firm's currency (euro).
    """

    high_share_percent: int = 80
    late_days: int = 14
    late_invoices: int = 3
    late_invoices_with_share: int = 2
    late_share_one_in: int = 3
    """3: a third of all invoices."""
    default_terms_days: int = 14
    window_turn_month: int = 4
    settled_invoices: int = 3
    settled_contacts: int = 5
    settled_months: int = 6
    effort_factor_percent: int = 125
    close_percent: int = 15
    steady_percent: int = 15
    """So far beyond a limit a figure must lie to speak against the last confirmed group."""
    marks_needed: int = 3
    marks_months: int = 12
    drained_days: int = 90
    chatter_factor_percent: int = 200
    chatter_minutes: int = 120
    costs_year: int = 0
    own_pay_year: int = 0
    working_hours_week: int = 40
    working_weeks_year: int = 44
    used_time_percent: int = 80
    minutes_mail: int = 5
    minutes_appointment: int = 60
    revenue_by_payment: int = 0
    """1: revenue counts on the day it was paid, 0: on the day of the invoice."""

    @classmethod
    def from_mapping(cls, values: Mapping[str, int]) -> Limits:
        """The limits with these values put over the defaults.

        Raises `LimitOutOfRange` for an unknown name or a value outside its range.

        >>> Limits.from_mapping({"late_days": 30}).late_days
        30
        """
        for name, value in values.items():
            if name not in _RANGES or not _RANGES[name][1] <= value <= _RANGES[name][2]:
                raise LimitOutOfRange(name)
        return cls(**values)

    def as_mapping(self) -> dict[str, int]:
        """Name → value of every limit, as an assessment keeps them."""
        return asdict(self)


class Parameter(NamedTuple):
    """What a limit is counted in, and between which values it makes sense, both included."""

    name: str
    unit: str
    default: int
    lowest: int
    highest: int


_RANGES: Mapping[str, tuple[str, int, int]] = {
    "high_share_percent": ("percent", 1, 100),
    "late_days": ("days", 0, 365),
    "late_invoices": ("invoices", 1, 1000),
    "late_invoices_with_share": ("invoices", 1, 1000),
    "late_share_one_in": ("one in", 1, 100),
    "default_terms_days": ("days", 0, 365),
    "window_turn_month": ("month", 1, 12),
    "settled_invoices": ("invoices", 1, 1000),
    "settled_contacts": ("contacts", 1, 1000),
    "settled_months": ("months", 1, 60),
    "effort_factor_percent": ("percent", 100, 1000),
    "close_percent": ("percent", 0, 100),
    "steady_percent": ("percent", 0, 100),
    "marks_needed": ("days", 1, 100),
    "marks_months": ("months", 1, 60),
    "drained_days": ("days", 1, 365),
    "chatter_factor_percent": ("percent", 100, 1000),
    "chatter_minutes": ("minutes", 1, 100_000),
    "costs_year": ("money", 0, 1_000_000_000),
    "own_pay_year": ("money", 0, 1_000_000_000),
    "working_hours_week": ("hours", 1, 100_000),
    "working_weeks_year": ("weeks", 1, 52),
    "used_time_percent": ("percent", 1, 100),
    "minutes_mail": ("minutes", 0, 600),
    "minutes_appointment": ("minutes", 0, 1440),
    "revenue_by_payment": ("yes or no", 0, 1),
}

PARAMETERS: tuple[Parameter, ...] = tuple(
    Parameter(name, _RANGES[name][0], default, _RANGES[name][1], _RANGES[name][2])
    for name, default in asdict(Limits()).items()
)
"""Every limit in the order of a page; the sentence for each stands in `wording.customers`."""
