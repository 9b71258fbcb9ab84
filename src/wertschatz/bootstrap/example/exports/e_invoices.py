"""The newest invoices as files of their own: a month in one language, a month in the other."""

from __future__ import annotations

from collections.abc import Iterator

from wertschatz.bootstrap.example.exports.cii import as_cii
from wertschatz.bootstrap.example.exports.export import Export
from wertschatz.bootstrap.example.exports.ubl import as_ubl
from wertschatz.bootstrap.example.history import History

NEW_TOOL_AGE = 30
"""So many days ago the joinery changed its tool: older documents are CII, newer ones UBL."""


def exports(history: History) -> Iterator[Export]:
    """One file for each invoice."""
    for invoice in history.documents:
        if history.age(invoice) > NEW_TOOL_AGE:
            name, content = f"{invoice.number}_xrechnung_cii.xml", as_cii(invoice)
        else:
            name, content = f"XRechnung {invoice.number}.xml", as_ubl(invoice)
        yield Export("e_invoice", name, content)
