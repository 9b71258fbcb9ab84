"""“My telephone system may ask”: a secret address for it, and what has to be agreed with it."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping
from urllib.parse import urlsplit

from wertschatz.domain.values import Fact
from wertschatz.ports.seen import Seen
from wertschatz.ports.systems import System, SystemsKeeper
from wertschatz.usecases.refusals import Refused

Known = Mapping[str, tuple[str, ...]]
"""Code of a system → names of its options."""
LONGEST_LABEL = 100
LONGEST_OPTION = 500
ADDRESSES = frozenset({"url", "key_prompt"})
SWITCHES = frozenset({"voicemail"})
YES = "yes"


def connect_a_telephone(
    book: SystemsKeeper,
    user: int,
    system: System,
    secret: str,
    device: uuid.UUID,
    known: Known,
    *,
    by: int | None,
    at: dt.datetime,
) -> uuid.UUID:
    """From now on it may ask under `secret`; raises Refused."""
    return book.make(user, _checked(system, known), secret, device, by=by, at=at)


def change_a_telephone(
    book: SystemsKeeper,
    device: uuid.UUID,
    label: str,
    options: Mapping[str, str],
    known: Known,
    *,
    by: int | None,
    at: dt.datetime,
    seen: Seen | None = None,
) -> uuid.UUID | None:
    """Its name and options; None: nothing differs; raises Refused, ChangedMeanwhile."""
    try:
        system = _checked(System(book.kind_of(device), label, options), known)
        return book.change(device, system, by=by, at=at, seen=seen)
    except KeyError:
        raise Refused("system_gone") from None


def revoke_a_telephone(
    book: SystemsKeeper, device: uuid.UUID, *, by: int | None, at: dt.datetime
) -> uuid.UUID:
    """Its address leads nowhere from now on; raises Refused."""
    try:
        return book.revoke(device, by=by, at=at)
    except KeyError:
        raise Refused("system_gone") from None


def _checked(system: System, known: Known) -> System:
    if system.kind not in known:
        raise Refused("system_unknown", {"kind": system.kind[:30]})
    label = _plain(system.label)
    if len(label) > LONGEST_LABEL:
        raise Refused("name_too_long", {"most": LONGEST_LABEL, "name": label[:30]})
    options = {
        name: text
        for name in known[system.kind]
        if (text := _option(name, system.options.get(name, "")))
    }
    return System(system.kind, label, options)


def _option(name: str, text: str) -> str:
    text = _plain(text)
    if len(text) > LONGEST_OPTION:
        facts: dict[str, Fact] = {
            "text": text[:30], "length": len(text), "most": LONGEST_OPTION
        }  # fmt: skip
        raise Refused("field_too_long", facts)
    if name in SWITCHES:
        return YES if text == YES else ""
    if name in ADDRESSES and text and not _is_address(text):
        raise Refused("address_not_read", {"value": text[:60]})
    if name == "port" and text and not _is_port(text):
        raise Refused("port_not_read", {"value": text[:10]})
    return text


def _is_address(text: str) -> bool:
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    return parts.scheme in {"http", "https"} and bool(parts.hostname) and " " not in text


def _is_port(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 6 and 1 <= int(text) <= 65535


def _plain(text: str) -> str:
    """One line of printable text."""
    return " ".join("".join(one if one.isprintable() else " " for one in text).split())
