"""People of the firm: their accounts, and who may sign in."""

from __future__ import annotations

import uuid

from wertschatz.bootstrap.ground import Ground
from wertschatz.storage.accounts_book import AccountsBook
from wertschatz.usecases import let_people_in


class PeopleRoom(Ground):
    """People of the firm: their accounts, and who may sign in."""

    def open_account(
        self,
        *,
        name: str,
        password: str,
        role: str,
        phone: str,
        language: str,
        actor: int | None,
    ) -> uuid.UUID:
        """An account for somebody of the firm; raises Refused."""
        return let_people_in.open_an_account(
            AccountsBook(), name=name, password=password, role=role, phone=phone,
            language=language, by=actor, at=self.now(),
        )  # fmt: skip

    def let_sign_in(self, account: uuid.UUID, may: bool, actor: int | None) -> uuid.UUID:
        """Whether somebody may sign in; raises Refused."""
        return let_people_in.let_sign_in(AccountsBook(), account, may, by=actor, at=self.now())

    def give_password(self, account: uuid.UUID, password: str, actor: int | None) -> uuid.UUID:
        """A new password for somebody who forgot it; raises Refused."""
        return let_people_in.give_a_new_password(
            AccountsBook(), account, password, by=actor, at=self.now()
        )

    def note_phone(self, account: uuid.UUID, phone: str, actor: int | None) -> uuid.UUID:
        """The own telephone of somebody; raises Refused."""
        return let_people_in.note_the_phone(AccountsBook(), account, phone, by=actor, at=self.now())
