"""Sentences of chapter 4: the profile, how well an enquiry fits, and words for an answer.

No letter of a group and no criterion stands in anything that goes outside.
"""

from __future__ import annotations

from collections.abc import Mapping

from wertschatz.domain.profile.enquiry import Decision, Outcome, Way
from wertschatz.domain.profile.equal import Ground, Unequal
from wertschatz.domain.profile.fit import (
    ENOUGH,
    ENOUGH_A,
    ENOUGH_IN_ALL,
    Because,
    CameBy,
    Criterion,
    Fit,
    Held,
    Proposal,
    Says,
    Size,
    Wish,
)
from wertschatz.domain.profile.questions import SHOWN, Answers, Question
from wertschatz.domain.profile.spam import Doubt
from wertschatz.domain.values import Fact
from wertschatz.wording.catalogue import N_, Plural, translate, translate_plural
from wertschatz.wording.sentences import fill

QUESTIONS: Mapping[Question, str] = {
    Question.SERVE: N_("Whom do you serve?"),
    Question.SERVE_NOT: N_("Whom do you not serve?"),
    Question.STAND_FOR: N_("What do you stand for?"),
    Question.EDGES: N_("What are your edges and corners?"),
    Question.TOGETHER: N_("How do we work together?"),
    Question.REACH: N_("How does one reach you?"),
    Question.WISHED: N_("Which words tell that an enquiry suits you?"),
    Question.UNWISHED: N_("Which words tell that an enquiry is not for you?"),
    Question.IMPRINT: N_("What does the imprint say?"),
    Question.PRIVACY: N_("What does the privacy notice say?"),
}
HELP: Mapping[Question, str] = {
    Question.SERVE: N_("Think of the three customers you like working for most. What are they?"),
    Question.SERVE_NOT: N_(
        "Name kinds of jobs, not kinds of people: no rush jobs, no repairs of other makes."
    ),
    Question.STAND_FOR: N_("What would your best customer tell a friend about you?"),
    Question.EDGES: N_("What do you do differently from others, even if it costs you a job?"),
    Question.TOGETHER: N_("Left empty, your house rules stand here."),
    Question.REACH: N_("Address, telephone, mail; the way you like best comes first."),
    Question.WISHED: N_("One a line, such as “staircase”. They stay inside and are never shown."),
    Question.UNWISHED: N_("One a line, such as “rush job”. They stay inside and are never shown."),
    Question.IMPRINT: N_(
        "Name, address, how to reach you at once, register and VAT number where you have them (in "
        "Germany § 5 DDG, as of November 2026). No legal advice: have it looked over."
    ),
    Question.PRIVACY: N_(
        "Who is responsible, what an enquiry keeps (name, contact, text) and for how long, the "
        "right to be told and to have it deleted, the authority (Article 13 GDPR, as of November "
        "2026). No legal advice: have it looked over."
    ),
}
HEADINGS: Mapping[Question, str] = {
    Question.SERVE: N_("Whom we serve"),
    Question.SERVE_NOT: N_("What is not for us"),
    Question.STAND_FOR: N_("What we stand for"),
    Question.EDGES: N_("Our edges and corners"),
    Question.TOGETHER: N_("How we work together"),
    Question.REACH: N_("How you reach us"),
    Question.IMPRINT: N_("Imprint"),
    Question.PRIVACY: N_("Privacy notice"),
}
"""As they stand outside."""
GROUNDS: Mapping[Ground, str] = {
    Ground.ORIGIN: N_("origin"),
    Ground.SEX: N_("sex"),
    Ground.RELIGION: N_("religion"),
    Ground.DISABILITY: N_("disability"),
    Ground.AGE: N_("age"),
    Ground.IDENTITY: N_("sexual identity"),
}
UNEQUAL = N_(
    "“{word}” may exclude people for their {ground}. German law (§§ 19, 20 AGG, as of November "
    "2026) forbids that in much business with customers, unless there is a plain reason."
)
UNEQUAL_ORIGIN = N_(
    "“{word}” may exclude people for their {ground}. German law (§ 19 AGG, as of November 2026) "
    "forbids that for everything that is offered to the public, whatever the reason."
)
INSTEAD = N_(
    "Say it by the kind of job instead, such as “We do not do …” or “We take jobs from … on”. This "
    "is no legal advice, and nothing is blocked."
)
CRITERIA: Mapping[Criterion, str] = {
    Criterion.TRADE: N_("Trade"),
    Criterion.SIZE: N_("Size"),
    Criterion.REGION: N_("Region"),
    Criterion.CAME_BY: N_("The way they came"),
    Criterion.JOB: N_("First job"),
}
SIZES: Mapping[Size, str] = {
    Size.PRIVATE: N_("A private person"),
    Size.ONE: N_("One person at work"),
    Size.SMALL: N_("2 to 9 people"),
    Size.MIDDLE: N_("10 to 49 people"),
    Size.LARGE: N_("50 people and more"),
}
CAME_BY: Mapping[CameBy, str] = {
    CameBy.RECOMMENDED: N_("Recommended by somebody"),
    CameBy.SEARCH: N_("Found by searching the net"),
    CameBy.PAGE: N_("Our own page"),
    CameBy.NETWORK: N_("Fair, club or network"),
    CameBy.ADVERT: N_("Advertisement"),
    CameBy.PASSING: N_("Came past"),
    CameBy.KNOWN: N_("Knew us before"),
    CameBy.OTHER: N_("Another way"),
}
WAYS: Mapping[Way, str] = {
    Way.FORM: N_("by the form"),
    Way.MAIL: N_("by mail"),
    Way.TYPED: N_("typed in"),
}
DECISIONS: Mapping[Decision, str] = {
    Decision.YES: N_("Yes"),
    Decision.ASK: N_("Ask first"),
    Decision.NO: N_("A polite no"),
    Decision.BIN: N_("No enquiry"),
}
OUTCOMES: Mapping[Outcome, str] = {
    Outcome.CAME: N_("Became a customer"),
    Outcome.DECLINED: N_("Decided otherwise"),
    Outcome.SILENT: N_("Nothing more was heard"),
    Outcome.ELSEWHERE: N_("Found help elsewhere"),
}
DOUBTS: Mapping[Doubt, str] = {
    Doubt.TRAP: N_("a field was filled in that nobody sees"),
    Doubt.STAMP: N_("the form was not ours"),
    Doubt.FAST: N_("it was filled in faster than anybody reads"),
    Doubt.OLD: N_("the form had been open for more than a day"),
    Doubt.LINKS: N_("there are many links in it"),
    Doubt.MANY: N_("very many enquiries came within an hour"),
}
TITLES: Mapping[Proposal, str] = {
    Proposal.YES: N_("{name}: this suits you; say yes?"),
    Proposal.ASK: N_("{name}: worth asking first."),
    Proposal.NO: N_("{name}: this asks for a polite no."),
}
BECAUSE: Mapping[Because, str] = {
    Because.UNWISHED: N_("Your profile says that this is not for you."),
    Because.FULL: N_(
        "There is no room for anybody new in your customer time, and not enough speaks for this."
    ),
    Because.FULL_BUT_FITS: N_(
        "It suits you, but there is no room for anybody new in your customer time: ask whether it "
        "can wait."
    ),
    Because.FULL_MIXED: N_(
        "Some of it speaks for this enquiry, and some against it; and there is no room for anybody "
        "new in your customer time."
    ),
    Because.EVIDENCE_FOR: N_("Customers like this one are A more often than usual."),
    Because.EVIDENCE_AGAINST: N_("Customers like this one are A more rarely than usual."),
    Because.WISHED: N_("Your profile wishes for it, and no figures speak against it."),
    Because.MIXED: N_("Some of it speaks for this enquiry, and some against it."),
    Because.UNSURE: N_("What is known says neither yes nor no."),
}
SAYS: Mapping[Says, str] = {
    Says.FOR: N_(
        "{alike_a} of {alike} customers alike in this are A; of all it is {all_a} of {all}. That "
        "speaks for it."
    ),
    Says.EVEN: N_(
        "{alike_a} of {alike} customers alike in this are A; of all it is {all_a} of {all}. That "
        "says neither one nor the other."
    ),
    Says.AGAINST: N_(
        "{alike_a} of {alike} customers alike in this are A; of all it is {all_a} of {all}. That "
        "speaks against it."
    ),
    Says.FEW: N_(
        "Too few to say. Customers alike in this: {alike} (A: {alike_a}); it is known of {all} "
        "(A: {all_a})."
    ),
    Says.UNKNOWN: N_("The enquiry does not tell."),
}
WISHES: Mapping[Wish, str] = {
    Wish.WISHED: N_("Words that you wish for: {words}."),
    Wish.UNWISHED: N_("Words that are not for you: {words}."),
    Wish.BOTH: N_("Words that you wish for, and words that are not for you: {words}."),
    Wish.SILENT: N_("None of the words of your profile stands in it."),
}
FREE = N_("{minutes:hours} of your customer time a week are free.")
NOT_FREE = N_("Your customer time of the week is used up.")
FREE_UNKNOWN = N_(
    "Not known. Set your customer hours in the time budget, and log a week: then it counts."
)
TOGETHER = N_(
    "Taken together, customers like this are A {times:times} times as often as usual: the middle "
    "of what speaks, with few customers drawn towards the usual."
)
TOGETHER_SILENT = N_("Of the figures none says anything yet.")
METHOD = N_(
    "Only letters that you confirmed count. A criterion speaks from {enough} customers alike in "
    "it, {in_all} of whom it is known, and {enough_a} A among these; few customers are drawn "
    "towards the usual share. The figures propose; you decide."
)
WAITING: Mapping[str, str] = {
    "none": N_("No enquiry waits for you."),
    "one": N_("One enquiry waits for you."),
    "many": N_("{count} enquiries wait for you."),
}
HELD_COUNT = Plural("{count} is held as doubtful.", "{count} are held as doubtful.")
PROFILE_TITLES: Mapping[str, str] = {
    "begin": N_("Whom would you like to work for?"),
    "going": N_("Your profile says whom you are for."),
    "outside": N_("Your profile is seen outside."),
}
ORIGINS_EMPTY = N_("Where did your customers come from?")
ORIGINS_BEST = N_("Most A customers came this way: {way}.")
_HELLO, _HELLO_ALONE = N_("Hello {name},"), N_("Hello,")
_THANKS = N_("Thank you for your enquiry.")
_BYE = N_("Kind regards")
_REPLIES: Mapping[Decision, str] = {
    Decision.YES: N_("We would gladly do this. When would a first talk suit you?"),
    Decision.ASK: N_("Before we can promise anything, one question: …"),
    Decision.NO: N_(
        "This is not what we do best, so we would rather not take it on. We say so at once, so "
        "that you lose no time."
    ),
}
_RECOMMEND = N_("Perhaps they can help you: {name}.")
_WE = N_("We are {firm}.")
_SUBJECT = N_("Your enquiry")


