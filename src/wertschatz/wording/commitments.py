"""Words for offers and promises: what they are, how they end, how offers fared."""

from __future__ import annotations

from collections.abc import Mapping, Set

from wertschatz.domain.customers.commitments import CommitmentKind, OffersTold, Outcome
from wertschatz.domain.values import Fact
from wertschatz.wording.catalogue import N_, Plural, translate, translate_plural
from wertschatz.wording.sentences import fill

KINDS: Mapping[CommitmentKind, str] = {
    CommitmentKind.OFFER: N_("Offer"),
    CommitmentKind.OURS: N_("We promised"),
    CommitmentKind.THEIRS: N_("Promised to us"),
}
PRESSES: Mapping[Outcome, str] = {
    Outcome.ACCEPTED: N_("Accepted"),
    Outcome.DECLINED: N_("Declined"),
    Outcome.KEPT: N_("Kept"),
    Outcome.BROKEN: N_("Not kept"),
    Outcome.WITHDRAWN: N_("Off the table"),
}
"""What stands on the button, and afterwards beside it."""
DUE: Mapping[CommitmentKind, str] = {
    CommitmentKind.OURS: N_("Something you promised is due."),
    CommitmentKind.THEIRS: N_("Something that was promised to you is due."),
    CommitmentKind.OFFER: N_("An offer of yours waits for its answer."),
}
"""The most pressing one is said; nobody is told how many."""
NOTHING_DUE = N_("Nothing that was promised is due.")
_OFFERED = Plural("In twelve months {offered} offer", "In twelve months {offered} offers")
_ACCEPTED = Plural("{accepted} was accepted", "{accepted} were accepted")
_DECLINED = Plural("{declined} was declined", "{declined} were declined")


def kind_text(kind: CommitmentKind, language: str) -> str:
    """What it is."""
    return translate(KINDS[kind], language)


def outcome_text(outcome: Outcome, language: str) -> str:
    """How it can end, or ended."""
    return translate(PRESSES[outcome], language)


def due_text(kinds: Set[CommitmentKind], language: str) -> str:
    """The answer to “what was promised?”: what comes first, as one sentence."""
    first = next((kind for kind in CommitmentKind if kind in kinds), None)
    return translate(NOTHING_DUE if first is None else DUE[first], language)


def offers_text(told: OffersTold, currency: str, language: str) -> str:
    """How offers of twelve months ended; '' where there was none."""
    if not told.offered:
        return ""
    figures = (
        (_OFFERED, "offered", told.offered, told.offered_cents),
        (_ACCEPTED, "accepted", told.accepted, told.accepted_cents),
        (_DECLINED, "declined", told.declined, told.declined_cents),
    )
    parts = [
        _part(*forms, name, count, cents, currency, language)
        for forms, name, count, cents in figures
        if count
    ]
    return "; ".join(parts) + "."


def _part(
    one: str, many: str, name: str, count: int, cents: int, currency: str, language: str
) -> str:
    facts: dict[str, Fact] = {name: count, "cents": cents, "currency": currency}
    text = fill(translate_plural(one, many, count, language), facts, language)
    return f"{text} ({fill('{cents:money}', facts, language)})" if cents else text
