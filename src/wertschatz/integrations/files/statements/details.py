"""Reads what a CAMT statement says of a single movement: parties, references, purpose, return."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from wertschatz.integrations.files.documents.amounts import amount
from wertschatz.integrations.files.documents.elements import text_of
from wertschatz.integrations.files.statements.keys import (
    account_of,
    joined_pieces,
    keyed,
    reference_of,
)
from wertschatz.integrations.files.statements.kinds import kind_of_family, kind_of_gvc
from wertschatz.integrations.files.statements.leaves import Leaves
from wertschatz.ports.files import PaymentKind

if TYPE_CHECKING:
    from lxml.etree import _Element

# Ustrd holds 140 characters; banks that fill it from older formats cut at 35 or 27.
_WIDTHS = (140, 35, 27)
_AMOUNTS = ("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt", "AmtDtls/CntrValAmt/Amt")
ACCOUNT = ("Id/IBAN", "Id/Othr/Id", "Id/BBAN", "Id/PrtryAcct/Id", "Id/UPIC")
"""Where the number of an account may stand, best first."""

_DEBTOR_ACCOUNT = tuple(f"RltdPties/DbtrAcct/{path}" for path in ACCOUNT)
_CREDITOR_ACCOUNT = tuple(f"RltdPties/CdtrAcct/{path}" for path in ACCOUNT)
# From version 8 on a level Pty (or Agt) stands between the side and its name.
_NAMES = ("{0}/Nm", "{0}/Pty/Nm", "{0}/Agt/FinInstnId/Nm", "Ultmt{0}/Nm", "Ultmt{0}/Pty/Nm")
_DEBTOR = tuple("RltdPties/" + path.format("Dbtr") for path in _NAMES)
_CREDITOR = tuple("RltdPties/" + path.format("Cdtr") for path in _NAMES)
# Creditor reference (RF, QR, +++…+++), and the numbers of the documents that are paid.
_CREDITOR_REFERENCE = ("RmtInf/Strd/CdtrRefInf/Ref", "RmtInf/Strd/CdtrRefInf/CdtrRef")
_DOCUMENTS = ("RmtInf/Strd/RfrdDocInf/Nb", "RmtInf/Strd/RfrdDocInf/RfrdDocNb")
_RETURN_REASONS = (
    "RtrInf/Rsn/Cd", "RtrInf/RtrRsn/Cd", "RtrInf/Rsn/Prtry", "RtrInf/RtrRsn/Prtry",
    "RtrInf/AddtlInf",
)  # fmt: skip
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
    leaves = Leaves(element)
    said = keyed(_unstructured(leaves))
    reference = reference_of(leaves.text(*_CREDITOR_REFERENCE))
    documents = [text_of(one) for one in leaves.every(*_DOCUMENTS)]
    reason = _return_reason(leaves)
    return Detail(
        amounts=tuple(_amounts(leaves)),
        direction=direction_in(leaves.text("CdtDbtInd")),
        debtor=Party(leaves.text(*_DEBTOR), account_of(leaves.text(*_DEBTOR_ACCOUNT))),
        creditor=Party(leaves.text(*_CREDITOR), account_of(leaves.text(*_CREDITOR_ACCOUNT))),
        purpose=_with(said.text or leaves.text("AddtlTxInf"), reference),
        end_to_end=reference_of(leaves.text("Refs/EndToEndId")) or said.end_to_end,
        mandate=reference_of(leaves.text("Refs/MndtId")) or said.mandate,
        reference=reference_of(leaves.text("Refs/AcctSvcrRef"))
        or reference_of(leaves.text("Refs/Prtry/Ref")),
        document=" ".join(filter(None, documents)) or reference,
        kind=PaymentKind.RETURNED.value if reason else kind_of(leaves),
        return_reason=reason,
    )


def direction_in(written: str) -> int:
    """+1 for a credit, -1 for a debit, 0 where it is not said."""
    return {"CRDT": 1, "DBIT": -1}.get(written.upper(), 0)


def kind_of(leaves: Leaves) -> str:
    """From the German code inside Prtry ('NDDT+105+9200+992'), else from the ISO family."""
    for part in leaves.text("BkTxCd/Prtry/Cd").split("+"):
        if len(part) == 3 and part.isdecimal() and kind_of_gvc(part) != _OTHER:
            return kind_of_gvc(part)
    family = leaves.text("BkTxCd/Domn/Fmly/Cd")
    return kind_of_family(family, leaves.text("BkTxCd/Domn/Fmly/SubFmlyCd"))


def _amounts(leaves: Leaves) -> list[tuple[Decimal, str]]:
    found = []
    for written in leaves.every(*_AMOUNTS):
        value = amount(text_of(written))
        if value is not None:
            found.append((abs(value), written.get("Ccy", "").strip().upper()))
    return found


def _unstructured(leaves: Leaves) -> str:
    """The free text; only when every piece but the last is full was it cut, not written so."""
    pieces = [text_of(element) for element in leaves.every("RmtInf/Ustrd")]
    widths = [width for width in _WIDTHS if all(len(piece) == width for piece in pieces[:-1])]
    return joined_pieces(pieces, tuple(widths))


def _with(purpose: str, reference: str) -> str:
    """The purpose with the structured reference, unless that stands in it already."""
    return purpose if not reference or reference in purpose else f"{purpose} {reference}".strip()


def _return_reason(leaves: Leaves) -> str:
    """Why it came back; something for every return, even one that says nothing but that."""
    if not leaves.has("RtrInf"):
        return ""
    return leaves.text(*_RETURN_REASONS) or PaymentKind.RETURNED.value
