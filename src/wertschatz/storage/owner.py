"""The firm and its owner: made once, by the link that the terminal shows."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.hashers import make_password

from wertschatz.storage.journal import writing
from wertschatz.storage.models import Firm, Party, Role, User


def exists() -> bool:
    """Somebody owns this house."""
    return User.objects.filter(role=Role.OWNER).exists()


def can_sign_in() -> bool:
    """Some owner may."""
    return User.objects.filter(role=Role.OWNER, is_active=True).exists()


def make(
    *, username: str, password: str, firm: str, language: str, zone: str, at: dt.datetime
) -> int:
    """Makes the firm and the owner's account; returns the account's id.

    Raises KeyError when there already is an owner.
    """
    # The slow hash (argon2, a quarter of a second) stays outside the transaction.
    hashed = make_password(password)
    with writing("owner_started", by=None, at=at, areas=("firm",)) as pen:
        if exists():
            raise KeyError("owner")
        party = Party.objects.create(name=firm or username, kind="organisation")
        if not Firm.objects.exists():
            Firm.objects.create(party=party, zone=zone)
        user = User.objects.create(
            username=username, password=hashed, role=Role.OWNER, language=language,
            party=Party.objects.create(name=username, kind="person"), joined_at=at,
        )  # fmt: skip
        pen.action.by = user
        pen.action.save(update_fields=["by"])
    return user.pk


def new_password(username: str, password: str) -> bool:
    """Sets it; False when there is no such account."""
    changed = User.objects.filter(username=username).update(password=make_password(password))
    return bool(changed)


def only_account() -> int | None:
    """The one account that may sign in; None where there are several."""
    found = list(User.objects.filter(is_active=True).values_list("id", flat=True)[:2])
    return found[0] if len(found) == 1 else None
