"""Why two customers may be one, or two after all: a sentence for each hint."""

from __future__ import annotations

from collections.abc import Mapping

from wertschatz.domain.customers.duplicates import Kind
from wertschatz.domain.values import Reason
from wertschatz.wording.catalogue import N_, translate
from wertschatz.wording.sentences import fill

LIKENESS_SENTENCES: Mapping[str, str] = {
    "same_vat": N_("The same VAT id: {vat_id}."),
    "same_number": N_("The same customer number: {number}."),
    "same_phone": N_("The same telephone number: {phone}."),
    "same_email": N_("The same e-mail address: {email}."),
    "same_name": N_("The same name, but for legal form, title, umlauts or order of the words."),
    "similar_name": N_("The names are alike to {percent:percent}."),
    "same_postcode": N_("The same postcode: {first}."),
    "same_town": N_("The same town: {first}."),
    "other_postcode": N_("Speaks against it: the postcodes differ, {first} and {second}."),
    "other_town": N_("Speaks against it: the towns differ, {first} and {second}."),
    "other_vat": N_("Speaks against it: the VAT ids differ, {first} and {second}."),
    "other_number": N_(
        "Speaks against it: the same list gives them two customer numbers, {first} and {second}."
    ),
    "other_figures": N_("Speaks against it: the figures in the names differ."),
    "other_form": N_("Speaks against it: the legal forms differ."),
    "other_salutation": N_("Speaks against it: one is addressed as Mr, the other as Ms."),
    "others_alike": N_("Others are about as much alike; look at them together."),
}
KIND_SENTENCES: Mapping[Kind, str] = {
    Kind.SURE: N_("Almost certainly one customer"),
    Kind.LIKELY: N_("Probably one customer"),
    Kind.ASK: N_("Perhaps one customer"),
}


def likeness_text(reason: Reason, language: str) -> str:
    """The sentence for a hint. Raises `KeyError` for an unknown code."""
    return fill(translate(LIKENESS_SENTENCES[reason.code], language), reason.facts, language)


def kind_text(kind: Kind, language: str) -> str:
    """How sure a proposal is, in a few words."""
    return translate(KIND_SENTENCES[kind], language)
