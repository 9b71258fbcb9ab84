"""What the address of the list says: whom it shows, and how sorted."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from urllib.parse import urlencode

from django.http import QueryDict

from wertschatz.ports.hygiene import ListFilter

GROUPS = ("A", "B", "C", "undecided")
KEYS = ("q", "group", "tag", "archived", "sort", "order")
"""Everything in the address but the page."""
LONGEST = 100


def filter_of(asked: Mapping[str, str]) -> ListFilter:
    """Whom the list shows."""
    group = asked.get("group")
    return ListFilter(
        search_for=asked.get("q", "")[:LONGEST],
        group=group if group in GROUPS else None,
        tag=_uuid(asked.get("tag", "")),
        archived=asked.get("archived") == "1",
    )


def filter_of_query(query: str) -> ListFilter:
    """The same from an address that a form or a kept filter carries."""
    return filter_of(QueryDict(query[:1000]).dict())


def query_of(asked: Mapping[str, str], **changed: object) -> str:
    """The address of the same list with something changed; None leaves it out."""
    kept: dict[str, object] = {key: asked[key] for key in KEYS if asked.get(key)}
    kept |= changed
    return urlencode({key: value for key, value in kept.items() if value is not None})


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
