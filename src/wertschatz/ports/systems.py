"""What connecting a telephone system needs from whatever keeps the secret addresses."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

from wertschatz.ports.seen import Seen


@dataclass(frozen=True, slots=True)
class System:
    """A telephone system as the owner names it."""

    kind: str
    """Code of the system."""
    label: str
    options: Mapping[str, str] = field(default_factory=dict)
    """Only what is set."""


class SystemsKeeper(Protocol):
    """Every call is one action with its undo; raises KeyError for what is not there."""

    def make(
        self,
        user: int,
        system: System,
        secret: str,
        device: uuid.UUID,
        *,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID:
        """A new secret address."""
        ...

    def kind_of(self, device: uuid.UUID) -> str:
        """Code of the system that has this address."""
        ...

    def change(
        self,
        device: uuid.UUID,
        system: System,
        *,
        by: int | None,
        at: dt.datetime,
        seen: Seen | None = None,
    ) -> uuid.UUID | None:
        """Name and options; None: nothing differs. Raises seen.ChangedMeanwhile."""
        ...

    def revoke(self, device: uuid.UUID, *, by: int | None, at: dt.datetime) -> uuid.UUID:
        """The address leads nowhere from now on."""
        ...
