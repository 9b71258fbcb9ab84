"""Words for connecting a telephone system: what each is called, and what can be set."""

from __future__ import annotations

from collections.abc import Mapping

from wertschatz.wording.catalogue import N_, translate

SYSTEMS: Mapping[str, str] = {
    "json": "Kamailio (JSON)",
    "fastagi": "Asterisk (FastAGI)",
    "sipgate": "sipgate",
    "placetel": "Placetel",
    "twilio": "Twilio",
    "fritzbox": "FRITZ!Box",
}
"""Names that are the same in every language; in this order they are offered."""
PAGES: Mapping[str, tuple[str, str]] = {
    "json": ("telefon-kamailio.md", "telephone-kamailio.md"),
    "fastagi": ("telefon-asterisk.md", "telephone-asterisk.md"),
    "sipgate": ("telefon-sipgate.md", "telephone-sipgate.md"),
    "placetel": ("telefon-placetel.md", "telephone-placetel.md"),
    "twilio": ("telefon-twilio.md", "telephone-twilio.md"),
    "fritzbox": ("telefon-fritzbox.md", "telephone-fritzbox.md"),
}
"""Pages of the handbook, German and English."""
OVERVIEW = ("telefon.md", "telephone.md")
DOES: Mapping[str, str] = {
    "json": N_("asks before it rings; also whatever program of your own asks in JSON"),
    "fastagi": N_("asks before it rings, from its dialplan"),
    "sipgate": N_("asks before it rings, over the internet"),
    "placetel": N_("asks before it rings, over the internet, and signs"),
    "twilio": N_("asks before it rings, over the internet, and signs"),
    "fritzbox": N_("tells who is calling, but asks nobody: it rings as always"),
}
OPTIONS: Mapping[str, str] = {
    "user": N_("Name in front of the address, if you put one there"),
    "password": N_("Password in front of the address"),
    "owner": N_("Your telephones, with commas, where your times name none"),
    "secret": N_("Shared secret: without it no request is taken"),
    "auth_token": N_("Auth Token of your account: without it no request is taken"),
    "url": N_("The secret address as the provider calls it"),
    "routing_plan": N_("Number of a routing plan that rings at yours"),
    "prompt_later": N_("Number of the announcement: call back later"),
    "prompt_in_writing": N_("Number of the announcement: please write"),
    "voicemail": N_("Whoever is to be called back speaks to the voicemail"),
    "voicemail_announcement": N_("Number of the voicemail’s announcement"),
    "key_prompt": N_("Address of a WAV file: “In an emergency press 1”"),
    "say_later": N_("What the caller hears: call back later"),
    "say_in_writing": N_("What the caller hears: please write"),
    "say_key": N_("Words that name the key: “In an emergency press 1.”"),
    "host": N_("Name or address of the box, if it is not fritz.box"),
    "port": N_("Port of its call monitor, if it is not 1012"),
}
LABEL = N_("What you call it")
HIDDEN = frozenset({"password", "secret", "auth_token"})
"""Options that are shown only on request."""
NO_ANSWERS: Mapping[str, str] = {
    "off": N_(
        "The gate is not running, so it could not be asked. Start it with “wertschatz serve”."
    ),
    "late": N_("The gate did not decide in time. The telephone system lets it ring at yours then."),
    "not_genuine": N_(
        "The gate takes no request from this system yet: secret, token, name or password are "
        "missing here, or were changed a moment ago. Enter them and try again."
    ),
    "unknown": N_(
        "The gate does not know this address, or could not decide; it rings at yours then. If you "
        "made the address just now, try again in a moment."
    ),
}


def option_text(name: str, language: str) -> str:
    """What an option is, as the label of its field."""
    return translate(OPTIONS.get(name, LABEL), language)


def does_text(kind: str, language: str) -> str:
    """What a system can do."""
    return translate(DOES[kind], language)


def handbook_page(kind: str, language: str) -> str:
    """The file of its page in the handbook; '' as kind: the overview."""
    german, english = PAGES.get(kind, OVERVIEW)
    return german if language == "de" else english


def no_answer_text(code: str, language: str) -> str:
    """Why the gate said nothing, and what to do."""
    return translate(NO_ANSWERS[code], language)
