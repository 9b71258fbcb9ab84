"""Takes a booking text apart in which a bank writes everything behind labels, as comdirect does."""

from __future__ import annotations

import re
from typing import NamedTuple

from wertschatz.integrations.files.statements.keys import account_of, keyed, reference_of

# comdirect: "Empfänger: NameKto/IBAN: … BLZ/BIC: … Buchungstext: … Ref. …", often without a blank
# before the label. Commerzbank: "… End-to-End-Ref.: … Mandatsref.: … Gläubiger-ID: …".
# PostFinance: "ABSENDER: … MITTEILUNGEN: …".
_LABELS = {
    "name": r"Auftraggeber(?:in)?|Empf(?:ä|ae)nger(?:in)?|Zahlungspflichtige[r*]*|Zahlungsempf\w+|"
    r"AUFTRAGGEBER|ABSENDER",
    "account": r"Kto/IBAN|IBAN",
    "bank": r"BLZ/BIC|BIC",
    "text": r"Buchungstext|Verwendungszweck|MITTEILUNG(?:EN)?",
    "end_to_end": r"End-to-End-Ref\.?|End-to-End-Referenz|Kundenreferenz",
    "mandate": r"(?:CORE|COR1|B2B) ?/ ?Mandatsref\.?|Mandatsref\.?|Mandatsreferenz|Mandatsref",
    "creditor": r"Gl(?:ä|ae)ubiger-ID|Gl(?:ä|ae)ubiger-Ident",
}
_LABEL = re.compile("|".join(f"(?P<{name}>{words}):" for name, words in _LABELS.items()))
_REF = re.compile(r"\s*\bRef\. ?(\S+)\s*$")


class Labelled(NamedTuple):
    """What stands behind the labels; the text is what no other label claims."""

    text: str
    name: str = ""
    account: str = ""
    end_to_end: str = ""
    mandate: str = ""
    reference: str = ""


def labelled(text: str) -> Labelled:
    """The parts of a booking text; without labels all of it is the text.

    >>> labelled("Empfänger: Eva NowakKto/IBAN: DE02 BLZ/BIC: X Buchungstext: Miete Ref. A1/2")
    Labelled(text='Miete', name='Eva Nowak', account='DE02', end_to_end='', mandate='', \
reference='A1/2')
    """
    reference = ""
    if found := _REF.search(text):
        reference, text = found[1], text[: found.start()]
    said, free = _behind_labels(text)
    inside = keyed(" ".join(" ".join(free).split()))
    return Labelled(
        inside.text,
        said.get("name", "") or inside.name,
        account_of(said.get("account", "")) or inside.account,
        reference_of(said.get("end_to_end", "")) or inside.end_to_end,
        reference_of(said.get("mandate", "")) or inside.mandate,
        reference,
    )


def _behind_labels(text: str) -> tuple[dict[str, str], list[str]]:
    """What each kind of label says, and the pieces that belong to none."""
    labels = list(_LABEL.finditer(text))
    said: dict[str, str] = {}
    free = [text[: labels[0].start()] if labels else text]
    ends = [*(label.start() for label in labels[1:]), len(text)]
    for label, end in zip(labels, ends, strict=False):
        value = text[label.end() : end].strip(" ,/")
        kind = str(label.lastgroup)
        if kind in {"account", "bank", "mandate", "creditor"}:
            # Behind such a number the bank goes on without a label.
            value, _, rest = value.partition(" ")
            free.append(rest)
        elif kind == "text":
            free.append(value)
        said.setdefault(kind, value)
    return said, free
