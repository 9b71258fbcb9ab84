"""From files on the disk to a letter for every customer, without server or database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path

from wertschatz.domain.customers.assessment import Assessment, assess
from wertschatz.domain.customers.documents import Side, own_names
from wertschatz.domain.customers.invoices import Calendar, calendar_for, year_from_invoices
from wertschatz.domain.customers.parameters import Limits
from wertschatz.domain.customers.year import Window, Year, window_for
from wertschatz.domain.values import Fact, Group
from wertschatz.ports.files import (
    Answers,
    Begun,
    Event,
    Finished,
    InvoiceRow,
    PaymentRow,
    Question,
    ReadFiles,
    Row,
    Rows,
    Source,
    TimeRow,
)
from wertschatz.ports.problems import Problem, Weight
from wertschatz.usecases import weigh_dealings
from wertschatz.usecases.documents import Documents, most_likely_own, shown_own
from wertschatz.usecases.gather_invoices import FileRead, Gathered
from wertschatz.usecases.weigh_dealings import Dealing

Progress = Callable[[str, int], None]
"""Told the file and how many bytes of it are read."""


@dataclass(frozen=True, slots=True)
class Analysed:
    """One customer: name, figures and the outcome."""

    name: str
    year: Year
    assessment: Assessment


@dataclass(frozen=True, slots=True)
class Totals:
    """The whole base in figures. Money in minor units of the analysis' currency."""

    customers: int
    groups: dict[Group | None, int]
    revenue_cents: int
    year_to_date_cents: int
    invoices: int
    """Invoices and credit notes that count, each once, in any currency."""
    duplicates: int
    high_customers: int


@dataclass(frozen=True, slots=True)
class Analysis:
    """The answer: what was read, each customer's letter, and what was wrong."""

    as_of: date
    window: Window
    currency: str
    limits: Limits
    read: list[FileRead]
    customers: list[Analysed]
    """Largest revenue first."""
    totals: Totals
    problems: list[Problem]
    questions: list[Question]


@dataclass(slots=True)
class _Reading:
    """What has come from the readers so far."""

    gathered: Gathered = field(default_factory=Gathered)
    files: dict[str, FileRead] = field(default_factory=dict)
    waiting: dict[str, list[Row]] = field(default_factory=dict)
    whole: list[tuple[str, list[Row]]] = field(default_factory=list)
    """Files read to their end, with their rows."""
    problems: list[Problem] = field(default_factory=list)
    questions: list[Question] = field(default_factory=list)
    hashes: dict[str, str] = field(default_factory=dict)


def sources_in(paths: Iterable[Path]) -> Iterator[Source]:
    """The files meant: a file as it is, a folder with everything in it, sorted, nothing hidden."""
    seen: set[Path] = set()
    for path in paths:
        for file in _files_below(path) if path.is_dir() else [path]:
            if file not in seen:
                seen.add(file)
                yield Source(file, str(file))


def _files_below(folder: Path) -> Iterator[Path]:
    for entry in sorted(folder.iterdir()):
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            # A link to a folder may lead back up, without end.
            if not entry.is_symlink():
                yield from _files_below(entry)
        elif entry.is_file():
            yield entry


def analyse_files(
    read_files: ReadFiles,
    sources: Sequence[Source],
    answers: Answers,
    as_of: date,
    limits: Limits,
    *,
    currency: str = "",
    own: Sequence[str] = (),
    progress: Progress = lambda file, done: None,
) -> Analysis:
    """Reads the files and assesses every customer in them as of a day.

    `currency` is the firm's, '' takes the one most invoices are in. `own` are names or VAT ids of
    the owner's firm, so that suppliers' documents stay out. Bad content is listed in
    `problems`, never raised.
    """
    reading = _Reading()
    day = as_of.toordinal()
    for event in read_files([replace(one, today=day) for one in sources], answers):
        _take(reading, event, progress)
    gathered = reading.gathered
    _gather(reading, own)
    firm = currency or gathered.main_currency()
    window = window_for(as_of, limits.window_turn_month)
    customers = _assessed(gathered, firm, window, limits, as_of)
    foreign = gathered.foreign(firm)
    notices = [*_currency_notices(reading, firm), *_foreign_notices(foreign, firm)]
    notices += _later_notices(gathered, as_of)
    return Analysis(
        as_of=as_of,
        window=window,
        currency=firm,
        limits=limits,
        read=list(reading.files.values()),
        customers=customers,
        totals=_totals(customers, gathered),
        problems=[*reading.problems, *gathered.problems, *notices],
        questions=reading.questions,
    )


def _assessed(
    gathered: Gathered, firm: str, window: Window, limits: Limits, as_of: date
) -> list[Analysed]:
    calendar = calendar_for(as_of, window)
    known = weigh_dealings.Customers.of(gathered)
    weigh_dealings.note_payments(gathered, known, firm, as_of)
    work = weigh_dealings.dealings(gathered, known, limits)
    terms = weigh_dealings.agreed_terms(gathered, known)
    years = [
        _year(gathered, key, firm, calendar, limits, work.get(key, ()), terms.get(key))
        for key in gathered.people
    ]
    outcomes = assess(years, window, limits, as_of, firm)
    people = [person.name for person in gathered.people.values()]
    customers = [Analysed(*one) for one in zip(people, years, outcomes, strict=True)]
    return sorted(customers, key=lambda one: (-one.year.revenue_cents, one.name))


