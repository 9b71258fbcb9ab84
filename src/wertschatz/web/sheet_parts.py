"""What stands on a customer's page beside the figures: each part fetches what it shows."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest

from wertschatz.storage.queries.customers import CustomerSheet
from wertschatz.web.agreed import agreed
from wertschatz.web.budget import left_for
from wertschatz.web.care import care_part
from wertschatz.web.groups import start_part
from wertschatz.web.log import log_part
from wertschatz.web.worn import tags_part

Part = Callable[[HttpRequest, CustomerSheet], dict[str, object]]

PARTS: tuple[Part, ...] = (
    left_for,
    # -- contacts
    log_part,
    agreed,
    # -- groups
    start_part,
    # -- hygiene
    tags_part,
    # -- kind words
    care_part,
    # -- reviews
    # -- whole
)
"""Each adds to what the page's template is told."""


def sheet_parts(request: HttpRequest, sheet: CustomerSheet) -> dict[str, object]:
    """All parts together."""
    told: dict[str, object] = {}
    for part in PARTS:
        told |= part(request, sheet)
    return told
