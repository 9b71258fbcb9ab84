"""The words that telephone systems write above the columns of their lists, and what they mean."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from wertschatz.integrations.files.tables.clock import has_clock
from wertschatz.integrations.files.tables.dates import is_a_day
from wertschatz.integrations.files.tables.layout import Layout, Samples, Vocabulary, filled
from wertschatz.integrations.files.tables.words import folded, joined
from wertschatz.ports.files import Role

_LENGTHS = "gespraechsdauer talktime dauer duration callduration anrufdauer"
_UNITS = "s sec sek seconds sekunden insekunden min minuten minutes inminuten hhmm hhmmss mmss"
# Per role, best first: where several columns match, the earlier word wins.
_WORDS: Mapping[Role, str] = {
    Role.PHONE: """
        rufnrgegenstelle gegenstelle externerufnr externenr externalnr remotenr rufnr telefonnr
        phonenr telephonenr tel telefon phone nr partnernr kontaktnr contactnr fremdnr
        rufnrextern teilnehmer teilnehmernr""",
    Role.CALLER: """
        anrufernr callernr callerid anruferrufnr rufnranrufer fromnr vonnr quellnr quellrufnr
        rufendenr rufende anummer anr callingnr callingparty callfrom callernumber sourcenr
        anrufer caller calledfrom from von quelle source src abgehendenr absender clid fromno""",
    Role.CALLED: """
        angerufenenr callednr calleenr gerufenenr gerufene zielrufnr zielnr rufnrangerufener tonr
        annr bnummer bnr callto calledto dialednr dialedno destinationnr angerufener angerufene
        callee called calledparty to an nach ziel destination dst tono""",
    Role.DIRECTION: """
        richtung anrufrichtung direction calldirection gespraechsrichtung anruftyp calltype anrufart
        typ type art inout kommendgehend verbindungsart""",
    Role.DATE: """
        datum date anrufdatum calldate datumuhrzeit datumzeit datetime dateandtime startdatum
        startdate zeitpunkt zeitstempel timestamp calltime starttime startzeit start anrufbeginn
        callstart beginn gespraechsbeginn tag day started startedat createdat erstellt timestart
        starttimestamp startdatetime""",
    Role.START: """
        uhrzeit zeit time timeofday anrufzeit zeitbeginn beginnzeit starttime startzeit beginn""",
    Role.DURATION: f"""
        gespraechsdauer talktime talking talkduration sprechzeit sprechdauer billsec billable
        billseconds billedseconds gespraechszeit verbindungsdauer dauer duration callduration
        {" ".join(base + unit for base in _LENGTHS.split() for unit in _UNITS.split())}
        anrufdauer laenge length seconds sekunden minuten minutes""",
    Role.STATUS: """
        status anrufstatus callstatus disposition ergebnis result beantwortet answered angenommen
        zustand gespraechsstatus""",
    Role.CUSTOMER: """
        kontaktname contactname anrufername callername namegegenstelle nameextern kontakt contact
        partnername name remotename firma company""",
    Role.PERSON: """
        nebenstelle extension durchwahl mitarbeiter agent benutzer user endgeraet geraet device
        telefonist bearbeiter username apparat""",
}
_TABLE = {
    word: (role, rank) for role, text in _WORDS.items() for rank, word in enumerate(text.split())
}
_NUMBERS = (Role.PHONE, Role.CALLER, Role.CALLED)
_OWN = frozenset({"eigenerufnr", "eigenenr", "ownnr", "leitung", "line", "localnr", "did", "msn"})
_TOOL_ID = frozenset({"uniqueid", "callid", "anrufid", "gespraechsid", "uuid", "id", "historyid"})
# Words that stand above columns of telephone lists only.
_TELLING_WORDS = """
    anrufer angerufener anrufernr callernr callerid callednr calleenr callee rufnr anruftyp
    anrufdatum anrufrichtung calldate calldirection calltype callduration billsec gespraechsdauer
    talktime talking nebenstelle eigenerufnr disposition zielrufnr"""
_TELLING = frozenset(_TELLING_WORDS.split())
_NUMBER = re.compile(r"[+*#]?[\d\s()/.\-*#]{2,30}", re.ASCII)
_EXTENSION = 5
"""Digits; a longer number is one of the public network."""
_WITHHELD = frozenset(
    {
        "anonym", "anonymous", "unbekannt", "unknown", "unterdrueckt", "withheld", "restricted",
        "private", "privat", "unavailable", "verborgen", "rufnrunterdrueckt", "na",
    }
)  # fmt: skip

_IN = ("in", "incoming", "inbound", "eingehend", "eingang", "ein", "kommend", "ankommend",
       "received", "empfangen", "angenommen", "hereinkommend")  # fmt: skip
_OUT = ("out", "outgoing", "outbound", "ausgehend", "ausgang", "aus", "gehend", "abgehend",
        "dialed", "dialled", "gewaehlt", "placed", "getaetigt")  # fmt: skip
_MISSED = ("missed", "verpasst", "entgangen", "unanswered", "unbeantwortet", "verloren", "lost",
           "abandoned")  # fmt: skip
_REJECTED = ("rejected", "abgelehnt", "abgewiesen", "blocked", "blockiert", "declined", "gesperrt")
_INTERNAL = ("internal", "intern", "local")
_DIRECTIONS: Mapping[str, Sequence[str]] = {
    "missed": _MISSED, "rejected": _REJECTED, "out": _OUT, "in": _IN, "internal": _INTERNAL,
}  # fmt: skip
_NOT_ANSWERED = (
    "notanswered", "noanswer", "nichtangenommen", "nichtbeantwortet", "busy", "besetzt", "failed",
    "cancel", "abgebrochen", "no", "nein", "false", "voicemail", "mailbox", "nichterreicht",
    "congestion", "keineantwort", "redirected",
)  # fmt: skip


class Extras(NamedTuple):
    """Columns that no role names, None where there is none."""

    own: int | None
    tool_id: int | None


def _fits(word: str, samples: Samples, place: int) -> bool:
    """Columns hold what their title says; an empty column is believed."""
    cells = filled(samples, place)
    role = _TABLE[word][0]
    if not cells:
        return True
    if role is Role.DATE:
        return _mostly(is_a_day, cells)
    if role is Role.START:
        return _mostly(has_clock, cells)
    if role is Role.DURATION:
        return _mostly(_has_figure, cells) and not _mostly(is_a_day, cells)
    if role is Role.DIRECTION:
        return _mostly(direction_of, cells)
    return role not in _NUMBERS or _mostly(_may_be_a_side, cells)


def _has_figure(cell: str) -> bool:
    return any(sign.isdigit() for sign in cell)


def _may_be_a_side(cell: str) -> bool:
    """A number, a withheld one, a name with its number, or one of our people."""
    return is_number(cell) or (not is_a_day(cell) and not has_clock(cell))


def _mostly(test: Callable[[str], object], cells: Sequence[str]) -> bool:
    return sum(map(bool, map(test, cells))) * 2 > len(cells)


def _sorted_out(roles: dict[Role, int], words: Sequence[str], samples: Samples) -> dict[Role, int]:
    """Days under "start time"; and both numbers of a call say more than one of them."""
    place = roles.get(Role.START)
    if Role.DATE not in roles and place is not None and _mostly(is_a_day, filled(samples, place)):
        roles[Role.DATE] = roles.pop(Role.START)
    if {Role.CALLER, Role.CALLED} <= roles.keys() and Role.DIRECTION not in roles:
        roles.pop(Role.PHONE, None)
    return roles


def _enough(roles: Mapping[Role, int]) -> bool:
    """With whom, in which direction, when and how long.

    A list that names only who was called holds outgoing calls, as the bill of a provider does.
    """
    either = Role.CALLER in roles or Role.CALLED in roles
    sides = either or (Role.PHONE in roles and Role.DIRECTION in roles)
    return sides and Role.DATE in roles and Role.DURATION in roles


CALLS = Vocabulary(_TABLE, _fits, _sorted_out, _enough)
"""How lists of calls are recognised."""


def about_calls(layout: Layout) -> int:
    """How sure it is that the list is one of calls, 0 to 100, however much is understood."""
    roles, samples = layout.roles, layout.samples
    telling = sum(folded(cell) in _TELLING for cell in layout.header)
    numbers = any(_holds_numbers(samples, roles[role]) for role in _NUMBERS if role in roles)
    if layout.known and samples:
        sure = telling or Role.DIRECTION in roles or {Role.CALLER, Role.CALLED} <= roles.keys()
        return 88 if numbers and sure else 60 * bool(telling)
    if layout.known:
        return 88 if telling > 1 else 0
    some = sum(role in roles for role in (Role.DATE, Role.DURATION, Role.DIRECTION))
    return 66 if telling and some > 1 and (numbers or not samples) else 0


def _holds_numbers(samples: Samples, place: int) -> bool:
    """Numbers, and not only extensions, which could be anything."""
    cells = filled(samples, place)
    public = any(is_number(cell) and _digits(cell) > _EXTENSION for cell in cells)
    return public and _mostly(lambda cell: is_number(cell) or is_withheld(cell), cells)


def is_number(cell: str) -> bool:
    """A telephone number as people write it, alone or beside a name."""
    inner = cell.rpartition("<")[2].rstrip("> ") if "<" in cell else cell.strip()
    return bool(_NUMBER.fullmatch(inner)) and _digits(inner) > 1 and not is_a_day(inner)


def _digits(text: str) -> int:
    return sum(sign.isdigit() for sign in text)


def is_withheld(cell: str) -> bool:
    """The caller hid the number."""
    return not cell.strip(" -–") or joined(cell).replace("nummer", "nr") in _WITHHELD


def direction_of(cell: str) -> str:
    """'in', 'out', 'missed', 'rejected', 'internal', or '' for what says none of it.

    >>> direction_of("Eingehender Anruf"), direction_of("verpasst"), direction_of("OUTBOUND")
    ('in', 'missed', 'out')
    """
    words = [joined(word) for word in re.split(r"[\s/_,;:()-]+", cell)]
    for direction, names in _DIRECTIONS.items():
        for word in words:
            if any(word == name or (len(name) > 3 and word.startswith(name)) for name in names):
                return direction
    return ""


def is_unanswered(cell: str) -> bool:
    """The column of results says that nobody spoke."""
    word = joined(cell)
    return word.startswith(_NOT_ANSWERED) or direction_of(cell) in {"missed", "rejected"}


def extras(layout: Layout) -> Extras:
    """The columns beside the roles."""
    words = [folded(cell) for cell in layout.header]

    def place(names: frozenset[str]) -> int | None:
        return next((p for p, word in enumerate(words) if word in names), None)

    return Extras(place(_OWN), place(_TOOL_ID))
