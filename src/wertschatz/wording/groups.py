"""Words for working with groups: what A, B and C mean, polite ways out, letters of a goodbye.

No letter A, B or C stands in anything that a customer may read or hear.
"""

from __future__ import annotations

from collections.abc import Mapping

from wertschatz.domain.values import Reason
from wertschatz.wording.catalogue import N_, translate
from wertschatz.wording.sentences import fill

HOUSE_WORDS: Mapping[tuple[str, str], str] = {
    ("A", "contact"): N_(
        "Full attention. Take your time, ask how it is going, and say thank you for something."
    ),
    ("B", "contact"): N_(
        "Gladly, by phone or in writing, and with an eye on the clock. Write down at once what was "
        "agreed."
    ),
    ("C", "contact"): N_(
        "Friendly and brief. Ask for it in writing, promise nothing on the telephone, and make no "
        "concessions."
    ),
    ("A", "way_out"): N_(
        "I would like to think that through properly. May I call you back tomorrow at ten?"
    ),
    ("B", "way_out"): N_(
        "I have an appointment in a moment. Let us settle the last point, and I will send you the "
        "rest in writing today."
    ),
    ("C", "way_out"): N_(
        "I have to go into an appointment now. Please send me your question by mail; then you get "
        "a proper answer in writing."
    ),
}
ALWAYS = N_(
    "Warranty, withdrawal, safety and consumers' legal notices are never touched by this: they "
    "are dealt with whichever way they come."
)
GENTLE_SENTENCES: Mapping[str, str] = {
    "gentle_long": N_("That is long. A short fact is found again more easily."),
    "gentle_insult": N_(
        "Perhaps say what happened instead of what you think of it; the customer may ask to read "
        "this one day."
    ),
    "gentle_health": N_(
        "That seems to be about health. It is specially protected; leave it out if you can."
    ),
}
ADVICE_SENTENCES: Mapping[str, str] = {
    "goodbye_too_large": N_(
        "This customer brings {share_percent:percent} of your revenue. Find others first; other "
        "prices or another way of working may be enough."
    ),
    "goodbye_ask": N_(
        "First of all: is this customer content with you? What is kinder depends on it."
    ),
    "goodbye_content": N_(
        "Content customers take an end worse than a calmer way of working. Try that first: in "
        "writing, at your times, at a price that pays."
    ),
    "goodbye_unhappy": N_(
        "Unhappy customers take being put off worse than an honest end. Part early, in person, "
        "and help them to somebody who suits them better."
    ),
}
STEP_NAMES: Mapping[str, str] = {
    "talk": N_("Tell them in person"),
    "help": N_("Help towards another provider"),
    "letter": N_("The letter"),
    "last_order": N_("The last order"),
    "thanks": N_("Thanks at the end"),
}
STEP_HELP: Mapping[str, str] = {
    "talk": N_("A call or a visit, before anything is written. Say when, and that you will help."),
    "help": N_("One or two names that suit them better. Ask there first."),
    "letter": N_("Confirms what was said, with the day. You send it; nothing is sent by itself."),
    "last_order": N_("What was promised is done well to the end."),
    "thanks": N_("A line of thanks, and the papers they need."),
}
STEP_TEXTS: Mapping[str, str] = {
    "talk": N_(
        "We have worked together for a while now, and I would like to be open with you: I am "
        "changing what we do, and from {end:day} on I will no longer be able to take on your "
        "orders. Until then everything goes on as agreed, and I will gladly help you to find "
        "somebody who suits you."
    ),
    "help": N_(
        "Dear colleagues, a customer of ours is looking for somebody for the time from {end:day} "
        "on. May I give them your name? They will decide for themselves."
    ),
    "letter": N_(
        "Dear Sir or Madam,\n\nas discussed, we will finish our work for you on {end:day}. All "
        "orders that we have confirmed we carry out with care until then; warranty and your legal "
        "rights remain untouched, of course.\n\nSo that you do not have to search for long:"
        "{provider} We gladly hand over all papers.\n\nThank you for your trust. We wish you all "
        "the best.\n\nKind regards"
    ),
    "last_order": N_(
        "Dear Sir or Madam,\n\nthis is the last of our orders for you. Please tell us by "
        "{end:day} what is still missing, so that we finish it properly.\n\nKind regards"
    ),
    "thanks": N_(
        "Dear Sir or Madam,\n\nwith this our work together comes to an end. Thank you for the "
        "time. All papers are enclosed; for questions on warranty we remain at your disposal."
        "\n\nKind regards"
    ),
}
PROVIDER = N_(" {name} could take over; please ask there yourself.")
NO_PROVIDER = N_(" we gladly name you somebody.")


def instruction_text(
    group: str, kind: str, own: Mapping[tuple[str, str], str], language: str
) -> str:
    """The owner's own words, else those of the house."""
    return own.get((group, kind)) or translate(HOUSE_WORDS[group, kind], language)


def always_text(language: str) -> str:
    """What no instruction touches."""
    return translate(ALWAYS, language)


def gentle_text(reason: Reason, language: str) -> str:
    """The line under a field. Raises `KeyError` for an unknown code."""
    return fill(translate(GENTLE_SENTENCES[reason.code], language), reason.facts, language)


def advice_text(reason: Reason, language: str) -> str:
    """What is kinder. Raises `KeyError` for an unknown code."""
    return fill(translate(ADVICE_SENTENCES[reason.code], language), reason.facts, language)


def step_name(code: str, language: str) -> str:
    """What the step is called."""
    return translate(STEP_NAMES[code], language)


def step_help(code: str, language: str) -> str:
    """What it is about."""
    return translate(STEP_HELP[code], language)


def step_text(code: str, end: str, provider: str, language: str) -> str:
    """The words of the house for it; `end` is an ISO day."""
    named = fill(translate(PROVIDER, language), {"name": provider}, language) if provider else ""
    facts = {"end": end, "provider": named or translate(NO_PROVIDER, language)}
    return fill(translate(STEP_TEXTS[code], language), facts, language)
