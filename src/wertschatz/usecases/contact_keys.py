"""Calls, mails and appointments as contacts: which one each is, and with whom."""

from __future__ import annotations

import hashlib

from wertschatz.domain.customers.phones import local_number, normal_number
from wertschatz.ports.customers import KeyedContact
from wertschatz.ports.files import AppointmentRow, CallRow, MailRow

ADDRESSES = 12
"""Of one mail or appointment; a circular to hundreds is nobody's effort in particular."""
LONGEST_OTHER = 500


def contact_of(row: CallRow | MailRow | AppointmentRow, area_code: str) -> KeyedContact:
    """The contact that a row tells of.

    `area_code` is that of the firm's own telephone, which may be said later or corrected: what is
    kept is the number as dialled, and the key never depends on it.
    """
    if isinstance(row, CallRow):
        return _call(row, area_code)
    return _mail(row) if isinstance(row, MailRow) else _appointment(row)


def _call(row: CallRow, area_code: str) -> KeyedContact:
    everywhere = normal_number(row.number)
    number = normal_number(row.number, area_code) or local_number(row.number)
    if row.tool_id:
        key = f"c:{row.tool_id}|{row.on}|{row.start}"
    else:
        key = _hash("c", row.own_number, row.on, row.start, everywhere or row.number, row.direction)
    return KeyedContact(
        key[:200], "call", row.line, row.on, row.start, row.seconds,
        row.extension or row.own_number, number, row.direction, row.name,
    )  # fmt: skip


def _mail(row: MailRow) -> KeyedContact:
    key = f"e:{row.tool_id}" if row.tool_id else _hash(
        "e", row.on, row.start, row.sender, row.to, row.subject
    )  # fmt: skip
    everybody = dict.fromkeys([row.sender, *row.to])
    return KeyedContact(
        key if len(key) <= 200 else _hash("e", key), "mail", row.line, row.on, row.start, 0,
        row.sender, _together(everybody), "", row.subject,
    )  # fmt: skip


def _appointment(row: AppointmentRow) -> KeyedContact:
    key = f"a:{row.tool_id}" if row.tool_id else _hash("a", row.on, row.start, row.title)
    way = "cancelled" if row.cancelled else "" if row.busy else "free"
    about = " · ".join(text for text in (row.title, row.place) if text)
    return KeyedContact(
        key if len(key) <= 200 else _hash("a", key), "appointment", row.line, row.on, row.start,
        row.minutes * 60, "", _together(dict.fromkeys(row.people)), way, about,
    )  # fmt: skip


def _together(addresses: dict[str, None]) -> str:
    kept = [one for one in addresses if one and " " not in one][:ADDRESSES]
    while len(text := " ".join(kept)) > LONGEST_OTHER:
        kept.pop()
    return text


def _hash(kind: str, *parts: object) -> str:
    return f"{kind}h:" + hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()
