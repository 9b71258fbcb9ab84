"""What a customer is known by, as a person types it: name, number, address and how to reach it."""

from __future__ import annotations

import hashlib
from dataclasses import astuple, dataclass, fields

LONGEST = {
    "name": 300, "number": 100, "vat_id": 40, "street": 200, "postcode": 20, "town": 100,
    "country": 2, "email": 254, "phone": 60,
}  # fmt: skip
"""Characters of each field that are kept."""
MOST_TERMS_DAYS = 365


@dataclass(frozen=True, slots=True)
class Entry:
    """Everything that one types about a customer; all of it may be left out but a name."""

    name: str = ""
    number: str = ""
    vat_id: str = ""
    street: str = ""
    postcode: str = ""
    town: str = ""
    country: str = ""
    """ISO 3166-1 alpha-2, '' where it does not matter."""
    email: str = ""
    phone: str = ""
    terms_days: int | None = None
    """Agreed days until payment; None: what the firm usually agrees on."""


def print_of(entry: Entry) -> str:
    """A short print that tells two states of an entry apart.

    >>> print_of(Entry("Roth")) == print_of(Entry("Roth")), len(print_of(Entry()))
    (True, 16)
    """
    return hashlib.blake2b(repr(astuple(entry)).encode(), digest_size=8).hexdigest()


def differing(one: Entry, other: Entry) -> list[str]:
    """The names of the fields in which two entries differ.

    >>> differing(Entry("Roth", town="Ulm"), Entry("Roth", town="Bonn"))
    ['town']
    """
    names = [field.name for field in fields(Entry)]
    return [name for name in names if getattr(one, name) != getattr(other, name)]


def called(entry: Entry) -> str:
    """How the customer is called: by name, else by number or address; '' for none of them."""
    return entry.name or entry.number or entry.email or entry.phone
