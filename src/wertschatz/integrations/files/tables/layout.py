"""Finds, in the first lines of a list, the sign between the columns, the header and its meaning."""

from __future__ import annotations

import csv
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from wertschatz.integrations.files.tables.dates import is_a_day
from wertschatz.integrations.files.tables.records import is_wrapped, unwrapped
from wertschatz.integrations.files.tables.services import Service, service_of
from wertschatz.integrations.files.tables.statuses import yes_or_no
from wertschatz.integrations.files.tables.words import (
    BALANCES,
    DOUBTFUL_DATES,
    GROSS_BESIDE_NET,
    ITEMS,
    LINE_AMOUNTS,
    WORDS,
    currency_of_header,
    folded,
)
from wertschatz.ports.files import Role

PREAMBLE = 40
"""Lines that may stand before the header."""

_DELIMITERS = ";,\t|"
_SEP = re.compile(r'"?sep=(.)"?\s*', re.IGNORECASE)
_SAMPLES = 40
_NUMBER = re.compile(r"[-+]?[\d.,]+")
_AMOUNT = re.compile(r"\D{0,4}[-+]?[\d.,' \u00a0]*[.,]\d{1,2}\D{0,5}")
_SHORTEST_ID = 7

Samples = Sequence[Sequence[str]]
"""The first records under a header."""

_Words = Mapping[str, tuple[Role, int]]


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """What the header words of one kind of list mean, and when enough of them are understood."""

    words: _Words
    """Folded header word → role, and how good a match it is (0 best)."""
    fits: Callable[[str, Samples, int], bool]
    """The cells of the column do not speak against the word above them."""
    sorted_out: Callable[[dict[Role, int], Sequence[str], Samples], dict[Role, int]]
    """The roles once all folded words of the header are known."""
    enough: Callable[[Mapping[Role, int]], bool]
    """Rows can be read with these roles."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How one list is built. `first_line` is the physical line (from 1) of the first record."""

    delimiter: str
    header: tuple[str, ...]
    first_line: int
    roles: Mapping[Role, int]
    samples: tuple[tuple[str, ...], ...]
    vocabulary: Vocabulary
    headless: bool = False
    service: Service | None = None
    """The shop or payment service whose report this is."""
    wrapped: bool = False
    """Cells are written as formulas (="00123"), so that Excel leaves their zeros alone."""
    title: tuple[str, ...] = ()
    """The lines above the header that hold but one cell."""

    @property
    def fingerprint(self) -> str:
        """Hash of the folded header words; the same for every file of the same layout."""
        words = [folded(cell) for cell in self.header]
        if self.headless:
            words = ["headless", self.delimiter]
        text = "|".join([str(len(self.header)), *words])
        return hashlib.sha256(text.encode()).hexdigest()[:16]

    @property
    def columns(self) -> tuple[str, ...]:
        """The header as a person reads it: no empty names, double ones numbered."""
        seen: Counter[str] = Counter()
        names = []
        for place, cell in enumerate(self.header, 1):
            name = " ".join(cell.split()) or str(place)
            seen[name] += 1
            names.append(name if seen[name] == 1 else f"{name} {seen[name]}")
        return tuple(names)

    @property
    def currency(self) -> str:
        """The currency that the header of the counted amount names, or ''."""
        counted = self.counted
        return currency_of_header(self.header[self.roles[counted]]) if counted else ""

    @property
    def counted(self) -> Role | None:
        """What counts as revenue: the net amount, else gross, else the unstated one."""
        return next((role for role in _COUNTED if role in self.roles), None)

    @property
    def adds_items(self) -> bool:
        """A row is an item, and the counted column its sum."""
        counted = self.counted
        if counted is None or Role.NUMBER not in self.roles:
            return False
        by_word = folded(self.header[self.roles[counted]]) in LINE_AMOUNTS
        by_service = self.service is not None and self.service.per_item
        return counted is Role.LINE_TOTAL or by_word or by_service

    @property
    def repeats_invoices(self) -> bool:
        """A row is an item, and the counted column the sum of its whole invoice."""
        items = any(folded(cell) in ITEMS for cell in self.header)
        return items and Role.NUMBER in self.roles and not self.adds_items

    def says_yes(self, place: int) -> bool:
        """The filled cells of the column are yes and no."""
        cells = [row[place] for row in self.samples if len(row) > place and row[place].strip()]
        return bool(cells) and all(yes_or_no(cell) is not None for cell in cells)

    def says_days(self, place: int) -> bool:
        """The filled cells of the column are dates."""
        return holds_days(self.samples, place)

    @property
    def known(self) -> bool:
        """Who, when and how much have a column each."""
        return self.vocabulary.enough(self.roles)


