"""Why a payment belongs to an invoice, what is asked about it, and how a customer pays."""

from __future__ import annotations

from collections.abc import Mapping

from wertschatz.domain.values import Fact, Reason
from wertschatz.wording.catalogue import N_, Plural, translate, translate_plural
from wertschatz.wording.sentences import fill

Sentence = str | tuple[str, Plural]
"""A sentence, or the fact that decides about its form and both forms."""

SURE_SENTENCES: Mapping[str, Sentence] = {
    "number_and_amount": N_("The number {number} stands in the text, and the amount is the same."),
    "number_and_discount": N_(
        "The number {number} stands in the text; {discount_cents:money} cash discount was taken."
    ),
    "number_and_less": N_(
        "The number {number} stands in the text; {discount_cents:money} less came than is open."
    ),
    "number_and_tax": N_(
        "The number {number} stands in the text, and the amount is the net amount with "
        "{tax_percent:percent} tax."
    ),
    "number_part": N_(
        "A part: the number {number} stands in the text, {open_cents:money} are still open."
    ),
    "digits_and_amount": N_(
        "The digits {digits} end the number {number}, and the amount is the same."
    ),
    "digits_and_discount": N_(
        "The digits {digits} end the number {number}; {discount_cents:money} cash discount "
        "was taken."
    ),
    "customer_number_and_amount": N_(
        "The customer number {customer_number} is stated, and the amount is the same."
    ),
    "customer_number_and_discount": N_(
        "The customer number {customer_number} is stated; {discount_cents:money} cash discount "
        "was taken."
    ),
    "account_and_amount": N_(
        "This customer has paid from this account before, and the amount is the same."
    ),
    "account_and_discount": N_(
        "This customer has paid from this account before; {discount_cents:money} cash discount "
        "was taken."
    ),
    "name_and_amount": N_(
        "The payer's name, {name}, is like the customer's to {percent:percent}, "
        "and the amount is the same."
    ),
    "name_and_discount": N_(
        "The payer's name, {name}, is like the customer's to {percent:percent}; "
        "{discount_cents:money} cash discount was taken."
    ),
    "several_numbers": (
        "invoices",
        Plural(
            "{invoices} number stands in the text, and the sum is the amount.",
            "{invoices} numbers stand in the text, and together they are the amount.",
        ),
    ),
    "several_with_discount": (
        "invoices",
        Plural(
            "{invoices} number stands in the text; {discount_cents:money} cash discount was "
            "taken from the sum.",
            "{invoices} numbers stand in the text; {discount_cents:money} cash discount was "
            "taken from their sum.",
        ),
    ),
    "customer_sum": (
        "invoices",
        Plural(
            "Only {invoices} open invoice of this customer is the amount.",
            "Only these {invoices} open invoices of this customer together are the amount.",
        ),
    ),
    "customer_sum_discount": (
        "invoices",
        Plural(
            "Only {invoices} open invoice of this customer is the amount, less "
            "{discount_cents:money} cash discount.",
            "Only these {invoices} open invoices of this customer together are the amount, less "
            "{discount_cents:money} cash discount.",
        ),
    ),
    "came_back": N_("The payment of {paid_on:day} went back; the invoice is open again."),
}

ASK_SENTENCES: Mapping[str, Sentence] = {
    "several_fit": (
        "candidates",
        Plural(
            "{candidates} answer fits. Is it this one?",
            "{candidates} answers fit equally well. Which one is it?",
        ),
    ),
    "amount_alone": (
        "candidates",
        Plural(
            "Only the amount fits, that of {candidates} open invoice. Is it this one?",
            "Only the amount fits, that of {candidates} open invoices. Is it one of them?",
        ),
    ),
    "name_alone": N_(
        "The payer's name, {name}, is like the customer's to {percent:percent}, but others owe "
        "the same amount or are called alike. Is it this invoice?"
    ),
    "long_ago": N_(
        "Payer and amount fit, but the invoice is {age_days} days old and its number is not "
        "stated. Is it this one?"
    ),
    "number_nearly": N_(
        "The amount fits and the number is nearly {number}: mistyped? Nothing else speaks for it."
    ),
    "number_of_another": N_(
        "The amount fits, but the text names another invoice, {number}. Which one is meant?"
    ),
    "paid_twice": N_("The invoice {number} has been paid already. Paid twice, or another one?"),
    "paid_too_much": N_(
        "The number {number} stands in the text, but {more_cents:money} more came than is open."
    ),
    "part_by_stranger": N_(
        "The number {number} stands in the text, but the payer is unknown and "
        "{open_cents:money} would stay open. A part, or a mistyped number?"
    ),
    "numbers_other_sum": (
        "invoices",
        Plural(
            "{invoices} number stands in the text, but its amount is another.",
            "{invoices} numbers stand in the text, but no sum of them is the amount.",
        ),
    ),
    "customer_sum_asked": (
        "invoices",
        Plural(
            "{invoices} open invoice of this customer would be the amount. Is that it?",
            "{invoices} open invoices of this customer would together be the amount. Is that it?",
        ),
    ),
    "slightly_less": N_(
        "{discount_cents:money} less came than is open, and that is no usual cash discount "
        "or the payer is unknown."
    ),
    "customer_known": (
        "open_invoices",
        Plural(
            "The payer is known, but the amount fits neither the {open_invoices} open invoice "
            "nor a part named in the text.",
            "The payer is known, but the amount fits none of the {open_invoices} open invoices.",
        ),
    ),
    "tax_unknown": N_(
        "Only the net amount of this invoice is known, so what is to be paid is not certain."
    ),
    "perhaps_came_back": N_(
        "Money went out, and the text names an invoice that was paid. Did it go back?"
    ),
    "so_much_open": N_("{open_cents:money} of this invoice are open."),
}

