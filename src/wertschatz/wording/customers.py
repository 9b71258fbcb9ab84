"""One sentence for each criterion, change and group, as the owner of a shop would say it."""

from __future__ import annotations

from collections.abc import Mapping

from wertschatz.domain.customers.assessment import Sure
from wertschatz.domain.customers.marks import MarkKind
from wertschatz.domain.customers.parameters import PARAMETERS
from wertschatz.domain.values import Fact, Group, Reason
from wertschatz.wording.catalogue import N_, Plural, translate, translate_plural
from wertschatz.wording.formats import NBSP, number
from wertschatz.wording.sentences import fill

Sentence = str | tuple[str, Plural]
"""A sentence, or the fact that decides about its form and both forms."""

REASON_SENTENCES: Mapping[str, Sentence] = {
    "high_revenue": (
        "customers",
        Plural(
            "The one customer who brings {share_percent:percent} of the revenue: "
            "{revenue_cents:money} since {from_on:day}.",
            "One of the {customers} customers who together bring {share_percent:percent} "
            "of the revenue: {revenue_cents:money} since {from_on:day}.",
        ),
    ),
    "low_revenue": N_(
        "Lower revenue: {revenue_cents:money} since {from_on:day}; "
        "the leading customers begin at {limit_cents:money}."
    ),
    "more_credited": N_(
        "More credited than invoiced from {from_on:day} to {until_on:day}: {revenue_cents:money}."
    ),
    "no_revenue": N_("No revenue from {from_on:day} to {until_on:day}."),
    "repeatedly_late": (
        "invoices",
        Plural(
            "Pays repeatedly and clearly late: {late} of {invoices} invoice in twelve months more "
            "than {limit_days} days past due, at worst {latest_days} days.",
            "Pays repeatedly and clearly late: {late} of {invoices} invoices in twelve months more "
            "than {limit_days} days past due, at worst {latest_days} days.",
        ),
    ),
    "effort_in_proportion": N_("The effort is in proportion: {effort_minutes:hours}."),
    "effort_not_high": N_(
        "Takes {effort_minutes:hours}, no more than a customer takes on average "
        "({average_minutes:hours})."
    ),
    "effort_raised": N_(
        "Takes clearly more time than the other strong customers: {effort_minutes:hours}, "
        "{times_percent:times} times their effort per euro."
    ),
    "effort_high": N_(
        "High effort for little revenue: {effort_minutes:hours}; "
        "a customer takes {average_minutes:hours} on average."
    ),
    "effort_unknown": N_("How much time this customer takes is not known yet."),
    "small_and_easy": N_("Small and easy: nothing speaks against this customer."),
    "watch_the_terms": N_("Watch the terms of payment."),
    "close_to_heart": N_("Close to your heart: you said so on {marked_on:day}."),
    "useful_to_me": N_(
        "Useful to you, professionally or privately: you said so on {marked_on:day}."
    ),
    "recommends": N_("Recommends you: noted on {days} days in {months} months."),
    "conduct": N_("The tone: unfriendly or brazen on {days} days in {months} months."),
    "demands_more": N_("Demanded more than was agreed on {days} days in {months} months."),
    "drains": N_("You felt drained after contacts on {days} days in {drained_days} days."),
    "presses_price": N_("Pressed for a lower price on {days} days in {months} months."),
    "potential": N_("There is more in it: you said so on {marked_on:day}."),
    "promises_unkept": N_("Promised orders did not come, on {days} days in {months} months."),
    "chatter": N_(
        "Long calls for little revenue: {call_minutes:hours} on the telephone; "
        "who calls takes {average_minutes:hours} on average."
    ),
    "your_decision": N_(
        "Something speaks for A and something for C; no figure can weigh that, only you."
    ),
    "within_margin": N_(
        "Stays {group}, as you last said: no figure lies {steady_percent:percent} beyond its limit."
    ),
    "owner_word": N_("You have decided: {group}."),
    "figures_say": N_("The figures alone would say {group}."),
    "gut_letter": N_("Your gut says {group}; no invoice stands behind it yet."),
    "too_new": N_(
        "Too little is known for a letter: {invoices} invoices, {contacts} contacts, "
        "and known for less than {months} months."
    ),
    "close_to_limit": N_("A close call: the leading customers begin at {limit_cents:money}."),
    "terms_assumed": (
        "invoices",
        Plural(
            "{invoices} invoice states no due date; {terms_days} days are assumed.",
            "{invoices} invoices state no due date; {terms_days} days are assumed.",
        ),
    ),
    "payments_unknown": (
        "invoices",
        Plural(
            "Whether the {invoices} invoice was paid on time is not known.",
            "Whether the {invoices} invoices were paid on time is not known.",
        ),
    ),
    "payments_partly_unknown": N_(
        "Whether it was paid on time is known for {known} of {invoices} invoices only."
    ),
    "revenue_estimated": N_("The revenue is your estimate."),
    "effort_estimated": N_("The effort is your estimate."),
}

