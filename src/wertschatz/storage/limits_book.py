"""Keeps the firm's own limits, each with the day from which it holds."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping

from wertschatz.domain.customers.parameters import Limits
from wertschatz.domain.values import Fact
from wertschatz.ports.seen import Seen, unless_changed
from wertschatz.storage.journal import writing
from wertschatz.storage.models import Parameter, Revision

AREA = "limits"
"""Its row among the revisions is held while somebody sets limits."""


def limits_on(day: dt.date) -> dict[str, int]:
    """The firm's own parameters in force on that day, defaults filled in."""
    own = own_values(day, Limits().as_mapping())
    return dict(Limits.from_mapping(own).as_mapping())


def own_values(day: dt.date, names: Iterable[str]) -> dict[str, int]:
    """What the firm has set of these parameters, in force on that day."""
    rows = Parameter.objects.filter(valid_from__lte=day).order_by("valid_from", "id")
    wanted = set(names)
    return {name: value for name, value in rows.values_list("name", "value") if name in wanted}


class LimitsBook:
    """Append-only, so that March stays explainable in May."""

    def limits(self, on: dt.date) -> Mapping[str, int]:
        """Name → value of every limit on that day."""
        return limits_on(on)

    def keep(
        self,
        values: Mapping[str, int],
        *,
        on: dt.date,
        by: int | None,
        at: dt.datetime,
        seen: Seen | None = None,
    ) -> uuid.UUID:
        """These hold from that day on; one action that can be undone.

        Raises ChangedMeanwhile when one of them was set otherwise since `seen`.
        """
        name, value = next(iter(values.items()))
        facts: dict[str, Fact] = {"limits": len(values), "name": name, "value": value}
        with writing("limits_set", by=by, at=at, facts=facts) as pen:
            _alone()
            unless_changed(seen, limits_on(on), values)
            for name, value in values.items():
                pen.create(Parameter(name=name, value=value, valid_from=on, at=at, by_id=by))
        return pen.action.uuid


def _alone() -> None:
    """Whoever sets limits waits for whoever does so just now."""
    Revision.objects.get_or_create(area=AREA)
    Revision.objects.select_for_update().get(area=AREA)
