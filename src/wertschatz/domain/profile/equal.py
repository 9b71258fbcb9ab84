"""Equal treatment: what a firm must not exclude people for, looked for in the words of a profile.

German law: Allgemeines Gleichbehandlungsgesetz of 14 August 2006, §§ 1, 19 and 20
(https://www.gesetze-im-internet.de/agg/). § 19 forbids it for
contracts made with many people alike, and for ethnic origin with everything that is offered to
the public; § 20 allows differences with a plain reason, but never for ethnic origin. This warns;
it never decides, and it is no legal advice.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from wertschatz.domain.customers.identity import folded_name

LAW = "AGG §§ 19, 20"
AS_OF = "2026-11"


class Ground(StrEnum):
    """What § 19 (1) AGG names."""

    ORIGIN = "origin"
    """Race, ethnic origin; § 20 knows no exception."""
    SEX = "sex"
    RELIGION = "religion"
    DISABILITY = "disability"
    AGE = "age"
    IDENTITY = "identity"
    """Sexual identity."""


@dataclass(frozen=True, slots=True)
class Unequal:
    """A word that points to a ground, as it was written (folded)."""

    ground: Ground
    word: str


_PEOPLE = (
    r"(?:leute|menschen|kunden|kundinnen|personen|damen|herren|paare|gäste|"
    r"people|persons?|customers?|clients?|men|women|folk|couples|guests)"
)
_STEMS: Mapping[Ground, str] = {
    Ground.ORIGIN: (
        r"ausländ\w*|migrant\w*|migration\w*|flüchtling\w*|asyl\w*|geflüchtet\w*|zigeuner\w*|"
        r"sinti|roma|türk\w*|araber\w*|arabisch\w*|afrikan\w*|polen|polnisch\w*|russen|russisch\w*|"
        r"syrer\w*|rumän\w*|schwarze\w*\s+(?:menschen|leute|kunden|personen)|"
        r"(?:andere\w*|fremde\w*)\s+herkunft|ethni\w*|rasse\w*|hautfarbe\w*|nichtdeutsch\w*|"
        r"foreign\w*|immigrant\w*|refugee\w*|gyps\w*|turks?|turkish|arabs?|africans?|"
        r"polish|russians?|syrians?|romanians?|black\s+(?:people|customers)|skin\s+colou?r|race"
    ),
    Ground.SEX: (
        r"frau|frauen|weiblich\w*|mann|männer\w*|männlich\w*|mütter\w*|schwanger\w*|damen|"
        r"herren|geschlecht\w*|wom[ae]n|females?|m[ae]n|males?|ladies|gentlemen|mothers?|"
        r"pregnan\w*|gender|sex"
    ),
    Ground.RELIGION: (
        r"jude\w*|jüdisch\w*|muslim\w*|moslem\w*|islam\w*|christ|christen|christlich\w*|"
        r"katholi\w*|protestant\w*|evangelisch\w*|buddhist\w*|hindu\w*|atheist\w*|religi\w*|"
        r"gläubig\w*|ungläubig\w*|kopftuch\w*|kopftücher\w*|konfession\w*|glauben?|"
        r"jews?|jewish|moslems?|christians?|catholics?|headscar\w*|faith"
    ),
    Ground.DISABILITY: (
        r"behinder\w*|schwerbehinder\w*|rollstuhl\w*|blinde?n?|gehörlos\w*|taubstumm\w*|"
        r"psychisch\s+krank\w*|autist\w*|disab\w*|handicap\w*|wheelchair\w*|blind|deaf\w*|"
        r"mentally\s+ill"
    ),
    Ground.AGE: (
        r"senior(?:en|innen|in)?|seniors|rentner\w*|pensionär\w*|greis\w*|jugendlich\w*|"
        r"teenager\w*|minderjährig\w*|ältere|alte\s+leute|"
        rf"(?:alte[nr]?|ältere[nr]?|junge[nr]?|jüngere[nr]?|old|older|elderly|young|younger)\s+{_PEOPLE}|"
        r"elderly|pensioners?|retirees?|minors|"
        r"(?:unter|über|ab|bis|under|over|above|below)\s+\d{2}\s*-?\s*"
        r"(?:jahre\w*|jährig\w*|years?\b(?!\s+in))|"
        rf"{_PEOPLE}\s+(?:unter|über|ab|under|over|above|below)\s+\d{{2}}(?!\s*(?:euro|€|%|km|m\b))|"
        r"\w*jährige\w*"
    ),
    Ground.IDENTITY: (
        r"schwul\w*|lesb\w*|homosexu\w*|bisexu\w*|transsexu\w*|transgender\w*|transpersonen|"
        r"queer\w*|homo|homos|gays?|gleichgeschlechtlich\w*|same-sex|lgbt\w*"
    ),
}
_PATTERNS = {ground: re.compile(rf"(?<!\w)(?:{stems})(?!\w)") for ground, stems in _STEMS.items()}
_ONLY = re.compile(
    r"(?<!\w)(?:nur|ausschließlich|allein|only|exclusively|solely|no|keine?[nr]?)(?!\w)"
)
_EQUAL = re.compile(
    r"(?<!\w)(?:unabhängig|egal|gleich\s+welche\w*|gleichgültig|ungeachtet|regardless|whatever|"
    r"irrespective|no\s+matter)(?!\w)"
)
_SENTENCES = re.compile(r"[.!?\n]+")


def unequal(text: str, *, excluding: bool = True) -> tuple[Unequal, ...]:
    """Words of this text that point to a forbidden ground, each ground once, in the order of the
    law.

    `excluding`: the text says whom one does not serve; else only sentences with “only” or “no”
    count. Sentences that say the contrary (“regardless of …”) never do.

    >>> [(one.ground.value, one.word) for one in unequal("Keine Rentner, keine Eilaufträge")]
    [('age', 'rentner')]
    >>> unequal("Aufträge unter 50 Euro"), unequal("Für Frauen und Männer", excluding=False)
    ((), ())
    """
    sentences = [
        folded_name(one).replace("ß", "ss") for one in _SENTENCES.split(text) if one.strip()
    ]
    sentences = [
        one for one in sentences
        if not _EQUAL.search(one) and (excluding or _ONLY.search(one))
    ]  # fmt: skip
    found = []
    for ground, pattern in _PATTERNS.items():
        hits = (pattern.search(one) for one in sentences)
        hit = next((one for one in hits if one), None)
        if hit is not None:
            found.append(Unequal(ground, hit[0]))
    return tuple(found)
