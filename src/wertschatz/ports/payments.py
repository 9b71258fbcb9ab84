"""What settling a payment by a person's word needs from the storage."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence
from typing import NamedTuple, Protocol


class Part(NamedTuple):
    """So much of a payment for this invoice."""

    invoice: int
    cents: int | None
    """None: as it turns out when the payment is shared among the invoices."""


class Held(NamedTuple):
    """A payment about which somebody speaks; above zero: received."""

    id: int
    cents: int
    currency: str
    on: dt.date
    said: tuple[tuple[str, int], ...] | None
    """What was said of it already, by keys of invoices: an empty one if it is about none; None:
    nobody has spoken."""


class Due(NamedTuple):
    """An invoice, or a credit note, to which a payment is assigned."""

    key: str
    number: str
    customer: str
    party: int
    on: dt.date
    currency: str
    open_cents: int
    """What other payments have left open; below zero for a credit note."""


class Settlements(Protocol):
    """Payments with their invoices; every write is one action that can be undone."""

    def held(self, payment: int) -> Held:
        """The payment that counts; raises KeyError when none does."""
        ...

    def due(self, invoice: int, besides: int) -> Due:
        """The newest version of an invoice, paid but for `besides`; raises KeyError when gone."""
        ...

    def assign(
        self, held: Held, parts: Sequence[tuple[Due, int]], *, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """So many cents for each invoice."""
        ...

    def leave(self, held: Held, *, by: int | None, at: dt.datetime) -> uuid.UUID:
        """About no invoice."""
        ...

    def ask_again(self, held: Held, *, by: int | None, at: dt.datetime) -> uuid.UUID:
        """What a person said is taken away, and the rules decide again."""
        ...
