"""Tags: words that the owner puts on customers, each there once however it is written."""

from __future__ import annotations

from wertschatz.domain.customers.names import folded

LONGEST_TAG = 60


def tag_name(typed: str) -> str:
    """A tag as it is shown.

    >>> tag_name("  Messe   2026 ")
    'Messe 2026'
    """
    return " ".join(typed.split())


def tag_key(name: str) -> str:
    """The same without case, accents and umlauts: two tags with one key are one.

    >>> tag_key("Größe XL") == tag_key("groesse  xl")
    True
    """
    return tag_name(folded(name))[:LONGEST_TAG]
