"""What the portfolio says: dependence, rhythms, prices, moves and who stayed, as sentences."""

from __future__ import annotations

from collections.abc import Mapping

from wertschatz.domain.values import Reason
from wertschatz.wording.catalogue import N_, Plural, translate, translate_plural
from wertschatz.wording.sentences import fill

Sentence = str | tuple[str, Plural]
"""A sentence, or the fact that decides about its form and both forms."""

SENTENCES: Mapping[str, Sentence] = {
    "dependence_none": N_("There was no revenue in the last twelve months."),
    "dependence_one": N_("All of your revenue comes from one customer."),
    "dependence_law": N_(
        "Your largest customer brings {largest_percent:percent} of your revenue: "
        "five sixths or more."
    ),
    "dependence_notice": N_(
        "Your largest customer brings {largest_percent:percent} of your revenue: worth an eye on."
    ),
    "dependence_few": N_(
        "Your largest customer brings {largest_percent:percent} of your revenue; "
        "with {customers} customers somebody always brings a lot."
    ),
    "dependence_spread": N_(
        "No customer carries you alone: the largest brings {largest_percent:percent} "
        "of your revenue."
    ),
    "dependence_tiny": N_(
        "No customer carries you alone: the largest brings less than 1 % of your revenue."
    ),
    "quiet_weeks": N_(
        "Usually every {weeks} weeks, nothing for {silent_weeks} weeks (last on {last_on:day})."
    ),
    "quiet_days": N_(
        "Usually every {gap} days, nothing for {silent_weeks} weeks (last on {last_on:day})."
    ),
    "prices_nothing": N_("Here is no revenue that other prices could change."),
    "prices_lower": N_(
        "Lower prices bring more only if more orders come; by how many, nobody can say here."
    ),
    "prices_never_less": N_(
        "Even if all of these orders stayed away, no less would remain: "
        "they cost at least as much as they bring."
    ),
    "prices_none_lost": N_("No order may stay away if just as much is to remain."),
    "prices_each_second": N_("Even if every second order stayed away, more would remain."),
    "prices_each": N_(
        "Even if one in {each} orders stayed away, more would remain than today; "
        "the limit lies at {percent:percent} of the orders."
    ),
    "moves_none_yet": N_("As soon as a past year has invoices, its letters stand here."),
    "moves_one_year": N_("At the end of {year} the groups looked like this."),
    "moves_nobody": N_("Nobody changed the group in {year}."),
    "moves_some": N_("Moved up in {year}: {up}; moved down: {down}."),
    "stayed_no_word": N_(
        "From the first letter you confirm, it is counted here whether A and B stay."
    ),
    "stayed_nobody": N_("None of the letters you confirmed first was an A or a B."),
    "stayed_early": N_("It is too early to say: the rules began less than three months ago."),
    "stayed_few": (
        "of",
        Plural(
            "{stayed} of {of} A or B customer still buys; that is too few to conclude anything.",
            "{stayed} of {of} A and B customers still buy; that is too few to conclude anything.",
        ),
    ),
    "stayed_alone": N_(
        "{stayed} of {of} A and B customers still buy; there is no earlier year to hold it against."
    ),
    "stayed_compared": N_(
        "{stayed} of {of} A and B customers still buy; "
        "in as long a time before the rules it was {stayed_before} of {of_before}."
    ),
}


def portfolio_text(value: Reason, language: str) -> str:
    """The sentence. Raises `KeyError` for an unknown code."""
    sentence = SENTENCES[value.code]
    if isinstance(sentence, str):
        return fill(translate(sentence, language), value.facts, language)
    count, forms = sentence
    chosen = translate_plural(forms.one, forms.many, int(value.facts[count]), language)
    return fill(chosen, value.facts, language)
