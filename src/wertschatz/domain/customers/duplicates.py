"""Which customers may stand there twice: hints for and against, and how sure the proposal is."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import combinations

from wertschatz.domain.customers.names import Name, compared
from wertschatz.domain.values import Fact, Reason

ENOUGH = 85
"""Points from which a pair is proposed; 100 is the same name."""
AHEAD = 2
"""The best candidate must be so many points ahead of the next one, else both are asked about."""
SAME_POSTCODE, SAME_TOWN = 5, 3
OTHER_POSTCODE, OTHER_TOWN = 12, 8
OTHER_NUMBER, OTHER_FORM, OTHER_SALUTATION = 10, 6, 10
OTHER_VAT, OTHER_FIGURES = 20, 20
LEAST_SIMILAR = ENOUGH - AHEAD - SAME_POSTCODE
"""Names less alike than this never matter, whatever else agrees."""
MOST_ALIKE = 20
"""An e-mail address or VAT id shared by more than this names no customer (a collecting box)."""


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of one customer; who has several names stands there once for each."""

    id: int
    name: str
    number: str = ""
    vat_id: str = ""
    postcode: str = ""
    town: str = ""
    email: str = ""
    tool: str = ""
    """Whatever tells where `number` was given; two numbers of one tool are two customers."""


class Kind(StrEnum):
    """How sure it is that two are one."""

    SURE = "sure"
    """The same VAT id or e-mail address, and nothing speaks against it."""
    LIKELY = "likely"
    """Alike, clearly more than any other, and nothing speaks against it."""
    ASK = "ask"
    """Alike, but others are too, or something speaks against it."""


@dataclass(frozen=True, slots=True)
class Proposal:
    """Two customers that may be one; `first` is the smaller id."""

    first: int
    second: int
    kind: Kind
    points: int
    reasons: tuple[Reason, ...]


@dataclass(frozen=True, slots=True)
class _Side:
    """One of the two, with everything that is compared worked out once."""

    known: Known
    name: Name
    vat: str
    email: str
    postcode: str
    town: str


@dataclass(frozen=True, slots=True)
class _Pair:
    points: float
    sure: bool
    against: bool
    reasons: tuple[Reason, ...]


Place = int
"""Where a `Known` stands in the list that was asked about."""


def same_marks(known: Sequence[Known]) -> Iterator[tuple[Place, Place]]:
    """Pairs with the same VAT id or e-mail address, however unlike their names."""
    holders: dict[str, list[Place]] = {}
    for place, one in enumerate(known):
        for mark in (_vat(one), _email(one)):
            if mark:
                holders.setdefault(mark, []).append(place)
    for places in holders.values():
        if len(places) <= MOST_ALIKE:
            yield from combinations(places, 2)


def proposals(
    known: Sequence[Known], similar: Mapping[tuple[Place, Place], float]
) -> list[Proposal]:
    """Judges all pairs of `similar` (places → similarity of the names, 0 to 100), best first."""
    sides = [_side(one) for one in known]
    best: dict[tuple[int, int], _Pair] = {}
    for (left, right), similarity in similar.items():
        one, other = sides[left], sides[right]
        if one.known.id == other.known.id or not _matters(one, other, similarity):
            continue
        pair = _judged(one, other, similarity)
        key = (min(one.known.id, other.known.id), max(one.known.id, other.known.id))
        if key not in best or _rank(pair) > _rank(best[key]):
            best[key] = pair
    return sorted(_proposed(best), key=lambda p: (list(Kind).index(p.kind), -p.points, p.first))


def _rank(pair: _Pair) -> tuple[bool, float]:
    return pair.sure and not pair.against, pair.points


def _side(one: Known) -> _Side:
    return _Side(
        one, compared(one.name), _vat(one), _email(one),
        one.postcode.strip(), compared(one.town).words,
    )  # fmt: skip


def _matters(one: _Side, other: _Side, similarity: float) -> bool:
    """Near enough to be proposed, or to stand in the way of another one."""
    return similarity >= ENOUGH - AHEAD or any(
        mine and mine == theirs
        for mine, theirs in (
            (one.postcode, other.postcode), (one.town, other.town),
            (one.vat, other.vat), (one.email, other.email),
        )
    )  # fmt: skip


def _judged(one: _Side, other: _Side, similarity: float) -> _Pair:
    marks = list(_same(one, other))
    place, elsewhere = _place(one, other)
    against = [*elsewhere, *_numbers(one, other), *_names(one.name, other.name)]
    points = similarity + sum(weight for weight, _ in place) - sum(weight for weight, _ in against)
    alike = []
    if similarity >= 100:
        alike.append(Reason("same_name"))
    elif similarity >= LEAST_SIMILAR:
        alike.append(Reason("similar_name", {"percent": round(similarity)}))
    reasons = (*marks, *alike, *(reason for _, reason in (*place, *against)))
    return _Pair(points, bool(marks), bool(against), reasons)


