"""Cuts an MT940 file into its fields, each with the line on which it begins."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from wertschatz.integrations.files.tables.lines import END_MARK, Lines

_TAGS = "13D?|20|21|25|28C?|34F|60[FM]?|61|62[FM]?|64|65|86|90[CD]|NS|940|942"
_FIELD = re.compile(rf":({_TAGS}):(.*)", re.DOTALL)
# SWIFT's own envelope; the text of a message is its fourth block.
_ENVELOPE = re.compile(r"\{1:.*?\{4:|\{[1235]:[^{}]*\}")
_TIME = re.compile(r":[0-5]\d:[0-5]\d(?!\d)")
_HOUR = re.compile(r"(?:^|\D)[012]\d$")
_WRAPPED = 60
_LONGEST = 60
"""Lines of one field; SWIFT allows six, banks send more, a file of another kind has thousands."""

END = "-"
"""The tag that stands for the end of a message."""


class Field(NamedTuple):
    """One field: its tag without colons, and its lines without their ends."""

    tag: str
    line: int
    lines: list[str]


def fields_of(lines: Lines) -> Iterator[Field]:
    """The fields in the order of the file; what stands before the first is left out."""
    open_field: Field | None = None
    lone_colon = False
    for number, raw in enumerate(lines, 1):
        if raw == END_MARK:
            break
        line = _ENVELOPE.sub("", raw.rstrip("\r\n"))
        if lone_colon:
            # A Sparkasse of 2018 broke the line inside the tag.
            line, lone_colon = ":" + line, False
        elif line == ":":
            lone_colon = True
            continue
        found = _FIELD.match(line)
        if found and not _continues(open_field, line):
            if open_field:
                yield open_field
            open_field = Field(found[1], number, [found[2]])
        elif line.strip() in {"-", "-}"} or line.startswith("-}"):
            if open_field:
                yield open_field
            open_field = None
            yield Field(END, number, [])
        elif open_field and len(open_field.lines) < _LONGEST:
            open_field.lines.append(line)
    if open_field:
        yield open_field


def _continues(field: Field | None, line: str) -> bool:
    """A time of day inside a purpose that was wrapped before its minutes (:20:37)."""
    if field is None or field.tag != "86" or not _TIME.match(line):
        return False
    before = field.lines[-1]
    return len(before) >= _WRAPPED and _HOUR.search(before) is not None
