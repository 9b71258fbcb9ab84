"""How well an enquiry fits: held against the profile, the A customers, and the time there is.

Each criterion is told by counts: of the customers alike in it, how many are A, against how many
of all. Few customers say little: the share is drawn towards that of all by `PSEUDO` imagined
customers of the usual kind (the mean of a beta distribution whose prior is the base rate), and
below `ENOUGH` real ones nothing is said at all. What speaks is taken together by its middle, not
by its product: trade and way often go together and must not count twice. The person decides.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import lru_cache

from wertschatz.domain.customers.identity import folded_name
from wertschatz.domain.values import Group

PSEUDO = 8
"""So many imagined customers of the usual kind stand beside the real ones."""
ENOUGH = 5
"""Customers alike in a criterion, below which it says nothing."""
ENOUGH_IN_ALL = 20
"""Customers of whom the criterion is known, below which it says nothing."""
ENOUGH_A = 3
"""A customers among these, below which it says nothing."""
MORE, LESS = 1.25, 0.8
"""Times the usual share from which a criterion speaks for an enquiry, or against it."""
FREE_MINUTES = 60
"""Customer time a week, below which nobody new finds room."""

_POSTCODE = re.compile(r"(?<!\d)(\d{2})\d{3}(?!\d)")


class Criterion(StrEnum):
    """What enquiries and customers may have in common."""

    TRADE = "trade"
    SIZE = "size"
    REGION = "region"
    CAME_BY = "came_by"
    """The way they came."""
    JOB = "job"
    """The first job."""


class Size(StrEnum):
    """How many people they are."""

    PRIVATE = "private"
    """A private person."""
    ONE = "one"
    SMALL = "small"
    """2 to 9."""
    MIDDLE = "middle"
    """10 to 49."""
    LARGE = "large"
    """50 and more."""


class CameBy(StrEnum):
    """How they found us."""

    RECOMMENDED = "recommended"
    SEARCH = "search"
    PAGE = "page"
    """Our own page."""
    NETWORK = "network"
    """A fair, a club, a network."""
    ADVERT = "advert"
    PASSING = "passing"
    KNOWN = "known"
    """Knew us before."""
    OTHER = "other"


Traits = Mapping[Criterion, str]
"""As typed; '' or missing where it is not known."""


@dataclass(frozen=True, slots=True)
class Seen:
    """One customer as evidence."""

    traits: Traits
    group: Group | None
    """As assessed; None: undecided."""


class Says(StrEnum):
    """What one criterion says."""

    FOR = "for"
    EVEN = "even"
    AGAINST = "against"
    FEW = "few"
    """Too few to say."""
    UNKNOWN = "unknown"
    """The enquiry does not tell."""


@dataclass(frozen=True, slots=True)
class Held:
    """One criterion of an enquiry, held against the customers there are."""

    criterion: Criterion
    value: str
    """As the enquiry says it."""
    says: Says
    alike_a: int = 0
    alike: int = 0
    """Customers alike in it: those of A, and all."""
    all_a: int = 0
    all: int = 0
    """The same of all customers of whom the criterion is known."""
    times: float = 1.0
    """The share of A among those alike, drawn towards the usual, by the usual share."""


class Wish(StrEnum):
    """What the profile says."""

    WISHED = "wished"
    UNWISHED = "unwished"
    BOTH = "both"
    """Words of both were found."""
    SILENT = "silent"


class Proposal(StrEnum):
    """What is proposed; the person decides."""

    YES = "yes"
    ASK = "ask"
    NO = "no"


class Because(StrEnum):
    """What the proposal rests on."""

    UNWISHED = "unwished"
    FULL = "full"
    """There is no time."""
    FULL_BUT_FITS = "full_but_fits"
    FULL_MIXED = "full_mixed"
    EVIDENCE_FOR = "evidence_for"
    EVIDENCE_AGAINST = "evidence_against"
    WISHED = "wished"
    MIXED = "mixed"
    UNSURE = "unsure"
    """Nothing says enough."""


@dataclass(frozen=True, slots=True)
class Fit:
    """The whole, with everything it rests on."""

    held: tuple[Held, ...]
    wish: Wish
    words: tuple[str, ...]
    """Words of the profile that were found."""
    free_minutes: int | None
    """Customer time a week that is free; None: not known."""
    times: float
    """The middle of what speaks; 1: as usual."""
    proposal: Proposal
    because: Because


@lru_cache(maxsize=4096)
def likened(criterion: Criterion, value: str) -> str:
    """A value as it is compared: folded; of a region the first two digits of its postcode.

    >>> likened(Criterion.REGION, "86150 Augsburg"), likened(Criterion.TRADE, " Hotel ")
    ('86', 'hotel')
    """
    if criterion is Criterion.REGION and (found := _POSTCODE.search(value)):
        return found[1]
    return folded_name(value)


def towns_of(counted: Iterable[tuple[str, str, int]]) -> dict[str, str]:
    """Town, folded → a postcode of the region where most of its customers are; of those in several
    regions only where more than half are in one. `counted`: town, postcode, customers.

    >>> towns_of([("Augsburg", "86150", 3), ("Augsburg", "86199", 1), ("Neustadt", "01844", 1),
    ...           ("neustadt", "67433", 1)])
    {'augsburg': '86150'}
    """
    found: dict[str, Counter[str]] = {}
    for town, postcode, count in counted:
        if _POSTCODE.search(postcode):
            found.setdefault(folded_name(town), Counter())[postcode.strip()] += count
    towns = {}
    for town, codes in found.items():
        regions: Counter[str] = Counter()
        for postcode, count in codes.items():
            regions[likened(Criterion.REGION, postcode)] += count
        region, most = regions.most_common(1)[0]
        if 2 * most > regions.total():
            mine = [one for one in codes if likened(Criterion.REGION, one) == region]
            towns[town] = min(mine, key=lambda one: (-codes[one], one))
    return towns


def located(region: str, towns: Mapping[str, str]) -> str:
    """A place as it was typed, with the postcode of that town before it where it is known.

    >>> located("augsburg", {"augsburg": "86150"}), located("89073 Ulm", {})
    ('86150 augsburg', '89073 Ulm')
    """
    if not region or _POSTCODE.search(region):
        return region
    return f"{towns.get(folded_name(region), '')} {region}".strip()


def shrunk(alike_a: int, alike: int, all_a: int, of_all: int) -> float:
    """The share of A among those alike, drawn towards that of all; 0 where there is nobody.

    >>> shrunk(0, 0, 10, 40), round(shrunk(5, 5, 10, 40), 2)
    (0.25, 0.54)
    """
    if not of_all:
        return 0.0
    return (alike_a + PSEUDO * all_a / of_all) / (alike + PSEUDO)


def held_against(criterion: Criterion, value: str, customers: Sequence[Seen]) -> Held:
    """One criterion, with its counts. Undecided customers and unknown values count nowhere."""
    mine = likened(criterion, value)
    if not mine:
        return Held(criterion, "", Says.UNKNOWN)
    alike_a = alike = all_a = of_all = 0
    for one in customers:
        theirs = likened(criterion, one.traits.get(criterion, ""))
        if not theirs or one.group is None:
            continue
        is_a = one.group is Group.A
        of_all, all_a = of_all + 1, all_a + is_a
        if theirs == mine:
            alike, alike_a = alike + 1, alike_a + is_a
    if alike < ENOUGH or of_all < ENOUGH_IN_ALL or all_a < ENOUGH_A:
        return Held(criterion, value, Says.FEW, alike_a, alike, all_a, of_all)
    times = shrunk(alike_a, alike, all_a, of_all) * of_all / all_a
    says = Says.FOR if times >= MORE else Says.AGAINST if times <= LESS else Says.EVEN
    return Held(criterion, value, says, alike_a, alike, all_a, of_all, times)


def taken_together(held: Sequence[Held]) -> float:
    """The middle (geometric) of what speaks; 1.0 where nothing does."""
    speak = [one.times for one in held if one.says in {Says.FOR, Says.EVEN, Says.AGAINST}]
    return math.exp(sum(map(math.log, speak)) / len(speak)) if speak else 1.0


def fit_of(
    traits: Traits,
    customers: Sequence[Seen],
    *,
    wished: tuple[str, ...] = (),
    unwished: tuple[str, ...] = (),
    free_minutes: int | None = None,
) -> Fit:
    """The whole fit; `wished` and `unwished` are words of the profile found in the enquiry."""
    held = tuple(held_against(one, traits.get(one, ""), customers) for one in Criterion)
    times = taken_together(held)
    wish = (
        Wish.BOTH if wished and unwished else Wish.WISHED if wished
        else Wish.UNWISHED if unwished else Wish.SILENT
    )  # fmt: skip
    proposal, because = _proposed(times, wish, free_minutes)
    return Fit(held, wish, (*wished, *unwished), free_minutes, times, proposal, because)


def _proposed(times: float, wish: Wish, free: int | None) -> tuple[Proposal, Because]:
    if wish is Wish.UNWISHED:
        return Proposal.NO, Because.UNWISHED
    good = times >= MORE or (wish is Wish.WISHED and times > LESS)
    mixed = wish is Wish.BOTH or (wish is Wish.WISHED and times <= LESS)
    if free is not None and free < FREE_MINUTES:
        # Who fits is asked whether it can wait; nobody else is let hope.
        full = Because.FULL_BUT_FITS if good else Because.FULL
        return Proposal.ASK if good else Proposal.NO, Because.FULL_MIXED if mixed else full
    if mixed:
        return Proposal.ASK, Because.MIXED
    if good:
        return Proposal.YES, Because.EVIDENCE_FOR if times >= MORE else Because.WISHED
    if times <= LESS:
        return Proposal.NO, Because.EVIDENCE_AGAINST
    return Proposal.ASK, Because.UNSURE
