"""Whoever is behind many customers or numbers at once, as decisions know them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from wertschatz.domain.rules.boxes import CUSTOMERS
from wertschatz.domain.rules.moment import Known
from wertschatz.domain.rules.situation import CallerKind
from wertschatz.domain.values import Group
from wertschatz.storage import merged
from wertschatz.storage.lead import leads_of_numbers
from wertschatz.storage.models import Customer, GroupDecision, Preference
from wertschatz.storage.preferences import value_of
from wertschatz.storage.queries.setup import known_customer, known_number, number_rows

AT_ONCE = 500


def known_of(customers: Iterable[int]) -> dict[int, Known]:
    """Customers by their ids as decisions know them, without the instruction; read together."""
    asked, into = set(customers), merged.into()
    now = {one: into.get(one, one) for one in asked}
    joined = set(into.values())
    found: dict[int, Known] = {}
    wanted = sorted(set(now.values()))
    for start in range(0, len(wanted), AT_ONCE):
        found.update(_known(wanted[start : start + AT_ONCE], joined))
    return {one: found[whose] for one, whose in now.items() if whose in found}


def _known(customers: Sequence[int], joined: set[int]) -> dict[int, Known]:
    rows = list(Customer.objects.select_related("party").filter(id__in=customers))
    words = GroupDecision.objects.filter(customer_id__in=customers).order_by("id")
    letters = dict(words.values_list("customer_id", "group"))
    likes = {
        row.party_id: row
        for row in Preference.objects.filter(party_id__in=[one.party_id for one in rows])
    }
    found: dict[int, Known] = {}
    for row in rows:
        if row.pk in joined:  # what was said of those merged into it counts, too; they are few
            found[row.pk] = known_customer(row, {})
            continue
        letter = letters.get(row.pk)
        found[row.pk] = Known(
            key=str(row.uuid), name=row.party.name, group=Group(letter) if letter else None,
            preference=value_of(likes.get(row.party_id)), zone=row.party.zone,
        )  # fmt: skip
    return found


def who_are(numbers: Iterable[str], area: str) -> dict[str, Known]:
    """Numbers (E.164) → whoever is behind them, as far as known."""
    leads, named = leads_of_numbers(area), number_rows()
    customers = {number: leads.by_number(number) for number in set(numbers)}
    known = known_of(one for one in customers.values() if one is not None)
    found: dict[str, Known] = {}
    for number, customer in customers.items():
        whose = known.get(customer) if customer is not None else None
        row = named.get(number)
        who = whose if row is None else known_number(row, whose)
        if who is not None:
            found[number] = who
    return found


def kinds_of_numbers() -> frozenset[CallerKind]:
    """What the owner called those whose numbers were named."""
    return frozenset(CallerKind(row.kind) for row in number_rows().values() if row.kind)


def grouped_kinds(area: str) -> frozenset[CallerKind]:
    """Kinds of callers among whom somebody has a group: customers, and whatever else the owner
    called a number of one of them."""
    named = [row.number for row in number_rows().values() if row.kind]
    known = who_are(named, area) if named else {}
    return CUSTOMERS | {who.kind for who in known.values() if who.group is not None}
