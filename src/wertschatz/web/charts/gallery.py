"""All pictures of the customer base at once, as its page shows them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from wertschatz.domain.customers.parameters import Limits
from wertschatz.domain.customers.portfolio import Position
from wertschatz.web.charts.picture import NOWHERE, Links, Picture
from wertschatz.web.charts.scatter import scatter_picture
from wertschatz.web.charts.shares import shares_picture
from wertschatz.web.charts.whale import whale_picture


def pictures_of(
    positions: Iterable[Position],
    names: Mapping[int | str, str],
    limits: Limits,
    currency: str,
    language: str,
    *,
    contribution_known: bool,
    links: Links = NOWHERE,
) -> dict[str, Picture | None]:
    """The context of `customers/pictures.html`: 'whale', 'scatter', 'shares', each or None.

    `names` tells each position's customer by name. `contribution_known` is False while the owner
    has told no cost of an hour: contributions would be revenue only, and the curve would mislead.
    `links` leads from a name in a table to the page behind it.
    None also where there is nothing to draw yet; the page then says what to do next.
    """
    positions = list(positions)
    whale = None
    if contribution_known:
        whale = whale_picture(positions, names, currency, language, links)
    return {
        "whale": whale,
        "scatter": scatter_picture(positions, names, limits, currency, language, links),
        "shares": shares_picture(positions, currency, language, links=links),
    }
