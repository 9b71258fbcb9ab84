"""A span of time as a person types it."""

from __future__ import annotations

import re

_MINUTES = re.compile(r"(\d{1,5})(?:m|min|minuten?|minutes?)?\.?")
_CLOCK = re.compile(r"(\d{1,3}):(\d{2})")
_HOURS = re.compile(
    r"(\d{1,3})(?:[.,](\d{1,2}))?(?:h|std|stunden?|hours?)\.?(?:(\d{1,2})(?:m|min)?\.?)?"
)


def minutes_of(text: str) -> int | None:
    """Whole minutes; None where it is no span of time.

    >>> [minutes_of(text) for text in ("12", "12m", "1h30", "1 Std. 5 Min.", "0:45", "1,5 h")]
    [12, 12, 90, 65, 45, 90]
    >>> minutes_of("soon"), minutes_of("1:75")
    (None, None)
    """
    bare = "".join(text.split()).casefold()
    if found := _MINUTES.fullmatch(bare):
        return int(found[1])
    if (found := _CLOCK.fullmatch(bare)) and int(found[2]) < 60:
        return int(found[1]) * 60 + int(found[2])
    if (found := _HOURS.fullmatch(bare)) and not (found[2] and found[3]):
        hundredths = int(((found[2] or "") + "00")[:2])
        return int(found[1]) * 60 + (hundredths * 60 + 50) // 100 + int(found[3] or 0)
    return None
