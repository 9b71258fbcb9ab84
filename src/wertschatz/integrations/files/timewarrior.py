"""Reads what Timewarrior recorded: its export as JSON, or its own data files."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from wertschatz.integrations.files.logs.plain import text_of
from wertschatz.integrations.files.logs.rules import Rules, fingerprint, question
from wertschatz.integrations.files.logs.warrior import Entry, entries
from wertschatz.integrations.files.progress import PROGRESS
from wertschatz.integrations.files.tables.clock import local
from wertschatz.integrations.files.tables.encoding import (
    encoding_of_head,
    is_markup,
    kind_of_binary,
)
from wertschatz.integrations.files.tables.messages import capped
from wertschatz.integrations.files.tables.time_rows import LONGEST
from wertschatz.ports.files import Answers, Question, Source, TimeRow
from wertschatz.ports.problems import Problem

Item = TimeRow | Problem | Question

_EXPORT = re.compile(r'\s*\[\s*\{[^{}]{0,4000}?"start"\s*:\s*"\d{8}T\d{6}Z"', re.ASCII)
_DATA = re.compile(r"inc \d{8}T\d{6}Z(?: - \d{8}T\d{6}Z)?(?: #.*)?\s*$", re.ASCII | re.MULTILINE)
_CUSTOMER = ("customer:", "kunde:", "client:")
_PROJECT = ("project:", "projekt:")


class Timewarrior:
    """The reader for Timewarrior."""

    name = "timewarrior"

    def score(self, head: bytes, name: str) -> int:
        """Sure when the first record has the form that only this tool writes."""
        if is_markup(head) or kind_of_binary(head):
            return 0
        text = head.decode(encoding_of_head(head).codec, errors="replace").removeprefix("\ufeff")
        return 90 if _EXPORT.match(text) or _DATA.match(text) else 0

    def read(self, source: Source, answers: Answers) -> Iterator[Item]:
        """Rows in the order of the file; or a question when tags do not name the customer."""
        text = text_of(source)
        if isinstance(text, Problem):
            yield text
            return
        PROGRESS.fingerprint = fingerprint(self.name)
        answer = answers.get(PROGRESS.fingerprint)
        rules = None if answer is None else Rules(answer.rules)
        yield from capped(_read(source, text, rules), source.name)


READER = Timewarrior()


def _read(source: Source, text: str, rules: Rules | None) -> Iterator[Item]:
    found = list(entries(text, source.name))
    whole = [entry for entry in found if isinstance(entry, Entry)]
    # Without any tag there is nothing that a rule could find.
    nameless = [entry for entry in whole if entry.tags and not _named(entry.tags, _CUSTOMER)]
    if nameless and rules is None:
        yield Problem("rules_needed", source.name)
        yield question(source, READER.name, _hours_by_tag(nameless))
        return
    rows = 0
    for entry in found:
        item = entry if isinstance(entry, Problem) else _row(entry, rules or Rules({}), source.name)
        rows += isinstance(item, TimeRow)
        yield item
    if not rows:
        yield Problem("no_times", source.name)


def _row(entry: Entry, rules: Rules, name: str) -> TimeRow | Problem:
    if entry.end is None:
        return Problem("time_running", name, entry.line)
    seconds = entry.end - entry.start
    on, second = local(entry.start)
    if not 0 <= seconds <= LONGEST:
        hours = f"{seconds / 3600:.1f} h"
        return Problem("time_impossible", name, entry.line, {"value": hours})
    ruled = rules.match(entry.tags)
    others = [tag for tag in entry.tags if not tag.lower().startswith((*_CUSTOMER, *_PROJECT))]
    # The tool counts its records from the newest: its number is no name for one of them.
    return TimeRow(
        line=entry.line,
        customer_name=_named(entry.tags, _CUSTOMER) or (ruled[1] if ruled else ""),
        customer_number="",
        person="",
        on=on,
        start=second // 60,
        seconds=seconds,
        project=_named(entry.tags, _PROJECT),
        task=entry.annotation or ", ".join(others),
        billable=None,
    )


def _named(tags: Sequence[str], keys: tuple[str, ...]) -> str:
    """What stands behind the first tag that begins with one of the keys."""
    behind = (tag.partition(":")[2].strip() for tag in tags if tag.lower().startswith(keys))
    return next(filter(None, behind), "")


def _hours_by_tag(found: Sequence[Entry]) -> Counter[str]:
    """Seconds per tag."""
    spent: Counter[str] = Counter()
    for entry in found:
        for tag in set(entry.tags):
            spent[tag] += min(max(0, (entry.end or entry.start) - entry.start), LONGEST)
    return spent
