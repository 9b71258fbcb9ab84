"""The steps from page to page of a long list, several of which may stand on one page."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, TypeVar

from django.http import QueryDict

from wertschatz.storage.queries.paging import PageOf

Line = TypeVar("Line")


@dataclass(frozen=True, slots=True)
class Steps(Generic[Line]):
    """One page of a list and its way on."""

    on: PageOf[Line]
    asked: bool
    """Somebody turned its pages: it stands open."""
    earlier: str
    """Address of the page before; '' there is none."""
    later: str


def steps(
    on: PageOf[Line], asked: QueryDict, key: str, address: str, place: str = ""
) -> Steps[Line]:
    """`key` carries the page of this list; whatever else was asked for stays as it is."""

    def link(page: int) -> str:
        if not 1 <= page <= on.pages:
            return ""
        wanted = asked.copy()
        wanted[key] = str(page)
        return f"{address}?{wanted.urlencode()}#{place or key}"

    return Steps(on, key in asked, link(on.page - 1), link(on.page + 1))