def question_text(question: Question, language: str) -> str:
    """The question as it is asked."""
    return translate(QUESTIONS[question], language)


def question_help(question: Question, language: str) -> str:
    """What helps to answer it."""
    return translate(HELP[question], language)


def heading(question: Question, language: str) -> str:
    """The heading above the answer outside; '' for what never goes there."""
    return translate(HEADINGS[question], language) if question in HEADINGS else ""


def unequal_text(found: Unequal, language: str) -> str:
    """What may be against equal treatment, and how to say it instead."""
    sentence = UNEQUAL_ORIGIN if found.ground is Ground.ORIGIN else UNEQUAL
    facts = {"word": found.word, "ground": translate(GROUNDS[found.ground], language)}
    return f"{fill(translate(sentence, language), facts, language)} {translate(INSTEAD, language)}"


def value_text(criterion: Criterion, value: str, language: str) -> str:
    """A value of a criterion as one reads it; those that were typed as they are."""
    if criterion is Criterion.SIZE and value in set(Size):
        return translate(SIZES[Size(value)], language)
    if criterion is Criterion.CAME_BY and value in set(CameBy):
        return translate(CAME_BY[CameBy(value)], language)
    return value


def way_text(came_by: str, language: str) -> str:
    """The way they came; '' where it is not known."""
    return value_text(Criterion.CAME_BY, came_by, language)


