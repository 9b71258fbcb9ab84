"""Sentences of the working day: what lies in it, why something does not, what cannot be."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from wertschatz.domain.values import Fact, Reason
from wertschatz.wording.catalogue import N_, translate
from wertschatz.wording.sentences import fill

Clock = Callable[[int], str]
"""A minute since local midnight as the clock on the wall shows it."""

KINDS: Mapping[str, str] = {
    "appointment": N_("Appointment"),
    "mail": N_("Mail, in one go"),
    "break": N_("Break"),
    "call_back": N_("Call-back"),
    "closing": N_("Close the day"),
    "off": N_("Outside the working hours"),
}
KINDS_IN_SENTENCES: Mapping[str, str] = {
    "appointment": N_("an appointment"),
    "mail": N_("the time for mail"),
    "break": N_("the break"),
    "call_back": N_("a call-back"),
    "closing": N_("the closing of the day"),
    "off": N_("the time outside the working hours"),
}
NAMED = N_("“{name}”")
BLOCK = N_("Time for group {group}")

LEFT_OUT_SENTENCES: Mapping[str, str] = {
    "deadline_past": N_("It was due by {due}; that is over."),
    "window_past": N_("It can be done from {start} to {end}; no working time is left there today."),
    "window_none": N_("On that day the other side is not to be reached."),
    "too_long": N_(
        "It takes {task_minutes:hours}, and the longest gap is {longest_minutes:hours}."
    ),
    "budget_used": N_(
        "It takes {task_minutes:hours}, and of the time for group {group} {left_minutes:hours} are "
        "left."
    ),
    "budget_used_free": N_(
        "It takes {task_minutes:hours}, and of the time for spontaneous contacts "
        "{left_minutes:hours} are left."
    ),
    "day_full": N_(
        "It takes {task_minutes:hours}, and {left_minutes:hours} may still be planned. The rest "
        "stays free for what nobody foresees."
    ),
    "no_room": N_(
        "It takes {task_minutes:hours}, and between what matters as much {longest_minutes:hours} "
        "in one piece are left."
    ),
    "interrupted": N_("An interruption took its place."),
    "new": N_("The plan is older than this. A new plan may have room for it."),
}
BROKEN = N_(
    "The plan leaves {free_minutes:hours} free. Your days need {wanted_minutes:hours}; that is "
    "{over_minutes:hours} too much planned."
)
TROUBLE_SENTENCES: Mapping[str, str] = {
    "both_at_once": N_(
        "{first} and {second} lie at the same time, {start} to {end}. One of them has to be moved."
    ),
    "plan_crossed": N_(
        "{first} is planned where {other} lies now, {start} to {end}. What gives is {first}: plan "
        "the rest anew, or move it."
    ),
    "part_moved": N_(
        "{other} ({other_start} to {other_end}) lies where {part} was to be. So {part} moves to "
        "{new_start} to {new_end}."
    ),
    "part_lost": N_(
        "{other} ({other_start} to {other_end}) lies where {part} was to be, and the day has no "
        "other place for it. So {part} is lost today, unless something is put off."
    ),
    "day_overfull": N_(
        "{fixed_minutes:hours} are agreed, and the day has {day_minutes:hours}. What can most "
        "easily be put off is {gives} at {gives_start}."
    ),
}

MOVED_SENTENCES: Mapping[str, str] = {
    "interrupted": N_("{name}: from {was} to {now}, because the interruption took its time."),
    "interruption_until": N_(
        "{name}: from {was} to {now}, because the interruption lasts until {until}."
    ),
    "made_room": N_("{name}: from {was} to {now}, because {other} lies there now."),
}
DROPPED_SENTENCES: Mapping[str, str] = {
    "interrupted": N_("{name}: out of the plan, because after the interruption no gap is left."),
    "interruption_until": N_(
        "{name}: out of the plan, because after the interruption until {until} no gap is left."
    ),
    "made_room": N_("{name}: out of the plan, because {other} lies there now and no gap is left."),
}
STAYED: Mapping[str, str] = {
    "interrupted": N_("The interruption moved nothing."),
    "interruption_until": N_("The interruption until {until} moves nothing."),
}

ENERGIES: Mapping[int, str] = {1: N_("drained"), 2: N_("in between"), 3: N_("well")}
ENERGY_QUESTION = N_("How much energy was left in the evening?")
ENERGY_ANSWER = N_(
    "Of your last {days} evenings you noted {well} as well, {between} as in between and {drained} "
    "as drained."
)
ENERGY_TREND = N_("The last five are {now:times} on average, the five before them {before:times}.")
ENERGY_PRIVATE = N_("Only you see this. It is what you noted, and nothing is read out of it.")
ENERGY_HEADS = (N_("Day"), N_("Your energy"))
_FIVE = 5


def energy_name(energy: int, language: str) -> str:
    """1 to 3 in words. Raises `KeyError` for another."""
    return translate(ENERGIES[energy], language)


def energy_text(evenings: Sequence[int], language: str) -> str:
    """The person's own trend, the newest last: counted, and nothing is said about health."""
    facts: dict[str, Fact] = {
        "days": len(evenings), "well": evenings.count(3), "between": evenings.count(2),
        "drained": evenings.count(1),
    }  # fmt: skip
    text = fill(translate(ENERGY_ANSWER, language), facts, language)
    if len(evenings) < 2 * _FIVE:
        return text
    means: dict[str, Fact] = {
        "now": round(100 * sum(evenings[-_FIVE:]) / _FIVE),
        "before": round(100 * sum(evenings[-2 * _FIVE : -_FIVE]) / _FIVE),
    }
    return f"{text} {fill(translate(ENERGY_TREND, language), means, language)}"


