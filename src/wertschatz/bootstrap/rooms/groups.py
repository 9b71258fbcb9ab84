"""Working with groups: instructions, the way out of a long call, the goodbye."""

from __future__ import annotations

import datetime as dt
import uuid

from wertschatz.bootstrap.ground import Ground
from wertschatz.ports.seen import Seen
from wertschatz.storage.groups_book import GroupsBook
from wertschatz.usecases import work_with_groups
from wertschatz.usecases.refusals import Refused


class GroupsRoom(Ground):
    """Working with groups: instructions, the way out of a long call, the goodbye."""

    def instruct(
        self, group: str, kind: str, text: str, actor: int | None, *, seen: Seen | None = None
    ) -> uuid.UUID:
        """What a group means here; raises Refused or ChangedMeanwhile."""
        return work_with_groups.instruct(
            GroupsBook(), group, kind, text, by=actor, at=self.now(), seen=seen
        )

    def set_way_out(
        self, values: dict[str, int], actor: int | None, *, seen: Seen | None = None
    ) -> uuid.UUID:
        """After how many minutes the way out is shown; raises Refused or ChangedMeanwhile."""
        return work_with_groups.set_way_out(
            GroupsBook(), values, on=self.today(), by=actor, at=self.now(), seen=seen
        )

    def call_me_out(self, customer: uuid.UUID | None, actor: int) -> uuid.UUID:
        """Asks the colleagues to fetch me out of a conversation; raises Refused."""
        try:
            return GroupsBook().call_out(customer, by=actor, at=self.now())
        except KeyError:
            raise Refused("customer_gone") from None

    def take_call_out(self, wish: uuid.UUID, actor: int) -> None:
        """I fetch the colleague; raises Refused."""
        try:
            GroupsBook().take_call_out(wish, by=actor, at=self.now())
        except KeyError:
            raise Refused("call_out_gone") from None

    def end_call_out(self, wish: uuid.UUID, actor: int) -> None:
        """No longer needed; raises Refused."""
        try:
            GroupsBook().end_call_out(wish, by=actor, at=self.now())
        except KeyError:
            raise Refused("call_out_gone") from None

    def begin_goodbye(
        self,
        customer: uuid.UUID,
        *,
        content: bool | None,
        contract: str,
        contract_until: dt.date | None,
        notice_days: int | None,
        other_provider: str,
        actor: int | None,
    ) -> uuid.UUID:
        """The plan of a goodbye, over months; raises Refused."""
        return work_with_groups.begin_a_goodbye(
            GroupsBook(), customer, content=content, contract=contract,
            contract_until=contract_until, notice_days=notice_days,
            other_provider=other_provider, on=self.today(), by=actor, at=self.now(),
        )  # fmt: skip

    def correct_goodbye_terms(
        self, goodbye: uuid.UUID, *, contract: str, contract_until: dt.date | None,
        notice_days: int | None, actor: int | None,
    ) -> uuid.UUID:  # fmt: skip
        """What the contract really says; raises Refused."""
        return work_with_groups.correct_the_terms(
            GroupsBook(), goodbye, contract=contract, contract_until=contract_until,
            notice_days=notice_days, on=self.today(), by=actor, at=self.now(),
        )  # fmt: skip

    def change_goodbye_step(
        self, goodbye: uuid.UUID, code: str, values: dict[str, object], actor: int | None
    ) -> uuid.UUID:
        """Its day, its letter, or whether it is done; raises Refused."""
        return work_with_groups.change_a_step(
            GroupsBook(), goodbye, code, values, on=self.today(), by=actor, at=self.now()
        )

    def end_goodbye(self, goodbye: uuid.UUID, outcome: str, actor: int | None) -> uuid.UUID:
        """Parted, or the customer stays after all; raises Refused."""
        return work_with_groups.end_a_goodbye(
            GroupsBook(), goodbye, outcome, on=self.today(), by=actor, at=self.now()
        )
