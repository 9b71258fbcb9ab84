"""“So much of my day stays free”: said by the owner, or left to what the days teach."""

from __future__ import annotations

import datetime as dt
import uuid

from wertschatz.domain.worktime.replan import BUFFERS
from wertschatz.ports.workday import BufferBook, BufferSaid
from wertschatz.usecases.refusals import Refused


def percent_from(text: str) -> int:
    """A whole number of per cent as typed, '40' or '40 %'; raises Refused."""
    digits = text.strip().removesuffix("%").strip()
    if not (digits.isascii() and digits.isdecimal() and len(digits) < 4):
        raise Refused("buffer_not_read", {"value": text.strip()[:30]})
    return int(digits)


def keep_a_part_free(
    book: BufferBook, said: BufferSaid, *, on: dt.date, by: int | None, at: dt.datetime
) -> uuid.UUID | None:
    """From that day on; None: nothing differs; raises Refused."""
    lowest, highest = BUFFERS
    if not lowest <= said.percent <= highest:
        raise Refused("buffer_out_of_range", {"lowest": lowest, "highest": highest})
    return None if book.said(on) == said else book.say(said, on=on, by=by, at=at)
