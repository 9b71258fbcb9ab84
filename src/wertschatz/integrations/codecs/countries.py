"""Knows countries by the names that people write into address books, German and English."""

from __future__ import annotations

import re
from collections.abc import Mapping

_TABLE = """
DE deutschland germany bundesrepublikdeutschland federalrepublicofgermany brd deu d
AT österreich oesterreich austria aut a
CH schweiz switzerland suisse svizzera che
LI liechtenstein lie fl
LU luxemburg luxembourg lux l
BE belgien belgium belgique belgië bel b
NL niederlande netherlands thenetherlands nederland holland nld
FR frankreich france fra f
IT italien italy italia ita i
ES spanien spain españa esp e
PT portugal prt
GB großbritannien grossbritannien vereinigteskönigreich unitedkingdom greatbritain england
GB schottland scotland wales uk gbr
IE irland ireland irl
DK dänemark daenemark denmark danmark dnk dk
SE schweden sweden sverige swe
NO norwegen norway norge nor
FI finnland finland fin
IS island iceland isl
PL polen poland polska pol pl
CZ tschechien tschechischerepublik czechia czechrepublic cze
SK slowakei slovakia svk
HU ungarn hungary hun
SI slowenien slovenia svn
HR kroatien croatia hrv
RO rumänien rumaenien romania rou
BG bulgarien bulgaria bgr
GR griechenland greece grc
CY zypern cyprus cyp
MT malta mlt
EE estland estonia est
LV lettland latvia lva
LT litauen lithuania ltu
TR türkei tuerkei turkey türkiye turkiye tur
UA ukraine ukr
RS serbien serbia srb
BA bosnienundherzegowina bosniaandherzegovina bih
ME montenegro mne
MK nordmazedonien northmacedonia mkd
AL albanien albania alb
XK kosovo
MD moldau moldova mda
BY weißrussland belarus blr
RU russland russia russianfederation rus
GE georgien georgia geo
US usa unitedstates unitedstatesofamerica vereinigtestaaten vereinigtestaatenvonamerika
CA kanada canada can
MX mexiko mexico mex
BR brasilien brazil bra
AR argentinien argentina arg
CL chile chl
AU australien australia aus
NZ neuseeland newzealand nzl
JP japan jpn
CN china volksrepublikchina chn
KR südkorea suedkorea southkorea republicofkorea kor
TW taiwan twn
HK hongkong hkg
SG singapur singapore sgp
IN indien india ind
IL israel isr
AE vereinigtearabischeemirate unitedarabemirates are uae
SA saudiarabien saudiarabia sau
EG ägypten aegypten egypt egy
MA marokko morocco mar
TN tunesien tunisia tun
ZA südafrika suedafrika southafrica zaf
MC monaco mco
SM sanmarino smr
AD andorra and
"""
_CODES: Mapping[str, str] = {
    name: line[:2] for line in _TABLE.strip().splitlines() for name in line[3:].split()
}
_NO_LETTERS = re.compile(r"[^\w]+|_")
_ISO = re.compile("[A-Z]{2}")


def country_code(text: str) -> str:
    """ISO 3166-1 alpha-2 for a name or code; the text itself where it is none that is known.

    >>> country_code("Österreich"), country_code("U.S.A."), country_code("de"), country_code("Mars")
    ('AT', 'US', 'DE', 'Mars')
    """
    text = text.strip()
    known = _CODES.get(_NO_LETTERS.sub("", text.lower()))
    if known:
        return known
    return text.upper() if _ISO.fullmatch(text.upper()) else text
