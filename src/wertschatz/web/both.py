"""Two people edit the same: the second one sees both versions, and nothing was written.

A form shows what is stored and carries it along in a hidden field (`seen_text`); whoever keeps it
hands `read_seen` on to the house. Where that raises `ChangedMeanwhile`, `both` shows the two
versions: keep the other one, or write one's own, which sends the same form once more.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from wertschatz.ports.seen import ChangedMeanwhile, Seen, Value
from wertschatz.storage.queries.actions import newest_change

FIELD = "seen"
LONGEST = 20_000


@dataclass(frozen=True, slots=True)
class Versions:
    """One field in both versions, as a person reads it."""

    label: str
    theirs: str
    mine: str


def seen_text(values: Seen) -> str:
    """What a form shows, for its hidden field."""
    return json.dumps(dict(values), ensure_ascii=False, separators=(",", ":"))


def read_seen(request: HttpRequest) -> dict[str, Value] | None:
    """What the form showed; None where it carries nothing, then nothing is compared."""
    text = request.POST.get(FIELD, "")
    if not text or len(text) > LONGEST:
        return None
    try:
        values = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(values, dict):
        return None
    return {name: value for name, value in values.items() if _is_value(value)}


def _is_value(value: object) -> bool:
    return value is None or (isinstance(value, int | str) and not isinstance(value, bool))


def both(
    request: HttpRequest,
    changed: ChangedMeanwhile,
    versions: Sequence[Versions],
    *,
    codes: Sequence[str],
    back: str,
    customer: Mapping[str, object] | None = None,
) -> HttpResponse:
    """The two versions; `codes` are the actions that change these fields, `back` is the form."""
    party = (customer or {}).get("party")
    last = newest_change(codes, party if isinstance(party, int) else None)
    seen = {**(read_seen(request) or {}), **changed.now}
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        if name not in {FIELD, "csrfmiddlewaretoken"}
        for value in values
    ]
    context = {
        "versions": versions, "by": last.by if last else "", "at": last.at if last else None,
        "typed": typed, "field": FIELD, "seen": seen_text(seen), "back": back,
        "name": (customer or {}).get("name", ""),
    }  # fmt: skip
    return render(request, "both.html", context, status=409)
