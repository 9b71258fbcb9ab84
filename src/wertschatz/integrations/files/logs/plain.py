"""Opens a log as text, and cleans what stands in it."""

from __future__ import annotations

import re
from datetime import UTC, datetime

from wertschatz.integrations.files.progress import PROGRESS
from wertschatz.integrations.files.tables.encoding import encoding_of, kind_of_binary
from wertschatz.ports.files import Source
from wertschatz.ports.problems import Problem

SIZE_LIMIT = 60_000_000
"""Bytes; the text of a log is held as a whole."""

_UNWANTED = re.compile("[\0\ud800-\udfff]")


def text_of(source: Source) -> str | Problem:
    """The whole text, or why there is none."""
    size = source.path.stat().st_size
    if size > SIZE_LIMIT:
        return Problem("file_too_much_memory", source.name)
    data = source.path.read_bytes()
    binary = kind_of_binary(data[:65_536])
    if binary:
        return Problem("file_not_a_list", source.name, None, {"kind": binary})
    PROGRESS.begin()
    PROGRESS.step(size)
    return data.decode(encoding_of(source.path).codec, errors="replace").removeprefix("\ufeff")


def words_of(value: object) -> str:
    """A text in one line, '' for what is none; without signs that no database takes."""
    return " ".join(_UNWANTED.sub("", value).split()) if isinstance(value, str) else ""


def utc_seconds(value: object) -> float | None:
    """Seconds since 1970 of an ISO 8601 timestamp; without an offset it is UTC."""
    if not isinstance(value, str) or len(value) > 40:
        return None
    try:
        moment = datetime.fromisoformat(value)
    except ValueError:
        return None
    if not 1900 <= moment.year < 2200:
        return None
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
