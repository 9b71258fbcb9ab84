"""Search over folded words and three-letter pieces: umlauts, accents and typos are forgiven."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from django.db.models import Count, QuerySet

from wertschatz.storage.models import Gram

_UMLAUTS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "œ": "oe"}
)
_WORD = re.compile(r"[^\W_]+")


def words(text: str) -> list[str]:
    """The folded words of a text.

    >>> words("Müller & Söhne GmbH"), words("Mueller-Café")
    (['mueller', 'soehne', 'gmbh'], ['mueller', 'cafe'])
    """
    low = unicodedata.normalize("NFC", text).casefold().translate(_UMLAUTS)
    bare = "".join(c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c))
    return _WORD.findall(bare)[:40]


def pieces(word: str) -> set[str]:
    """The three-letter pieces of a word with its edges.

    >>> sorted(pieces("abc"))
    [' ab', 'abc', 'bc ']
    """
    padded = f" {word[:38]} "
    return {padded[i : i + 3] for i in range(len(padded) - 2)}


def grams_of(*texts: str) -> set[str]:
    """Everything one party is found by."""
    found = {word for text in texts for word in words(text)}
    return {f"={word[:38]}" for word in found} | {piece for word in found for piece in pieces(word)}


def rows_for(parties: Iterable[tuple[int, tuple[str, ...]]]) -> list[Gram]:
    """Unsaved rows for parties, given as (id, texts)."""
    return [
        Gram(gram=gram, party_id=party) for party, texts in parties for gram in grams_of(*texts)
    ]


def matching_parties(text: str) -> QuerySet[Gram, int] | None:
    """Ids of parties that match every word of `text`, typos forgiven; None: nothing was asked."""
    if not text.strip():
        return None
    asked = words(text)
    if not asked:
        return Gram.objects.none().values_list("party_id", flat=True)
    result: QuerySet[Gram, int] | None = None
    for word in asked:
        hits = _parties_for(word)
        result = hits if result is None else result.filter(party_id__in=hits)
    return result


def _parties_for(word: str) -> QuerySet[Gram, int]:
    if len(word) < 3:
        return Gram.objects.filter(gram__startswith=f"={word}").values_list("party_id", flat=True)
    asked = pieces(word) - {f"{word[-2:]} "}
    # A wrong letter spoils three pieces, two swapped ones four; in a short word that is nearly all
    # of it. The end is left open, because the word is still being typed.
    forgiven = 4 if len(asked) > 7 else 3 if len(asked) > 4 else 0
    needed = len(asked) - forgiven
    return (
        Gram.objects.filter(gram__in=asked)
        .values("party_id")
        .annotate(hits=Count("id"))
        .filter(hits__gte=needed)
        .values_list("party_id", flat=True)
    )
