"""Makes one row, or one refusal, of the bytes of an e-invoice."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import TYPE_CHECKING

from wertschatz.domain.values import Fact, minor_units
from wertschatz.integrations.files.documents.amounts import in_minor_units
from wertschatz.integrations.files.documents.cii import read_cii
from wertschatz.integrations.files.documents.elements import day
from wertschatz.integrations.files.documents.kinds import (
    CREDIT_TYPES,
    OTHER_ROOTS,
    OTHER_TYPES,
    is_cii,
    is_invoice,
    unwrapped,
)
from wertschatz.integrations.files.documents.stated import Stated, Totals
from wertschatz.integrations.files.documents.terms import due_day
from wertschatz.integrations.files.documents.ubl import read_ubl
from wertschatz.integrations.files.documents.xml import GUESS, Refusal, local_name, parsed
from wertschatz.integrations.files.tables.amounts import AMOUNT_LIMIT
from wertschatz.ports.files import AmountKind, Document, InvoiceRow
from wertschatz.ports.problems import Problem

if TYPE_CHECKING:
    from lxml.etree import _Element

_INVOICE = "380"
_CORRECTION = "384"
_NOTHING = Decimal(0)


def read_document(data: bytes, name: str) -> Iterator[InvoiceRow | Problem]:
    """The row of one invoice and what is odd about it, or one refusal with its reason.

    `name` is the file the problems belong to.
    """
    found = parsed(data)
    if isinstance(found, Refusal):
        yield Problem(found.code, name, found.line, found.facts)
        return
    if found.guessed:
        facts: dict[str, Fact] = {"encoding": found.guessed, "sample": _sample(data)}
        yield Problem("encoding_guessed", name, None, facts)
    root = unwrapped(found.root)
    if not is_invoice(root):
        yield _no_invoice(root, name)
        return
    stated = read_cii(root) if is_cii(root) else read_ubl(root)
    if stated.type_code in OTHER_TYPES:
        yield Problem("document_is_no_invoice", name, None, {"kind": OTHER_TYPES[stated.type_code]})
        return
    yield from _row(stated, name)


def _sample(data: bytes) -> str:
    """A word with an umlaut, so that the person sees whether the guess is right."""
    words = data.decode(GUESS, errors="replace").replace(">", " ").replace("<", " ").split()
    return next((word[:40] for word in words if not word.isascii()), "")


def _no_invoice(root: _Element, name: str) -> Problem:
    root_name = local_name(root)
    if root_name in OTHER_ROOTS:
        return Problem("document_is_no_invoice", name, None, {"kind": OTHER_ROOTS[root_name]})
    return Problem("xml_unknown", name, None, {"root": root_name[:80]})


def _row(stated: Stated, name: str) -> Iterator[InvoiceRow | Problem]:
    on = day(stated.issued, stated.issued_form)
    net, gross = _net(stated.totals), _gross(stated.totals)
    counted = gross if net is None else net
    missing = [
        word
        for word, there in (
            ("number", stated.number), ("date", on), ("customer", stated.buyer.name),
            ("amount", counted is not None),
        )
        if not there
    ]  # fmt: skip
    if missing or on is None or counted is None:
        yield Problem("document_incomplete", name, None, {"missing": ", ".join(missing)})
        return
    due_on, unread = due_day(stated.terms, on)
    row = _invoice_row(stated, on, due_on, net, gross)
    if max(abs(row.cents), abs(row.gross_cents or 0)) >= AMOUNT_LIMIT:
        yield Problem(
            "amount_too_large",
            name,
            1,
            {"value": str(max(counted, gross or _NOTHING, key=abs))[:40]},
        )
        yield Problem("no_rows", name)
        return
    yield from _notices(stated, name, unread)
    yield row


def _invoice_row(
    stated: Stated, on: int, due_on: int | None, net: Decimal | None, gross: Decimal | None
) -> InvoiceRow:
    credit = stated.credit or stated.type_code in CREDIT_TYPES
    cents = in_minor_units((gross if net is None else net) or _NOTHING, stated.currency)
    gross_cents = None if gross is None else in_minor_units(gross, stated.currency)
    prepaid = in_minor_units(stated.totals.prepaid or _NOTHING, stated.currency)
    if credit:
        # Positive sums by the standard; a negative one means the same and is no claim.
        prepaid = -prepaid if (gross_cents or cents) > 0 else prepaid
        cents = -abs(cents)
        gross_cents = None if gross_cents is None else -abs(gross_cents)
    buyer = stated.buyer
    return InvoiceRow(
        line=1,
        customer_name=buyer.name,
        customer_number=buyer.number,
        vat_id=buyer.vat_id,
        number=stated.number,
        on=on,
        due_on=due_on,
        paid_on=None,
        payment_known=False,
        cents=cents,
        gross_cents=gross_cents,
        kind=AmountKind.GROSS.value if net is None else AmountKind.NET.value,
        currency=stated.currency,
        document=_document(stated, prepaid),
    )


def _document(stated: Stated, prepaid_cents: int) -> Document:
    buyer, seller = stated.buyer, stated.seller
    return Document(
        type_code=stated.type_code or ("381" if stated.credit else _INVOICE),
        seller_name=seller.name,
        seller_vat_id=seller.vat_id or seller.tax_number,
        original_number=stated.original_number,
        original_on=stated.original_on,
        prepaid_cents=prepaid_cents,
        postcode=buyer.postcode,
        town=buyer.town,
        country=buyer.country,
        street=buyer.street,
        email=buyer.email,
        contact_name=buyer.contact_name,
        contact_email=buyer.contact_email,
        contact_phone=buyer.contact_phone,
        rate=stated.rate.rate,
        rate_currency=stated.rate.currency,
    )


def _net(totals: Totals) -> Decimal | None:
    """As stated, else gross without tax, else the lines with the document's own changes."""
    if totals.net is not None:
        return totals.net
    gross = _gross(totals)
    if gross is not None and totals.tax is not None:
        return gross - totals.tax
    if totals.lines is not None:
        return totals.lines - (totals.allowances or _NOTHING) + (totals.charges or _NOTHING)
    return sum(totals.each_line, _NOTHING) if totals.each_line else None


