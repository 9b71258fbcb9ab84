"""“What I put there comes in by itself”: unless something is asked, or a person must see to it."""

from __future__ import annotations

from enum import StrEnum

from wertschatz.usecases.import_files import Outcome

STAYS_OUT = frozenset({
    "file_empty", "file_not_a_list", "format_unknown", "no_rows", "no_times", "no_cards",
    "no_payments", "no_calls", "no_appointments", "no_mails", "archive_empty", "xml_unknown",
    "document_is_no_invoice", "pdf_without_invoice", "list_of_customers", "datev_other_category",
    "datev_without_debtors",
})  # fmt: skip
"""Refusals after which nothing is missing: such a file holds nothing for us, and holds up nobody.

Every other refusal (locked, broken, cut short, an unknown layout) means that something which
belongs in could not be read: then the whole waits for a person.
"""


class Next(StrEnum):
    """What becomes of files that were tried."""

    COMES_IN = "comes_in"
    WAITS = "waits"
    """On the page of files, as any other draft."""
    NOTHING = "nothing"
    """There is nothing new in them."""


def what_next(outcome: Outcome) -> Next:
    """Decides by what the dry run found."""
    if waits_for_somebody(outcome):
        return Next.WAITS
    return Next.COMES_IN if outcome.counts.fresh else Next.NOTHING


def waits_for_somebody(outcome: Outcome) -> bool:
    """A layout or the own firm is asked about, or a file that belongs in cannot be read."""
    return bool(outcome.questions or outcome.sellers_asked or outcome.refusals - STAYS_OUT)
