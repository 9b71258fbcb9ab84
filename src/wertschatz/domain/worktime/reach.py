"""Which tasks need somebody at the other end, so that the other side's times count."""

from __future__ import annotations

import re

_WORDS = re.compile(
    r"(?i)\b(anruf\w*|anzurufen|rufen|telefon\w*|rückruf\w*|zurückruf\w*|besuch\w*|treff\w*|"
    r"besprech\w*|call|phone|ring|visit|meet\w*|talk)\b"
)


def needs_the_other_side(title: str) -> bool:
    """A call or a visit cannot be made when the other side is not there; a letter can be written.

    >>> needs_the_other_side("Frau Holz anrufen"), needs_the_other_side("Angebot schreiben")
    (True, False)
    """
    return _WORDS.search(title) is not None
