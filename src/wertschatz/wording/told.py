"""The rules, told politely: greeting, voicemail, signature, absence, house rules, door, team.

No letter of a group, no criterion and no name of a caller stands in any of them, and no text
refuses a consumer's legal notice for the way it comes.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from wertschatz.domain.rules.rule import Verdict
from wertschatz.domain.rules.told import Outward, Text
from wertschatz.domain.values import Fact
from wertschatz.wording.catalogue import N_, translate
from wertschatz.wording.hours import moment_text, week_text
from wertschatz.wording.sentences import fill

NAMES: Mapping[Text, str] = {
    Text.GREETING: N_("Greeting"),
    Text.VOICEMAIL: N_("Voicemail"),
    Text.SIGNATURE: N_("E-mail signature"),
    Text.ABSENCE: N_("Absence reply"),
    Text.HOUSE_RULES: N_("House rules"),
    Text.DOOR: N_("At the door"),
    Text.TEAM: N_("Sheet for team and boss"),
}
WHERE: Mapping[Text, str] = {
    Text.GREETING: N_("Said at the beginning of a call, or by the telephone system."),
    Text.VOICEMAIL: N_("To read onto the voicemail."),
    Text.SIGNATURE: N_("Below every mail: so the rules are known before anybody needs them."),
    Text.ABSENCE: N_("What the mail program answers by itself while you do not read."),
    Text.HOUSE_RULES: N_("For the web page, the offer, the first letter."),
    Text.DOOR: N_("A sheet for the door, where there is no tablet."),
    Text.TEAM: N_("What colleagues and the boss can rely on; talked over before it hangs there."),
}
LEGAL = N_(
    "Withdrawal, warranty and everything about safety reach me in every way and at every time; "
    "nothing of it depends on these rules."
)
_HELLO = N_("Hello, this is {firm}. It is good that you call.")
_REACHED = N_("Hello, you have reached {firm}.")
_AT_WORK = N_("Just now I give a matter my full attention; soon it will be yours.")
_AWAY = N_("I am not to be reached until {until}.")
_PHONE = N_("On the telephone I have time for you: {phone}.")
_TEAM_HELPS = N_("Often somebody of the team can help at once.")
_CALL_BACK = N_("When it does not suit, I call back at a time that we name.")
_LEAVE = N_("Please say your name, your number and what it is about; I will get in touch.")
_LEAVE_CALLED = N_(
    "Please say your name, your number and what it is about; I will call back at a time that "
    "suits you, too."
)
_LEAVE_LATER = N_("Please say your name, your number and what it is about; I will see to it then.")
_MAIL = N_("I read mails {mail}, and then without hurry.")
_THANKS_MAIL = N_("Thank you for your message.")
_MAIL_LATER = N_("I will read your mail then and answer without hurry.")
_MAIL_ANSWER = N_("I read mails with time for them and answer without hurry.")
_RULES_TITLE = N_("How we work together well")
_IN_WRITING = N_("What matters is well kept in writing: then nothing gets lost, on either side.")
_BREAK = N_("The break is a break: {breaks}.")
_DOOR_CLOSED = N_("The closed door means: I am working on something that needs quiet.")
_KNOCK = N_("In an emergency (fire, illness, danger) please knock.")
_DOOR_WORD = N_("Anything else gladly on a slip of paper; I will come as soon as I look up.")
_DOOR_LATER = N_("Anything else gladly on a slip of paper; I will see to it then.")
_WISHES = N_("And when and how do you like to be reached? Tell me; I will keep to it.")
_TEAM_TITLE = N_("How I work, so that everybody can rely on it")
_TEAM_DOOR = N_("Door closed: emergencies only (fire, illness, danger).")
_TEAM_WAIT = N_("Who wants something waits until I have finished the matter in hand and look up.")
_TEAM_FIRST = N_("Customers are put through after a colleague tried to settle it and could not.")
_TEAM_CALL_BACK = N_("Call-backs get a time; I keep it.")
_TEAM_MAIL = N_("Mails I read at fixed times, in one go: {mail}.")
_TEAM_ONCE = N_("I take every matter into my hand once: then it is done, delegated or in the bin.")
_TEAM_LEGAL = N_(
    "Withdrawal, warranty and everything about safety are always taken in, however they come, and "
    "handed on the same day."
)
_TEAM_GAIN = N_("What it brings: undisturbed time for what our customers wait for.")
SAYINGS: Mapping[Verdict, str] = {
    Verdict.PUT_THROUGH: N_("I have time for you now."),
    Verdict.COLLEAGUE: N_("Somebody of the team can help you at once; may I put you through?"),
    Verdict.CALL_BACK: N_("I would like to take my time for this. May I call you back?"),
    Verdict.IN_WRITING: N_(
        "Please send me that in writing; then you get a proper answer, and nothing gets lost."
    ),
    Verdict.NOT_NOW: N_("Just now it does not suit; I will get in touch."),
}
CALL_BACK_AT = N_("I would like to take my time for this. May I call you back on {until}?")
NOT_NOW_UNTIL = N_("Just now it does not suit; from {until} on I am there again.")
LAPSED = N_(
    "I had promised you a call and did not find the quiet for it. Now I have time for you; does "
    "it suit, or shall we say {until}?"
)
LAPSED_NOW = N_(
    "I had promised you a call and did not find the quiet for it. Now I have time for you; does "
    "it suit?"
)


def told_text(
    kind: Text,
    rules: Outward,
    firm: str,
    language: str,
    until: dt.datetime | None = None,
) -> str:
    """The text as the rules make it; `until`, where the firm is, for somebody who is away.

    Lines of a list begin with “– ”. `firm` may be ''.
    """
    facts: dict[str, Fact] = {
        "firm": firm or "…", "phone": week_text(rules.phone, language),
        "mail": week_text(rules.mail, language), "breaks": week_text(rules.breaks, language),
        "until": moment_text(until, language) if until else "",
    }  # fmt: skip
    lines = _MAKERS[kind](rules, until is not None)
    return "\n".join(fill(translate(line, language), facts, language) if not line.startswith("– ")
                     else "– " + fill(translate(line[2:], language), facts, language)
                     for line in lines)  # fmt: skip


def text_name(kind: Text, language: str) -> str:
    """What the text is called."""
    return translate(NAMES[kind], language)


def text_where(kind: Text, language: str) -> str:
    """Where it belongs."""
    return translate(WHERE[kind], language)


def say_text(verdict: Verdict, until: dt.datetime | None, language: str) -> str:
    """Polite words for whoever is turned to another way or time; `until` where the firm is."""
    facts: dict[str, Fact] = {"until": moment_text(until, language)} if until else {}
    sentence = SAYINGS[verdict]
    if until and verdict is Verdict.CALL_BACK:
        sentence = CALL_BACK_AT
    if until and verdict is Verdict.NOT_NOW:
        sentence = NOT_NOW_UNTIL
    said = fill(translate(sentence, language), facts, language)
    if verdict in {Verdict.IN_WRITING, Verdict.NOT_NOW}:
        return f"{said} {translate(LEGAL, language)}"
    return said


def lapsed_text(slot: dt.datetime | None, language: str) -> str:
    """Kind words for a call-back that was not made; `slot` is another time, where the firm is."""
    if slot is None:
        return translate(LAPSED_NOW, language)
    return fill(translate(LAPSED, language), {"until": moment_text(slot, language)}, language)


def _greeting(rules: Outward, away: bool) -> list[str]:
    return [_HELLO, *_reach(rules)]


def _reach(rules: Outward) -> list[str]:
    lines = ((rules.phone, _PHONE), (rules.colleague, _TEAM_HELPS), (rules.call_back, _CALL_BACK))
    return [line for said, line in lines if said]


def _voicemail(rules: Outward, away: bool) -> list[str]:
    if away:
        return [_REACHED, _AWAY, _LEAVE_LATER, LEGAL]
    leave = _LEAVE_CALLED if rules.call_back else _LEAVE
    return [_REACHED, _AT_WORK, leave, *([_PHONE] if rules.phone else [])]


def _signature(rules: Outward, away: bool) -> list[str]:
    lines = ((rules.phone, _PHONE), (rules.mail, _MAIL), (rules.call_back, _CALL_BACK))
    return [line for said, line in lines if said] or [_MAIL_ANSWER]


def _absence(rules: Outward, away: bool) -> list[str]:
    if away:
        return [_THANKS_MAIL, _AWAY, _MAIL_LATER, LEGAL]
    return [_THANKS_MAIL, _MAIL if rules.mail else _MAIL_ANSWER,
            *([_PHONE] if rules.phone else []), LEGAL]  # fmt: skip


def _house_rules(rules: Outward, away: bool) -> list[str]:
    lines: Sequence[tuple[object, str]] = (
        *((True, line) for line in _reach(rules)), (rules.mail, _MAIL),
        (rules.in_writing, _IN_WRITING), (rules.breaks, _BREAK), (True, LEGAL), (True, _WISHES),
    )  # fmt: skip
    return [_RULES_TITLE, *("– " + line for said, line in lines if said)]


def _door(rules: Outward, away: bool) -> list[str]:
    head = [_AWAY] if away else [_DOOR_CLOSED, *([_BREAK] if rules.breaks else [])]
    return [*head, _KNOCK, _DOOR_LATER if away else _DOOR_WORD]


def _team(rules: Outward, away: bool) -> list[str]:
    lines: Sequence[tuple[object, str]] = (
        (rules.closed_door, _TEAM_DOOR), (True, _TEAM_WAIT), (rules.colleague, _TEAM_FIRST),
        (rules.call_back, _TEAM_CALL_BACK), (rules.mail, _TEAM_MAIL), (True, _TEAM_ONCE),
        (rules.breaks, _BREAK), (True, _TEAM_LEGAL), (True, _TEAM_GAIN),
    )  # fmt: skip
    return [_TEAM_TITLE, *("– " + line for said, line in lines if said)]


_MAKERS = {
    Text.GREETING: _greeting, Text.VOICEMAIL: _voicemail, Text.SIGNATURE: _signature,
    Text.ABSENCE: _absence, Text.HOUSE_RULES: _house_rules, Text.DOOR: _door, Text.TEAM: _team,
}  # fmt: skip
