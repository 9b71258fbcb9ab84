"""The customer base in three pictures, each with its answer and its table."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from wertschatz.domain.values import Group
from wertschatz.storage.queries import customers as read
from wertschatz.storage.queries.portfolio import newest_run, portfolio
from wertschatz.web.charts.gallery import pictures_of
from wertschatz.web.charts.picture import Links
from wertschatz.web.language import language_for


def page(request: HttpRequest) -> HttpResponse:
    """All three, drawn from the newest assessment."""
    run = newest_run()
    drawn = {} if run is None else _drawn(*run, read.currency(), language_for(request))
    context = {**drawn, "standing": read.standing(), "currency": read.currency()}
    return render(request, "customers/pictures.html", context)


@lru_cache(maxsize=8)
def _drawn(run: int, at: dt.datetime, currency: str, language: str) -> dict[str, Any]:
    """Kept until the next assessment: thousands of customers take a while to draw.

    `at` keeps apart what a restored backup numbers anew.
    """
    found = portfolio(run)
    if found is None:
        return {}
    pictures = pictures_of(
        found.positions, found.names, found.limits, currency, language,
        contribution_known=found.contribution_known,
        links=Links(
            customer=lambda pk: reverse("customer", kwargs={"customer": found.uuids[pk]}),
            group=_of_group,
        ),
    )  # fmt: skip
    return {**pictures, "unknown": found.unknown, "capacity": found.capacity}


def _of_group(group: Group | None) -> str:
    return f"{reverse('customers')}?group={group.value if group else 'undecided'}"
