"""What finding, merging and keeping apart of duplicate customers needs from the storage."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence, Set
from typing import Protocol

from wertschatz.domain.customers.duplicates import Known, Proposal

Apart = Set[frozenset[int]]
"""Pairs of customers of whom the owner said that they are two."""


class Likenesses(Protocol):
    """Who is compared, and where the proposals go."""

    def known(self) -> Sequence[Known]:
        """Every customer that can be seen, once for each name that was merged into it."""
        ...

    def apart(self) -> Apart:
        """Pairs that are never proposed again."""
        ...

    def is_new(self, known: Sequence[Known], apart: Apart) -> bool:
        """Something differs from what the kept proposals were made from."""
        ...

    def keep(
        self, known: Sequence[Known], apart: Apart, found: Sequence[Proposal], at: dt.datetime
    ) -> None:
        """Replaces the kept proposals."""
        ...


class Mergers(Protocol):
    """Merging and keeping apart; every call is one action that can be undone."""

    def merge(
        self, customer: uuid.UUID, into: uuid.UUID, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """`customer` becomes part of `into`, with all that was merged into it before.

        Raises KeyError when one of them cannot be seen, ValueError when they are one already.
        """
        ...

    def keep_apart(
        self, first: uuid.UUID, second: uuid.UUID, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """“These are two.” Raises as `merge` does."""
        ...
