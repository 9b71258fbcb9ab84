"""The records of Timewarrior, as its export writes them and as its own data files hold them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from wertschatz.integrations.files.logs.plain import utc_seconds, words_of
from wertschatz.ports.problems import Problem

_STAMP = re.compile(r"\d{8}T\d{6}Z", re.ASCII)
_LINE = re.compile(r"inc(?:\s+(\S+)(?:\s+-\s+(\S+))?)?(?:\s+#(.*))?", re.DOTALL)
_TOKEN = re.compile(r'"((?:[^"\\]|\\.)*)"|(\S+)')
_GAP = re.compile(r"[\s,]*")
_ESCAPED = re.compile(r"\\(.)")


class Entry(NamedTuple):
    """One interval. `start` and `end` are UTC seconds; no `end`: it is still running."""

    line: int
    start: int
    end: int | None
    tags: tuple[str, ...]
    annotation: str


def entries(text: str, name: str) -> Iterator[Entry | Problem]:
    """Every interval of the text; `name` is what the person calls the file."""
    if text.lstrip()[:1] in ("[", "{"):
        yield from _of_export(text, name)
    else:
        yield from _of_data(text, name)


def _of_export(text: str, name: str) -> Iterator[Entry | Problem]:
    """A JSON array, element by element, so that each knows its line."""
    decoder = json.JSONDecoder(parse_constant=_no_number)
    at, line = text.index("[") + 1 if "[" in text else len(text), 1
    counted = 0
    while True:
        at = _end_of_gap(text, at)
        line, counted = line + text.count("\n", counted, at), at
        if text[at : at + 1] == "]":
            return
        try:
            found, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError):
            yield Problem("file_broke_off", name, line)
            return
        yield _entry_of_json(found, line, name)


def _no_number(_constant: str) -> None:
    """NaN and Infinity are no JSON."""


def _end_of_gap(text: str, at: int) -> int:
    found = _GAP.match(text, at)
    return found.end() if found else at


def _entry_of_json(found: Any, line: int, name: str) -> Entry | Problem:
    if not isinstance(found, dict):
        return _unreadable(str(found), line, name)
    tags = found.get("tags")
    texts = tuple(filter(None, map(words_of, tags))) if isinstance(tags, list) else ()
    return _entry(found.get("start"), found.get("end"), texts, found.get("annotation"), line, name)


def _of_data(text: str, name: str) -> Iterator[Entry | Problem]:
    """Lines such as: inc 20240304T092300Z - 20240304T100000Z # tag "two words" # "note"."""
    for line, written in enumerate(text.splitlines(), 1):
        record = written.strip()
        if not record or record.startswith(("exc ", "#")):
            continue
        found = _LINE.fullmatch(record)
        if not found:
            yield _unreadable(record, line, name)
            continue
        tags, note = _tags_and_note(found[3] or "")
        yield _entry(found[1], found[2], tags, note, line, name)


def _tags_and_note(text: str) -> tuple[tuple[str, ...], str]:
    tags: list[str] = []
    for found in _TOKEN.finditer(text):
        if found[2] == "#":
            note = text[found.end() :].strip()
            quoted = _TOKEN.fullmatch(note)
            return tuple(tags), _plain(quoted[1] or note if quoted else note)
        tags.append(_plain(found[1] if found[1] is not None else found[2]))
    return tuple(filter(None, tags)), ""


def _plain(text: str) -> str:
    return words_of(_ESCAPED.sub(r"\1", text))


def _entry(
    start: object, end: object, tags: tuple[str, ...], note: object, line: int, name: str
) -> Entry | Problem:
    began = _seconds(start)
    ended = None if end in (None, "") else _seconds(end)
    if began is None or (ended is None and end not in (None, "")):
        return _unreadable(str(start if began is None else end), line, name)
    return Entry(line, began, ended, tags, words_of(note))


def _seconds(value: object) -> int | None:
    if not isinstance(value, str) or not _STAMP.fullmatch(value):
        return None
    found = utc_seconds(value)
    return None if found is None else int(found)


def _unreadable(value: str, line: int, name: str) -> Problem:
    return Problem("time_unreadable", name, line, {"value": words_of(value[:60])})