CHANGE_SENTENCES: Mapping[str, Sentence] = {
    "would_be_high": N_(
        "With {more_cents:money} more, that is from {limit_cents:money} on, "
        "this would be one of the leading customers."
    ),
    "more_late": (
        "more",
        Plural(
            "{more} more invoice paid clearly late would make it {group}.",
            "{more} more invoices paid clearly late would make it {group}.",
        ),
    ),
    "fewer_late": (
        "fewer",
        Plural(
            "{fewer} late invoice fewer would make it {group}.",
            "{fewer} late invoices fewer would make it {group}.",
        ),
    ),
    "effort_above": N_("More than {limit_minutes:hours} of effort would make it {group}."),
    "effort_below": N_("With at most {limit_minutes:hours} of effort it would be {group}."),
    "talk_below": N_("With at most {limit_minutes:hours} on the telephone it would be {group}."),
    "several_at_once": (
        "things",
        Plural(
            "{things} thing speaks against a better letter.",
            "{things} things at once speak against a better letter; one alone changes nothing.",
        ),
    ),
    "effort_told": N_("Say how much time this customer takes, and the letter may change."),
    "needs_more": N_("A letter comes with {invoices} more invoices or {contacts} more contacts."),
    "needs_more_until": N_(
        "A letter comes with {invoices} more invoices or {contacts} more contacts, "
        "or by itself on {settled_on:day}."
    ),
    "word_taken_back": N_("Only you: take your word back, and the figures speak again."),
    "mark_lapses": N_("What you noted lapses on {until_on:day}, unless it is noted again."),
    "you_decide": N_("Only you: say your word."),
    "first_invoice": N_("With the first invoice the figures begin to speak."),
}

HELP_SENTENCES: Mapping[str, str] = {
    "help_invoices": N_("An invoice list or e-invoices would help most: then revenue is known."),
    "help_times": N_("A time sheet or a call list would help most: then the effort is known."),
    "help_payments": N_(
        "A bank statement, or a list with the day of payment, would help most: then it is known "
        "whether payments come on time."
    ),
    "help_due_dates": N_("A list with due dates would help most."),
}
MARK_SENTENCES: Mapping[MarkKind, str] = {
    MarkKind.DISCOUNT_PRESSED: N_("Pressed for a lower price"),
    MarkKind.PROMISE_BROKEN: N_("A promised order did not come"),
    MarkKind.TONE: N_("Was unfriendly or brazen"),
    MarkKind.DEMANDS: N_("Demanded more than was agreed"),
    MarkKind.DRAINED: N_("I felt drained afterwards"),
    MarkKind.RECOMMENDED: N_("Recommended us"),
    MarkKind.THANKED: N_("Said thank you"),
    MarkKind.CLOSE_TO_HEART: N_("Close to my heart"),
    MarkKind.USEFUL: N_("Useful to me, professionally or privately"),
    MarkKind.POTENTIAL: N_("There is more in it; I believe in it"),
}
LIMIT_UNITS: Mapping[str, Plural] = {
    "days": Plural("day", "days"),
    "invoices": Plural("invoice", "invoices"),
    "one in": Plural("invoice", "invoices"),
    "month": Plural("month of the year", "month of the year"),
    "contacts": Plural("contact", "contacts"),
    "months": Plural("month", "months"),
    "minutes": Plural("minute", "minutes"),
    "hours": Plural("hour", "hours"),
    "weeks": Plural("week", "weeks"),
}

_UNITS = {one.name: one.unit for one in PARAMETERS}
YES, NO = N_("yes"), N_("no")

WORD_ON = N_("You decided on {word_on:day}: {group}.")
WORD_BECAUSE = N_("You decided on {word_on:day}: {group}, because: {word_reason}")

