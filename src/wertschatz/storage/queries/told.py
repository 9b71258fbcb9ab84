"""The texts that tell the rules, as the owner edited them."""

from __future__ import annotations

from wertschatz.storage.models import Firm
from wertschatz.storage.told_book import newest


def own_texts(user: int, language: str) -> dict[str, tuple[str, str]]:
    """Kind → the person's own words, and what the rules made when they were written."""
    rows = newest(user, language).values()
    return {row.kind: (row.text, row.made) for row in rows if row.text}


def firm_name() -> str:
    """'' where nobody has said it."""
    return Firm.objects.values_list("party__name", flat=True).first() or ""
