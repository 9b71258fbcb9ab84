"""Forms as telephone services post them (application/x-www-form-urlencoded), read within bounds."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qsl

from wertschatz.integrations.codecs.lines import one_line

MOST_BYTES = 64 * 1024
MOST_FIELDS = 200
Fields = Sequence[tuple[str, str]]


def read_form(body: bytes) -> Fields:
    """Name and value as sent, in their order; raises ValueError for what is too much.

    Values are as the sender wrote them, for signatures are made of them; `first` makes them
    harmless.
    """
    if len(body) > MOST_BYTES:
        raise ValueError("too large")
    text = body.decode("utf-8", "replace")
    return parse_qsl(text, keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="replace")


def first(fields: Fields, name: str) -> str:
    """The first value of that name as one harmless line; '' where there is none."""
    return one_line(next((value for found, value in fields if found == name), ""))


def query_of(path: str) -> Fields:
    """The fields behind the question mark; raises ValueError for what is too much."""
    return read_form(path.partition("?")[2].partition("#")[0].encode("utf-8", "replace"))
