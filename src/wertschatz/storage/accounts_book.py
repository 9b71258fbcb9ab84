"""Keeps the accounts of the firm's people."""

from __future__ import annotations

import datetime as dt
import uuid

from django.contrib.auth.hashers import make_password

from wertschatz.storage.journal import writing
from wertschatz.storage.models import Party, Role, User

AREAS = ("people",)
"""No letter depends on it."""


class AccountsBook:
    """Every call is one action; a new password is the only one that cannot be taken back."""

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
        # The slow hash stays outside the transaction.
        hashed = make_password(password)
        facts = {"name": name, "role": role}
        with writing("account_opened", by=by, at=at, facts=facts, areas=AREAS) as pen:
            if User.objects.filter(username__iexact=name).exists():
                raise KeyError(name)
            party = Party(name=name, kind="person", phone=phone)
            pen.create(party)
            pen.create(
                User(
                    username=name, password=hashed, role=role, language=language, party=party,
                    joined_at=at,
                ),
                party.pk,
            )  # fmt: skip
        return pen.action.uuid

    def let_in(
        self, account: uuid.UUID, may_sign_in: bool, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """Raises KeyError without such an account, ValueError for the last owner."""
        code = "account_let_in" if may_sign_in else "account_shut_out"
        user = self._user(account)
        facts = {"name": user.username}
        with writing(code, by=by, at=at, facts=facts, areas=AREAS) as pen:
            owners = User.objects.select_for_update().filter(role=Role.OWNER, is_active=True)
            if not may_sign_in and not owners.exclude(pk=user.pk).exists():
                raise ValueError(account)
            pen.update(user, user.party_id, is_active=may_sign_in)
        return pen.action.uuid

    def new_password(
        self, account: uuid.UUID, password: str, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """The old one is not kept, so this cannot be taken back."""
        user, hashed = self._user(account), make_password(password)
        facts = {"name": user.username}
        with writing("password_given", by=by, at=at, facts=facts, areas=AREAS) as pen:
            User.objects.filter(pk=user.pk).update(password=hashed)
        return pen.action.uuid

    def phone(
        self, account: uuid.UUID, phone: str, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """The person's own telephone."""
        user = self._user(account)
        facts = {"name": user.username}
        with writing("account_phone", by=by, at=at, facts=facts, areas=AREAS) as pen:
            party = user.party
            if party is None:
                party = Party(name=user.username, kind="person", phone=phone)
                pen.create(party)
                pen.update(user, party.pk, party_id=party.pk)
            else:
                pen.update(party, party.pk, phone=phone)
        return pen.action.uuid

    def name(self, account: uuid.UUID) -> str:
        """How the account signs in."""
        return self._user(account).username

    def _user(self, account: uuid.UUID) -> User:
        user = User.objects.select_related("party").filter(uuid=account).first()
        if user is None:
            raise KeyError(account)
        return user
