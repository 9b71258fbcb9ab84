"""Decides once per column, never per row, what a comma means and whether the day comes first."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace

from wertschatz.integrations.files.tables.amounts import MarkEvidence, digits_of
from wertschatz.integrations.files.tables.dates import OrderEvidence
from wertschatz.integrations.files.tables.layout import Layout
from wertschatz.integrations.files.tables.records import Batch
from wertschatz.integrations.files.tables.words import about_a_day, folded
from wertschatz.ports.files import Role
from wertschatz.ports.problems import Problem

AMOUNTS = (Role.NET, Role.GROSS, Role.AMOUNT, Role.LINE_TOTAL, Role.DEBIT, Role.CREDIT)
DAYS = (Role.DATE, Role.DUE_DATE, Role.PAID_DATE, Role.END_DATE, Role.VALUE_DATE)
_PATIENCE = 20
"""Batches after which a column that has been empty so far follows its siblings."""


@dataclass(frozen=True, slots=True)
class Decisions:
    """Column → decimal comma, column → order of day and month; an example where it stays open."""

    comma: Mapping[int, bool]
    order: Mapping[int, str]
    doubtful: str = ""
    whole: str = ""
    """An amount such as 1.250, where all are of that form and none shows what the mark means."""


class _Evidence:
    """What the columns of one file have shown so far."""

    def __init__(self, layout: Layout) -> None:
        roles = layout.roles
        self.marks = {roles[role]: MarkEvidence() for role in AMOUNTS if role in roles}
        self._currency = roles.get(Role.CURRENCY)
        self.beside = {place: MarkEvidence() for place in _beside(layout)}
        self.days = {roles[role]: OrderEvidence() for role in DAYS if role in roles}
        self.others = {
            place: OrderEvidence()
            for place, cell in enumerate(layout.header)
            if place not in self.days and about_a_day(cell)
        }
        self._batches = 0

    def look(self, rows: list[list[str]]) -> None:
        """Takes in further records; short ones lack the columns behind their end."""
        self._batches += 1
        self._look_at_thousandths(rows)
        for columns in (self.marks, self.beside, self.days, self.others):
            for place, evidence in columns.items():
                if not evidence.decided:
                    evidence.look([row[place] for row in rows if len(row) > place])

    def _look_at_thousandths(self, rows: list[list[str]]) -> None:
        place = self._currency
        if place is None:
            return
        fine = [row for row in rows if len(row) > place and digits_of(row[place].strip()) == 3]
        for column, evidence in self.marks.items() if fine else ():
            evidence.look_at_thousandths([row[column] for row in fine if len(row) > column])

    @property
    def enough(self) -> bool:
        """Nothing in the rest of the file can change a decision."""
        days = [day for day in self.days.values() if day.seen or self._batches < _PATIENCE]
        return all(mark.decided for mark in self.marks.values()) and all(
            day.decided for day in days
        )


def _beside(layout: Layout) -> Iterator[int]:
    """Further columns with amounts, for which alone nothing is read to the end."""
    if Role.OPEN in layout.roles:
        yield layout.roles[Role.OPEN]
    if layout.service:
        wanted = {layout.service.tax, layout.service.refunded} - {""}
        words = (folded(cell) for cell in layout.header)
        yield from (place for place, word in enumerate(words) if word in wanted)


def decide(
    layout: Layout, batches: Iterable[Batch | Problem], said: str, mark_said: str = ""
) -> Decisions:
    """Looks until every column is decided; `said` is the date order that the person named.

    `mark_said`: 'comma' or 'point', the decimal mark that the person named for a doubtful case.
    """
    evidence = _Evidence(layout)
    for batch in batches:
        if isinstance(batch, Batch):
            evidence.look(batch.rows)
            if evidence.enough:
                break
    marks: dict[int, MarkEvidence] = {**evidence.beside, **evidence.marks}
    comma = {place: mark.verdict(list(marks.values())) for place, mark in marks.items()}
    decisions = _with_days(comma, evidence, said)
    if any(mark.decided for mark in marks.values()):
        return decisions
    whole = next((mark.whole for mark in evidence.marks.values() if mark.whole), "")
    if whole and mark_said:
        return replace(decisions, comma=dict.fromkeys(comma, mark_said == "comma"))
    return replace(decisions, whole=whole)


def _with_days(comma: Mapping[int, bool], evidence: _Evidence, said: str) -> Decisions:
    """A column in doubt follows the other dates of the file, then the person, then asks."""
    everyone = [*evidence.days.values(), *evidence.others.values()]
    sibling = next((day.order for day in everyone if day.order), "")
    order = {place: said or day.order or sibling for place, day in evidence.days.items()}
    doubtful = [day.example for place, day in evidence.days.items() if not order[place]]
    return Decisions(comma, order, next((example for example in doubtful if example), ""))
