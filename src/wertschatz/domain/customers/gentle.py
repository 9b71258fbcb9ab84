"""A gentle line under what somebody writes of others: too long, insulting, or about health.

Never a block. What is written of a person is disclosed on request (GDPR, article 15; BGH, 15 June
2021, VI ZR 576/19), and health is specially protected (article 9).
"""

from __future__ import annotations

import re

from wertschatz.domain.values import Reason

LONG = 300
"""Letters; a note longer than this is not read at a glance."""
LONGEST_READ = 5_000
"""More of a text is not looked at."""
CODES = ("gentle_insult", "gentle_health", "gentle_long")
"""In the order of their weight."""

_LETTERS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
# A word with its hyphens is one word: "idiot-proof" is no insult.
_WORD = re.compile(r"[^\W\d_]+(?:[-'’][^\W_]+)*")


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


HARSH = _words("""
    idiot idioten idiotin idiotisch vollidiot vollidioten depp deppen volldepp trottel volltrottel
    dummkopf dummkoepfe hornochse arsch arschloch arschloecher arschgeige drecksack drecksau
    mistkerl miststueck schlampe hure hurensohn wichser spast spasti vollpfosten schwachkopf
    schwachmat schwaetzer schwaetzerin dummschwaetzer labertasche quasselstrippe nervensaege
    nervensaegen querulant querulantin querulanten noergler noerglerin erbsenzaehler
    korinthenkacker halsabschneider geizkragen abzocker gauner ganove betrueger betruegerin
    luegner luegnerin versager asozial kotzbrocken dumm doof bloed bloede bloeder
    stupid idiots idiotic moron morons imbecile asshole arsehole bastard bitch dickhead scumbag jerk
    chatterbox whiner moaner nitpicker skinflint cheapskate tightwad crook liar
""")
HEALTH = _words("""
    krank kranke kranker erkrankt erkrankung krankheit krankheiten krankgeschrieben krankgemeldet
    krankmeldung krankenschein schwerkrank arbeitsunfaehig schwanger schwangerschaft depression
    depressionen depressiv burnout burn-out demenz dement alzheimer epilepsie herzinfarkt
    schlaganfall chemotherapie diabetes diabetiker diabetikerin bandscheibenvorfall migraene
    alkoholiker alkoholikerin alkoholkrank suchtkrank drogensuechtig schwerbehindert behindert
    behinderung psychisch covid hiv tumor
    illness disease pregnant pregnancy depressed dementia epilepsy chemotherapy diabetic migraine
    alcoholism
""")
HEALTH_AFTER = {
    "krebs": _words("hat hatte habe haben an wegen gegen"),
    "cancer": _words("has had have having with of from to"),
    "ill": _words("is was been fell seriously very gravely terminally mentally"),
    "sick": _words("is was been fell very on off seriously"),
    "reha": _words("in zur auf"),
    "parkinson": _words("hat hatte an has had with"),
}
"""Words with another meaning, too: only behind one of these do they speak of health."""
_TITLES = _words("herr herrn frau dr prof familie firma fam fa hr fr mr mrs ms miss doctor strasse")
_FIRM = re.compile(r"\s*(?:&|gmbh\b|ag\b|kg\b|ohg\b|gbr\b|ug\b|e\.?\s?k\b|ltd\b|inc\b|llc\b)")
_OTHER_SENSE = re.compile(r"\s+(?:of|and\s+tired|gelaufen|fall)\b")


def gentle(text: str, most: int = LONG) -> tuple[Reason, ...]:
    """What somebody who cares would say; the weightiest first, mostly nothing.

    `most` is how many characters the field keeps. Names are left alone.

    >>> [why.code for why in gentle("So ein Idiot!")]
    ['gentle_insult']
    >>> gentle("Krankenhaus Nord GmbH, Frau Dr. Sommer: Idiotensichere Anleitung")
    ()
    """
    folded = text[:LONGEST_READ].casefold().translate(_LETTERS)
    found = set()
    before: list[str] = []
    for match in _WORD.finditer(folded):
        word, rest = match.group(), folded[match.end() : match.end() + 12]
        code = _code(word, before[-2:], rest)
        if code and not _is_name(before[-1:], rest):
            found.add(code)
        before.append(word)
    if len(text.strip()) >= min(max(most, 1), LONG):
        found.add("gentle_long")
    return tuple(Reason(code) for code in CODES if code in found)


def _code(word: str, before: list[str], rest: str) -> str:
    if word in HARSH:
        return "" if _OTHER_SENSE.match(rest) else "gentle_insult"
    if word in HEALTH:
        return "gentle_health"
    cues = HEALTH_AFTER.get(word)
    if cues and cues.intersection(before) and not _OTHER_SENSE.match(rest):
        return "gentle_health"
    return ""


def _is_name(before: list[str], rest: str) -> bool:
    """“Frau Krebs”, “Depp & Söhne”, “Gauner GmbH”."""
    return bool(_TITLES.intersection(before)) or _FIRM.match(rest) is not None
