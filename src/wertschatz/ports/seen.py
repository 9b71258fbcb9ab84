"""Two people edit the same: what the second one saw is held against what stands there by now."""

from __future__ import annotations

from collections.abc import Mapping

Value = str | int | None
Seen = Mapping[str, Value]
"""Name of a field → its value as the form showed it."""


class ChangedMeanwhile(Exception):
    """Somebody wrote something else to the same fields since they were shown.

    `now` are the values of these fields, and only of these.
    """

    def __init__(self, now: Seen) -> None:
        super().__init__(", ".join(now))
        self.now = now


def unless_changed(seen: Seen | None, now: Seen, wanted: Seen) -> None:
    """Raises ChangedMeanwhile where a wanted field is no longer what was seen.

    Nothing stands in the way of whoever saw nothing, and of two who write the same.
    """
    if seen is None:
        return
    other = {
        name: now.get(name)
        for name, value in wanted.items()
        if name in seen and now.get(name) != seen[name] and now.get(name) != value
    }
    if other:
        raise ChangedMeanwhile(other)
