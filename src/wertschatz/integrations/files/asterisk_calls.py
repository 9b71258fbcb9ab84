"""Reads the file in which an Asterisk telephone system keeps its calls (Master.csv)."""

from __future__ import annotations

import csv
from collections.abc import Iterator

from wertschatz.integrations.codecs.call_records import (
    Leg,
    Once,
    Order,
    is_record,
    leg_of,
    order_of,
)
from wertschatz.integrations.codecs.faults import Fault
from wertschatz.integrations.files.tables.encoding import (
    HEAD_BYTES,
    encoding_of,
    encoding_of_head,
    is_markup,
    kind_of_binary,
)
from wertschatz.integrations.files.tables.messages import capped, encoding_notice, no_table
from wertschatz.integrations.files.tables.records import Batch, Records
from wertschatz.ports.files import Answers, CallRow, Source
from wertschatz.ports.problems import Problem

Item = CallRow | Problem
_LOOKED_AT = 40
"""Lines; a title line or a broken one may stand before the first record."""


class AsteriskCalls:
    """The reader for call records of Asterisk."""

    name = "asterisk_calls"

    def score(self, head: bytes, name: str) -> int:
        """Sure when a line has the times, numbers and the disposition one after the other."""
        if is_markup(head) or kind_of_binary(head):
            return 0
        text = head.decode(encoding_of_head(head).codec, errors="replace")
        return 94 if any(map(is_record, _first_rows(text))) else 0

    def read(self, source: Source, answers: Answers) -> Iterator[Item]:
        """Each call once, in the order of the file; then what was left out, in sums."""
        with source.path.open("rb") as file:
            head = file.read(HEAD_BYTES)
        yield from capped(_read(source, head), source.name)


READER = AsteriskCalls()


def _first_rows(text: str) -> list[list[str]]:
    """Each line by itself, so that a broken one spoils no other."""
    lines = text.replace("\0", "").splitlines()[:_LOOKED_AT]
    # the last one may be cut off by the end of these first bytes
    return [row for line in lines if line.count(",") > 8 for row in csv.reader([line])]


def _read(source: Source, head: bytes) -> Iterator[Item]:
    binary = kind_of_binary(head)
    if binary:
        yield Problem("file_not_a_list", source.name, None, {"kind": binary})
        return
    encoding = encoding_of(source.path)
    text = head.decode(encoding.codec, errors="replace").removeprefix("\ufeff")
    rows = _first_rows(text)
    order = next(filter(None, map(order_of, rows)), None)
    if order is None:
        known = any(map(is_record, rows))
        yield Problem("call_order_unknown", source.name) if known else no_table(source, text)
        return
    yield from encoding_notice(source, encoding)
    width = next(len(row) for row in rows if order_of(row))
    yield from _calls(source, Records(source.path, source.name, encoding.codec, ",", width), order)


def _calls(source: Source, records: Records, order: Order) -> Iterator[Item]:
    once, internal, rows = Once(), 0, 0
    for item in _legs(records, order):
        if isinstance(item, Problem):
            yield item
        elif isinstance(item, Fault):
            yield Problem(item.code, source.name, item.line, item.facts)
        elif item.internal:
            internal += 1
        else:
            for call in once.take(item):
                rows += 1
                yield call
    for call in once.rest():
        rows += 1
        yield call
    counts = {
        "calls_repeated": once.repeated, "calls_internal": internal,
        "nul_bytes_removed": records.nul_bytes,
    }  # fmt: skip
    for code, count in counts.items():
        if count:
            yield Problem(code, source.name, None, {"count": count})
    if not rows:
        yield Problem("no_calls", source.name)


def _legs(records: Records, order: Order) -> Iterator[Leg | Fault | Problem]:
    for batch in records.batches(1):
        if not isinstance(batch, Batch):
            yield batch
            continue
        for line, cells in zip(batch.lines, batch.rows, strict=True):
            if any(map(str.strip, cells)) and not _is_title(cells, order):
                yield leg_of(line, cells, order)


def _is_title(cells: list[str], order: Order) -> bool:
    """Some let the system write the names of the fields above them."""
    return len(cells) > order.start and cells[order.start].replace(" ", "").isalpha()