_COUNTED = (Role.NET, Role.GROSS, Role.AMOUNT, Role.LINE_TOTAL)
_BESIDE = (Role.STATUS, Role.TYPE, Role.OPEN)
_WHO = (Role.CUSTOMER, Role.CUSTOMER_NUMBER, Role.VAT_ID)


def is_enough(roles: Mapping[Role, int]) -> bool:
    """Who, when and how much have a column each."""
    who = any(role in roles for role in _WHO)
    return who and Role.DATE in roles and any(role in roles for role in _COUNTED)


def with_answer(layout: Layout, columns: Mapping[Role, int]) -> Layout:
    """The layout as the person explained it; columns beyond the file's width are left out.

    Status, type and open amount stay as recognised where the person says nothing about them.
    """
    if not columns:
        return layout
    kept = {
        role: place
        for role, place in layout.roles.items()
        if role in _BESIDE and place not in columns.values()
    }
    fitting = {role: place for role, place in columns.items() if place < len(layout.header)}
    return replace(layout, roles={**kept, **fitting}, service=None)


def find_layout(head: str, vocabulary: Vocabulary | None = None) -> Layout | None:
    """The layout of a list from the text it begins with; None when it is no table.

    `vocabulary` is that of invoice lists where none is given.
    """
    known = vocabulary or INVOICES
    said = _SEP.fullmatch(head.split("\n", 1)[0].split("\r", 1)[0])
    candidates = [_with_delimiter(head, sign, known) for sign in (said[1] if said else _DELIMITERS)]
    found = [candidate for candidate in candidates if candidate]
    return max(found, key=_quality, default=None)


def _quality(layout: Layout) -> tuple[int, float, int]:
    """More recognised columns, then more records as wide as the header, then more columns."""
    width = len(layout.header)
    even = sum(len(row) == width for row in layout.samples) / max(1, len(layout.samples))
    return len(layout.roles), round(even, 1), width


def _with_delimiter(head: str, delimiter: str, vocabulary: Vocabulary) -> Layout | None:
    numbered = _records(head, delimiter)
    wrapped = any(map(is_wrapped, (cell for _, _, row in numbered for cell in row)))
    rows = [unwrapped(row) if wrapped else row for _, _, row in numbered]
    place = _header_place(rows, vocabulary.words)
    if place is None:
        return None
    header = tuple(cell.strip() for cell in rows[place])
    following = tuple(tuple(row) for row in rows[place + 1 :] if any(row))[:_SAMPLES]
    if _is_data(header):
        names = ("",) * len(header)
        samples = (header, *following)[:_SAMPLES]
        return Layout(
            delimiter, names, numbered[place][0], {}, samples, vocabulary, headless=True,
            wrapped=wrapped,
        )  # fmt: skip
    service = service_of([folded(cell) for cell in header]) if vocabulary is INVOICES else None
    roles = service_roles(service, header) if service else recognise(header, following, vocabulary)
    title = tuple("".join(row).strip() for row in rows[:place] if sum(map(bool, row)) == 1)
    return Layout(
        delimiter, header, numbered[place][1], roles, following, vocabulary, service=service,
        wrapped=wrapped, title=title,
    )  # fmt: skip


def _records(head: str, delimiter: str) -> list[tuple[int, int, list[str]]]:
    """Records of the first lines: where each begins, where the next begins, its fields."""
    reader = csv.reader(_physical(head), delimiter=delimiter, skipinitialspace=True)
    records: list[tuple[int, int, list[str]]] = []
    begin = 1
    try:
        for row in reader:
            records.append((begin, reader.line_num + 1, row))
            begin = reader.line_num + 1
            if len(records) > PREAMBLE + 2 * _SAMPLES:
                break
    except csv.Error:
        return records
    return records


def _physical(head: str) -> list[str]:
    return re.findall(r"[^\r\n]*(?:\r\n|\n|\r)|[^\r\n]+", head.replace("\0", ""))


def _header_place(rows: Sequence[list[str]], known: _Words) -> int | None:
    """The record with the most known words, else the first one of the usual width."""
    scores = [_known_words(row, known) for row in rows[: PREAMBLE + 1]]
    if scores and max(scores) >= 2:
        return scores.index(max(scores))
    widths = Counter(len(row) for row in rows if len(row) > 1)
    if not widths:
        return None
    usual = max(widths, key=lambda width: (widths[width], width))
    return next(place for place, row in enumerate(rows) if len(row) == usual)


def _known_words(row: Sequence[str], known: _Words) -> int:
    if len(row) < 2:
        return 0
    words = (folded(cell) for cell in row if len(cell) < 60)
    return len({known[word][0] for word in words if word in known})


