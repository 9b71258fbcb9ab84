"""What every list says about itself: no table at all, an encoding guessed, too many messages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from itertools import islice
from typing import TypeVar

from wertschatz.integrations.files.tables.encoding import HEAD_BYTES, Encoding
from wertschatz.ports.files import Source
from wertschatz.ports.problems import Problem

PROBLEMS_PER_CODE = 200
"""Further ones of the same kind are only counted."""

_BETWEEN_WORDS = re.compile(r'[\s;,"<>]+')
_Any = TypeVar("_Any")


def no_table(source: Source, text: str) -> Problem:
    """Text, but no columns."""
    if not text.strip("\0 \t\r\n\ufeff"):
        return Problem("file_empty", source.name)
    return Problem("file_not_a_list", source.name, None, {"kind": "text"})


def encoding_notice(source: Source, encoding: Encoding) -> Iterator[Problem]:
    """Once per file: a word with an umlaut, so that the person sees whether the guess is right."""
    if encoding.guessed:
        facts = {"encoding": encoding.codec, "sample": _sample_word(source, encoding.codec)}
        yield Problem("encoding_guessed", source.name, None, facts)


def _sample_word(source: Source, codec: str) -> str:
    """The first word that is not plain ASCII, from the first MiB."""
    with source.path.open("rb") as file:
        blocks = islice(iter(lambda: file.read(HEAD_BYTES), b""), 16)
        for block in blocks:
            if block.isascii():
                continue
            words = _BETWEEN_WORDS.split(block.decode(codec, errors="replace"))
            return next((word[:40] for word in words if not word.isascii()), "")
    return ""


def capped(items: Iterator[_Any], name: str) -> Iterator[_Any | Problem]:
    """At most 200 problems of one kind; the rest is one message with their number."""
    told: Counter[str] = Counter()
    for item in items:
        if isinstance(item, Problem):
            told[item.code] += 1
            if told[item.code] > PROBLEMS_PER_CODE:
                continue
        yield item
    for code, count in told.items():
        if count > PROBLEMS_PER_CODE:
            left = count - PROBLEMS_PER_CODE
            yield Problem("further_problems", name, None, {"of": code, "count": left})