def held_text(held: Held, language: str) -> str:
    """What one criterion says, with its counts."""
    facts: dict[str, Fact] = {
        "alike_a": held.alike_a,
        "alike": held.alike,
        "all_a": held.all_a,
        "all": held.all,
    }
    return fill(translate(SAYS[held.says], language), facts, language)


def fit_lines(fit: Fit, language: str) -> tuple[str, str, str]:
    """What the profile says, what time there is, and the figures taken together."""
    quote = ", ".join(f"„{word}“" if language == "de" else f"“{word}”" for word in fit.words)
    wish = fill(translate(WISHES[fit.wish], language), {"words": quote}, language)
    if fit.free_minutes is None:
        free = translate(FREE_UNKNOWN, language)
    elif fit.free_minutes <= 0:
        free = translate(NOT_FREE, language)
    else:
        free = fill(translate(FREE, language), {"minutes": fit.free_minutes}, language)
    speaks = any(one.says in {Says.FOR, Says.EVEN, Says.AGAINST} for one in fit.held)
    times = {"times": round(fit.times * 100)}
    whole = fill(translate(TOGETHER if speaks else TOGETHER_SILENT, language), times, language)
    return wish, free, whole


def method_text(language: str) -> str:
    """How the figures are made."""
    facts: dict[str, Fact] = {"enough": ENOUGH, "in_all": ENOUGH_IN_ALL, "enough_a": ENOUGH_A}
    return fill(translate(METHOD, language), facts, language)


