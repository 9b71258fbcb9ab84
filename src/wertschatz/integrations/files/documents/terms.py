"""Finds the day an invoice is due: from its field, else from what the payment terms say."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from wertschatz.integrations.files.documents.elements import day
from wertschatz.integrations.files.documents.stated import Terms

_TEXT_LIMIT = 4_000
_LONGEST_TERM = 400
"""Days; a date further away in the text means something else."""

_CODED = re.compile(r"#[^\n]*")
"""XRechnung writes discounts for early payment as #SKONTO#TAGE=14#PROZENT=2.00# lines."""
_NO_DISCOUNT = re.compile(
    r"(?<![\d.,])0(?:[.,]0+)?\s?%(?:\s*(?:skonto|discount))?|(?:ohne|kein(?:en)?|no)\s+skonto",
    re.IGNORECASE,
)
_CLAUSE_ENDS = re.compile(
    r"[,;\n]"
    r"|(?<=[^\W\d])\.\s|(?<=\d{4})\.\s|(?<=[)%])\.\s"
    r"|\b(?:oder|bzw\.?|or|danach|sonst|ansonsten|otherwise|thereafter)\b"
    r"|(?<=skonto)\s+(?=\d)|(?<=netto)\s+(?=\d|innerhalb|binnen)",
    re.IGNORECASE,
)
_DISCOUNT = re.compile(
    r"skonto|discount|escompte|nachla(?:ss|ß)|abz[uü]glich|\d\s?%", re.IGNORECASE
)
_FULL = re.compile(r"\bnetto\b|\bnet\b|ohne\s+(?:jeden\s+)?abzug|rein", re.IGNORECASE)
_OTHER_MATTER = re.compile(
    r"widerruf|beanstand|reklam|einwend|r[uü]ckgabe|gew[aä]hr|mahn|verzug|garanti", re.IGNORECASE
)
_DATE = (
    r"(\d{1,2}\.\s?\d{1,2}\.\s?(?:\d{4}|\d{2})(?!\d)|\d{4}-\d{2}-\d{2}"
    r"|\d{1,2}\.?\s[^\W\d]{3,9}\.?\s\d{4})"
)
_DUE_BY = re.compile(
    r"(?:\bbis\b|\bby\b|\buntil\b|\bbefore\b|f[aä]llig|\bdue\b|sp[aä]testens|zahlbar|payable)"
    rf"[^\d,;]{{0,30}}?{_DATE}",
    re.IGNORECASE,
)
_COLLECTED = re.compile(
    rf"\b(?:am|zum|on)\s+{_DATE}.{{0,80}}?(?:einge?zogen|einziehen|abgebucht|abbuchen|f[aä]llig"
    r"|collected|debited)",
    re.IGNORECASE,
)
_SPAN = re.compile(
    r"(?<![\d.,])(\d{1,3})[\s-]*(?:\([^)\n]{1,20}\)\s*)?"
    r"(?:(?:kalender|bank|werk|arbeits|business\s|calendar\s|working\s)?"
    r"(tage?n?|tg|days?|jours)\b|(wochen?|weeks?)\b)",
    re.IGNORECASE,
)


def due_day(terms: Sequence[Terms], issued: int) -> tuple[int | None, str]:
    """The day ordinal the invoice is due, and where no day is found the text of its field.

    A field (BT-9) wins; of several the latest that is not for paying early with a discount.
    Without one the wording (BT-20) decides: a date after "bis", "fällig", "due" …, else the
    longest number of days from the day of issue, clauses about discounts left out. Words such
    as "sofort" give no day.
    """
    plain = [each for each in terms if not _is_discount(each)]
    days, unread = [], ""
    for each in plain if any(each.due for each in plain) else terms:
        found = day(each.due, each.form) if each.due else None
        if found is not None:
            days.append(found)
        elif each.due:
            unread = unread or each.due
    if days:
        return max(days), ""
    clauses = [clause for each in terms for clause in _clauses(each.wording)]
    found = _from_words(clauses, issued)
    return found, "" if found else unread


def _is_discount(terms: Terms) -> bool:
    return terms.discount or (
        bool(_DISCOUNT.search(_NO_DISCOUNT.sub(" ", terms.wording)))
        and not _FULL.search(terms.wording)
    )


def _clauses(wording: str) -> Iterator[str]:
    """The parts of the wording that speak of paying in full."""
    text = _NO_DISCOUNT.sub(" ", _CODED.sub(" ", wording[:_TEXT_LIMIT]))
    clauses = [clause for clause in _CLAUSE_ENDS.split(text) if clause.strip()]
    for clause, after in zip_longest(clauses, clauses[1:], fillvalue=""):
        if _DISCOUNT.search(clause) or _OTHER_MATTER.search(clause):
            continue
        # "Within 14 days, 2 % discount": the discount without a time belongs to the time before.
        alone = _DISCOUNT.search(after) and not _SPAN.search(after) and not re.search(_DATE, after)
        if not alone or _FULL.search(clause):
            yield clause


def _from_words(clauses: Sequence[str], issued: int) -> int | None:
    dates = []
    spans = []
    for clause in clauses:
        for found in (*_DUE_BY.finditer(clause), *_COLLECTED.finditer(clause)):
            on = day(re.sub(r"\.\s", ".", found[1]) if found[1][-5:-4] != " " else found[1])
            if on is not None and issued <= on <= issued + _LONGEST_TERM:
                dates.append(on)
        for found in _SPAN.finditer(clause):
            length = int(found[1]) * (7 if found[3] else 1)
            if length <= _LONGEST_TERM:
                spans.append(length)
    if dates:
        return max(dates)
    return issued + max(spans) if spans else None