def kind_name(kind: str, language: str) -> str:
    """What a fixed part of the day is called. Raises `KeyError` for an unknown one."""
    return translate(KINDS[kind], language)


def block_name(group: str, language: str) -> str:
    """A piece of customer time in the plan."""
    return fill(translate(BLOCK, language), {"group": group}, language)


def left_out_text(reason: Reason, clock: Clock, language: str) -> str:
    """Why a task has no place in the plan. Raises `KeyError` for an unknown code."""
    facts = dict(reason.facts)
    code = reason.code
    if code == "window_past" and facts["start_minute"] == facts["end_minute"]:
        code = "window_none"
    elif code == "budget_used" and not facts["group"]:
        code = "budget_used_free"
    for name in ("due", "start", "end"):
        if f"{name}_minute" in facts:
            facts[name] = clock(int(facts[f"{name}_minute"]))
    return fill(translate(LEFT_OUT_SENTENCES[code], language), facts, language)


def broken_text(reason: Reason, language: str) -> str:
    """That a plan leaves too little free, and by how much."""
    return fill(translate(BROKEN, language), reason.facts, language)


def trouble_text(reason: Reason, clock: Clock, language: str) -> str:
    """What cannot be as it stands, and what gives. Raises `KeyError` for an unknown code."""
    facts = dict(reason.facts)
    for name in ("start", "end", "other_start", "other_end", "new_start", "new_end", "gives_start"):
        if name in facts:
            facts[name] = clock(int(facts[name]))
    for name in ("first", "second", "other", "gives"):
        if name in facts:
            facts[name] = _named(str(facts[name]), str(facts[f"{name}_kind"]), language)
    if "kind" in facts:
        facts["part"] = translate(KINDS_IN_SENTENCES[str(facts["kind"])], language)
    text = fill(translate(TROUBLE_SENTENCES[reason.code], language), facts, language)
    return text[:1].upper() + text[1:]


def told_texts(
    reason: Reason,
    moved: Iterable[tuple[str, int, int]],
    dropped: Iterable[str],
    clock: Clock,
    language: str,
) -> list[str]:
    """What a change moved (name, from, to) and took out, and why. Raises `KeyError` for an
    unknown code."""
    facts: dict[str, Fact] = dict(reason.facts)
    if "until" in facts:
        facts["until"] = clock(int(facts["until"]))
    if "other" in facts:
        facts["other"] = _named(str(facts["other"]), "appointment", language)

    def said(sentence: str, name: str = "", was: int = 0, now: int = 0) -> str:
        more: dict[str, Fact] = {
            **facts, "name": _named(name, "appointment", language), "was": clock(was),
            "now": clock(now),
        }  # fmt: skip
        return fill(translate(sentence, language), more, language)

    texts = [said(MOVED_SENTENCES[reason.code], *one) for one in moved]
    texts += [said(DROPPED_SENTENCES[reason.code], name) for name in dropped]
    if not texts and reason.code in STAYED:
        texts = [said(STAYED[reason.code])]
    return texts


def _named(name: str, kind: str, language: str) -> Fact:
    if name:
        return fill(translate(NAMED, language), {"name": name}, language)
    return translate(KINDS_IN_SENTENCES[kind], language)
