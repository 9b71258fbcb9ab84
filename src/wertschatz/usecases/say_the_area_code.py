"""“My telephone has the area code 030”: said once, so that local numbers lead to customers."""

from __future__ import annotations

import re
from collections.abc import Callable

from wertschatz.usecases.refusals import Refused

_AREA = re.compile(r"0[1-9]\d{1,5}")


def say_the_area_code(keep: Callable[[str], object], written: str) -> None:
    """Keeps the digits; refuses what is no area code."""
    area = re.sub(r"[^0-9]", "", written)
    if not _AREA.fullmatch(area):
        raise Refused("area_code_wrong", {"area": written.strip()[:20]})
    keep(area)
