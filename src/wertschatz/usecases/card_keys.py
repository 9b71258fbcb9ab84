"""Which entry of an address book a row is, however often it comes in."""

from __future__ import annotations

import hashlib

from wertschatz.domain.customers.identity import customer_key, folded_name
from wertschatz.ports.customers import KeyedCard
from wertschatz.ports.files import CardRow


def card_of(row: CardRow) -> KeyedCard:
    """The entry with its keys. One with a customer number is a customer; others are people."""
    customer = customer_key(row.customer_number, "", row.name) if row.customer_number else ""
    if row.tool_id:
        key = f"u:{row.tool_id}"
    elif customer:
        key = customer
    else:
        first = (*row.emails, *row.phones, "")[0].casefold()
        key = _hash(folded_name(row.name), folded_name(row.organisation), first)
    return KeyedCard(key if len(key) <= 200 else _hash(key), customer, row)


def _hash(*parts: object) -> str:
    return "h:" + hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()
