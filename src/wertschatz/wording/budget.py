"""Sentences of the time budget: what is left, how the weeks drift, and who may be put off."""

from __future__ import annotations

from collections.abc import Mapping

from wertschatz.domain.customers.budget import Part
from wertschatz.domain.values import Fact, Reason
from wertschatz.wording.catalogue import N_, translate
from wertschatz.wording.customers import group_name
from wertschatz.wording.sentences import fill

DRIFT_SENTENCES: Mapping[str, str] = {
    "drift_more": N_(
        "In the last {weeks} weeks with records group {group} took {actual_percent:percent} of "
        "the customer time; you plan {share_percent:percent}."
    ),
    "drift_less": N_(
        "In the last {weeks} weeks with records group {group} got {actual_percent:percent} of "
        "the customer time; you plan {share_percent:percent}."
    ),
    "drift_free": N_(
        "In the last {weeks} weeks with records {actual_percent:percent} of the customer time "
        "went to callers and customers without a confirmed letter; you plan "
        "{share_percent:percent} for the spontaneous."
    ),
    "drift_none": N_("In the last {weeks} weeks with records the time went about as you plan it."),
}

TURN_AWAY_SENTENCES: Mapping[str, str] = {
    "budget_never_for_a": N_("Customers of group A are welcome at any time."),
    "budget_not_planned": N_("No customer time is planned for now, so nobody is put off for it."),
    "budget_left": N_("Group {group} has {left_minutes:hours} left."),
    "budget_used_up": N_("Group {group} has used up its {planned_minutes:hours}."),
}
SPONTANEOUS_SENTENCES: Mapping[str, str] = {
    "budget_left": N_(
        "Of the {share_percent:percent} for the spontaneous {left_minutes:hours} are left."
    ),
    "budget_used_up": N_(
        "The {share_percent:percent} for the spontaneous, {planned_minutes:hours}, are used up."
    ),
}
"""The same where no letter is confirmed."""
PART_SENTENCES: Mapping[str, str] = {
    "left": N_("{group}: {left:hours} of {planned:hours} left."),
    "used_up": N_("{group}: {planned:hours} used up."),
    "not_planned": N_("{group}: nothing planned."),
}
TODAY_SENTENCES: Mapping[str, str] = {
    "left": N_("{group} has {left:hours} left today."),
    "left_free": N_("Of the {share:percent} for the spontaneous {left:hours} are left today."),
    "used_up": N_("{group} has used its time of today."),
    "used_up_A": N_("{group} has used its time of today. Welcome all the same."),
    "used_up_free": N_("The {share:percent} for the spontaneous are used up today."),
    "not_planned": N_("No customer time is planned for today."),
}
"""On a customer's page; some letters have a sentence of their own."""
BAR_LABELS: Mapping[str, str] = {
    "today": N_("Today"),
    "week": N_("This week"),
    "spontaneous": N_("Spontaneous"),
    "group": N_("Group"),
    "planned": N_("Planned"),
    "used": N_("Used"),
    "left": N_("Left"),
    "beyond": N_("A dashed line is time beyond what was planned."),
}
"""Words beside the bars, and at the head of their table."""


def drift_text(reason: Reason, language: str) -> str:
    """The one sentence of the week. Raises `KeyError` for an unknown code."""
    return fill(translate(DRIFT_SENTENCES[reason.code], language), reason.facts, language)


def turn_away_text(reason: Reason, language: str) -> str:
    """Why the budget is, or is not, a reason to say "not now". Raises `KeyError` likewise."""
    grouped = reason.facts.get("group") or reason.code not in SPONTANEOUS_SENTENCES
    sentences = TURN_AWAY_SENTENCES if grouped else SPONTANEOUS_SENTENCES
    return fill(translate(sentences[reason.code], language), reason.facts, language)


def bar_label(code: str, language: str) -> str:
    """A word beside the bars. Raises `KeyError` for an unknown code."""
    return translate(BAR_LABELS[code], language)


def part_name(part: Part, language: str) -> str:
    """'Group A' … 'Spontaneous'."""
    return group_name(part.group, language) if part.group else bar_label("spontaneous", language)


def part_text(part: Part, language: str) -> str:
    """What is left of one group's part, in a sentence."""
    return fill(translate(PART_SENTENCES[_code(part)], language), _facts(part, language), language)


def today_text(part: Part, language: str) -> str:
    """What is left today for a customer of this group."""
    code = _code(part)
    own = f"{code}_{part.group.value if part.group else 'free'}"
    sentence = TODAY_SENTENCES.get(own) or TODAY_SENTENCES[code]
    return fill(translate(sentence, language), _facts(part, language), language)


def _code(part: Part) -> str:
    return "left" if part.left else "used_up" if part.planned else "not_planned"


def _facts(part: Part, language: str) -> dict[str, Fact]:
    return {
        "group": part_name(part, language), "left": part.left, "planned": part.planned,
        "share": part.share_percent,
    }  # fmt: skip
