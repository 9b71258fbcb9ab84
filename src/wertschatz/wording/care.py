"""Sentences of chapter 4½: occasions, prompts for one's own words, who is due, the gift ledger."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from wertschatz.domain.care.consent import Channel, Said
from wertschatz.domain.care.gifts import Given, State
from wertschatz.domain.values import Fact, Reason
from wertschatz.wording.catalogue import N_, Plural, translate, translate_plural
from wertschatz.wording.sentences import fill


class Sum(Protocol):
    """One sum of the gift ledger."""

    @property
    def given(self) -> Given:
        """As what they got it."""

    @property
    def cents(self) -> int:
        """As it counts."""

    @property
    def limit_cents(self) -> int:
        """Of that year, or of one occasion."""

    @property
    def left_cents(self) -> int:
        """What may still be given."""

    @property
    def state(self) -> State:
        """How it stands."""


OCCASIONS: Mapping[str, str] = {
    "paid_early_again": N_("Paid early again"),
    "years_together": N_("Years together"),
    "first_order": N_("First order"),
    "round_order": N_("A round number of orders"),
    "special_order": N_("A special order"),
    "recommended": N_("Recommended the firm"),
    "problem_solved": N_("A problem solved"),
    "birthday": N_("Birthday"),
    "gone_quiet": N_("Long silence"),
    "thanks_owed": N_("Thanks owed"),
    "noted": N_("Something done well"),
}
"""Kinds of occasions by their code."""
REASONS: Mapping[str, str] = {
    "paid_early_again": N_("Paid {times} invoices early in {year}, by {early_days} days or more."),
    "years_together": N_("Years together: {years}, since {since_on:day}."),
    "first_order": N_("The first order, on {on:day}."),
    "round_order": N_("Order number {number}, on {on:day}."),
    "special_order": N_("On {on:day} came the largest order so far, far beyond the usual ones."),
    "recommended": N_("Recommended the firm on {on:day}."),
    "problem_solved": N_("On {on:day} we kept what we promised: {about}"),
    "birthday": N_("{who} has a birthday on {on:day}."),
    "birthday_round": N_("{who} turns {age} on {on:day}."),
    "birthday_past": N_("{who} had a birthday on {on:day}."),
    "birthday_round_past": N_("{who} turned {age} on {on:day}."),
    "gone_quiet": N_(
        "Silent for {weeks} weeks, since {last_on:day}; usually there is a pause of {usual_days} "
        "days."
    ),
    "thanks_owed": N_(
        "On {on:day} something came from there, and nobody has said thank you since."
    ),
    "noted": N_("Noted on {on:day}: {about}"),
    "care_never_thanked": N_("No kind word is noted here yet."),
    "care_due_never": N_("No contact is known; the rhythm is {every_days} days."),
}
DUE = Plural(
    "Last contact {since_days} day ago; the rhythm is {every_days} days.",
    "Last contact {since_days} days ago; the rhythm is {every_days} days.",
)
WAITED = Plural("The last kind word was {days} day ago.", "The last kind word was {days} days ago.")
PROMPTS: Mapping[str, Sequence[str]] = {
    "paid_early_again": (N_("What does it make easier for you that the money is there in time?"),),
    "years_together": (
        N_("What is the first thing you remember of each other?"),
        N_("What would be missing without them?"),
    ),
    "first_order": (N_("What did you like about the beginning?"),),
    "round_order": (N_("Which of all these orders did you like best, and why?"),),
    "special_order": (N_("What does this trust mean to you?"),),
    "recommended": (N_("Who came because of it, and how did it go?"),),
    "problem_solved": (N_("What did they bear with patience? How is it working now?"),),
    "birthday": (N_("What do you wish exactly this person, and nobody else?"),),
    "gone_quiet": (N_("What would you really like to know, without wanting to sell?"),),
    "thanks_owed": (N_("What exactly did they do for you?"),),
    "noted": (N_("What exactly was good? What came of it?"),),
}
"""Questions that help to find one's own words; never a finished compliment."""
ALWAYS = N_("Short and true is enough. Nothing is sent from here: you say it or write it yourself.")
KINDS: Mapping[str, str] = {
    "smile": N_("a smile"), "listening": N_("time to listen"), "remark": N_("a kind remark"),
    "thanks": N_("a thank-you"), "card": N_("a card"), "gift": N_("a small gift"),
}  # fmt: skip
"""Those that cost nothing come first."""
ROLES: Mapping[str, str] = {
    "customer": N_("customer"), "contact": N_("contact person"), "staff": N_("staff"),
    "boss": N_("boss"),
}  # fmt: skip
CHANNELS: Mapping[str, str] = {
    Channel.PHONE: N_("by telephone"), Channel.MAIL: N_("by e-mail"), Channel.POST: N_("by post"),
}  # fmt: skip
SAID: Mapping[str, str] = {
    Said.ALLOWED: N_("allowed"), Said.ASKED: N_("asked, no answer yet"),
    Said.OBJECTED: N_("objected"),
}  # fmt: skip
GIVEN: Mapping[str, str] = {
    Given.BUSINESS: N_("as a business friend"), Given.STAFF: N_("as staff"),
}  # fmt: skip
SETTINGS: Mapping[str, str] = {
    "care_days_a": N_("Group A: a word every … days (0: no rhythm)"),
    "care_days_b": N_("Group B: a word every … days (0: no rhythm)"),
    "care_days_c": N_("Group C: a word every … days (0: no rhythm)"),
    "care_minutes_each": N_("Minutes for one word"),
    "care_minutes_week": N_("Minutes a week that you have for it"),
    "care_deducts_vat": N_("The firm deducts input tax, so that gifts count net (1: yes, 0: no)"),
}
STATES: Mapping[str, str] = {
    State.FINE: N_("{left:money} are left."),
    State.NEAR: N_(
        "Near the limit: {left:money} are left. One cent more than that, and all is lost."
    ),
    State.OVER: N_("Beyond the limit of {limit:money}: the whole sum is not deductible."),
}
STAFF_NEAR = N_(
    "Near the limit: {left:money} are left. One cent more than that, and the whole sum counts as "
    "wages."
)
STAFF_NONE = N_("Without a personal occasion the whole sum counts as wages.")
STAFF_WOULD = N_(
    "With this gift it would be {cents:money}, and the limit is {limit:money}. It is a cliff: not "
    "only the part beyond it, the whole sum would count as wages."
)
STAFF_OVER = N_("Beyond the limit of {limit:money}: the whole sum counts as wages.")
WOULD = N_(
    "With this gift it would be {cents:money}, and the limit is {limit:money}. It is a cliff: not "
    "only the part beyond it, the whole sum would be lost for the tax."
)
TITLES: Mapping[str, str] = {
    "suggestion": N_("A kind word for {name} today?"),
    "enough": N_("Enough for this week."),
    "answered": N_("Today’s kind word is done."),
    "put_off": N_("The next suggestion comes tomorrow."),
    "due": N_("Nobody is forgotten: whose turn it is."),
    "calm": N_("Nobody waits for a word today."),
}
TASK = N_("Ask {name} how it is going")
YEAR_NONE = N_("No kind word is noted for {year} yet.")
YEAR = Plural("{given} kind word was given in {year}.", "{given} kind words were given in {year}.")
BACK = Plural("{back} came back.", "{back} came back.")
MONTH = N_("{month}: {given} given, {back} came back")
LABELS: Mapping[str, str] = {
    "question": N_("The year’s thanks"), "month": N_("Month"), "given": N_("Given"),
    "back": N_("Came back"), "words": N_("Kind words"),
    "legend": N_("Filled: given. Outlined: came back, thanks and recommendations included."),
}  # fmt: skip
MONTHS = (
    N_("January"), N_("February"), N_("March"), N_("April"), N_("May"), N_("June"), N_("July"),
    N_("August"), N_("September"), N_("October"), N_("November"), N_("December"),
)  # fmt: skip
CSV_HEADS = (
    N_("Date"), N_("Recipient"), N_("Given as"), N_("What"), N_("Occasion"), N_("Gross"),
    N_("VAT %"), N_("Counts"), N_("Sum of the year or occasion"), N_("Limit"),
)  # fmt: skip


