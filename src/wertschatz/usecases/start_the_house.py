"""“I am the owner”: the first account, made by the link that only the terminal shows."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
from typing import Protocol

from wertschatz.usecases.refusals import Refused

SHORTEST_PASSWORD = 10
LONGEST_NAME = 150
DIFFERENT_CHARACTERS = 4


def check_password(username: str, password: str) -> None:
    """Refuses a password that is short or guessed at once."""
    if len(password) < SHORTEST_PASSWORD:
        raise Refused("password_too_short", {"least": SHORTEST_PASSWORD})
    easy = {username.casefold(), "passwort123", "password123", "1234567890"}
    if password.casefold() in easy or len(set(password)) < DIFFERENT_CHARACTERS:
        raise Refused("password_too_easy")


class MakeOwner(Protocol):
    """Keeps the owner; raises KeyError when there already is one."""

    def __call__(
        self, *, username: str, password: str, firm: str, language: str, zone: str, at: dt.datetime
    ) -> int: ...


def start_token(secret: str) -> str:
    """The secret part of the one-time link; worthless as soon as there is an owner."""
    return hmac.new(secret.encode(), b"start of the house", hashlib.sha256).hexdigest()[:32]


def start_the_house(
    make: MakeOwner,
    *,
    token: str,
    secret: str,
    username: str,
    password: str,
    firm: str,
    language: str,
    zone: str,
    at: dt.datetime,
) -> int:
    """Makes the owner's account and returns its id; refuses a wrong link or a weak password."""
    if not hmac.compare_digest(token, start_token(secret)):
        raise Refused("start_link_wrong")
    username = " ".join(username.split())
    if not username:
        raise Refused("username_missing")
    if len(username) > LONGEST_NAME:
        raise Refused("name_too_long", {"name": username[:60], "most": LONGEST_NAME})
    check_password(username, password)
    try:
        return make(
            username=username, password=password, firm=" ".join(firm.split())[:300],
            language=language if language in {"de", "en"} else "de", zone=zone, at=at,
        )  # fmt: skip
    except KeyError:
        raise Refused("start_link_used") from None