def _same(one: _Side, other: _Side) -> Iterator[Reason]:
    if one.vat and one.vat == other.vat:
        yield Reason("same_vat", {"vat_id": one.vat})
    if one.email and one.email == other.email:
        yield Reason("same_email", {"email": one.email})


Hints = list[tuple[int, Reason]]
"""Points and why."""


def _place(one: _Side, other: _Side) -> tuple[Hints, Hints]:
    """For and against: the postcode where both state one, else the town."""
    if one.postcode and other.postcode:
        facts = {"first": one.postcode, "second": other.postcode}
        if one.postcode == other.postcode:
            return [(SAME_POSTCODE, Reason("same_postcode", facts))], []
        return [], [(OTHER_POSTCODE, Reason("other_postcode", facts))]
    if one.town and other.town:
        facts = {"first": one.known.town, "second": other.known.town}
        if one.town == other.town:
            return [(SAME_TOWN, Reason("same_town", facts))], []
        return [], [(OTHER_TOWN, Reason("other_town", facts))]
    return [], []


def _numbers(one: _Side, other: _Side) -> Iterator[tuple[int, Reason]]:
    vat, second = one.vat, other.vat
    # A firm may have a VAT id in each of several countries, but only one in each.
    if vat and second and vat != second and vat[:2] == second[:2]:
        yield OTHER_VAT, Reason("other_vat", {"first": vat, "second": second})
    first, last = one.known, other.known
    numbers = first.number.strip(), last.number.strip()
    if first.tool and first.tool == last.tool and all(numbers) and numbers[0] != numbers[1]:
        facts = {"first": numbers[0], "second": numbers[1]}
        yield OTHER_NUMBER, Reason("other_number", facts)


def _names(name: Name, second: Name) -> Iterator[tuple[int, Reason]]:
    if name.figures != second.figures:
        yield OTHER_FIGURES, Reason("other_figures")
    if name.form and second.form and name.form != second.form:
        yield OTHER_FORM, Reason("other_form")
    if name.salutation and second.salutation and name.salutation != second.salutation:
        yield OTHER_SALUTATION, Reason("other_salutation")


def _proposed(pairs: Mapping[tuple[int, int], _Pair]) -> Iterator[Proposal]:
    tops = _tops(pairs)
    for (first, second), pair in pairs.items():
        both = [tops[one] for one in (first, second)]
        clear = all(_ahead(pair.points, top) for top in both)
        if pair.sure:
            kind = Kind.ASK if pair.against else Kind.SURE
        elif pair.points < ENOUGH or any(top[0] - pair.points >= AHEAD for top in both):
            continue
        else:
            kind = Kind.LIKELY if clear and not pair.against else Kind.ASK
        reasons = pair.reasons
        if not clear and not pair.sure:
            reasons = (*reasons, Reason("others_alike"))
        yield Proposal(first, second, kind, round(max(0, min(100, pair.points))), reasons)


def _tops(pairs: Mapping[tuple[int, int], _Pair]) -> dict[int, list[float]]:
    """The two best points of each customer."""
    tops: dict[int, list[float]] = {}
    for pair, judged in pairs.items():
        for one in pair:
            tops[one] = sorted([*tops.get(one, []), judged.points], reverse=True)[:2]
    return tops


def _ahead(points: float, top: Sequence[float]) -> bool:
    """This is the best candidate, and far enough ahead of the next one."""
    return points == top[0] and all(points - other >= AHEAD for other in top[1:])


def _vat(one: Known) -> str:
    return "".join(filter(str.isalnum, one.vat_id)).upper()


def _email(one: Known) -> str:
    return one.email.strip().casefold()


WORTH_A_LOOK = 75
"""Names less alike than this are not shown to somebody who types a new customer."""


def likeness(
    typed: Known, known: Known, similarity: float, phone: str = ""
) -> tuple[float, tuple[Reason, ...]]:
    """How likely somebody means `known` who is typing `typed`, and why; no reason: not likely.

    `similarity` is that of the names (0 to 100), `phone` a number that both have. While one types
    nothing speaks against it yet, so only what agrees is told.
    """
    one, other = _side(typed), _side(known)
    marks = list(_same(one, other))
    if typed.number.strip() and typed.number.strip() == known.number.strip():
        marks.append(Reason("same_number", {"number": known.number.strip()}))
    if phone:
        marks.append(Reason("same_phone", {"phone": phone}))
    if similarity < WORTH_A_LOOK and not marks:
        return 0, ()
    reasons = list(marks)
    if similarity >= WORTH_A_LOOK:
        whole = one.name.words == other.name.words
        facts: dict[str, Fact] = {"percent": min(99, round(similarity))}
        reasons.append(Reason("same_name") if whole else Reason("similar_name", facts))
    place, _ = _place(one, other)
    reasons += [reason for _, reason in place]
    return similarity + 100 * len(marks) + sum(weight for weight, _ in place), tuple(reasons)
