"""“I would say it like this”: a text that tells the rules, in the owner's own words."""

from __future__ import annotations

import datetime as dt
import uuid

from wertschatz.domain.rules.told import Text
from wertschatz.ports.door import ToldBook
from wertschatz.usecases.refusals import Refused

LONGEST = 4000


def tell_the_rules(
    book: ToldBook,
    user: int,
    kind: str,
    language: str,
    text: str,
    made: str,
    *,
    by: int | None,
    at: dt.datetime,
) -> uuid.UUID | None:
    """Keeps the words; what is as the rules make it (`made`) or empty follows the rules again."""
    if kind not in set(Text):
        raise Refused("text_unknown", {"kind": kind[:30]})
    text = "\n".join(line.rstrip() for line in text.strip().splitlines())
    if len(text) > LONGEST:
        raise Refused("words_too_long", {"most": LONGEST, "length": len(text)})
    return book.keep(user, kind, language, "" if text == made else text, made, by=by, at=at)
