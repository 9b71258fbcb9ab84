"""What the use cases about accounts need from whatever keeps them."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Protocol


class Accounts(Protocol):
    """The accounts of the firm's people; every call is one action."""

    def open(
        self,
        *,
        name: str,
        password: str,
        role: str,
        phone: str,
        language: str,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID:
        """Makes an account; raises KeyError when the name is taken."""

    def let_in(
        self, account: uuid.UUID, may_sign_in: bool, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """Whether the account may sign in; raises KeyError without such an account, ValueError
        when nobody would own the house any more."""

    def new_password(
        self, account: uuid.UUID, password: str, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """A new password for somebody else; raises KeyError without such an account."""

    def phone(
        self, account: uuid.UUID, phone: str, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """The person's own telephone, '' none; raises KeyError without such an account."""

    def name(self, account: uuid.UUID) -> str:
        """How the account signs in; raises KeyError without such an account."""