GROUP_NAMES: Mapping[Group | None, str] = {
    Group.A: N_("Group A"),
    Group.B: N_("Group B"),
    Group.C: N_("Group C"),
    None: N_("Undecided"),
}
GROUP_MEANINGS: Mapping[Group | None, str] = {
    Group.A: N_("Full attention: these customers may interrupt you."),
    Group.B: N_("Gladly, but mostly by phone or in writing, and with an eye on the time."),
    Group.C: N_("A way of working, not a verdict: in writing where possible, no concessions."),
    None: N_("Too little is known yet; nothing needs to be decided."),
}
SURE_SENTENCES: Mapping[Sure, str] = {
    Sure.OWNER: N_("Your word."),
    Sure.GOOD: N_("Well founded: revenue, payments and effort are known."),
    Sure.FAIR: N_("Fairly sure: something that matters is unknown or close."),
    Sure.LOW: N_("Not very sure: it rests on estimates."),
    Sure.OPEN: N_("Open: too little is known."),
}
LIMIT_SENTENCES: Mapping[str, str] = {
    "high_share_percent": N_("The leading customers together bring this share of the revenue."),
    "late_days": N_("An invoice is clearly late when it is more than so many days past due."),
    "late_invoices": N_("So many late invoices in twelve months are repeatedly late."),
    "late_invoices_with_share": N_(
        "So many late invoices are enough when they are a large part of all."
    ),
    "late_share_one_in": N_("A large part: one invoice in so many."),
    "default_terms_days": N_("Days until payment where an invoice states no due date."),
    "window_turn_month": N_("Before this month the last twelve months count instead of the year."),
    "settled_invoices": N_("From so many invoices on a customer gets a letter."),
    "settled_contacts": N_("From so many contacts on a customer gets a letter."),
    "settled_months": N_("A customer known for so many months gets a letter."),
    "effort_factor_percent": N_("Effort per euro above this part of the average is raised."),
    "close_percent": N_("Nearer than this to the limit of the leading customers is a close call."),
    "steady_percent": N_(
        "A figure must lie so far beyond its limit to speak against the letter you last confirmed."
    ),
    "marks_needed": N_("So many marks of a kind, on different days, make a criterion."),
    "marks_months": N_("After so many months a mark lapses."),
    "drained_days": N_("Your own mood after contacts (“I felt drained”) is kept for so many days."),
    "chatter_factor_percent": N_(
        "Calls above this part of what a caller takes, and of what the revenue would allow, "
        "are long calls for little revenue."
    ),
    "chatter_minutes": N_("Fewer minutes of calls than this are never called long."),
    "costs_year": N_("What your firm costs in a year, without your own pay."),
    "own_pay_year": N_("What you want to earn yourself in a year."),
    "working_hours_week": N_("Hours a week that you and your staff work, together."),
    "working_weeks_year": N_(
        "Weeks a year that you work: without holidays, illness and feast days."
    ),
    "used_time_percent": N_("This part of working time can be sold; the rest goes into the firm."),
    "minutes_mail": N_("A mail counts as so many minutes of effort."),
    "minutes_appointment": N_("An appointment without a length counts as so many minutes."),
    "revenue_by_payment": N_(
        "Revenue counts on the day it is paid, not on the day of the invoice. What is still open "
        "does not count yet; where nothing is known of the payment, the day of the invoice counts."
    ),
}


def reason_text(reason: Reason, language: str) -> str:
    """The sentence for a criterion. Raises `KeyError` for an unknown code."""
    if reason.code == "owner_word" and reason.facts["word_on"]:
        template = WORD_BECAUSE if reason.facts["word_reason"] else WORD_ON
        return fill(translate(template, language), reason.facts, language)
    return _text(REASON_SENTENCES[reason.code], reason.facts, language)


def change_text(reason: Reason, language: str) -> str:
    """The sentence for what would change a group. Raises `KeyError` for an unknown code."""
    return _text(CHANGE_SENTENCES[reason.code], reason.facts, language)


def group_name(group: Group | None, language: str) -> str:
    """'Group A' … or 'Undecided'."""
    return translate(GROUP_NAMES[group], language)


def group_meaning(group: Group | None, language: str) -> str:
    """In one line, what belonging to the group means for one's time."""
    return translate(GROUP_MEANINGS[group], language)


def sure_text(sure: Sure, language: str) -> str:
    """How sure a proposal is, in a few words."""
    return translate(SURE_SENTENCES[sure], language)


def help_text(reason: Reason, language: str) -> str:
    """Which file would help most. Raises `KeyError` for an unknown code."""
    return translate(HELP_SENTENCES[reason.code], language)


def mark_text(kind: MarkKind, language: str) -> str:
    """What a mark says, in a few words."""
    return translate(MARK_SENTENCES[kind], language)


def unit_text(unit: str, value: int, language: str) -> str:
    """What a limit is counted in: '%', 'days' …, '' where the sentence says it."""
    if unit == "percent":
        return "%"
    forms = LIMIT_UNITS.get(unit)
    return "" if forms is None else translate_plural(*forms, value, language)


def limit_value_text(name: str, value: int, language: str) -> str:
    """'14 days', '80 %', 'yes' …: the value of a limit with what it is counted in.

    >>> limit_value_text("late_days", 1, "en").replace(NBSP, " ")
    '1 day'
    """
    unit = _UNITS[name]
    if unit == "yes or no":
        return translate(YES if value else NO, language)
    return f"{number(value, language)}{NBSP}{unit_text(unit, value, language)}".strip()


def limit_text(name: str, language: str) -> str:
    """What a limit of the analysis means."""
    return translate(LIMIT_SENTENCES[name], language)


def _text(sentence: Sentence, facts: Mapping[str, Fact], language: str) -> str:
    if isinstance(sentence, str):
        return fill(translate(sentence, language), facts, language)
    count, forms = sentence
    chosen = translate_plural(forms.one, forms.many, int(facts[count]), language)
    return fill(chosen, facts, language)
