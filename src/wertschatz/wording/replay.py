"""Past calls under the rules: the answer, the gain with its assumption, and the tables' words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from wertschatz.domain.rules.moment import Known
from wertschatz.domain.rules.quiet import QUIET_MINUTES
from wertschatz.domain.rules.replay import Comparison, Outcome, PastCall, Replay, Waits
from wertschatz.domain.rules.rule import Verdict
from wertschatz.domain.values import Fact, Group
from wertschatz.wording import formats
from wertschatz.wording.catalogue import N_, Plural, translate, translate_plural
from wertschatz.wording.customers import group_name
from wertschatz.wording.rules import verdict_name
from wertschatz.wording.sentences import fill

ANSWERS: Mapping[str, Plural] = {
    "replay_fewer": Plural(
        "Your rules spare you the one interruption.",
        "Your rules spare you {spared:number} of {old:number} interruptions.",
    ),
    "replay_more": Plural(
        "Under your rules one more call would ring at you.",
        "Under your rules {more:number} more calls would ring at you.",
    ),
    "replay_same": Plural(
        "As many calls ring at you either way: one.",
        "As many calls ring at you either way: {old:number}.",
    ),
}
"""By the interruptions; the count that decides about the form is `old`, of `replay_more` `more`."""
GAIN_SENTENCES: Mapping[str, str] = {
    "gain_won": N_(
        "Undisturbed time won: {low_minutes:hours} to {high_minutes:hours}. The lower figure is "
        "the length of the calls alone; the upper one adds {back_minutes} minutes to each for the "
        "way back to the matter. That is an assumption, and you can set your own."
    ),
    "gain_lost": N_(
        "Undisturbed time lost: {low_minutes:hours} to {high_minutes:hours}. The lower figure is "
        "the length of the calls alone; the upper one adds {back_minutes} minutes to each for the "
        "way back to the matter. That is an assumption, and you can set your own."
    ),
    "gain_open": N_(
        "Between {lost_minutes:hours} of undisturbed time lost and {won_minutes:hours} won, "
        "depending on the way back to the matter: no time, or {back_minutes} minutes each. That "
        "is an assumption, and you can set your own."
    ),
    "gain_none": N_("No undisturbed time is won or lost."),
}
LATER_SENTENCE = N_(
    "{later_minutes:hours} of it are conversations that still come, when you call back at a time "
    "of your own."
)
CALLS_SENTENCE: Plural = Plural(
    "One incoming call from {first:day} to {last:day}.",
    "{calls:number} incoming calls from {first:day} to {last:day}.",
)
REJECTED_SENTENCE: Plural = Plural(
    "One was turned away by the telephone system itself and counts neither way.",
    "{rejected:number} were turned away by the telephone system itself and count neither way.",
)
LABELS: Mapping[str, str] = {
    "old": N_("For comparison"),
    "new": N_("Your rules"),
    "interruptions": N_("Rings at you"),
    "quiet_count": N_("Quiet stretches over {quiet_minutes} minutes"),
    "quiet_minutes": N_("Quiet in such stretches"),
    "quiet_longest": N_("The longest"),
    "against_none": N_("No rules: every call rings"),
    "against_house": N_("The ready-made rules"),
    "against_kept": N_("Your rules of {on:day}"),
    "nobody": N_("Everybody else"),
    "group": N_("Group"),
    "calls": N_("Calls"),
    "put_through": N_("At once"),
    "unanswered": N_("of these nobody answered"),
    "later": N_("Told a time"),
    "median": N_("usually after"),
    "longest": N_("at most after"),
    "colleague": N_("To a colleague"),
    "in_writing": N_("In writing"),
    "open_ended": N_("No time told"),
    "withheld": N_("Number withheld"),
    "hours": N_("When it rings at you"),
    "hour": N_("Hour of the day"),
    "hours_note": N_("Outlined: for comparison. Filled: under your rules."),
}
HOUR_SENTENCE = N_(
    "{hour} to {next} o’clock: {new:number} under your rules, {old:number} for comparison."
)
HOURS_ANSWER: Plural = Plural(
    "Most often it rings between {hour} and {next} o’clock: once for comparison, {new:number} "
    "under your rules.",
    "Most often it rings between {hour} and {next} o’clock: {old:number} times for comparison, "
    "{new:number} under your rules.",
)
HOURS_NONE = N_("It rings at no hour.")
OUTCOMES: Mapping[Outcome, str] = {
    Outcome.ANSWERED: N_("answered"),
    Outcome.MISSED: N_("nobody answered"),
    Outcome.REJECTED: N_("turned away by the telephone system"),
    Outcome.HELD: N_("held back by the rules"),
}


class Figures(NamedTuple):
    """One row of the table: what, beside, and under the present rules."""

    name: str
    old: str
    new: str


def label(code: str, language: str, facts: Mapping[str, Fact] | None = None) -> str:
    """A word of the tables. Raises `KeyError` for an unknown code."""
    told = {"quiet_minutes": QUIET_MINUTES, **(facts or {})}
    return fill(translate(LABELS[code], language), told, language)


def answer_text(found: Comparison, language: str) -> str:
    """The answer, as the title of the page."""
    old, new = found.old.interruptions, found.new.interruptions
    code = "replay_same" if old == new else "replay_fewer" if new < old else "replay_more"
    facts: dict[str, Fact] = {"old": old, "spared": old - new, "more": new - old}
    count = new - old if code == "replay_more" else old
    return fill(translate_plural(*ANSWERS[code], count, language), facts, language)


def calls_text(found: Comparison, first: str, last: str, language: str) -> str:
    """How many calls it is about; days as ISO text."""
    calls, rejected = len(found.new.told), found.new.rejected
    facts: dict[str, Fact] = {"calls": calls, "first": first, "last": last, "rejected": rejected}
    told = [fill(translate_plural(*CALLS_SENTENCE, calls, language), facts, language)]
    if rejected:
        told.append(fill(translate_plural(*REJECTED_SENTENCE, rejected, language), facts, language))
    return " ".join(told)


def gain_text(found: Comparison, language: str) -> str:
    """The gain as a range with its assumption."""
    gain = found.gain
    low, high = gain.low_minutes, gain.high_minutes
    code = "gain_won" if low >= 0 else "gain_lost" if high <= 0 else "gain_open"
    if not gain.avoided and not gain.added:
        code = "gain_none"
    facts: dict[str, Fact] = {
        "low_minutes": min(abs(low), abs(high)), "high_minutes": max(abs(low), abs(high)),
        "lost_minutes": -low, "won_minutes": high, "back_minutes": gain.back_minutes,
        "later_minutes": gain.later_minutes,
    }  # fmt: skip
    told = fill(translate(GAIN_SENTENCES[code], language), facts, language)
    if gain.later_minutes and code == "gain_won":
        told = f"{told} {fill(translate(LATER_SENTENCE, language), facts, language)}"
    return told


def figures(found: Comparison, language: str) -> list[Figures]:
    """The table of both sets of rules."""
    both = (found.old, found.new)
    rows = [_counts("interruptions", [one.interruptions for one in both], language)]
    for verdict in Verdict:
        if verdict is not Verdict.PUT_THROUGH:
            counts = [one.verdicts.get(verdict, 0) for one in both]
            written = (formats.number(count, language) for count in counts)
            rows.append(Figures(verdict_name(verdict, language), *written))
    rows.append(_counts("quiet_count", [one.quiet.count for one in both], language))
    for code, one in (("quiet_minutes", "minutes"), ("quiet_longest", "longest_minutes")):
        spans = (getattr(side.quiet, one) for side in both)
        rows.append(
            Figures(label(code, language), *(formats.hours(span, language) for span in spans))
        )
    return rows


def _counts(code: str, counts: Iterable[int], language: str) -> Figures:
    return Figures(label(code, language), *(formats.number(one, language) for one in counts))


WAIT_HEADS = (
    "group", "calls", "put_through", "unanswered", "later", "median", "longest", "colleague",
    "in_writing", "open_ended",
)  # fmt: skip


def wait_rows(side: Replay, language: str) -> Iterator[tuple[str, ...]]:
    """For each group what its callers met, in the order of `WAIT_HEADS`; who never called not."""
    for group, waits in side.waits.items():
        if waits.calls:
            yield (_group(group, language), *_waited(waits, language))


def _group(group: Group | None, language: str) -> str:
    return label("nobody", language) if group is None else group_name(group, language)


def _waited(waits: Waits, language: str) -> Iterator[str]:
    spans = (waits.later_median_minutes, waits.later_longest_minutes)
    for count in (waits.calls, waits.put_through, waits.unanswered, waits.later):
        yield formats.number(count, language)
    for minutes in spans:
        yield formats.hours(minutes, language) if waits.later else "–"
    for count in (waits.colleague, waits.in_writing, waits.open_ended):
        yield formats.number(count, language)


def caller_name(call: PastCall, language: str) -> str:
    """Who called: the name, else the number."""
    who: Known = call.who
    return who.name or call.number or label("withheld", language)


def outcome_text(outcome: Outcome, language: str) -> str:
    """What really became of a call."""
    return translate(OUTCOMES[outcome], language)


def hour_text(hour: int, old: int, new: int, language: str) -> str:
    """The interruptions of one hour of the day, in a sentence."""
    return fill(translate(HOUR_SENTENCE, language), _hour(hour, old, new), language)


def hours_answer(found: Comparison, language: str) -> str:
    """At which hour it rings most."""
    old, new = found.old.by_hour, found.new.by_hour
    hour = max(range(24), key=lambda one: (old[one], new[one], -one))
    if not old[hour] and not new[hour]:
        return translate(HOURS_NONE, language)
    sentence = translate_plural(*HOURS_ANSWER, old[hour], language)
    return fill(sentence, _hour(hour, old[hour], new[hour]), language)


def _hour(hour: int, old: int, new: int) -> dict[str, Fact]:
    return {"hour": f"{hour}:00", "next": f"{hour + 1}:00", "old": old, "new": new}