def _is_data(cells: Sequence[str]) -> bool:
    """A line with a day or two numbers in it is no header."""
    filled = [cell for cell in cells if cell]
    numbers = sum(bool(_NUMBER.fullmatch(cell)) for cell in filled)
    return any(is_a_day(cell) for cell in filled) or numbers * 2 > len(filled)


def recognise(header: Sequence[str], samples: Samples, vocabulary: Vocabulary) -> dict[Role, int]:
    """Role → column by the header's words; of several columns for one role the best word wins."""
    best: dict[Role, tuple[int, int]] = {}
    words = [folded(cell) for cell in header]
    for place, word in enumerate(words):
        if word not in vocabulary.words or not vocabulary.fits(word, samples, place):
            continue
        role, rank = vocabulary.words[word]
        if role not in best or rank < best[role][0]:
            best[role] = (rank, place)
    roles = {role: place for role, (_, place) in best.items()}
    return vocabulary.sorted_out(roles, words, samples)


def _is_of_invoices(roles: Mapping[Role, int], words: Sequence[str]) -> bool:
    """The open amount is that of an invoice; a balance may also be that of an account."""
    if Role.OPEN not in roles or words[roles[Role.OPEN]] not in BALANCES:
        return Role.NUMBER in roles
    return Role.NUMBER in roles and bool({Role.DUE_DATE, Role.STATUS} & roles.keys())


def service_roles(service: Service, header: Sequence[str]) -> dict[Role, int]:
    """Role → column of a known report; where it has none of the usual ones, those beside."""
    words = [folded(cell) for cell in header]
    choices = {
        role: next((w for w in names if w in words), "") for role, names in service.columns.items()
    }
    roles = {role: words.index(word) for role, word in choices.items() if word}
    if Role.CUSTOMER not in roles:
        others = [words.index(word) for word in service.also_customer if word in words]
        roles |= {Role.CUSTOMER: others[0]} if others else {}
    return roles


def _invoices_sorted_out(
    roles: dict[Role, int], words: Sequence[str], samples: Samples
) -> dict[Role, int]:
    """Amounts first, then the sums of single items where a list has no other."""
    if not _is_of_invoices(roles, words):
        roles.pop(Role.OPEN, None)
    return _with_items(_amounts_sorted_out(roles, words), words)


def _with_items(roles: dict[Role, int], words: Sequence[str]) -> dict[Role, int]:
    """The sums of single items count where a list has no sum of the invoice."""
    if Role.NUMBER not in roles or any(role in roles for role in _COUNTED):
        return roles
    for place, word in enumerate(words):
        if word in LINE_AMOUNTS:
            roles.setdefault(LINE_AMOUNTS[word], place)
    if Role.NET in roles and Role.LINE_TOTAL in roles:
        # FreshBooks: "Line Subtotal" before tax, "Line Total" after it
        roles.setdefault(Role.GROSS, roles.pop(Role.LINE_TOTAL))
    return roles


def _amounts_sorted_out(roles: dict[Role, int], words: Sequence[str]) -> dict[Role, int]:
    """A "total" beside a net amount is gross; an unstated amount counts only when alone."""
    if Role.NET in roles and Role.GROSS not in roles:
        totals = [place for place, word in enumerate(words) if word in GROSS_BESIDE_NET]
        if totals:
            roles[Role.GROSS] = totals[0]
    if Role.NET in roles or Role.GROSS in roles:
        roles.pop(Role.AMOUNT, None)
    return roles


def _fits(word: str, samples: Samples, place: int) -> bool:
    """A doubtful date is one, and "VAT" stands above numbers of firms, not above amounts."""
    if WORDS[word][0] is Role.VAT_ID:
        cells = filled(samples, place)
        return not cells or 2 * sum(map(_may_be_id, cells)) > len(cells)
    return word not in DOUBTFUL_DATES or holds_days(samples, place)


def _may_be_id(cell: str) -> bool:
    """A VAT id or tax number: letters or many figures, and no amount ("19,00 €", "19 %")."""
    signs = [sign for sign in cell if sign.isalnum()]
    return len(signs) >= _SHORTEST_ID and not _AMOUNT.fullmatch(cell.strip())


def holds_days(samples: Samples, place: int) -> bool:
    """The filled cells of the column are dates."""
    cells = filled(samples, place)
    return bool(cells) and all(is_a_day(cell) for cell in cells)


def filled(samples: Samples, place: int) -> list[str]:
    """The cells of the column that hold something."""
    return [row[place] for row in samples if len(row) > place and row[place].strip()]


INVOICES = Vocabulary(WORDS, _fits, _invoices_sorted_out, is_enough)
