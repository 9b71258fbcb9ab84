"""By which limits is counted, what an hour costs, and changing both."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from wertschatz.bootstrap.house import house
from wertschatz.domain.customers.costing import hour_cents
from wertschatz.domain.customers.parameters import PARAMETERS, Limits, Parameter
from wertschatz.ports.seen import ChangedMeanwhile, Seen, Value
from wertschatz.storage.limits_book import limits_on
from wertschatz.storage.queries import customers as read
from wertschatz.storage.queries.actions import newest_of
from wertschatz.usecases.refusals import Refused
from wertschatz.web.both import Versions, both, read_seen, seen_text
from wertschatz.web.language import language_for
from wertschatz.web.posted import actor
from wertschatz.wording.customers import limit_text, limit_value_text
from wertschatz.wording.formats import number

HOUR = ("costs_year", "own_pay_year", "working_hours_week")
"""The three things one is asked for the cost of an hour."""
PARTS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("hour", (*HOUR, "working_weeks_year", "used_time_percent")),
    ("revenue", ("high_share_percent", "revenue_by_payment", "window_turn_month")),
    ("effort", (
            "effort_factor_percent", "chatter_factor_percent", "chatter_minutes", "minutes_mail",
            "minutes_appointment",
        )),
    (
        "payment",
        (
            "late_days", "late_invoices", "late_invoices_with_share", "late_share_one_in",
            "default_terms_days",
        ),
    ),
    ("marks", ("marks_needed", "marks_months", "drained_days")),
    ("sure", ("close_percent", "steady_percent", "settled_invoices", "settled_contacts",
              "settled_months")),
)  # fmt: skip
"""The limits by what they are about; a test sees to it that none is missing."""
_BY_NAME = {one.name: one for one in PARAMETERS}


@dataclass(frozen=True, slots=True)
class LimitLine:
    """One limit with its value, as typed or as it holds."""

    parameter: Parameter
    value: str
    language: str

    @property
    def shown(self) -> str:
        """The value as the field shows it: an amount with its thousands set apart."""
        amount = self.parameter.unit == "money" and self.value.isdecimal()
        return number(int(self.value), self.language) if amount else self.value

    @property
    def default(self) -> bool:
        """As the house came."""
        return self.value == str(self.parameter.default)


@dataclass(frozen=True, slots=True)
class LimitUsed:
    """A limit of an assessment that is not the usual one, or that was changed since."""

    name: str
    then: int
    now: int
    usual: int


def used(then: Mapping[str, int], now: Mapping[str, int]) -> list[LimitUsed]:
    """What is worth telling of the limits an assessment went by, and of those of today.

    What an hour costs is everybody's own; it is told only where it was changed.
    """
    lines = [
        LimitUsed(one.name, then.get(one.name, one.default), now[one.name], one.default)
        for one in PARAMETERS
    ]
    return [
        line
        for line in lines
        if line.then != line.now or (line.then != line.usual and line.name not in HOUR)
    ]


def page(request: HttpRequest) -> HttpResponse:
    """All limits; what was changed holds from today on."""
    now = limits_on(house().today())
    typed = {name: request.POST[name].strip() for name in now if name in request.POST}
    problem, seen = None, read_seen(request)
    if request.method == "POST":
        try:
            wanted = _whole(typed, now)
            mine = {name: value for name, value in wanted.items() if _is_mine(name, value, seen)}
            house().set_limits(mine, actor(request), seen)
        except Refused as refused:
            problem = refused
        except ChangedMeanwhile as changed:
            return _both(request, changed, wanted)
        else:
            return redirect("limits")
    language = language_for(request)
    values = {**{name: str(value) for name, value in now.items()}, **(typed if problem else {})}
    context = {
        "parts": [
            (key, [LimitLine(_BY_NAME[name], values[name], language) for name in names])
            for key, names in PARTS
        ],
        "hour_cents": hour_cents(Limits.from_mapping(now)),
        "currency": read.currency(), "problem": problem, "last": newest_of("limits_set"),
        "seen": seen_text(seen if problem and seen else now),
    }  # fmt: skip
    return render(request, "limits.html", context, status=422 if problem else 200)


def _is_mine(name: str, value: int, seen: Seen | None) -> bool:
    """Whoever did not touch a field leaves what others wrote there meanwhile."""
    return seen is None or seen.get(name) != value


def _both(request: HttpRequest, changed: ChangedMeanwhile, mine: Mapping[str, int]) -> HttpResponse:
    language = language_for(request)
    versions = [
        Versions(
            limit_text(name, language), _shown(name, value, language),
            _shown(name, mine[name], language),
        )
        for name, value in changed.now.items()
    ]  # fmt: skip
    return both(request, changed, versions, codes=("limits_set",), back=reverse("limits"))


def _shown(name: str, value: Value, language: str) -> str:
    return limit_value_text(name, value, language) if isinstance(value, int) else ""


def _whole(typed: dict[str, str], now: dict[str, int]) -> dict[str, int]:
    """The typed figures; thousands may be set apart, an empty field keeps what holds."""
    values = {}
    for name, text in typed.items():
        bare = text.replace(".", "").replace("\u202f", "").replace(" ", "").replace(",", "")
        if not text:
            values[name] = now[name]
        elif bare.isdecimal() and len(bare) < 13:
            values[name] = int(bare)
        else:
            raise Refused("limit_not_read", {"value": text[:30]})
    return values
