"""Reads bank statements as CAMT (ISO 20022): camt.052, camt.053 and camt.054, every version."""

from __future__ import annotations

import re
from collections.abc import Generator, Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from wertschatz.integrations.files.documents.amounts import amount, currency_code
from wertschatz.integrations.files.documents.elements import (
    day,
    every,
    first,
    line_of,
    text,
    text_of,
)
from wertschatz.integrations.files.documents.xml import (
    GUESS,
    Refusal,
    local_name,
    prolog_of,
    refusal_of,
)
from wertschatz.integrations.files.progress import PROGRESS
from wertschatz.integrations.files.statements.balances import Balance
from wertschatz.integrations.files.statements.details import Detail, detail_of, direction_in
from wertschatz.integrations.files.statements.entries import (
    entry_of,
    is_booked,
    own_account,
    rows_of,
)
from wertschatz.integrations.files.tables.encoding import HEAD_BYTES, Encoding, encoding_of
from wertschatz.integrations.files.tables.messages import capped, encoding_notice
from wertschatz.ports.files import Answers, PaymentRow, Source
from wertschatz.ports.problems import Problem

if TYPE_CHECKING:
    from lxml.etree import _Element

Item = PaymentRow | Problem

SIZE_LIMIT = 250_000_000
"""Bytes of one statement file; half a million movements need 115 to 200 MB."""

_MESSAGE = re.compile(r"<(?:[\w.-]+:)?BkToCstmr(?:Stmt|AcctRpt|DbtCdtNtfctn)")
_TAGS = ("TxDtls", "Ntry", "Stmt", "Rpt", "Ntfctn")
_STATEMENTS = frozenset({"Stmt", "Rpt", "Ntfctn"})
# ISO 20022 balance codes: opening booked, previously closed booked; closing booked.
_OPENING, _CLOSING = ("OPBD", "PRCD"), ("CLBD",)


class Camt:
    """The reader for CAMT statements."""

    name = "camt"

    def score(self, head: bytes, name: str) -> int:
        """Sure by the message's own element, whatever the namespace and the wrapping."""
        if not prolog_of(head).is_xml:
            return 0
        codec = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "latin-1"
        return 95 if _MESSAGE.search(head.decode(codec, errors="replace")) else 0

    def read(self, source: Source, answers: Answers) -> Iterator[Item]:
        """Payments in the order of the file, and a notice where the sums do not agree."""
        del answers
        yield from capped(_read(source), source.name)


READER = Camt()


