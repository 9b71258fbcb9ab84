"""Equal treatment: what a firm must not exclude people for, looked for in the words of a profile.

German law: Allgemeines Gleichbehandlungsgesetz of 14 August 2006, §§ 1, 19 and 20
(https://www.gesetze-im-internet.de/agg/). § 19 forbids it for
contracts made with many people alike, and for ethnic origin with everything that is offered to
the public; § 20 allows differences with a plain reason, but never for ethnic origin. This warns;
it never decides, and it is no legal advice.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

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


# Everything is compared without regard to case, but for `(?-i:…)`: in German “Alte” are people and
# “alte” may be windows.
_PEOPLE = {
    "de": r"(?:leuten?|menschen|kunden?|kundinnen|personen|damen|herren|frauen|männern?|paaren?|"
    r"gästen?|mieter\w*|patient\w*)",
    "en": r"(?:people|persons?|customers?|clients?|men|women|folk|couples?|guests?|tenants?)",
}
_LEAD = r"(?:keine[nr]?|nur|ausschliesslich|weder|noch|und|oder|für|ohne)"


def _as_noun(noun: str, anyhow: str, lead: str = _LEAD) -> str:
    """An adjective that stands for people: as a noun, or with nothing after it."""
    return (
        rf"{lead}\s+(?-i:{noun})(?!\w|\s+(?-i:[A-ZÄÖÜ]))|"
        rf"(?:^|{lead}\s+){anyhow}(?=\s*(?:$|[;:)]|nicht\b))"
    )


_NO_SPAN = (
    r"(?=\s*(?:$|[,;:)](?!\S)|-?\s*(?:jahre|jährig|years?\b(?!\s+in))|nicht\b|nehmen\b|not\b))"
)
"""After a number that is an age, and neither money nor a way."""
_ABROAD = (
    r"(?:ausländ|arab|türk|poln|russ|afrikan|asiat|chines|ind|syr|afghan|rumän|bulgar|ukrain|alban|"
    r"serb|kurd|vietnames)ische[nr]?"
)
_STEMS: Mapping[str, Mapping[Ground, str]] = {
    "de": {
        Ground.ORIGIN: (
            r"ausländer(?:n|in|innen)?|migrant\w*|migrationshintergrund|flüchtling\w*|"
            r"asylbewerber\w*|asylant\w*|geflüchtete[nr]?|zigeuner\w*|sinti|roma|türken?|"
            r"türkin(?:nen)?|araber\w*|afrikaner\w*|asiat(?:en|innen)?|chinesen|chinesinnen|inder|"
            r"(?<!nach )(?<!in )(?<!aus )(?<!von )(?<!bis )(?<!durch )polen|polinnen|russen|"
            r"russinnen|syrer\w*|afghanen|rumänen|rumäninnen|bulgaren|ukrainer\w*|albaner\w*|serben|"
            rf"kurden|vietnamesen|{_ABROAD}\s+{_PEOPLE['de']}|"
            rf"(?:schwarze|weisse|farbige|deutsche)[nr]?\s+{_PEOPLE['de']}|"
            + _as_noun("(?:Schwarze|Farbige)[nr]?", "(?:schwarze|farbige)[nr]?")
            + "|"
            + _as_noun(
                "(?:Deutsche|Einheimische)[nr]?",
                "(?:deutsche|einheimische)[nr]?",
                r"(?:nur|ausschliesslich|allein)(?:\s+(?:an|für))?",
            )
            + r"|(?:andere\w*|fremde\w*)\s+herkunft|ethni\w*|rassen?|rassisch\w*|hautfarbe\w*|"
            r"nichtdeutsche\w*"
        ),
        Ground.SEX: (
            r"frauen|männern?|(?:keine[rn]?|nur|nur\s+für)\s+(?:frau|mann)(?!-)|"
            rf"(?:weibliche|männliche)[nr]?\s+{_PEOPLE['de']}|müttern?|schwangere?[nr]?|damen|"
            r"herren|geschlecht\w*"
        ),
        Ground.RELIGION: (
            r"juden?|jüdin(?:nen)?|jüdische?\w*|muslim\w*|moslem\w*|islam|islamisch\w*|christ|"
            r"christen|christlich\w*|katholi\w*|protestant\w*|evangelisch\w*|buddhist\w*|hindus?|"
            r"hinduist\w*|atheist\w*|religion\w*|religiös\w*|gläubigen?|andersgläubig\w*|"
            r"ungläubig\w*|kopftuch\w*|kopftücher\w*|konfession\w*|glaubens(?:richtung|gemein)\w*|"
            r"(?:andere[nrs]|fremde[nrs]|falsche[nrs]|ihre[nrs])\s+glaubens?"
        ),
        Ground.DISABILITY: (
            r"behinderte[nrs]?|behinderung\w*|schwerbehinder\w*|rollstuhlfahr\w*|rollstuhlnutz\w*|"
            rf"(?:im|mit)\s+rollstuhl|blinde[nr]?\s+{_PEOPLE['de']}|"
            + _as_noun("Blinde[nr]?", "blinde[nr]?")
            + r"|gehörlos\w*|taubstumm\w*|psychisch\s+krank\w*|autist\w*"
        ),
        Ground.AGE: (
            r"senioren|seniorinnen|rentner(?:n|in|innen)?|pensionär\w*|greisen?|jugendliche[nr]?|"
            r"teenager\w*|minderjährig\w*|"
            rf"(?:alte|ältere|junge|jüngere)[nr]?\s+{_PEOPLE['de']}|"
            + _as_noun("(?:Alte|Ältere|Jüngere)[nr]?", "(?:alte|ältere|jüngere)[nr]?")
            + r"|\d{2}\s*-?\s*jährige[nr]?|"
            rf"(?:{_PEOPLE['de']}|niemand\w*|alle|jede[nr]?|wer)\s+(?:unter|über|ab|bis)\s+"
            rf"\d{{2}}(?!\d){_NO_SPAN}|"
            r"(?:^|nur\s+|erst\s+)(?:unter|über|ab|bis)\s+\d{2}\s*jahre\w*"
        ),
        Ground.IDENTITY: (
            r"schwule?[nr]?|lesben|lesbisch\w*|homosexu\w*|bisexu\w*|transsexu\w*|transgender\w*|"
            r"transpersonen|transmenschen|queer\w*|homos?|gays?|gleichgeschlechtlich\w*|lgbt\w*"
        ),
    },
    "en": {
        Ground.ORIGIN: (
            r"foreigners?|immigrants?|migrants?|refugees?|asylum\s+seekers?|gyps(?:y|ies)|sinti|"
            r"roma|turks|arabs|africans?|asians?|indians|russians?|syrians?|afghans?|romanians?|"
            r"bulgarians?|ukrainians?|kurds|blacks|non-germans?|"
            r"(?:foreign|black|white|colou?red|turkish|arab|polish|chinese|african|asian|german)\s+"
            rf"{_PEOPLE['en']}|(?:only|exclusively|solely)\s+(?:for\s+)?(?:germans|natives)|"
            r"(?:other|foreign)\s+origin|ethni\w*|racial\w*|skin\s+colou?r|"
            r"race(?!\s*-?\s*(?:cars?|bikes?|tracks?|boats?|horses?|engines?|days?|teams?|driv\w*|"
            r"courses?|weekends?|against|numbers?))"
        ),
        Ground.SEX: (
            r"wom[ae]n|men|females|males|(?:fe)?male\s+"
            rf"{_PEOPLE['en']}|ladies|gentlemen|mothers|pregnan\w*|gender|"
            r"sex(?!\s+(?:shops?|toys?|work\w*))"
        ),
        Ground.RELIGION: (
            r"jews?|jewish|muslims?|moslems?|islam\w*|christians?|catholics?|protestants?|hindus?|"
            r"buddhists?|atheists?|religio\w*|headscar(?:f|ves)|"
            r"(?:other|another|different|any|their)\s+faiths?|of\s+(?!good|bad)(?:\w+\s+)?faith"
        ),
        Ground.DISABILITY: (
            r"disabled|disabilit\w*|handicapped|wheelchair\s+users?|in\s+(?:a\s+)?wheelchairs?|"
            rf"blind\s+{_PEOPLE['en']}|the\s+blind(?!\s+\w)|deaf\w*|mentally\s+ill|autis\w*"
        ),
        Ground.AGE: (
            r"seniors|elderly|pensioners?|retirees?|minors|teenagers?|"
            rf"(?:old|older|young|younger)\s+{_PEOPLE['en']}|\d{{2}}[\s-]+year[\s-]+olds?|"
            r"(?:under|over)[\s-]+\d{2}s|"
            rf"(?:{_PEOPLE['en']}|nobody|no\s+one|anyone|anybody|everyone)\s+"
            rf"(?:under|over|above|below)\s+\d{{2}}(?!\d){_NO_SPAN}|"
            r"(?:^|only\s+)(?:under|over|above|below)\s+\d{2}\s*years?\b(?!\s+in)"
        ),
        Ground.IDENTITY: (
            r"gays?|lesbians?|homosexu\w*|bisexu\w*|transsexu\w*|transgender\w*|queers?|homos?|"
            r"same-sex|lgbt\w*"
        ),
    },
}
_PATTERNS = {
    language: {
        ground: re.compile(rf"(?i)(?<!\w)(?:{stems})(?!\w)") for ground, stems in grounds.items()
    }
    for language, grounds in _STEMS.items()
}
_ONLY = re.compile(
    r"(?i)(?<!\w)(?:nur|ausschliesslich|allein|keine?[nr]?|only|exclusively|solely|no)(?!\w)"
)
_EQUAL = re.compile(
    r"(?i)(?<!\w)(?:unabhängig|egal|gleich\s+welche\w*|gleichgültig|ungeachtet|regardless|whatever|"
    r"irrespective|no\s+matter)(?!\w)"
)
_SENTENCES = re.compile(r"[.!?\n]+")


def unequal(text: str, language: str, *, excluding: bool = True) -> tuple[Unequal, ...]:
    """Words of this text, written in 'de' or 'en', that point to a forbidden ground, each ground
    once, in the order of the law.

    `excluding`: the text says whom one does not serve; else only sentences with “only” or “no”
    count. Sentences that say the contrary (“regardless of …”) never do.

    >>> [(one.ground.value, one.word) for one in unequal("Keine Rentner, keine Eilaufträge", "de")]
    [('age', 'rentner')]
    >>> unequal("Aufträge unter 50 Euro", "de"), unequal("For women", "en", excluding=False)
    ((), ())
    """
    sentences = [
        " ".join(unicodedata.normalize("NFKC", one).replace("ß", "ss").split())
        for one in _SENTENCES.split(text) if one.strip()
    ]  # fmt: skip
    sentences = [
        one for one in sentences
        if not _EQUAL.search(one) and (excluding or _ONLY.search(one))
    ]  # fmt: skip
    found = []
    for ground, pattern in _PATTERNS[language].items():
        hits = (pattern.search(one) for one in sentences)
        hit = next((one for one in hits if one), None)
        if hit is not None:
            found.append(Unequal(ground, hit[0].casefold()))
    return tuple(found)
