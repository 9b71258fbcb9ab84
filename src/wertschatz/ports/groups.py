"""What the use cases of working with groups need from whatever keeps them."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Container, Mapping, Sequence
from typing import NamedTuple, Protocol

from wertschatz.domain.customers.goodbye import Planned, Terms
from wertschatz.domain.values import Group
from wertschatz.ports.seen import Seen


class Plan(NamedTuple):
    """A goodbye under way, as it is planned."""

    planned: Sequence[Planned]
    """A step that is done counts on the day it was done."""
    done: Container[str]
    started_on: dt.date
    terms: Terms


class GroupsBook(Protocol):
    """Every call is one action with its undo; raises KeyError for what is not there."""

    def instruct(
        self, group: str, kind: str, text: str, *, by: int | None, at: dt.datetime,
        seen: Seen | None = None,
    ) -> uuid.UUID:  # fmt: skip
        """What a group means here; '' brings the words of the house back.

        Raises ChangedMeanwhile when other words (`text`) were kept since `seen`.
        """

    def keep_minutes(
        self, values: Mapping[str, int], *, on: dt.date, by: int | None, at: dt.datetime,
        seen: Seen | None = None,
    ) -> uuid.UUID:  # fmt: skip
        """After how many minutes the way out is shown; raises ChangedMeanwhile likewise."""

    def begin_goodbye(
        self,
        customer: uuid.UUID,
        *,
        content: bool | None,
        contract: str,
        contract_until: dt.date | None,
        notice_days: int | None,
        other_provider: str,
        on: dt.date,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID:
        """The plan; raises ValueError while another one is under way."""

    def confirmed_letter(self, customer: uuid.UUID) -> Group | None:
        """What a person decided on; None: nobody has, or there is no such customer."""

    def plan_of(self, goodbye: uuid.UUID) -> Plan:
        """The steps with their days as they are; raises KeyError."""

    def change_step(
        self, goodbye: uuid.UUID, code: str, values: Mapping[str, object],
        later: Mapping[str, dt.date], *, by: int | None, at: dt.datetime,
    ) -> uuid.UUID:  # fmt: skip
        """Its day, its text, or whether it is done; `later` steps take these days."""

    def correct_terms(
        self, goodbye: uuid.UUID, contract: str, terms: Terms, days: Mapping[str, dt.date], *,
        by: int | None, at: dt.datetime,
    ) -> uuid.UUID:  # fmt: skip
        """'none' or 'running', and what it says; the steps named in `days` take these days."""

    def end_goodbye(
        self, goodbye: uuid.UUID, outcome: str, *, on: dt.date, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """'parted', or 'stays'."""