def always(language: str) -> str:
    """Nothing is sent from here."""
    return translate(ALWAYS, language)


def reason_text(reason: Reason, language: str) -> str:
    """An occasion, or why somebody is suggested or due."""
    if reason.code == "care_waited":
        days = int(reason.facts["days"])
        return fill(translate_plural(*WAITED, days, language), reason.facts, language)
    if reason.code == "care_due":
        days = int(reason.facts["since_days"])
        return fill(translate_plural(*DUE, days, language), reason.facts, language)
    code = reason.code
    if code == "birthday":
        code += ("_round" if "age" in reason.facts else "") + (
            "_past" if "past" in reason.facts else ""
        )
    return fill(translate(REASONS[code], language), reason.facts, language)


def occasion_name(code: str, language: str) -> str:
    """'Birthday'; '' for what is none."""
    return translate(OCCASIONS[code], language) if code in OCCASIONS else ""


def prompts(code: str, language: str) -> list[str]:
    """Questions that help to find one's own words."""
    return [translate(one, language) for one in PROMPTS.get(code, ())]


def word(code: str, language: str) -> str:
    """A kind of attention, role, channel, answer or setting by its code; '' for none."""
    for table in (KINDS, ROLES, CHANNELS, SAID, SETTINGS, LABELS):
        if code in table:
            return translate(table[code], language)
    return ""


