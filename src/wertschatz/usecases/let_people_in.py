"""“Anna works here too”: an account for somebody of the firm, and who may still sign in."""

from __future__ import annotations

import datetime as dt
import uuid

from wertschatz.ports.people import Accounts
from wertschatz.usecases.refusals import Refused
from wertschatz.usecases.start_the_house import LONGEST_NAME, check_password

ROLES = ("staff", "owner")
LONGEST_PHONE = 60


def open_an_account(
    accounts: Accounts,
    *,
    name: str,
    password: str,
    role: str,
    phone: str,
    language: str,
    by: int | None,
    at: dt.datetime,
) -> uuid.UUID:
    """Makes the account; who is not plainly an owner is staff; raises Refused."""
    name = " ".join(name.split())
    if not name:
        raise Refused("username_missing")
    if len(name) > LONGEST_NAME:
        raise Refused("name_too_long", {"name": name[:60], "most": LONGEST_NAME})
    check_password(name, password)
    try:
        return accounts.open(
            name=name, password=password, role=role if role in ROLES else "staff",
            phone=_phone(phone), language=language, by=by, at=at,
        )  # fmt: skip
    except KeyError:
        raise Refused("account_there", {"name": name[:60]}) from None


def let_sign_in(
    accounts: Accounts, account: uuid.UUID, may: bool, *, by: int | None, at: dt.datetime
) -> uuid.UUID:
    """Whether somebody may sign in; what he or she noted stays either way; raises Refused."""
    try:
        return accounts.let_in(account, may, by=by, at=at)
    except KeyError:
        raise Refused("account_gone") from None
    except ValueError:
        raise Refused("last_owner") from None


def give_a_new_password(
    accounts: Accounts, account: uuid.UUID, password: str, *, by: int | None, at: dt.datetime
) -> uuid.UUID:
    """For somebody who forgot it; raises Refused."""
    try:
        check_password(accounts.name(account), password)
        return accounts.new_password(account, password, by=by, at=at)
    except KeyError:
        raise Refused("account_gone") from None


def note_the_phone(
    accounts: Accounts, account: uuid.UUID, phone: str, *, by: int | None, at: dt.datetime
) -> uuid.UUID:
    """The own telephone of somebody; raises Refused."""
    try:
        return accounts.phone(account, _phone(phone), by=by, at=at)
    except KeyError:
        raise Refused("account_gone") from None


def _phone(phone: str) -> str:
    phone = " ".join(phone.split())
    if len(phone) > LONGEST_PHONE or (phone and not any(sign.isdigit() for sign in phone)):
        raise Refused("phone_not_read", {"phone": phone[:60]})
    return phone
