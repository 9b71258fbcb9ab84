"""Which customer an entry of an address book belongs to."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from wertschatz.domain.customers.identity import folded_name


class Reachable(NamedTuple):
    """A customer as invoices, lists and time sheets name it."""

    id: int
    name: str
    number: str = ""
    vat_id: str = ""
    email: str = ""


class Entry(NamedTuple):
    """An entry of an address book; '' and () are not stated."""

    name: str
    organisation: str = ""
    customer_number: str = ""
    vat_id: str = ""
    emails: tuple[str, ...] = ()


def owners(entries: Iterable[Entry], customers: Sequence[Reachable]) -> list[int | None]:
    """Of each entry the customer; None: nobody's.

    By number, VAT id, an address that one customer has, else a name that only one has.

    >>> owners([Entry("Eva", "Mill Ltd"), Entry("Max")], [Reachable(7, "MILL  Ltd")])
    [7, None]
    """
    by_number = _single((one.number, one.id) for one in customers)
    by_vat = _single((one.vat_id, one.id) for one in customers)
    by_mail = _single((one.email.casefold(), one.id) for one in customers)
    by_name = _single((folded_name(one.name), one.id) for one in customers)
    return [
        by_number.get(entry.customer_number)
        or by_vat.get(entry.vat_id)
        or next((by_mail[one] for one in entry.emails if one in by_mail), None)
        or by_name.get(folded_name(entry.organisation or entry.name))
        or by_name.get(folded_name(entry.name))
        for entry in entries
    ]


def _single(pairs: Iterable[tuple[str, int]]) -> dict[str, int]:
    """What names one customer only; what names two names nobody."""
    found: defaultdict[str, set[int]] = defaultdict(set)
    for name, customer in pairs:
        found[name].add(customer)
    return {name: next(iter(whose)) for name, whose in found.items() if len(whose) == 1 and name}
