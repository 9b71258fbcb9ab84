"""Which span of work a row of a time sheet is, however often it comes in."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field

from wertschatz.domain.customers.identity import customer_key, folded_name
from wertschatz.ports.customers import KeyedTime
from wertschatz.ports.files import TimeRow


@dataclass(slots=True)
class TimeKeys:
    """Gives each span its keys; the same span in two files of one import is told once.

    The key is the tool's own id, else person, customer, project and beginning. What has the same
    of all these twice in one file are two spans: they are numbered.
    """

    seen: dict[str, str] = field(default_factory=dict)
    """Key → the file that first told of it."""
    _in_file: Counter[str] = field(default_factory=Counter)

    def begin_file(self) -> None:
        """Another file: numbering begins anew, so that a copy gets the same keys."""
        self._in_file.clear()

    def forget(self, file: str) -> None:
        """This file was refused in the end."""
        self.seen = {key: name for key, name in self.seen.items() if name != file}

    def key(self, file: str, row: TimeRow) -> tuple[KeyedTime, str]:
        """The row with its keys, and the other file that told of it before, or ''."""
        customer = ""
        if row.customer_name.strip() or row.customer_number.strip():
            customer = customer_key(row.customer_number, "", row.customer_name)
        base = _base(row, customer)
        self._in_file[base] += 1
        count = self._in_file[base]
        key = base if count == 1 else f"{base}#{count}"
        first = self.seen.setdefault(key, file)
        return KeyedTime(customer, key, row), "" if first == file else first


def _base(row: TimeRow, customer: str) -> str:
    if row.tool_id:
        return f"i:{row.tool_id}"[:150]
    # Where only the day is known, the task tells spans apart.
    rest = row.task if row.start is None else ""
    parts = (folded_name(row.person), customer, row.project, row.on, row.start, rest)
    return "t:" + hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()
