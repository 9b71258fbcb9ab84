"""What kind words, notices and the gift ledger need from whatever keeps them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Protocol

from wertschatz.domain.care.noticing import When


@dataclass(frozen=True, slots=True)
class Someone:
    """A contact person, a member of staff or a boss, as somebody names them."""

    kind: str
    name: str = ""
    """'' where a customer or an account says it."""
    customer: uuid.UUID | None = None
    """Of a contact person: whose. Else: they are this customer, too."""
    account: uuid.UUID | None = None


@dataclass(frozen=True, slots=True)
class Detail:
    """What is known of one person beside the dealings."""

    born: str = ""
    """ISO day, '--MM-DD', ''."""
    business: bool | None = None
    no_gifts: bool = False
    since: dt.date | None = None
    own_days: int | None = None


@dataclass(frozen=True, slots=True)
class Given:
    """An attention as it is kept."""

    kind: str
    on: dt.date
    gave: str = ""
    said: str = ""
    gross_cents: int | None = None
    vat_percent: int = 19
    given: str = "business"
    occasion: str = ""
    fact: str = ""
    key: uuid.UUID | None = None
    """Of the form it was typed in: pressed twice it is kept once."""


class CareBook(Protocol):
    """People one cares for. A person is named by the id of its party; every call is one action
    with its undo, and raises KeyError for whom or what there is not."""

    def add(self, who: Someone, *, by: int | None, at: dt.datetime) -> tuple[uuid.UUID, uuid.UUID]:
        """The person and the action; raises ValueError where it is one already."""
        ...

    def end(self, person: uuid.UUID, *, on: dt.date, by: int | None, at: dt.datetime) -> uuid.UUID:
        """No longer among those one cares for; what was given stays in the ledger."""
        ...

    def say(
        self,
        person: uuid.UUID,
        detail: Detail,
        *,
        seen: Detail | None = None,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID | None:
        """None: nothing differs; raises ValueError where it is no longer what was seen."""
        ...  # fmt: skip

    def consent(
        self,
        person: uuid.UUID,
        channel: str,
        said: str,
        *,
        on: dt.date,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID:
        """What they allowed or refused; it is never written over."""
        ...  # fmt: skip

    def give(
        self, person: uuid.UUID, given: Given, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID | None:
        """An attention; None: this one is kept already."""
        ...

    def came_back(
        self, attention: uuid.UUID, text: str, *, on: dt.date, by: int | None, at: dt.datetime
    ) -> uuid.UUID | None:
        """What came back of it; None: nothing differs."""
        ...

    def notice(
        self,
        person: uuid.UUID,
        text: str,
        when: When | None,
        praise: bool,
        *,
        on: dt.date,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID:
        """One line."""
        ...  # fmt: skip

    def end_notice(
        self, notice: uuid.UUID, *, on: dt.date, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """It comes back no more."""
        ...

    def snooze(
        self,
        person: uuid.UUID | None,
        code: str,
        fact: str,
        until: dt.date | None,
        *,
        on: dt.date,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID:
        """Not suggested before that day; None: never."""
        ...  # fmt: skip

    def values(self, on: dt.date) -> Mapping[str, int]:
        """The firm's own settings in force on that day."""
        ...

    def keep(
        self, values: Mapping[str, int], *, on: dt.date, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """These hold from that day on."""
        ...
