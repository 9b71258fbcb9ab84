"""Every word in and beside the pictures of the customer base: answers, axes, marks and tables."""

from __future__ import annotations

from collections.abc import Mapping

from wertschatz.domain.values import Fact, Reason
from wertschatz.wording.catalogue import N_, Plural, translate, translate_plural
from wertschatz.wording.sentences import fill

Sentence = str | tuple[str, Plural]
"""A sentence, or the fact that decides about its form and both forms."""

ANSWER_SENTENCES: Mapping[str, Sentence] = {
    "whale_peak": (
        "eating",
        Plural(
            "With {adding} of {customers} customers the peak is reached: {peak_cents:whole}; "
            "the one left takes {eaten_cents:whole} of it away again.",
            "With {adding} of {customers} customers the peak is reached: {peak_cents:whole}; "
            "the other {eating} take {eaten_cents:whole} of it away again.",
        ),
    ),
    "whale_peak_some": (
        "eating",
        Plural(
            "With {adding} of {customers} customers the peak is reached: {peak_cents:whole}; "
            "of the others, one takes {eaten_cents:whole} of it away again.",
            "With {adding} of {customers} customers the peak is reached: {peak_cents:whole}; "
            "of the others, {eating} take {eaten_cents:whole} of it away again.",
        ),
    ),
    "whale_only_up": (
        "adding",
        Plural(
            "One customer contributes {peak_cents:whole}, and nobody takes any of it away.",
            "{adding} customers together contribute {peak_cents:whole}, "
            "and nobody takes any of it away.",
        ),
    ),
    "whale_only_down": (
        "eating",
        Plural(
            "No customer brings in more than it costs yet; one costs {eaten_cents:whole}.",
            "No customer brings in more than it costs yet; "
            "{eating} together cost {eaten_cents:whole}.",
        ),
    ),
    "whale_flat": N_("No customer has brought or cost anything in this period yet."),
    "scatter_heavy": (
        "heavy",
        Plural(
            "One of {known} customers takes more time than its revenue carries: "
            "{heavy_minutes:hours}, {heavy_percent:percent} of the known time.",
            "{heavy} of {known} customers take more time than their revenue carries: "
            "{heavy_minutes:hours}, {heavy_percent:percent} of the known time.",
        ),
    ),
    "scatter_fair": (
        "known",
        Plural(
            "The one customer whose effort is known takes no more time than its revenue carries.",
            "None of the {known} customers whose effort is known takes more time "
            "than the revenue carries.",
        ),
    ),
    "shares_both": N_(
        "Group A takes {time_percent:percent} of your customer time and brings "
        "{revenue_percent:percent} of the revenue; the method gives it "
        "{method_percent:percent} of the time."
    ),
    "shares_revenue_only": N_(
        "Group A brings {revenue_percent:percent} of the revenue; "
        "how much of your time it takes is not known yet."
    ),
    "shares_time_only": N_(
        "Group A takes {time_percent:percent} of your customer time; there is no revenue yet."
    ),
    "shares_undecided": N_("No customer has a letter yet, so the groups cannot be compared."),
}
"""The answer beside each picture."""

HEADLINE_SENTENCES: Mapping[str, Sentence] = {
    "whale_peak": (
        "adding",
        Plural(
            "One of {customers} customers carries your result.",
            "{adding} of {customers} customers carry your result.",
        ),
    ),
    "whale_only_up": N_("Nobody takes away from your result."),
    "whale_only_down": N_("No customer brings in more than it costs yet."),
    "scatter_heavy": (
        "heavy",
        Plural(
            "One customer takes more time than its revenue carries.",
            "{heavy} customers take more time than their revenue carries.",
        ),
    ),
    "scatter_fair": N_("Nobody takes more time than the revenue carries."),
    "shares_both": N_(
        "Group A takes {time_percent:percent} of your time "
        "and brings {revenue_percent:percent} of the revenue."
    ),
}
"""The answer as the title of a page, shorter; where there is none, the answer itself is it."""

