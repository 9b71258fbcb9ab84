"""Reads what a CAMT statement says of a single movement: parties, references, purpose, return."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from wertschatz.integrations.files.documents.amounts import amount
from wertschatz.integrations.files.documents.elements import every, first, text, text_of
from wertschatz.integrations.files.statements.keys import (
    account_of,
    joined_pieces,
    keyed,
    reference_of,
)
from wertschatz.integrations.files.statements.kinds import kind_of_family, kind_of_gvc
from wertschatz.ports.files import PaymentKind

if TYPE_CHECKING:
    from lxml.etree import _Element

# Ustrd holds 140 characters; banks that fill it from older formats cut at 35 or 27.
_WIDTHS = (140, 35, 27)
_AMOUNTS = ("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt", "AmtDtls/CntrValAmt/Amt")
_ACCOUNT = ("Id/IBAN", "Id/Othr/Id", "Id/BBAN", "Id/PrtryAcct/Id", "Id/UPIC")
_OTHER = PaymentKind.OTHER.value


class Party(NamedTuple):
    """One side of a movement."""

    name: str
    account: str


class Detail(NamedTuple):
    """One transaction of an entry (TxDtls); '' and None where it says nothing."""

    amounts: tuple[tuple[Decimal, str], ...]
    """What may be its amount, best first, each with its currency; never negative."""
    direction: int
    """+1 received, -1 paid, 0 as the entry."""
    debtor: Party
    creditor: Party
    purpose: str
    end_to_end: str
    mandate: str
    reference: str
    document: str
    kind: str
    return_reason: str


def detail_of(element: _Element) -> Detail:
    """Everything of one TxDtls, in any version of camt.052, .053 and .054."""
    refs = first(element, "Refs")
    remittance = first(element, "RmtInf")
    said = keyed(_unstructured(remittance))
    structured = _structured(remittance)
    parties = first(element, "RltdPties")
    reason = _return_reason(element)
    return Detail(
        amounts=tuple(_amounts(element)),
        direction=direction_of(element),
        debtor=_party(parties, "Dbtr", "DbtrAcct", "UltmtDbtr"),
        creditor=_party(parties, "Cdtr", "CdtrAcct", "UltmtCdtr"),
        purpose=_with(said.text or text(element, "AddtlTxInf"), structured.reference),
        end_to_end=reference_of(text(refs, "EndToEndId")) or said.end_to_end,
        mandate=reference_of(text(refs, "MndtId")) or said.mandate,
        reference=reference_of(text(refs, "AcctSvcrRef")) or reference_of(text(refs, "Prtry/Ref")),
        document=structured.document or structured.reference,
        kind=PaymentKind.RETURNED.value if reason else kind_of(element),
        return_reason=reason,
    )


def direction_of(element: _Element) -> int:
    """+1 for a credit, -1 for a debit, 0 where it is not said."""
    return {"CRDT": 1, "DBIT": -1}.get(text(element, "CdtDbtInd").upper(), 0)


def kind_of(element: _Element) -> str:
    """From the German code inside Prtry ('NDDT+105+9200+992'), else from the ISO family."""
    code = first(element, "BkTxCd")
    for part in text(code, "Prtry/Cd").split("+"):
        if len(part) == 3 and part.isdecimal() and kind_of_gvc(part) != _OTHER:
            return kind_of_gvc(part)
    return kind_of_family(text(code, "Domn/Fmly/Cd"), text(code, "Domn/Fmly/SubFmlyCd"))


def account_in(element: _Element | None) -> str:
    """IBAN, else the number, of an element with an Id."""
    return account_of(text(element, *_ACCOUNT))


def _amounts(element: _Element) -> list[tuple[Decimal, str]]:
    found = []
    for path in _AMOUNTS:
        for written in every(element, path):
            value = amount(text_of(written))
            if value is not None:
                found.append((abs(value), written.get("Ccy", "").strip().upper()))
    return found


def _party(parties: _Element | None, side: str, account: str, ultimate: str) -> Party:
    """From version 8 on a level Pty (or Agt) stands between the side and its name."""
    names = [f"{one}/{level}Nm" for one in (side, ultimate) for level in ("", "Pty/")]
    name = text(parties, names[0], names[1], f"{side}/Agt/FinInstnId/Nm", *names[2:])
    return Party(name, account_in(first(parties, account)))


def _unstructured(remittance: _Element | None) -> str:
    """The free text; only when every piece but the last is full was it cut, not written so."""
    pieces = [text_of(element) for element in every(remittance, "Ustrd")]
    widths = [width for width in _WIDTHS if all(len(piece) == width for piece in pieces[:-1])]
    return joined_pieces(pieces, tuple(widths))


class _Structured(NamedTuple):
    reference: str
    document: str


def _structured(remittance: _Element | None) -> _Structured:
    """Creditor reference (RF, QR, +++…+++) and numbers of the documents that are paid."""
    documents = [text_of(e) for e in every(remittance, "Strd/RfrdDocInf/Nb|RfrdDocNb")]
    reference = text(remittance, "Strd/CdtrRefInf/Ref", "Strd/CdtrRefInf/CdtrRef")
    return _Structured(reference_of(reference), " ".join(filter(None, documents)))


def _with(purpose: str, reference: str) -> str:
    """The purpose with the structured reference, unless that stands in it already."""
    return purpose if not reference or reference in purpose else f"{purpose} {reference}".strip()


def _return_reason(element: _Element) -> str:
    """Why it came back; something for every return, even one that says nothing but that."""
    info = first(element, "RtrInf")
    if info is None:
        return ""
    reason = text(info, "Rsn/Cd", "RtrRsn/Cd", "Rsn/Prtry", "RtrRsn/Prtry", "AddtlInf")
    return reason or PaymentKind.RETURNED.value
