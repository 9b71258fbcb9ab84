"""Reads bank statements as MT940, and reports of the day as MT942, of German and other banks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wertschatz.integrations.files.documents.amounts import in_minor_units
from wertschatz.integrations.files.statements.balances import Balance
from wertschatz.integrations.files.statements.fields import Field, fields_of
from wertschatz.integrations.files.statements.keys import account_of
from wertschatz.integrations.files.statements.kinds import (
    kind_of_gvc,
    kind_of_swift,
    kind_of_words,
)
from wertschatz.integrations.files.statements.movement import Movement, balance_of, movement_of
from wertschatz.integrations.files.statements.multipurpose import (
    Details,
    details_of,
    details_outside_swift,
    is_iban,
)
from wertschatz.integrations.files.tables.amounts import AMOUNT_LIMIT
from wertschatz.integrations.files.tables.encoding import (
    HEAD_BYTES,
    encoding_of,
    encoding_of_head,
    kind_of_binary,
)
from wertschatz.integrations.files.tables.lines import Lines
from wertschatz.integrations.files.tables.messages import capped, encoding_notice
from wertschatz.ports.files import Answers, PaymentKind, PaymentRow, Source
from wertschatz.ports.problems import Problem

Item = PaymentRow | Problem

_TAG = re.compile(r"^:(20|25|28C?|60[FM]|61|62[FM]|86|34F|13D|64|90[CD]|NS):", re.MULTILINE)
_NAMES = (".sta", ".mt940", ".mt942", ".940", ".942", ".swi", ".mt9")
_CURRENCY_BEHIND = re.compile(r"(?<=\d)([A-Z]{3})$")
_OTHER, _RETURNED = PaymentKind.OTHER.value, PaymentKind.RETURNED.value
_SHOWN = 60


class Mt940:
    """The reader for MT940 and MT942."""

    name = "mt940"

    def score(self, head: bytes, name: str) -> int:
        """Sure when lines begin with two tags of SWIFT; a telling name is worth a message."""
        by_name = 12 if name.lower().endswith(_NAMES) else 0
        if kind_of_binary(head):
            return 0
        text = head.decode(encoding_of_head(head).codec, errors="replace").replace("\r", "\n")
        tags = len(set(_TAG.findall(text)))
        return 90 if tags > 1 else 60 if tags else by_name

    def read(self, source: Source, answers: Answers) -> Iterator[Item]:
        """Payments in the order of the file; a bad line is told and the next one read."""
        del answers
        yield from capped(_Reading(source).items(), source.name)


READER = Mt940()


class _Reading:
    """One pass over a file with any number of statements."""

    def __init__(self, source: Source) -> None:
        self._name = source.name
        self._source = source
        self._balance = Balance()
        self._account = ""
        self._movement: Movement | None = None
        self._details: list[Field] = []
        self._rows = self._faults = 0
        self._interim = self._quiet = False

    def items(self) -> Iterator[Item]:
        with self._source.path.open("rb") as file:
            binary = kind_of_binary(file.read(HEAD_BYTES))
        if binary:
            yield Problem("file_not_a_list", self._name, None, {"kind": binary})
            return
        encoding = encoding_of(self._source.path)
        yield from encoding_notice(self._source, encoding)
        lines = Lines(self._source.path, encoding.codec)
        for field in fields_of(lines):
            yield from self._field(field)
        yield from self._flush()
        for line in lines.too_long:
            yield Problem("line_too_long", self._name, line)
        if lines.nul_bytes:
            yield Problem("nul_bytes_removed", self._name, None, {"count": lines.nul_bytes})
        yield from self._closing()

    def _closing(self) -> Iterator[Problem]:
        if self._interim:
            yield Problem("statement_interim", self._name)
        if not self._rows and not self._faults:
            yield Problem("statement_quiet" if self._quiet else "no_payments", self._name)

    def _field(self, field: Field) -> Iterator[Item]:
        tag = field.tag[:2]
        # A :25: behind a movement is a mistyped :86:; its own place is before them all.
        if field.tag in {"86", "NS"} or (field.tag == "25" and self._movement):
            if self._movement:
                self._details.append(field)
            return
        yield from self._flush()
        if tag == "20":
            self._balance, self._account = Balance(), ""
        elif tag == "25":
            self._open_account(field)
        elif tag == "60":
            self._open_balance(field)
        elif tag == "61":
            yield from self._begin(field)
        elif tag == "62":
            yield from self._close_balance(field)
        elif field.tag in {"34F", "90C", "90D"}:
            self._report_of_the_day(field)

    def _open_account(self, field: Field) -> None:
        written = account_of(field.lines[0])
        if not is_iban_like(written):
            found = _CURRENCY_BEHIND.search(written)
            if found:
                self._balance.currency = found[1]
                written = written[: found.start()]
        self._account = written

    def _open_balance(self, field: Field) -> None:
        stated = balance_of(field.lines[0])
        if stated:
            before, self._balance = self._balance, Balance()
            self._balance.opening = stated.value
            self._balance.currency = stated.currency or before.currency

    def _close_balance(self, field: Field) -> Iterator[Problem]:
        stated = balance_of(field.lines[0])
        if not stated:
            return
        self._balance.closing = stated.value
        self._quiet = self._quiet or self._balance.quiet
        problem = self._balance.problem(self._name, field.line, self._account)
        if problem and not self._faults:
            yield problem
        self._balance.opening = None

    def _report_of_the_day(self, field: Field) -> None:
        if self._balance.opening is None:
            self._interim = True
            written = field.lines[0].lstrip("0123456789")[:3]
            self._balance.currency = self._balance.currency or written

    def _begin(self, field: Field) -> Iterator[Problem]:
        found = movement_of(field.line, field.lines)
        if isinstance(found, Movement) and not self._too_large(found):
            self._movement = found
            return
        self._faults += 1
        code = found if isinstance(found, str) else "amount_too_large"
        yield Problem(code, self._name, field.line, {"value": field.lines[0][:_SHOWN]})

    def _too_large(self, movement: Movement) -> bool:
        return abs(in_minor_units(movement.amount, self._balance.currency)) > AMOUNT_LIMIT

    def _flush(self) -> Iterator[PaymentRow]:
        """The movement whose details are complete."""
        movement, self._movement = self._movement, None
        fields, self._details = self._details, []
        if movement is None:
            return
        self._rows += 1
        self._balance.move(movement.amount, self._balance.currency)
        yield _row(
            movement, _together(fields, self._account), self._account, self._balance.currency
        )


def is_iban_like(text: str) -> bool:
    """Two letters, digits behind, and the right check digits."""
    plain = text.isalnum() and text[:2].isalpha() and text.isascii()
    return plain and len(text) > 14 and is_iban(text)


def _together(fields: list[Field], own: str) -> Details:
    """Of several fields (Rabobank repeats :86: for every line) the texts follow each other."""
    lines = [line for field in fields if field.tag != "NS" for line in field.lines]
    said = details_of(lines, own) if lines else Details()
    for field in fields:
        if field.tag == "NS":
            more = details_outside_swift(field.lines)
            said = said._replace(
                purpose=f"{said.purpose} {more.purpose}".strip(),
                name=said.name or more.name,
                words=said.words or more.words,
            )
    return said


def _row(movement: Movement, details: Details, account: str, currency: str) -> PaymentRow:
    name, other, purpose = _supplemented(movement.supplement, details)
    kind = _RETURNED if movement.reversal else _kind(movement, details)
    return PaymentRow(
        line=movement.line,
        account=account,
        on=movement.on,
        value_on=movement.value_on,
        cents=in_minor_units(movement.amount, currency),
        currency=currency,
        name=name,
        other_account=other,
        purpose=purpose or details.words,
        reference=movement.reference,
        end_to_end=details.end_to_end,
        mandate=details.mandate,
        kind=kind,
        return_reason=details.reason if kind == _RETURNED else "",
    )


def _supplemented(supplement: str, details: Details) -> tuple[str, str, str]:
    """Name, account and purpose with what stands on the second line of :61:.

    ASN and SNS write the name there and again in :86:, Rabobank the account or the name.
    """
    name, account, purpose = details.name, details.account, details.purpose
    if not supplement or supplement.startswith("/") or supplement.isdecimal():
        return name, account, purpose
    if is_iban_like(supplement):
        return name, account or supplement, purpose
    if supplement in purpose:
        return name or supplement, account, purpose
    return name, account, f"{supplement} {purpose}".strip()


def _kind(movement: Movement, details: Details) -> str:
    for code in (details.code, movement.code[1:]):
        if kind_of_gvc(code) != _OTHER:
            return kind_of_gvc(code)
    kind = kind_of_words(details.words)
    if kind == _OTHER:
        kind = kind_of_swift(movement.code[1:])
    # Only direct debits have a mandate, whatever else the bank says of them.
    return PaymentKind.DIRECT_DEBIT.value if details.mandate and kind == _OTHER else kind
