"""Whom somebody means who names a caller, and what single callers of rules are called."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from wertschatz.domain.customers.phones import normal_number
from wertschatz.domain.rules.moment import NOBODY, Known
from wertschatz.storage.models import Customer, KnownNumber
from wertschatz.storage.queries.contacts import named
from wertschatz.storage.queries.groups import instructions
from wertschatz.storage.queries.setup import known_customer, known_number, who_is

MOST = 8


def meant(text: str, area_code: str) -> list[Known]:
    """Everybody who may be meant by a name or number; a number that nobody knows is `NOBODY`."""
    bare = text.strip()
    if normal_number(bare, area_code):
        return [who_is(bare, area_code) or NOBODY]
    numbers = KnownNumber.objects.filter(name__iexact=bare).order_by("id")[:MOST]
    found = [known_number(row, None) for row in numbers] if bare else []
    uuids = [line.uuid for line in named(bare, MOST)]
    written = instructions()
    rows = {row.uuid: row for row in Customer.objects.filter(uuid__in=uuids)}
    return [*found, *(known_customer(rows[uuid], written) for uuid in uuids if uuid in rows)]


def caller_names(keys: Iterable[str]) -> dict[str, str]:
    """Names of single callers by key; whoever is not known here any more is left out."""
    uuids, numbers = [], []
    for key in set(keys):
        try:
            uuids.append(UUID(key))
        except ValueError:
            numbers.append(key)
    names = {row.number: row.name or row.written
             for row in KnownNumber.objects.filter(number__in=numbers)}  # fmt: skip
    rows = Customer.objects.filter(uuid__in=uuids).values_list("uuid", "party__name")
    return {**names, **{str(uuid): name for uuid, name in rows}}
