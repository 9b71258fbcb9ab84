"""The closed list of what can be wrong with a file: a format can go, its sentences stay true."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from wertschatz.domain.values import Fact


class Weight(StrEnum):
    """What a problem means for the rows around it."""

    REFUSED = "refused"
    """The whole file stays out."""
    SKIPPED = "skipped"
    """One row stays out, the rest comes in."""
    NOTICE = "notice"
    """Everything comes in; the person should know."""


PROBLEMS: Mapping[str, Weight] = {
    # the file as a whole
    "file_missing": Weight.REFUSED,
    "file_unreadable": Weight.REFUSED,
    "file_empty": Weight.REFUSED,
    "file_not_a_list": Weight.REFUSED,
    "file_too_slow": Weight.REFUSED,
    "file_too_much_memory": Weight.REFUSED,
    "file_reader_failed": Weight.REFUSED,
    "file_broke_off": Weight.REFUSED,
    "file_already_imported": Weight.NOTICE,
    "file_twice": Weight.NOTICE,
    "format_unknown": Weight.REFUSED,
    "layout_unknown": Weight.REFUSED,
    "date_order_doubtful": Weight.REFUSED,
    "decimal_mark_doubtful": Weight.REFUSED,
    "no_rows": Weight.REFUSED,
    "archive_other": Weight.REFUSED,
    "list_of_customers": Weight.REFUSED,
    "list_of_payments": Weight.REFUSED,
    "payments_without_customers": Weight.REFUSED,
    "workbook_locked": Weight.REFUSED,
    "workbook_broken": Weight.REFUSED,
    "archive_too_deep": Weight.REFUSED,
    "archive_too_many": Weight.REFUSED,
    "archive_too_large": Weight.REFUSED,
    "archive_broken": Weight.REFUSED,
    "archive_locked": Weight.REFUSED,
    "archive_empty": Weight.REFUSED,
    "archive_member_skipped": Weight.NOTICE,
    "xml_unknown": Weight.REFUSED,
    "xml_broken": Weight.REFUSED,
    "xml_too_deep": Weight.REFUSED,
    "xml_doctype": Weight.REFUSED,
    "document_too_large": Weight.REFUSED,
    "document_is_no_invoice": Weight.REFUSED,
    "document_incomplete": Weight.REFUSED,
    "document_type_missing": Weight.NOTICE,
    "document_sums_disagree": Weight.NOTICE,
    "correction_adds": Weight.NOTICE,
    "pdf_without_invoice": Weight.REFUSED,
    "pdf_locked": Weight.REFUSED,
    "pdf_broken": Weight.REFUSED,
    "time_layout_unknown": Weight.REFUSED,
    "times_summed_up": Weight.REFUSED,
    "no_times": Weight.REFUSED,
    "rules_needed": Weight.REFUSED,
    "datev_header_broken": Weight.REFUSED,
    "datev_year_missing": Weight.REFUSED,
    "datev_other_category": Weight.REFUSED,
    "datev_without_debtors": Weight.REFUSED,
    "card_layout_unknown": Weight.REFUSED,
    "no_cards": Weight.REFUSED,
    "no_payments": Weight.REFUSED,
    "payment_layout_unknown": Weight.REFUSED,
    "no_calls": Weight.REFUSED,
    "call_layout_unknown": Weight.REFUSED,
    "call_order_unknown": Weight.REFUSED,
    "no_appointments": Weight.REFUSED,
    "no_mails": Weight.REFUSED,
    # one row
    "line_too_long": Weight.SKIPPED,
    "field_too_long": Weight.SKIPPED,
    "quote_never_closed": Weight.SKIPPED,
    "row_too_short": Weight.SKIPPED,
    "row_too_wide": Weight.SKIPPED,
    "customer_missing": Weight.SKIPPED,
    "date_missing": Weight.SKIPPED,
    "date_unreadable": Weight.SKIPPED,
    "amount_missing": Weight.SKIPPED,
    "amount_unreadable": Weight.SKIPPED,
    "amount_too_large": Weight.SKIPPED,
    "currency_unreadable": Weight.SKIPPED,
    "datev_account_unreadable": Weight.SKIPPED,
    "card_without_name": Weight.SKIPPED,
    "card_broken": Weight.SKIPPED,
    "direction_missing": Weight.SKIPPED,
    "statement_line_unreadable": Weight.SKIPPED,
    "document_is_purchase": Weight.SKIPPED,
    "document_is_foreign": Weight.SKIPPED,
    # worth knowing
    "own_firm_assumed": Weight.NOTICE,
    "own_firm_unknown": Weight.NOTICE,
    "duration_unreadable": Weight.SKIPPED,
    "time_unreadable": Weight.SKIPPED,
    "time_impossible": Weight.SKIPPED,
    "time_running": Weight.SKIPPED,
    "call_kind_unknown": Weight.SKIPPED,
    "call_going_on": Weight.SKIPPED,
    "call_record_unreadable": Weight.SKIPPED,
    "appointment_broken": Weight.SKIPPED,
    "appointment_undated": Weight.SKIPPED,
    "appointment_endless": Weight.SKIPPED,
    "mail_undated": Weight.SKIPPED,
    "mail_head_too_long": Weight.SKIPPED,
    # worth knowing
    "call_codes_assumed": Weight.NOTICE,
    "calls_repeated": Weight.NOTICE,
    "calls_internal": Weight.NOTICE,
    "call_minutes_taken": Weight.NOTICE,
    "appointments_outside": Weight.NOTICE,
    "appointments_cut": Weight.NOTICE,
    "appointment_cut": Weight.NOTICE,
    "calendar_others": Weight.NOTICE,
    "calendar_zone_unknown": Weight.NOTICE,
    "mail_date_from_received": Weight.NOTICE,
    "duration_minutes_taken": Weight.NOTICE,
    "duration_seconds_taken": Weight.NOTICE,
    "activity_left_out": Weight.NOTICE,
    "due_date_unreadable": Weight.NOTICE,
    "paid_date_unreadable": Weight.NOTICE,
    "nul_bytes_removed": Weight.NOTICE,
    "encoding_guessed": Weight.NOTICE,
    "amount_kind_unstated": Weight.NOTICE,
    "amount_is_gross": Weight.NOTICE,
    "currency_assumed": Weight.NOTICE,
    "invoices_later": Weight.NOTICE,
    "currency_foreign": Weight.NOTICE,
    "currency_converted": Weight.NOTICE,
    "rows_not_invoices": Weight.NOTICE,
    "rows_cancelled": Weight.NOTICE,
    "rows_pending": Weight.NOTICE,
    "batch_sums_disagree": Weight.NOTICE,
    "statement_sums_disagree": Weight.NOTICE,
    "statement_quiet": Weight.NOTICE,
    "statement_interim": Weight.NOTICE,
    "booking_day_assumed": Weight.NOTICE,
    "rows_not_payments": Weight.NOTICE,
    "credit_notes_negative": Weight.NOTICE,
    "payments_count_as_revenue": Weight.NOTICE,
    "datev_gross": Weight.NOTICE,
    "datev_bookings_left_out": Weight.NOTICE,
    "suppliers_left_out": Weight.NOTICE,
    "birthdays_left_out": Weight.NOTICE,
    "duplicate_row": Weight.NOTICE,
    "number_twice": Weight.NOTICE,
    "further_problems": Weight.NOTICE,
}
"""Code → weight. A code is never renamed or reused; its sentence stands in `wording.problems`."""

HOLDS_NOTHING = frozenset({
    "file_empty", "file_not_a_list", "format_unknown", "no_rows", "no_times", "no_cards",
    "no_payments", "no_calls", "no_appointments", "no_mails", "archive_empty", "xml_unknown",
    "document_is_no_invoice", "pdf_without_invoice", "list_of_customers", "datev_other_category",
    "datev_without_debtors",
})  # fmt: skip
"""Refusals after which nothing is missing: such a file holds nothing for us.

Every other refusal (locked, broken, cut short, an unknown layout) means that something which
belongs in could not be read; a person should see to it.
"""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong: in which file, on which line (1-based, None: the whole file)."""

    code: str
    file: str
    line: int | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)

    @property
    def weight(self) -> Weight:
        """What it means for the rows around it."""
        return PROBLEMS[self.code]
