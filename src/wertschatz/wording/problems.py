"""What is wrong with a file, what it may mean and what to do now, as sentences for a person."""

from __future__ import annotations

from collections.abc import Mapping

from wertschatz.domain.values import Fact
from wertschatz.ports.problems import Problem
from wertschatz.wording.catalogue import N_, translate
from wertschatz.wording.sentences import fill

PROBLEM_SENTENCES: Mapping[str, str] = {
    # the file as a whole
    "file_missing": N_(
        "There is no such file. It may have been moved or renamed. Check the place and try again."
    ),
    "file_unreadable": N_(
        "This cannot be opened ({kind}). Choose the file itself, and check that you may read it."
    ),
    "file_empty": N_(
        "The file is empty. The export may have been cut short. Export it again from your tool."
    ),
    "file_not_a_list": N_(
        "This is no list but something else ({kind}), whatever the name says. If it should hold "
        "invoices, hours, movements of an account, calls or addresses, export them from your tool "
        "as CSV."
    ),
    "file_too_slow": N_(
        "Nothing could be read from the file for {seconds} seconds, so reading was stopped. "
        "The file may be damaged. Export it again, or export a shorter time."
    ),
    "file_too_much_memory": N_(
        "The file takes more memory than reading may use. It may be damaged. "
        "Export it again, or export a shorter time."
    ),
    "file_reader_failed": N_(
        "Reading failed through a mistake in this program; nothing of the file came in. "
        "The log holds the details. Please report it."
    ),
    "file_broke_off": N_(
        "Reading broke off, so nothing of the file comes in. The file may be damaged. "
        "Export it again from your tool."
    ),
    "file_already_imported": N_(
        "This very file has been imported before. Nothing needs to be done."
    ),
    "file_twice": N_(
        "The same file is here twice under two names. It is read once; nothing needs to be done."
    ),
    "format_unknown": N_(
        "The format of this file is not known, so it stays out. If it holds invoices, hours, "
        "movements of an account, calls, addresses, appointments or mails, export them from your "
        "tool as CSV, or as CAMT or MT940 from the bank, vCard for addresses, ICS for a calendar."
    ),
    "layout_unknown": N_(
        "The columns of this list are not all understood: of {columns} columns, {recognised} were "
        "recognised. Say once which column holds the customer, the date and the amount."
    ),
    "date_order_doubtful": N_(
        "Every date of this list can be read in two ways, for example {value}. "
        "Say whether the day or the month comes first."
    ),
    "decimal_mark_doubtful": N_(
        "Every amount of this list can be read in two ways, for example {value}. "
        "Say whether the mark parts thousands or decimals."
    ),
    "own_firm_assumed": N_(
        "{name} stands in most documents and is taken for your firm, so documents in which it buys "
        "stay out. Say otherwise with --own."
    ),
    "own_firm_unknown": N_(
        "The documents come from several sellers, and none of them is known to be your firm, so "
        "all of them count as what you sold. Name your firm or its VAT id with --own."
    ),
    "document_is_purchase": N_(
        "Invoice {number} comes from {seller} and your firm is the buyer. "
        "It stays out: only what you sold counts as revenue."
    ),
    "document_is_foreign": N_(
        "Invoice {number} of {seller} names your firm neither as seller nor as buyer, so it stays "
        "out. If {seller} is you under another name, say so under “My firm in documents”."
    ),
    "archive_other": N_(
        "This is an archive of the kind {kind}, which is not opened here. "
        "Unpack it and give the files themselves, or pack them as ZIP."
    ),
    "archive_too_deep": N_(
        "Archives lie in archives here, more than {depth} deep. "
        "Unpack the outer ones and give what is in them."
    ),
    "archive_too_many": N_(
        "The archive holds more than {most} files. Give it in several smaller ones."
    ),
    "archive_too_large": N_(
        "Unpacked, the archive would hold more than {mb} MB, or far more than its size allows. "
        "It may be damaged, or built to do harm. Unpack it yourself and give the files you want."
    ),
    "archive_broken": N_(
        "The archive cannot be opened to its end. It may have been cut short. Fetch it once more."
    ),
    "archive_locked": N_(
        "The archive is protected by a password ({member}). "
        "Unpack it with the password and give what is in it."
    ),
    "archive_empty": N_(
        "There is no file in the archive. Check whether the export was finished before it was made."
    ),
    "archive_member_skipped": N_(
        "One file of the archive cannot be unpacked ({member}); the others are read. "
        "Give this file by itself if you need it."
    ),
    "no_rows": N_(
        "Nothing that counts could be read from the file: no invoice, and no entry of another "
        "kind. It may be empty or hold something else. "
        "Look at the messages beside this one, or export it again with a longer time."
    ),
    "xml_unknown": N_(
        "This is XML, but neither an e-invoice nor a statement of a bank nor a list of calls that "
        "is known (it begins with “{root}”). Ask the tool for an XRechnung, ZUGFeRD or Factur-X "
        "file, the bank for CAMT, or export a list as CSV."
    ),
    "xml_broken": N_(
        "The XML is damaged or cut short, so it cannot be read. It may have been changed on the "
        "way. Get the file again from where it came."
    ),
    "xml_too_deep": N_(
        "The XML is nested far deeper than any invoice is, so it was not read on. "
        "It may be damaged or made to do harm. Ask the sender for a new file."
    ),
    "xml_doctype": N_(
        "The XML brings its own rules along (DOCTYPE), which no e-invoice does and which can do "
        "harm, so it was not read. Ask the sender for a new file."
    ),
    "document_too_large": N_(
        "The document is larger than {limit} MB, which no invoice needs. "
        "It may be damaged, or hold large attachments. Write it again without attachments."
    ),
    "document_is_no_invoice": N_(
        "This is {kind}, no invoice, so it stays out. "
        "Nothing needs to be done; choose the invoice if there is one."
    ),
    "document_incomplete": N_(
        "The e-invoice lacks what it cannot do without ({missing}), so it stays out. It may be "
        "a draft. Complete it in your tool and write the file again."
    ),
    "pdf_without_invoice": N_(
        "This PDF is only a picture for people; no e-invoice is inside. "
        "Ask your tool for ZUGFeRD or Factur-X, or export the list of invoices as CSV."
    ),
    "pdf_locked": N_(
        "The PDF is encrypted, so the invoice inside cannot be taken out. "
        "Save it without a password and import it again."
    ),
    "pdf_broken": N_(
        "The PDF is damaged, so nothing can be read from it. The download may have been cut "
        "short. Get the file again from where it came."
    ),
    "time_layout_unknown": N_(
        "The columns of this time sheet are not all understood: of {columns} columns, "
        "{recognised} were recognised. Say once which column holds the customer, the day and the "
        "duration."
    ),
    "times_summed_up": N_(
        "This list holds no single entries with their day and duration. It may be a report that "
        "sums up, or a list of customers or projects. Export the detailed time entries instead."
    ),
    "no_times": N_(
        "No time entry could be read from the file. It may be empty or hold something else. "
        "Look at the messages beside this one, or export it again with a longer time."
    ),
    "rules_needed": N_(
        "These records do not say for which customer the work was. "
        "Say once which word in them means which customer."
    ),
    "datev_header_broken": N_(
        "This begins like a DATEV file, but its first line cannot be read. "
        "Export it again from your bookkeeping, and do not open it in a spreadsheet before."
    ),
    "datev_year_missing": N_(
        "This booking batch does not say of which year it is, and its days are written without "
        "one. Export it again from your bookkeeping."
    ),
    "datev_other_category": N_(
        "This DATEV file holds “{name}” (category {number}), which says nothing about customers "
        "and their invoices. Export the booking batch (Buchungsstapel) or the customers "
        "(Debitoren)."
    ),
    "datev_without_debtors": N_(
        "This batch books nothing on accounts of customers (debtors), so it does not say who "
        "bought or paid. Import invoices or your bank's statement instead."
    ),
    "card_layout_unknown": N_(
        "The columns of this address list are not all understood: of {columns} columns, "
        "{recognised} were recognised. Say once which column holds the name."
    ),
    "no_cards": N_(
        "No customer or contact could be read from the file. It may be empty or hold something "
        "else. Look at the messages beside this one, or export it again."
    ),
    "no_payments": N_(
        "No movement could be read from this statement. It may be cut off or hold something else. "
        "Look at the messages beside this one, or fetch it from your bank again."
    ),
    "payment_layout_unknown": N_(
        "The columns of this bank statement are not all understood: of {columns} columns, "
        "{recognised} were recognised. Say once which column holds the day, the amount and the "
        "name or purpose."
    ),
    "no_calls": N_(
        "No call could be read from the file. The list may be empty or hold something else. "
        "Look at the messages beside this one, or save the list again from the telephone system."
    ),
    "call_layout_unknown": N_(
        "The columns of this list of calls are not all understood: of {columns} columns, "
        "{recognised} were recognised. Say once which column holds the number, the direction, the "
        "day and the length."
    ),
    "call_order_unknown": N_(
        "These are call records of Asterisk, but their fields stand in an order of your own. "
        "Write the file in the usual order (cdr_csv), or with the names of the fields above them."
    ),
    "no_appointments": N_(
        "No appointment could be read from the calendar. It may be empty, or hold only what is "
        "too old or too far away. Look at the messages beside this one, or export it again."
    ),
    "no_mails": N_(
        "No mail could be read from the file. It may be empty or cut short. "
        "Look at the messages beside this one, or export the mailbox again."
    ),
    "list_of_customers": N_(
        "This is a list of customers, not of invoices; it holds no dates or amounts of deals. "
        "Export the invoices from your tool as CSV."
    ),
    "list_of_payments": N_(
        "This is a list of payments, not of invoices, so nothing of it comes in. "
        "Export the invoices themselves, best with the date of payment."
    ),
    "payments_without_customers": N_(
        "The report lists payments but names no customers, so nothing of it comes in. "
        "Export it again with the columns for the customer's name or e-mail address."
    ),
    "workbook_locked": N_(
        "The workbook is locked with a password. "
        "Open it in your spreadsheet program, save it without a password and import it again."
    ),
    "workbook_broken": N_(
        "The workbook cannot be opened. It may be damaged or cut short. "
        "Export it again, or save the sheet as CSV."
    ),
    # one row
    "line_too_long": N_(
        "The line is longer than a million characters and stays out. A quotation mark or a line "
        "end may be missing. Correct it in your tool and import again."
    ),
    "field_too_long": N_(
        "A field that begins here is too long and stays out. "
        "A closing quotation mark may be missing. Correct this row and import again."
    ),
    "quote_never_closed": N_(
        "A quotation mark is opened here and never closed; the row stays out. "
        "Close it or remove it, then import again."
    ),
    "row_too_short": N_(
        "The row has {columns} of {expected} columns and stays out. It may be the end of a "
        "page or cut off. If it is an invoice, complete it and import again."
    ),
    "row_too_wide": N_(
        "The row has {columns} columns instead of {expected} and stays out. A field may "
        "contain the separator without quotation marks. Correct the row and import again."
    ),
    "datev_account_unreadable": N_(
        "“{value}” is no account number; the row stays out. A column may have moved. "
        "Export the file again from your bookkeeping."
    ),
    "card_without_name": N_(
        "This entry has neither a name nor an e-mail address nor a telephone number and stays "
        "out. Complete it in your address book if you need it."
    ),
    "card_broken": N_(
        "The entry of “{name}” is cut off or damaged and stays out; the others come in. "
        "Export your address book again if you miss it."
    ),
    "customer_missing": N_(
        "The row names no customer and stays out. Add the customer in your tool and import again."
    ),
    "date_missing": N_(
        "The row has no date and stays out. It may be a draft. "
        "Add the date in your tool and import again."
    ),
    "date_unreadable": N_(
        "“{value}” is no date; the row stays out. It may be a typing error. "
        "Correct it in your tool and import again."
    ),
    "amount_missing": N_(
        "The row has no amount and stays out. It may be a draft. "
        "Add the amount in your tool and import again."
    ),
    "amount_unreadable": N_(
        "“{value}” is no amount as the rest of the column is written; the row stays out. "
        "Correct it in your tool and import again."
    ),
    "amount_too_large": N_(
        "The amount “{value}” is too large to be true; the row stays out. It may be a number "
        "from another column. Correct it in your tool and import again."
    ),
    "currency_unreadable": N_(
        "“{value}” is no currency that is known; the row stays out. "
        "Write a code such as EUR and import again."
    ),
    "duration_unreadable": N_(
        "“{value}” is no duration; the entry stays out. It may be a typing error. "
        "Correct it in your tool and import again."
    ),
    "time_unreadable": N_(
        "“{value}” is no time of day; the entry stays out. It may be a typing error. "
        "Correct it in your tool and import again."
    ),
    "time_impossible": N_(
        "The entry stays out: {value} cannot be its time. It may end before it begins, or last "
        "for more than a month. Correct it in your tool and import again."
    ),
    "time_running": N_(
        "The entry has no end and no duration and stays out. The clock may still be running. "
        "Stop it in your tool and import again."
    ),
    "direction_missing": N_(
        "The statement does not say whether this movement came in or went out; it stays out. "
        "The file may be damaged. Fetch it from your bank again."
    ),
    "statement_line_unreadable": N_(
        "“{value}” is no movement as MT940 writes it and stays out. The file may be damaged. "
        "Fetch it from your bank again, best as CAMT."
    ),
    # worth knowing
    "rows_pending": N_(
        "Movements that the bank has only noted and not booked yet: {count}. They stay out and "
        "come with a later statement. Nothing needs to be done."
    ),
    "batch_sums_disagree": N_(
        "The {count} parts of this collective booking add up to {computed}, but {stated} was "
        "booked. It comes in as one sum. Look into it if customers' payments are among them."
    ),
    "statement_sums_disagree": N_(
        "With the movements of this statement the balance of account {account} would be "
        "{computed}, but it states {stated}. Movements may be missing. Fetch the statement again."
    ),
    "statement_quiet": N_(
        "Nothing moved on this account in the time of the statement. Nothing needs to be done."
    ),
    "statement_interim": N_(
        "This is a report of the day (MT942), whose movements may still change. "
        "They come in; import the final statement too when it is there."
    ),
    "booking_day_assumed": N_(
        "Movements without a day of booking: {count}. They come in with the day on which the "
        "statement was made. Correct it if the day matters."
    ),
    "call_kind_unknown": N_(
        "“{value}” does not say whether the call came in, went out or was missed; it stays out. "
        "It may be a typing error. Correct it and import again."
    ),
    "call_going_on": N_(
        "This call of {value} was still going on when the list was made, so it stays out. "
        "Fetch the list again; then it comes in with its length."
    ),
    "call_record_unreadable": N_(
        "This line is no call record like the others and stays out (“{value}”). It may be cut "
        "off. Look at the line if a call is missing."
    ),
    "appointment_broken": N_(
        "The appointment “{title}” cannot be read and stays out ({part} is wrong). "
        "Open it in your calendar, save it again and export once more."
    ),
    "appointment_undated": N_(
        "The appointment “{title}” has no beginning and stays out. It may be a draft. "
        "Give it a day in your calendar and export again."
    ),
    "appointment_endless": N_(
        "The appointment “{title}” recurs far too often ({rule}), so it stays out; the others "
        "come in. It may be a slip. Correct its repetition in your calendar and export again."
    ),
    "mail_undated": N_(
        "The mail “{subject}” has no date that can be read and stays out (“{value}”). "
        "It may be a draft, or damaged. Nothing needs to be done if it does not matter."
    ),
    "mail_head_too_long": N_(
        "The head of the mail that begins here is longer than {limit} KB; what follows in it was "
        "not read. It may be damaged. Nothing needs to be done if nobody is missing."
    ),
    # worth knowing
    "call_codes_assumed": N_(
        "Calls of kind 3: {count}. Older boxes mean outgoing calls by it, newer ones rejected "
        "calls; by the form of this list they were taken as {kind}. If that is wrong, save the "
        "list again with the present firmware."
    ),
    "calls_repeated": N_(
        "Lines about a call that stands in the file already: {count}. Each call counts once. "
        "Nothing needs to be done."
    ),
    "calls_internal": N_(
        "Calls within your own house: {count}. They do not count. Nothing needs to be done."
    ),
    "call_minutes_taken": N_(
        "The list does not say how lengths are written; “{value}” was read as minutes and "
        "seconds. If hours and minutes are meant, write “(hh:mm)” into the title of the column."
    ),
    "appointments_outside": N_(
        "Appointments more than {years} years back or more than a year ahead: {count}. They stay "
        "out, because they say nothing about the time now. Nothing needs to be done."
    ),
    "appointments_cut": N_(
        "The calendar holds more than {most} appointments; the oldest of them stay out. "
        "Export a shorter time if you need them."
    ),
    "appointment_cut": N_(
        "The appointment “{title}” recurs more than {most} times; only the latest of them come "
        "in. End its repetition in your calendar if it is over."
    ),
    "calendar_others": N_(
        "Tasks and journal entries in this calendar: {count}. They are no appointments and stay "
        "out. Nothing needs to be done."
    ),
    "calendar_zone_unknown": N_(
        "The time zone “{value}” is not known; its times were taken as yours. "
        "If appointments stand at the wrong hour, set their time zone in your calendar."
    ),
    "mail_date_from_received": N_(
        "Mails whose own date cannot be read: {count}. The time at which they arrived was taken. "
        "Nothing needs to be done."
    ),
    "duration_minutes_taken": N_(
        "The list does not say in which unit the durations are; “{value}” was read as minutes. "
        "If that is wrong, write the unit into the header of the column and import again."
    ),
    "duration_seconds_taken": N_(
        "The list does not say in which unit the durations are; “{value}” was read as seconds. "
        "If that is wrong, write the unit into the header of the column and import again."
    ),
    "activity_left_out": N_(
        "{minutes:hours} of recorded activity match none of your rules. They stay out and are "
        "not stored. Add a rule if work for a customer is missing."
    ),
    "due_date_unreadable": N_(
        "“{value}” is no due date. The invoice comes in with your usual term of payment. "
        "Correct it in your tool if the day matters."
    ),
    "paid_date_unreadable": N_(
        "“{value}” is no date of payment. The invoice comes in as not paid. "
        "Correct it in your tool and import again if it was paid."
    ),
    "nul_bytes_removed": N_(
        "{count} empty characters were removed from the file. It may have been damaged on the "
        "way. Look whether names and amounts are right."
    ),
    "encoding_guessed": N_(
        "The file does not say how it writes umlauts ({encoding} was taken). "
        "If “{sample}” looks wrong, export the list again as UTF-8."
    ),
    "amount_kind_unstated": N_(
        "The list does not say whether “{column}” is net or gross. The amounts count as they "
        "are. Export the net amount too if you want to compare net."
    ),
    "amount_is_gross": N_(
        "The list has only gross amounts (“{column}”). Revenue therefore includes the tax. "
        "Export the net amount too if you want to compare net."
    ),
    "datev_gross": N_(
        "Booking batches hold amounts with the tax in them: {count} invoices count gross. "
        "Import the same invoices as e-invoices too if you want to compare net."
    ),
    "datev_bookings_left_out": N_(
        "Bookings of customers against accounts that are neither revenue nor money: {count} "
        "(accounts {accounts}). They stay out. Nothing needs to be done if these are advance "
        "payments, write-offs or transfers."
    ),
    "suppliers_left_out": N_(
        "Suppliers in the list: {count}. They stay out, only customers come in. "
        "Nothing needs to be done."
    ),
    "birthdays_left_out": N_(
        "Birthdays that can be read in two ways (day or month first), for example {value}, stay "
        "out. Everything else comes in. Export them as 1980-03-22 if you need them."
    ),
    "currency_assumed": N_(
        "The list names no currency; {currency} was taken. "
        "If that is wrong, add a column with the currency and read the list again."
    ),
    "invoices_later": N_(
        "Invoices dated after {as_of:day}: {count}, the newest of {newest:day}. They are left out. "
        "Name a later day with --as-of if they are to count."
    ),
    "currency_foreign": N_(
        "Invoices in {currency}: {rows}. They are kept, but do not count as revenue: amounts of "
        "different currencies are never added, and the document names no rate into "
        "{firm_currency}. With a column “exchange rate” in the list they count."
    ),
    "currency_converted": N_(
        "Invoices in {currency}: {rows}. They count in {firm_currency}, at the rate that the "
        "document itself names."
    ),
    "rows_not_invoices": N_(
        "Rows that are no invoices ({kind}): {count}. They do not count. Nothing needs to be "
        "done; if something of it was billed, its invoice counts."
    ),
    "rows_cancelled": N_(
        "Rows that were cancelled: {count}. Neither they nor the documents that cancelled them "
        "count. Nothing needs to be done."
    ),
    "rows_not_payments": N_(
        "Rows that are no payments by customers (fees, transfers, holds, own purchases): {count}. "
        "They do not count. Nothing needs to be done."
    ),
    "credit_notes_negative": N_(
        "Credit notes written with a plus: {count}. They were subtracted. If they are invoices "
        "that your customers wrote for you, change their type and read the list again."
    ),
    "payments_count_as_revenue": N_(
        "This is a report of payments; they count as revenue on the day of payment. If you also "
        "import the invoices, leave this report out, or the same deals count twice."
    ),
    "duplicate_row": N_(
        "This row stands in the list twice and counts once. Nothing needs to be done, unless "
        "these really were two invoices: then give them different numbers."
    ),
    "number_twice": N_(
        "The invoice number “{number}” stands here more than once with different content. "
        "Look which one is right."
    ),
    "document_type_missing": N_(
        "The e-invoice does not say whether it is an invoice or a credit note. It comes in as an "
        "invoice. Look whether that is right."
    ),
    "correction_adds": N_(
        "This corrected invoice names invoice {original} and has a sum above zero, so it counts in "
        "full. If it replaces {original}, that one must be cancelled too, or both count."
    ),
    "document_sums_disagree": N_(
        "The sums of the e-invoice do not agree: {kind} give {computed}, but it states {stated}. "
        "It comes in with the stated net amount. Look at the invoice in your tool."
    ),
    "further_problems": N_(
        "{count} further messages of the same kind are not shown. "
        "Correct the ones shown first; the rest often has the same cause."
    ),
}
"""Code → English sentence, the key of the catalogue."""