def _read(source: Source) -> Iterator[Item]:
    with source.path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    if source.path.stat().st_size > SIZE_LIMIT:
        facts = {"limit": SIZE_LIMIT // 1_000_000}
        yield Problem("document_too_large", source.name, None, facts)
        return
    if prolog_of(head).doctype:
        yield Problem("xml_doctype", source.name)
        return
    forced = _forced_encoding(source, head)
    if forced:
        yield from encoding_notice(source, Encoding(forced, guessed=True))
    reading = _Reading(source)
    refusal = yield from reading.items(forced)
    if refusal:
        yield Problem(refusal.code, source.name, refusal.line, refusal.facts)
    else:
        yield from reading.closing()


def _forced_encoding(source: Source, head: bytes) -> str:
    """The encoding of German Windows where UTF-8 is claimed and not written, else ''."""
    declaration = head[: head.find(b">")].lower()
    claims_other = b"encoding" in declaration and b"utf-8" not in declaration
    if claims_other or head[:2] in (b"\xff\xfe", b"\xfe\xff") or 0 in head[:4]:
        return ""
    return GUESS if encoding_of(source.path).codec in {"cp1252", "latin-1"} else ""


class _Reading:
    """One pass over a file: a statement never lies in memory as a whole."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._details: list[Detail] = []
        self._balance = Balance()
        self._account = ""
        self._made_on: int | None = None
        self._in_statement = False
        self._statements = self._pending = self._rows = self._told = self._undated = 0
        self._quiet = True

    def items(self, encoding: str) -> Generator[Item, None, Refusal | None]:
        """What the entries say; returns a `Refusal` where the file breaks off or may not be."""
        from lxml.etree import XMLSyntaxError, iterparse

        PROGRESS.begin()
        with self._source.path.open("rb") as file:
            events = iterparse(
                _Counted(file),
                events=("end",),
                tag=tuple("{*}" + name for name in _TAGS),
                encoding=encoding or None,
                resolve_entities=False,
                no_network=True,
                load_dtd=False,
                huge_tree=False,
                remove_comments=True,
                remove_pis=True,
                collect_ids=False,
            )
            try:
                for _, element in events:
                    if element.getroottree().docinfo.internalDTD is not None:
                        return Refusal("xml_doctype")
                    yield from self._element(element)
            except XMLSyntaxError as error:
                return refusal_of(error)
        return None

    def _element(self, element: _Element) -> Iterator[Item]:
        kind = local_name(element)
        if kind == "TxDtls":
            self._details.append(detail_of(element))
        elif kind == "Ntry":
            yield from self._entry(element)
        elif kind in _STATEMENTS:
            yield from self._end(element)
        else:
            return
        _forget(element)

    def _entry(self, element: _Element) -> Iterator[Item]:
        details, self._details = self._details, []
        statement = element.getparent()
        if statement is None:
            return
        if not self._in_statement:
            self._begin(statement)
        if not is_booked(element):
            self._pending += 1
            return
        entry = entry_of(element, self._source.name, self._balance.currency, self._made_on)
        if isinstance(entry, Problem):
            self._told += 1
            yield entry
            return
        if first(element, "BookgDt|ValDt") is None:
            self._undated += 1
        self._balance.move(entry.amount, entry.currency)
        for item in rows_of(entry, details, self._account, self._source.name):
            self._rows += isinstance(item, PaymentRow)
            yield item

    def _begin(self, statement: _Element) -> None:
        """Account and balances stand before the entries."""
        self._in_statement = True
        self._account = own_account(statement)
        self._made_on = day(text(statement, "CreDtTm"))
        self._balance = Balance()
        self._balance.currency = currency_code(
            text(statement, "Acct/Ccy"), *(e.get("Ccy", "") for e in every(statement, "Bal/Amt"))
        )
        self._balance.opening = _stated(statement, _OPENING)
        self._balance.closing = _stated(statement, _CLOSING)

    def _end(self, statement: _Element) -> Iterator[Problem]:
        if not self._in_statement:
            self._begin(statement)
        self._in_statement = False
        self._statements += 1
        self._quiet = self._quiet and self._balance.opening is not None
        line = line_of(statement)
        problem = self._balance.problem(self._source.name, line, self._account)
        if problem and not self._told:
            yield problem

    def closing(self) -> Iterator[Problem]:
        """What concerns the file as a whole."""
        if self._pending:
            yield Problem("rows_pending", self._source.name, None, {"count": self._pending})
        if self._undated:
            yield Problem("booking_day_assumed", self._source.name, None, {"count": self._undated})
        if self._rows or self._told or self._pending:
            return
        quiet = self._statements and self._quiet
        yield Problem("statement_quiet" if quiet else "no_payments", self._source.name)


def _stated(statement: _Element, codes: tuple[str, ...]) -> Decimal | None:
    """The balance with the first of these codes that the statement has; debts are negative."""
    for code in codes:
        for balance in every(statement, "Bal"):
            if text(balance, "Tp/CdOrPrtry/Cd", "Tp/Cd") == code:
                value = amount(text_of(first(balance, "Amt")))
                return (
                    None
                    if value is None
                    else value * (direction_in(text(balance, "CdtDbtInd")) or 1)
                )
    return None


def _forget(element: _Element) -> None:
    """Empties what has been read; the element itself goes when the next one is done."""
    element.clear()
    before = element.getprevious()
    parent = element.getparent()
    if before is not None and parent is not None and before.tag == element.tag:
        parent.remove(before)


class _Counted:
    """A file that tells how far it has been read."""

    def __init__(self, file: object) -> None:
        self._file = file

    def read(self, size: int = -1) -> bytes:
        """As the file does."""
        block: bytes = self._file.read(size)  # type: ignore[attr-defined]
        PROGRESS.step(len(block))
        return block