def fit_title(fit: Fit, name: str, language: str) -> str:
    """The proposal as the title of the page."""
    return fill(translate(TITLES[fit.proposal], language), {"name": name or "…"}, language)


def waiting_text(count: int, language: str, held: int = 0) -> str:
    """How many enquiries wait, and how many are held as doubtful."""
    code = "none" if not count else "one" if count == 1 else "many"
    waits = fill(translate(WAITING[code], language), {"count": count}, language)
    if not held:
        return waits
    chosen = translate_plural(*HELD_COUNT, held, language)
    return f"{waits} {fill(chosen, {'count': held}, language)}"


def doubts_text(doubts: tuple[str, ...], language: str) -> str:
    """Why an enquiry is held."""
    return "; ".join(translate(DOUBTS[Doubt(one)], language) for one in doubts)


def reply_text(decision: Decision, name: str, firm: str, language: str) -> str:
    """Words to begin with, to be made one's own."""
    hello = fill(translate(_HELLO, language), {"name": name}, language) if name else (
        translate(_HELLO_ALONE, language)
    )  # fmt: skip
    parts = [translate(_THANKS, language), translate(_REPLIES[decision], language)]
    return f"{hello}\n\n{' '.join(parts)}\n\n{translate(_BYE, language)}\n{firm}".rstrip()


def with_recommended(own: str, recommended: str, language: str) -> str:
    """One's own words and whom one recommends: before the greeting at the end where there is one;
    nothing of them is taken away."""
    sentence = _recommend_text(recommended, language) if recommended else ""
    if not sentence or sentence in own:
        return own
    before, bye, after = own.rpartition(f"\n\n{translate(_BYE, language)}")
    if not bye:
        before, after = after, ""
    return f"{before.rstrip()}\n\n{sentence}{bye}{after}"


def _recommend_text(recommended: str, language: str) -> str:
    return fill(translate(_RECOMMEND, language), {"name": recommended}, language)


def subject_text(language: str) -> str:
    """The subject of the answer's mail."""
    return translate(_SUBJECT, language)


def copy_texts(answers: Answers, firm: str, language: str) -> tuple[str, str]:
    """Texts to copy: a short one for a signature or an entry, and the whole one."""

    def first(question: Question) -> str:
        return next(iter(answers.get(question, "").strip().splitlines()), "")

    we = fill(translate(_WE, language), {"firm": firm}, language) if firm else ""
    parts = (we if answers else "", first(Question.SERVE), first(Question.STAND_FOR))
    short = " ".join(part for part in parts if part)
    whole = "\n\n".join(
        f"{heading(one, language)}\n{answers[one].strip()}"
        for one in SHOWN if answers.get(one, "").strip()
    )  # fmt: skip
    return short, whole