LEFT_SENTENCES: Mapping[str, Sentence] = {
    "nothing_fits": N_("No open invoice of this amount, no number, no known payer."),
    "other_currency": N_(
        "The number {number} stands in the text, but that invoice is in another currency."
    ),
    "outgoing": N_("Money that went out, for no credit note."),
    "own_transfer": N_("Between your own accounts."),
    "came_back_unknown": N_("Money that went back; which payment it was cannot be told."),
}

DELAY_SENTENCES: Mapping[str, Sentence] = {
    "pays_early": (
        "median_days",
        Plural(
            "Pays mostly {median_days} day before it is due; {late_percent:percent} of "
            "{invoices} invoices in twelve months clearly late.",
            "Pays mostly {median_days} days before it is due; {late_percent:percent} of "
            "{invoices} invoices in twelve months clearly late.",
        ),
    ),
    "pays_on_time": N_(
        "Pays mostly on the day; {late_percent:percent} of {invoices} invoices in twelve months "
        "clearly late."
    ),
    "pays_late": (
        "median_days",
        Plural(
            "Pays mostly {median_days} day past due; {late_percent:percent} of {invoices} "
            "invoices in twelve months clearly late.",
            "Pays mostly {median_days} days past due; {late_percent:percent} of {invoices} "
            "invoices in twelve months clearly late.",
        ),
    ),
    "pays_late_at_least": (
        "median_days",
        Plural(
            "Takes at least {median_days} day past due, much is still open; "
            "{late_percent:percent} of {invoices} invoices in twelve months clearly late.",
            "Takes at least {median_days} days past due, much is still open; "
            "{late_percent:percent} of {invoices} invoices in twelve months clearly late.",
        ),
    ),
    "too_few_payments": (
        "invoices",
        Plural(
            "Too little for a figure: {invoices} invoice paid or overdue in twelve months.",
            "Too little for a figure: {invoices} invoices paid or overdue in twelve months.",
        ),
    ),
    "only_collected": (
        "invoices",
        Plural(
            "{invoices} invoice was collected or paid by card, which says nothing about paying "
            "on time.",
            "All {invoices} invoices were collected or paid by card, which says nothing about "
            "paying on time.",
        ),
    ),
    "debits_returned": (
        "returned",
        Plural(
            "{returned} payment went back in twelve months.",
            "{returned} payments went back in twelve months.",
        ),
    ),
}

SAID_SENTENCES: Mapping[str, Sentence] = {
    "said": N_("You said so."),
    "said_left": N_("You said that it is about no invoice."),
}
"""What a person said; never found by a rule."""

PAYMENT_SENTENCES: Mapping[str, Sentence] = {
    **SURE_SENTENCES, **ASK_SENTENCES, **LEFT_SENTENCES, **SAID_SENTENCES, **DELAY_SENTENCES,
}  # fmt: skip
LEFT_NAMES: Mapping[str, str] = {
    "nothing_fits": N_("fits no invoice"),
    "other_currency": N_("other currency"),
    "outgoing": N_("went out"),
    "own_transfer": N_("between own accounts"),
    "came_back_unknown": N_("went back"),
    "said_left": N_("left by you"),
}
"""Why payments are left, as a filter names it."""
ALL_ASSIGNED = Plural("{received} payment is assigned.", "All {received} payments are assigned.")
NONE_ASSIGNED = N_("No payment is for an invoice yet.")
ASSIGNED = Plural(
    "{assigned:number} of {received:number} payment is assigned, {asked:number} for you.",
    "{assigned:number} of {received:number} payments are assigned, {asked:number} for you.",
)


def payment_text(reason: Reason, language: str) -> str:
    """The sentence for a reason about a payment or a delay. Raises `KeyError` for another code."""
    sentence = PAYMENT_SENTENCES[reason.code]
    if isinstance(sentence, str):
        return fill(translate(sentence, language), reason.facts, language)
    count, forms = sentence
    chosen = translate_plural(forms.one, forms.many, int(reason.facts[count]), language)
    return fill(chosen, reason.facts, language)


def counts_text(received: int, assigned: int, asked: int, language: str) -> str:
    """“N of M payments are assigned, K for you.”"""
    if not received:
        return translate(NONE_ASSIGNED, language)
    facts: dict[str, Fact] = {"received": received, "assigned": assigned, "asked": asked}
    forms = ASSIGNED if asked else ALL_ASSIGNED
    chosen = translate_plural(forms.one, forms.many, received, language)
    return fill(chosen, facts, language)


def left_name(code: str, language: str) -> str:
    """Why payments are left, in a word or two."""
    return translate(LEFT_NAMES[code], language)