KINDS: Mapping[str, str] = {
    "folder": N_("a folder"),
    "device": N_("a device"),
    "permission": N_("no permission to read"),
    "disk": N_("an error of the disk"),
    "text": N_("text without columns"),
    "binary": N_("no text"),
    "png": N_("a picture"),
    "jpeg": N_("a picture"),
    "gif": N_("a picture"),
    "pdf": N_("a PDF"),
    "zip": N_("a ZIP archive"),
    "xlsx": N_("an Excel workbook"),
    "xls": N_("an old Office document"),
    "ods": N_("a spreadsheet"),
    "docx": N_("a Word document"),
    "order": N_("an order"),
    "order_response": N_("an order confirmation"),
    "quotation": N_("an offer"),
    "proforma": N_("a pro-forma invoice"),
    "despatch_advice": N_("a delivery note"),
    "catalogue": N_("a catalogue"),
    "reminder": N_("a reminder"),
    "statement": N_("a statement of account"),
    "remittance_advice": N_("a notice of payment"),
    "receipt_message": N_("a confirmation of receipt"),
    "net_and_tax": N_("net amount and tax"),
    "lines": N_("its lines"),
    "sheets": N_("sheets without a table"),
    "draft": N_("drafts"),
    "offer": N_("offers"),
    "orders": N_("orders or delivery notes"),
    "proformas": N_("pro-forma invoices"),
    "reminders": N_("reminders"),
    "purchase": N_("purchases"),
    "payment": N_("payments"),
    "calls_outgoing": N_("outgoing calls"),
    "calls_rejected": N_("rejected calls"),
}
"""What a fact `kind` says; a kind without a sentence is shown as it is."""


MISSING: Mapping[str, str] = {
    "number": N_("the number"),
    "date": N_("the date"),
    "customer": N_("the customer"),
    "amount": N_("the amount"),
}
"""The words that a fact `missing` strings together with commas."""


class _Known(dict[str, Fact]):
    """Facts; one that is missing leaves a dash instead of hiding the whole message."""

    def __missing__(self, name: str) -> Fact:
        return "–"


def problem_text(problem: Problem, language: str) -> str:
    """The sentence for a problem in `language`; file and line stand beside it, not in it."""
    facts = _Known(problem.facts)
    kind = str(facts.get("kind", ""))
    if kind in KINDS:
        facts["kind"] = translate(KINDS[kind], language)
    if "missing" in problem.facts:
        words = str(facts["missing"]).split(", ")
        facts["missing"] = ", ".join(translate(MISSING.get(word, word), language) for word in words)
    return fill(translate(PROBLEM_SENTENCES[problem.code], language), facts, language)