def _gross(totals: Totals) -> Decimal | None:
    if totals.gross is not None:
        return totals.gross
    if totals.net is not None and totals.tax is not None:
        return totals.net + totals.tax
    return None if totals.payable is None else totals.payable + (totals.prepaid or _NOTHING)


def _notices(stated: Stated, name: str, unread_due: str) -> Iterator[Problem]:
    if not (stated.type_code or stated.credit):
        yield Problem("document_type_missing", name)
    if unread_due:
        yield Problem("due_date_unreadable", name, 1, {"value": unread_due[:40]})
    if (
        stated.type_code == _CORRECTION
        and stated.original_number
        and (_net(stated.totals) or 0) > 0
    ):
        yield Problem("correction_adds", name, 1, {"original": stated.original_number[:40]})
    totals, coin = stated.totals, Decimal(1).scaleb(-minor_units(stated.currency))
    if totals.net is not None and totals.tax is not None and totals.gross is not None:
        computed = totals.net + totals.tax
        if abs(computed - totals.gross) > coin * max(1, totals.tax_rows):
            yield _disagree(name, "net_and_tax", computed, totals.gross)
    if totals.lines is not None and totals.each_line:
        computed = sum(totals.each_line, _NOTHING)
        # Each line may have been rounded for itself.
        if abs(computed - totals.lines) > coin * Decimal(len(totals.each_line) + 1) / 2:
            yield _disagree(name, "lines", computed, totals.lines)


def _disagree(name: str, kind: str, computed: Decimal, stated: Decimal) -> Problem:
    facts: dict[str, Fact] = {
        "kind": kind, "computed": f"{computed:.2f}", "stated": f"{stated:.2f}"
    }  # fmt: skip
    return Problem("document_sums_disagree", name, None, facts)
