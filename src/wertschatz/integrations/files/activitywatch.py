"""Reads what ActivityWatch recorded; only time that a chosen rule gives to a customer comes in."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cache

from wertschatz.integrations.files.logs.activity import AFK, WEB, WINDOW, Bucket, Seen, buckets
from wertschatz.integrations.files.logs.plain import text_of
from wertschatz.integrations.files.logs.presence import counted
from wertschatz.integrations.files.logs.rules import Rules, fingerprint, question
from wertschatz.integrations.files.logs.spans import Span, bounds, length, outside
from wertschatz.integrations.files.progress import PROGRESS
from wertschatz.integrations.files.tables.clock import epoch_of, local
from wertschatz.integrations.files.tables.encoding import (
    encoding_of_head,
    is_markup,
    kind_of_binary,
)
from wertschatz.integrations.files.tables.messages import capped
from wertschatz.ports.files import Answers, Question, Source, TimeRow
from wertschatz.ports.problems import Problem

Item = TimeRow | Problem | Question
_Rule = tuple[str, str]
"""The text that was found, and the customer it means."""

PAUSE = 300
"""Seconds; less between two spans of a rule on one day is no pause."""

_BUCKET = re.compile(r'"type"\s*:\s*"(?:currentwindow|afkstatus|web\.tab\.current)"')
_PARTS = [re.compile(rf'"{name}"\s*:') for name in ("timestamp", "duration", "data")]
_WORD = re.compile(r"[^\W\d_][\w-]{2,}")
_HOST = re.compile(r"https?://(?:www\.)?([^/:?#]+)", re.IGNORECASE)


class ActivityWatch:
    """The reader for ActivityWatch."""

    name = "activitywatch"

    def score(self, head: bytes, name: str) -> int:
        """Sure when a bucket names its type; a list of events alone is less sure."""
        if is_markup(head) or kind_of_binary(head):
            return 0
        text = head.decode(encoding_of_head(head).codec, errors="replace").lstrip("\ufeff \t\r\n")
        if not text.startswith(("{", "[")):
            return 0
        if _BUCKET.search(text):
            return 90
        return 70 if all(part.search(text) for part in _PARTS) else 0

    def read(self, source: Source, answers: Answers) -> Iterator[Item]:
        """Rows in the order of time; a question as long as there are no rules."""
        text = text_of(source)
        if isinstance(text, Problem):
            yield text
            return
        PROGRESS.fingerprint = fingerprint(self.name)
        try:
            found = buckets(text)
        except (ValueError, RecursionError) as error:
            yield Problem("file_broke_off", source.name, getattr(error, "lineno", None))
            return
        del text
        answer = answers.get(PROGRESS.fingerprint)
        rules = None if answer is None else Rules(answer.rules)
        yield from capped(_read(source, found, rules), source.name)


READER = ActivityWatch()


def _read(source: Source, found: Sequence[Bucket], rules: Rules | None) -> Iterator[Item]:
    for bucket in found:
        if bucket.kind in (WINDOW, WEB, AFK):
            for value in bucket.unreadable:
                yield Problem("time_unreadable", source.name, None, {"value": value})
    windows, pages = counted(found)
    if not windows and not pages:
        yield Problem("no_times", source.name)
        return
    if rules is None:
        yield Problem("rules_needed", source.name)
        yield question(source, READER.name, _spent(windows, pages))
        return
    ours = _ruled(windows, rules)
    # A page counts where the window in front of it did not count already.
    ours += outside(_ruled(pages, rules), bounds(ours))
    yield from _rows(ours)
    left = length(windows) + length(outside(pages, bounds(windows))) - length(ours)
    if round(left / 60) > 0:
        yield Problem("activity_left_out", source.name, None, {"minutes": round(left / 60)})
    if not ours:
        yield Problem("no_times", source.name)


def _ruled(spans: Iterable[Span[Seen]], rules: Rules) -> list[Span[_Rule]]:
    match = cache(rules.match)
    PROGRESS.step(0)
    matched = ((span, match(span.what[:3])) for span in spans)
    return [Span(span.start, span.end, rule) for span, rule in matched if rule]


def _rows(spans: Iterable[Span[_Rule]]) -> Iterator[TimeRow]:
    """One row for the spans of a rule that follow one another on one day."""
    open_rows: dict[_Rule, _Open] = {}
    rows: list[TimeRow] = []
    for span in sorted(spans):
        current = open_rows.get(span.what)
        if current is None or not current.take(span):
            if current is not None:
                rows.append(current.row())
            open_rows[span.what] = _Open(span)
    rows += [current.row() for current in open_rows.values()]
    yield from sorted((row for row in rows if row.seconds), key=lambda row: (row.on, row.start))


class _Open:
    """A row that may still grow."""

    def __init__(self, span: Span[_Rule]) -> None:
        self._rule = span.what
        self._on, self._second = local(int(span.start))
        self._midnight = epoch_of(self._on + 1, 0)
        self._end, self._seconds = span.end, span.end - span.start

    def take(self, span: Span[_Rule]) -> bool:
        """Whether the span belongs to this row; then it is added."""
        if span.start - self._end >= PAUSE or span.start >= self._midnight:
            return False
        self._end = max(self._end, span.end)
        self._seconds += span.end - span.start
        return True

    def row(self) -> TimeRow:
        """Only the rule's own text is kept of what was on the screen."""
        text, customer = self._rule
        return TimeRow(
            line=1,  # exports have a single line
            customer_name=customer,
            customer_number="",
            person="",
            on=self._on,
            start=self._second // 60,
            seconds=round(self._seconds),
            project="",
            task=text,
            billable=None,
        )


def _spent(windows: Sequence[Span[Seen]], pages: Sequence[Span[Seen]]) -> dict[str, float]:
    """Seconds per app, word of a title and name of a website."""
    spent: dict[Seen, float] = defaultdict(float)
    for span in (*windows, *pages):
        spent[span.what] += span.end - span.start
    words: dict[str, float] = defaultdict(float)
    for seen, seconds in spent.items():
        site = _HOST.match(seen.url)
        for text in {seen.app, *_WORD.findall(seen.title), site[1].lower() if site else ""} - {""}:
            words[text] += seconds
    return words
