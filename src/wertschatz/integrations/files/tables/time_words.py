"""The words that time sheets write above their columns, and what they mean."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import NamedTuple

from wertschatz.integrations.files.tables.clock import has_clock
from wertschatz.integrations.files.tables.dates import is_a_day
from wertschatz.integrations.files.tables.layout import Layout, Samples, Vocabulary, filled
from wertschatz.integrations.files.tables.words import WORDS, folded
from wertschatz.ports.files import Role

_LENGTHS = "duration dauer time zeit arbeitszeit zeitaufwand aufwand effort worktime workingtime"
_UNITS: Mapping[int, str] = {
    3600: "h hhmmss hhmm std stunden hours decimal dezimal dezimalstunden decimalhours",
    60: "min mins minuten minutes",
    1: "s sec secs sek sekunden seconds",
}
# "Duration (h)" stands before "Duration (decimal)": it is written without rounding.
_WITH_UNIT = [
    base + unit for units in _UNITS.values() for unit in units.split() for base in _LENGTHS.split()
]

# Per role, best first: where several columns match, the earlier word wins.
_WORDS: Mapping[Role, str] = {
    Role.CUSTOMER: """
        kundenname kundename customername clientname kunde customer client auftraggeber mandant
        mandantenname klient debitor firmenname companyname firma company organization
        organisation accountcustomer kundeprojekt projektkunde jobcode1 accountname account""",
    Role.CUSTOMER_NUMBER: """
        kundennr kundenr kdnr customernr customerno customerid clientid clientnr clientno
        kundenid customercode kundencode debitorennr mandantennr kundenkonto""",
    Role.DATE: """
        datum date startdate startdatum localdate begindate beginndatum datumvon vondatum
        startedon leistungsdatum leistungstag arbeitstag workdate datework spentdate spenton
        entrydate tag day""",
    Role.START: """
        starttime startzeit startuhrzeit begintime beginnzeit beginn begin beginnt von from
        start anfang anfangszeit startzeitpunkt startdatetime startdateandtime starttimestamp
        startedat timestarted timefrom fromtime uhrzeitvon zeitvon vonzeit vonuhrzeit
        arbeitsbeginn kommen clockin localstarttime started""",
    Role.END_DATE: """
        enddate enddatum stopdate stopdatum datumbis bisdatum finishdate endedon""",
    Role.END: """
        endtime endzeit enduhrzeit ende end bis to until stop stoptime stopzeit finish
        finishtime endzeitpunkt enddatetime enddateandtime endtimestamp endedat stoppedat
        timeended timeto totime uhrzeitbis zeitbis biszeit bisuhrzeit arbeitsende gehen clockout
        localendtime ended""",
    Role.DURATION: f"""
        duration dauer {" ".join(_WITH_UNIT)} hours stunden std stundenzahl anzahlstunden
        arbeitszeit arbeitsstunden zeitaufwand aufwand timespent timespentseconds hoursworked
        workedhours loggedhours trackedtime registeredtime gebuchtezeit iststunden istzeit nettozeit
        nettoarbeitszeit hoursspent hrs hm effort minutes minuten seconds sekunden hoursrounded
        h""",
    Role.PERSON: """
        mitarbeiter mitarbeitername mitarbeiterin user username benutzer benutzername employee
        employeename person personname teammember member membername bearbeiter bearbeitername
        worker staff consultant resource fullname vorname firstname fname givenname name kuerzel
        useremail benutzeremail mitarbeiteremail employeeemail""",
    Role.PROJECT: """
        projekt project projectname projektname projektbezeichnung projecttitle auftrag job
        jobname""",
    Role.TASK: """
        taetigkeit activity task aufgabe taskname activityname aktivitaet taetigkeitsart
        leistung leistungsart activitytype service arbeitsart beschreibung description
        taetigkeitsbeschreibung leistungsbeschreibung notes note notiz notizen bemerkung
        bemerkungen kommentar comment comments title titel betreff memo""",
    Role.BILLABLE: """
        billable abrechenbar fakturierbar verrechenbar berechenbar fakturabel isbillable
        billablestatus""",
}
_TABLE: Mapping[str, tuple[Role, int]] = {
    # backwards: of a word that stands twice the better rank stays
    word: (role, rank)
    for role, words in _WORDS.items()
    for rank, word in reversed([*enumerate(words.split())])
}
_EMAIL = frozenset({"email", "emailadresse", "emailaddress", "mail"})
_FIRST_NAME = frozenset({"vorname", "firstname", "givenname", "fname"})
_LAST_NAME = frozenset({"nachname", "lastname", "familienname", "familyname", "surname", "lname"})
_DESCRIPTION = frozenset(_WORDS[Role.TASK].partition("beschreibung")[2].split()) | {"beschreibung"}
_TOOL_ID = frozenset(
    {"id", "entryid", "timeentryid", "zeiteintragid", "eintragid", "eintragsid", "timelogid"}
)
_PAUSE = frozenset(
    base + unit
    for base in ("pause", "pausen", "pausenzeit", "break", "breaks", "breaktime")
    for unit in ("", *(unit for units in _UNITS.values() for unit in units.split()))
)
_CALLS = frozenset(
    {"rufnr", "eigenerufnr", "nebenstelle", "telefonnr", "phonenr", "extension", "caller"}
)
_SUMS = frozenset({"totalhours", "gesamtstunden", "budget", "budgetspent", "budgetremaining"})
YES = frozenset({"yes", "ja", "1", "true", "wahr", "y", "j", "x", "billable", "abrechenbar"})
NO = frozenset({"no", "nein", "0", "false", "falsch", "n", "nonbillable", "nichtabrechenbar"})
"""Folded cells of a column that says whether an entry can be billed."""

_WHO = (Role.CUSTOMER, Role.CUSTOMER_NUMBER)


class Extras(NamedTuple):
    """Columns that no role names, None where there is none."""

    email: int | None
    """The worker's, not the customer's."""
    last_name: int | None
    """Beside a first name."""
    description: int | None
    """Beside an activity."""
    tool_id: int | None
    pause: int | None
    """What is taken off between beginning and end where no duration stands."""


def _fits(word: str, samples: Samples, place: int) -> bool:
    """Columns of days hold days, those of times hold times; an empty column is believed."""
    cells = filled(samples, place)
    role = _TABLE[word][0]
    if not cells:
        return True
    if role in (Role.DATE, Role.END_DATE):
        return _mostly(is_a_day, cells)
    if role in (Role.START, Role.END):
        return _mostly(has_clock, cells)
    if role is Role.DURATION:
        return _mostly(_has_figure, cells)
    # "Employee?" asks whether the worker is one.
    return role is not Role.PERSON or not _mostly(_is_yes_or_no, cells)


def _is_yes_or_no(cell: str) -> bool:
    return folded(cell) in YES | NO


def _has_figure(cell: str) -> bool:
    return any(sign.isdigit() for sign in cell)


def _mostly(test: Callable[[str], bool], cells: Sequence[str]) -> bool:
    return sum(map(test, cells)) * 2 > len(cells)


def _holds(test: Callable[[str], bool], samples: Samples, place: int) -> bool:
    cells = filled(samples, place)
    return bool(cells) and _mostly(test, cells)


def _sorted_out(roles: dict[Role, int], words: Sequence[str], samples: Samples) -> dict[Role, int]:
    """Days under "from" and "to", times under days; a number of the customer called "account"."""
    for day, time in ((Role.DATE, Role.START), (Role.END_DATE, Role.END)):
        place = roles.get(time, _first(words, time))
        if day not in roles and place is not None and _holds(is_a_day, samples, place):
            roles[day] = place
    for day, time in ((Role.DATE, Role.START), (Role.END_DATE, Role.END)):
        place = roles.get(day)
        if place is not None and _holds(has_clock, samples, place):
            roles.setdefault(time, place)
    if not has_length(roles) and {Role.PERSON, Role.PROJECT, Role.TASK} & set(roles):
        # A till writes the time of a sale under the same word; it knows no project.
        place = next((words.index(word) for word in ("time", "zeit") if word in words), None)
        if place is not None and _holds(_has_figure, samples, place):
            roles[Role.DURATION] = place
    if "account" in words and words.index("account") != roles.get(Role.CUSTOMER):
        roles.setdefault(Role.CUSTOMER_NUMBER, words.index("account"))
    return roles


def _first(words: Sequence[str], role: Role) -> int | None:
    return next((p for p, word in enumerate(words) if _TABLE.get(word, _NONE)[0] is role), None)


_NONE = (None, 0)


def _enough(roles: Mapping[Role, int]) -> bool:
    """Whose, when and how long have a column each."""
    return any(role in roles for role in _WHO) and Role.DATE in roles and has_length(roles)


TIMES = Vocabulary(_TABLE, _fits, _sorted_out, _enough)
"""How time sheets are recognised."""


def has_length(roles: Mapping[Role, int]) -> bool:
    """How long it took can be read or worked out."""
    return Role.DURATION in roles or {Role.START, Role.END} <= set(roles)


def is_sums(layout: Layout) -> bool:
    """A report that sums up hours, or a list of projects: no single entries with their days."""
    words = {folded(cell) for cell in layout.header}
    if Role.START in layout.roles or layout.headless:
        return False
    if words & _SUMS and Role.DURATION not in layout.roles:
        return True
    return Role.DATE not in layout.roles and not _days_anywhere(layout)


def _days_anywhere(layout: Layout) -> bool:
    """Some column holds days, whatever stands above it."""
    places = range(len(layout.header))
    return any(_holds(is_a_day, layout.samples, place) for place in places)


def is_calls(layout: Layout) -> bool:
    """A list of phone calls has days, durations and names too."""
    return any(folded(cell) in _CALLS for cell in layout.header)


def is_invoices(layout: Layout) -> bool:
    """Hours that stand in an invoice list: numbered, and nobody says who worked or when."""
    roles = {WORDS[word][0] for word in map(folded, layout.header) if word in WORDS}
    work = {Role.START, Role.END, Role.PERSON, Role.BILLABLE}
    return Role.NUMBER in roles and not work & set(layout.roles)


def extras(layout: Layout) -> Extras:
    """The columns beside the roles."""
    words = [folded(cell) for cell in layout.header]
    person = layout.roles.get(Role.PERSON)
    named = person is not None and words[person] in _FIRST_NAME
    task = layout.roles.get(Role.TASK)
    return Extras(
        _email(layout, words),
        _one_of(words, _LAST_NAME) if named else None,
        None if task is None else _one_of(words, _DESCRIPTION, task),
        _one_of(words, _TOOL_ID),
        _one_of(words, _PAUSE),
    )


def _one_of(words: Sequence[str], names: frozenset[str], other_than: int = -1) -> int | None:
    return next((p for p, word in enumerate(words) if word in names and p != other_than), None)


def _email(layout: Layout, words: Sequence[str]) -> int | None:
    """An address belongs to whoever stands before it: the worker, unless that is the customer."""
    place = _one_of(words, _EMAIL)
    before = [
        (layout.roles[role], role)
        for role in (*_WHO, Role.PERSON)
        if place is not None and layout.roles.get(role, place) < place
    ]
    return None if before and max(before)[1] in _WHO else place
