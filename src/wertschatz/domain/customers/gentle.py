"""A gentle line under what somebody writes of others: too long, insulting, or about health.

Never a block. What is written of a person is disclosed on request (GDPR, article 15; BGH, 15 June
2021, VI ZR 576/19), and health is specially protected (article 9).
"""

from __future__ import annotations

import re
import unicodedata

from wertschatz.domain.values import Reason

LONG = 300
"""From so many characters on a note is rarely read again."""
_WORD = re.compile(r"[^\W\d_]+")

INSULTS = frozenset({
    "arschloch", "idiot", "idiotin", "depp", "deppen", "dumm", "doof", "bloed", "trottel",
    "spinner", "penner", "schwein", "sau", "arrogant", "nervensaege", "querulant", "querulantin",
    "abzocker", "betrueger", "betruegerin", "luegner", "luegnerin", "versager", "faul", "stinkt",
    "asozial", "irre", "verrueckt", "zicke", "hexe", "kotzbrocken", "asshole", "idiotic",
    "stupid", "dumb", "moron", "jerk", "liar", "crook", "lazy", "nutter", "bitch", "bastard",
})  # fmt: skip
HEALTH = frozenset({
    "krank", "krankheit", "erkrankt", "krebs", "depression", "depressiv", "burnout", "schwanger",
    "schwangerschaft", "diabetes", "herzinfarkt", "schlaganfall", "demenz", "alkoholiker",
    "alkoholikerin", "sucht", "therapie", "psychisch", "behindert", "behinderung", "operation",
    "chemotherapie", "diagnose", "epilepsie", "corona", "covid", "hiv", "ill", "illness", "sick",
    "cancer", "depressed", "pregnant", "pregnancy", "stroke", "dementia", "alcoholic", "disabled",
    "disability", "chemotherapy", "diagnosis",
})  # fmt: skip
# What names a firm or a trade is no diagnosis: "Praxis für Therapie", "Kosten der Operation".
HARMLESS_BEFORE = frozenset({
    "praxis", "klinik", "zentrum", "institut", "verein", "firma", "haus",
})  # fmt: skip
HARMLESS_AFTER = frozenset({
    "gmbh", "ag", "ug", "kg", "ev", "klinik", "zentrum", "praxis",
})  # fmt: skip


def gentle(text: str) -> tuple[Reason, ...]:
    """What is worth a second thought, each at most once, in a settled order.

    >>> [reason.code for reason in gentle("Herr Krause ist ein Idiot und krank")]
    ['gentle_insult', 'gentle_health']
    """
    words = [_folded(word) for word in _WORD.findall(text)]
    found = []
    if len(text.strip()) > LONG:
        found.append(Reason("gentle_long", {"length": len(text.strip()), "most": LONG}))
    if any(word in INSULTS for word in words):
        found.append(Reason("gentle_insult"))
    if any(_is_health(words, at) for at in range(len(words))):
        found.append(Reason("gentle_health"))
    return tuple(found)


def _is_health(words: list[str], at: int) -> bool:
    if words[at] not in HEALTH:
        return False
    before = words[max(at - 2, 0) : at]
    after = words[at + 1 : at + 2]
    return not (HARMLESS_BEFORE & set(before) or HARMLESS_AFTER & set(after))


def _folded(word: str) -> str:
    low = unicodedata.normalize("NFC", word).casefold()
    for umlaut, plain in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        low = low.replace(umlaut, plain)
    return low