NOTE_SENTENCES: Mapping[str, Sentence] = {
    "whale_unknown": (
        "unknown",
        Plural(
            "The effort of one customer is not known; its contribution is counted without time.",
            "The effort of {unknown} customers is not known; "
            "their contribution is counted without time.",
        ),
    ),
    "scatter_unknown": (
        "unknown",
        Plural(
            "One customer is missing here: its effort is not known.",
            "{unknown} customers are missing here: their effort is not known.",
        ),
    ),
    "shares_unknown": (
        "unknown",
        Plural(
            "The effort of one customer is not known; your time is that of the others.",
            "The effort of {unknown} customers is not known; your time is that of the others.",
        ),
    ),
    "scatter_limits": N_(
        "Right of the upright line are the leading customers. Above the other line a customer "
        "takes more time than the average, and per euro more than {factor_percent:percent} of "
        "what its like take. Both scales are stretched towards zero, so that small customers "
        "stay visible."
    ),
    "scatter_average": N_(
        "Above the line a customer takes more time than the average, and per euro more than "
        "{factor_percent:percent} of what its like take. Both scales are stretched towards zero, "
        "so that small customers stay visible."
    ),
    "one_for_several": N_(
        "Where several of the {all} customers lie on each other, one of them stands for all."
    ),
    "table_ends": N_(
        "The table shows {shown} of {all} customers: those who bring the most, "
        "and those who bring the least."
    ),
    "table_effort": N_("The table shows the {shown} of {all} customers with the most effort."),
}
"""What the reader of a picture has to know, beside it."""

LABELS: Mapping[str, str] = {
    "whale_question": N_("Who carries the result?"),
    "scatter_question": N_("Is the effort in proportion?"),
    "shares_question": N_("Who gets your time?"),
    "added_up": N_("Contribution, added up"),
    "best_first": N_("Customers, the most profitable first"),
    "revenue": N_("Revenue"),
    "effort": N_("Effort"),
    "customer": N_("Customer"),
    "customers": N_("Customers"),
    "place": N_("Place"),
    "contribution": N_("Contribution margin"),
    "group": N_("Group"),
    "share_of_time": N_("Share of time"),
    "share_of_revenue": N_("Share of revenue"),
    "the_method": N_("The method"),
    "undecided": N_("Undecided"),
    "undecided_short": N_("open"),
    "free": N_("Free for the spontaneous"),
    "free_short": N_("free"),
    "peak": N_("Peak: {peak_cents:short}"),
    "end": N_("In the end: {total_cents:short}"),
    "leading": N_("leading from {limit_cents:short}"),
    "fair": N_("fair up to here"),
    "bar_time": N_("Your time: {minutes:hours}"),
    "bar_revenue": N_("Your revenue: {revenue_cents:whole}"),
    "bar_method": N_("The method for your time"),
    "whale_mark": N_(
        "{name}: {contribution_cents:whole}; place {place} of {customers}, "
        "added up {sum_cents:whole}"
    ),
    "scatter_mark": N_("{name}: revenue {revenue_cents:whole}, effort {minutes:hours}, {group}"),
    "time_mark": N_("{group}: {percent:percent} of the time, {minutes:hours}"),
    "revenue_mark": N_("{group}: {percent:percent} of the revenue, {revenue_cents:whole}"),
    "method_mark": N_("{group}: {percent:percent} of the time"),
}
"""Words inside the drawings and at the head of the tables."""


def answer_text(answer: Reason, language: str) -> str:
    """The sentence beside a picture. Raises `KeyError` for an unknown code."""
    return _text(ANSWER_SENTENCES[answer.code], answer.facts, language)


def headline_text(answer: Reason, language: str) -> str:
    """The same answer, short enough for the title of the page."""
    code = "whale_peak" if answer.code == "whale_peak_some" else answer.code
    sentence = HEADLINE_SENTENCES.get(code) or ANSWER_SENTENCES[code]
    return _text(sentence, answer.facts, language)


def note_text(code: str, facts: Mapping[str, Fact], language: str) -> str:
    """What has to be known to read a picture. Raises `KeyError` for an unknown code."""
    return _text(NOTE_SENTENCES[code], facts, language)


def label(code: str, language: str, facts: Mapping[str, Fact] | None = None) -> str:
    """A word or line inside a picture. Raises `KeyError` for an unknown code."""
    return fill(translate(LABELS[code], language), facts or {}, language)


def _text(sentence: Sentence, facts: Mapping[str, Fact], language: str) -> str:
    if isinstance(sentence, str):
        return fill(translate(sentence, language), facts, language)
    count, forms = sentence
    chosen = translate_plural(forms.one, forms.many, int(facts[count]), language)
    return fill(chosen, facts, language)