def _year(
    gathered: Gathered,
    key: str,
    firm: str,
    calendar: Calendar,
    limits: Limits,
    work: Iterable[Dealing],
    terms_days: int | None,
) -> Year:
    """The figures of one customer, with what was dealt with it up to the day."""
    mine = gathered.customers.get(key, [])
    done = [one for one in work if one.day <= calendar.as_of]
    lately = [one for one in done if one.day >= calendar.window_start]
    first = min((one.day for one in done), default=None)
    year = year_from_invoices(
        gathered.people[key].id,
        # One in another currency without a rate brings no revenue, and yet shows since when
        # somebody buys.
        [
            kept.invoice._replace(cents=kept.cents_in(firm) or 0)
            for kept in mine
        ],
        calendar,
        limits,
        terms_days=terms_days,
        contacts=len(done),
        first_contact_on=date.fromordinal(first) if first is not None else None,
        effort_minutes=sum(one.counts for one in lately) if done else None,
    )  # fmt: skip
    return replace(year, call_minutes=sum(one.length for one in lately if one.kind == "call"))


def _gather(reading: _Reading, said: Sequence[str]) -> None:
    """Own invoices in, those of suppliers out; then everything by customer."""
    rows = [row for _, rows in reading.whole for row in rows if isinstance(row, InvoiceRow)]
    own = own_names(said) or most_likely_own(rows)
    documents = Documents(own, guessed=not said)
    if own and not said:
        reading.problems.append(
            Problem("own_firm_assumed", "", None, {"name": shown_own(rows, own)})
        )
    for file, whole in reading.whole:
        keep: list[Row] = []
        for row in whole:
            side, told = (Side.SALE, None)
            if isinstance(row, InvoiceRow):
                side, told = documents.look(file, row)
            if told is not None:
                reading.problems.append(told)
            if side is Side.SALE:
                keep.append(row)
        reading.gathered.add_file(file, keep)
    if not own and len(documents.sellers()) > 1:
        reading.problems.append(Problem("own_firm_unknown", ""))
    reading.gathered.finish()


def _take(reading: _Reading, event: Event, progress: Progress) -> None:
    match event:
        case Begun(file, name):
            reading.files[file] = FileRead(file, name)
        case Rows(file, rows, done):
            reading.waiting.setdefault(file, []).extend(rows)
            progress(file, done)
        case Problem():
            reading.problems.append(event)
            if event.weight is Weight.REFUSED:
                reading.files.setdefault(event.file, FileRead(event.file)).refused = True
        case Question():
            reading.questions.append(event)
            reading.files.setdefault(event.file, FileRead(event.file)).refused = True
        case Finished():
            _finish(reading, event)
            progress(event.file, event.size)


def _finish(reading: _Reading, event: Finished) -> None:
    entry = reading.files.setdefault(event.file, FileRead(event.file))
    entry.format = event.format or entry.format
    rows = reading.waiting.pop(event.file, [])
    entry.rows = len(rows)
    for row in rows:
        if isinstance(row, TimeRow):
            entry.seconds += row.seconds
        elif isinstance(row, InvoiceRow | PaymentRow):
            entry.sums[row.currency] += row.cents
    # A file that is refused has its message already, and empty ones are all alike.
    told = event.sha256 and not entry.refused
    first = reading.hashes.setdefault(event.sha256, event.file) if told else event.file
    if first != event.file:
        entry.twice = True
        reading.problems.append(Problem("file_twice", event.file, None, {"first_file": first}))
    elif not entry.refused:
        reading.whole.append((event.file, rows))


def _currency_notices(reading: _Reading, firm: str) -> Iterator[Problem]:
    for entry in reading.files.values():
        if entry.rows and "" in entry.sums and not entry.refused:
            yield Problem("currency_assumed", entry.file, None, {"currency": firm})


def _foreign_notices(foreign: Counter[tuple[str, str, bool]], firm: str) -> Iterator[Problem]:
    for (file, code, counts), count in sorted(foreign.items()):
        facts: dict[str, Fact] = {"rows": count, "currency": code, "firm_currency": firm}
        notice = "currency_converted" if counts else "currency_foreign"
        yield Problem(notice, file, None, facts)


def _later_notices(gathered: Gathered, as_of: date) -> Iterator[Problem]:
    days = [kept.invoice.on for mine in gathered.customers.values() for kept in mine]
    later = [day for day in days if day > as_of.toordinal()]
    if later:
        newest = date.fromordinal(max(later)).isoformat()
        facts: dict[str, Fact] = {
            "count": len(later), "newest": newest, "as_of": as_of.isoformat(),
        }  # fmt: skip
        yield Problem("invoices_later", "", None, facts)


def _totals(customers: list[Analysed], gathered: Gathered) -> Totals:
    groups: dict[Group | None, int] = dict.fromkeys((*Group, None), 0)
    for customer in customers:
        groups[customer.assessment.group] += 1
    return Totals(
        customers=len(customers),
        groups=groups,
        revenue_cents=sum(customer.year.revenue_cents for customer in customers),
        year_to_date_cents=sum(customer.year.year_to_date_cents for customer in customers),
        invoices=gathered.invoices,
        duplicates=gathered.duplicates,
        high_customers=sum(
            reason.code == "high_revenue"
            for customer in customers
            for reason in customer.assessment.reasons
        ),
    )
