"""What was done later to the same rows and still stands: that would have to be taken back first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from wertschatz.storage.journal import DERIVED_COLUMNS, TOGETHER
from wertschatz.storage.models import Action, Change

Place = tuple[str, int]
"""Table and row."""


@dataclass(frozen=True, slots=True)
class Later:
    """One change of a row, by a later action that still stands."""

    id: int
    action: int
    columns: frozenset[str]


def later_on(places: Iterable[Place], after: int) -> dict[Place, list[Later]]:
    """What was done to these rows since that change; what was taken back again counts as nothing.

    The values alone do not tell: something changed to and fro looks as if nothing had happened.
    """
    rows: defaultdict[str, list[int]] = defaultdict(list)
    for table, row in places:
        rows[table].append(row)
    found: defaultdict[Place, list[Later]] = defaultdict(list)
    for table, some in _in_parts(rows):
        seen = Change.objects.filter(table=table, row__in=some, id__gt=after).order_by("id")
        for pk, row, action, before, now in seen.values_list(
            "id", "row", "action_id", "before", "after"
        ):
            names = frozenset({**(before or {}), **(now or {})})
            columns = names - DERIVED_COLUMNS.get(table, frozenset())
            found[table, row].append(Later(pk, action, columns))
    return dict(found)


def _in_parts(rows: Mapping[str, Sequence[int]]) -> Iterator[tuple[str, Sequence[int]]]:
    for table, keys in rows.items():
        for start in range(0, len(keys), TOGETHER):
            yield table, keys[start : start + TOGETHER]


class Standing:
    """Which of these actions still stand, taking back and doing again counted in."""

    def __init__(self, actions: Collection[int]) -> None:
        self._undone = _followed(actions)
        known = Action.objects.filter(pk__in=actions).exclude(undoes=None)
        self._undoes = dict(known.values_list("pk", "undoes_id"))

    def newest(self, later: Sequence[Later]) -> Later | None:
        """The newest of them that has an effect: an action and its undo have none together."""
        among = {one.action: one for one in sorted(later, key=lambda each: each.id)}
        # An undo goes with what it took back, a redo with that: of such a chain only its beginning
        # tells whether it has an effect, and only its end can be taken back.
        begun = [one for one in among.values() if self._undoes.get(one.action) not in among]
        ends = [self._end(one, among) for one in begun if self._stands(one.action)]
        return max(ends, key=lambda each: each.id, default=None)

    def end(self, action: int) -> int | None:
        """What has to be taken back to take this back: itself, or the newest doing again; None:
        it does not stand."""
        return self._chain(action)[-1] if self._stands(action) else None

    def _stands(self, action: int) -> bool:
        return len(self._chain(action)) % 2 == 1

    def _chain(self, action: int) -> list[int]:
        """The action, what took it back, what took that back, and so on."""
        chain = [action]
        while chain[-1] in self._undone:
            chain.append(self._undone[chain[-1]])
        return chain

    def _end(self, begun: Later, among: Mapping[int, Later]) -> Later:
        end = self._chain(begun.action)[-1]
        return among.get(end, replace(begun, action=end))


def _followed(actions: Collection[int]) -> dict[int, int]:
    """Action → what took it back; also what took that back, and so on."""
    found: dict[int, int] = {}
    asked = set(actions)
    while asked:
        rows = Action.objects.filter(undoes__in=asked).values_list("undoes_id", "pk")
        some = {undone: by for undone, by in rows if undone is not None}
        found |= some
        asked = set(some.values())
    return found
