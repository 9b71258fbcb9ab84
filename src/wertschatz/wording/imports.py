"""What an import brought, in words."""

from __future__ import annotations

from collections.abc import Mapping

from wertschatz.wording.catalogue import N_, Plural, translate, translate_plural
from wertschatz.wording.sentences import fill

BROUGHT: Mapping[str, Plural] = {
    "new": Plural("{count} new invoice", "{count} new invoices"),
    "changed": Plural("{count} changed invoice", "{count} changed invoices"),
    "times": Plural("{count} span of work", "{count} spans of work"),
    "payments": Plural("{count} movement on accounts", "{count} movements on accounts"),
    "calls": Plural("{count} call", "{count} calls"),
    "mails": Plural("{count} mail", "{count} mails"),
    "appointments": Plural("{count} appointment", "{count} appointments"),
    "cards": Plural("{count} address", "{count} addresses"),
}
"""Kind of entry → how many of it are new."""
NOTHING = N_("nothing new")


def brought_text(counts: Mapping[str, int], language: str) -> str:
    """How many new entries of each kind.

    >>> brought_text({"new": 1, "calls": 12}, "en")
    '1 new invoice, 12 calls'
    """
    parts = [
        fill(translate_plural(*forms, counts[kind], language), {"count": counts[kind]}, language)
        for kind, forms in BROUGHT.items()
        if counts.get(kind)
    ]
    return ", ".join(parts) or translate(NOTHING, language)