def given_as(given: str, language: str) -> str:
    """'as a business friend', 'as staff'."""
    return translate(GIVEN[given], language)


def ledger_text(entry: Sum, currency: str, language: str) -> str:
    """How a sum stands to its limit."""
    text = STATES[entry.state]
    if entry.given is Given.STAFF:
        staff = {State.NEAR: STAFF_NEAR, State.OVER: STAFF_OVER}
        text = staff.get(entry.state, text) if entry.limit_cents else STAFF_NONE
    return fill(translate(text, language), _money(entry, currency), language)


def would_text(entry: Sum, currency: str, language: str) -> str:
    """What a gift that is not given yet would do."""
    text = WOULD
    if entry.given is Given.STAFF:
        text = STAFF_WOULD if entry.limit_cents else STAFF_NONE
    return fill(translate(text, language), _money(entry, currency), language)


def _money(entry: Sum, currency: str) -> dict[str, Fact]:
    return {
        "cents": entry.cents, "limit": entry.limit_cents, "left": entry.left_cents,
        "currency": currency,
    }  # fmt: skip


def title_text(code: str, name: str, language: str) -> str:
    """The one sentence of the page."""
    return fill(translate(TITLES[code], language), {"name": name}, language)


def task_title(name: str, language: str) -> str:
    """Of a "how is it going" call."""
    return fill(translate(TASK, language), {"name": name}, language)


def month_name(month: int, language: str) -> str:
    """1 is January."""
    return translate(MONTHS[month - 1], language)


def year_text(year: int, given: int, back: int, language: str) -> str:
    """The year's thanks in one sentence."""
    facts: dict[str, Fact] = {"year": str(year), "given": given, "back": back}
    if not given and not back:
        return fill(translate(YEAR_NONE, language), facts, language)
    said = (translate_plural(*YEAR, given, language), translate_plural(*BACK, back, language))
    return " ".join(fill(one, facts, language) for one in said)


def month_text(month: int, given: int, back: int, language: str) -> str:
    """One pair of bars."""
    facts: dict[str, Fact] = {"month": month_name(month, language), "given": given, "back": back}
    return fill(translate(MONTH, language), facts, language)


def csv_heads(language: str) -> list[str]:
    """Of the export for the bookkeeper."""
    return [translate(one, language) for one in CSV_HEADS]
