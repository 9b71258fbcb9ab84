"""Search over folded words and three-letter pieces: umlauts, accents and typos are forgiven.

Whole words and beginnings of words are looked for first; only where few are found, those that are
nearly the same. Of several words the rarest is looked for, and the others only among its finds.
"""

from __future__ import annotations

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from django.db import connection
from django.db.models import Exists, Model, OuterRef, Q, QuerySet

from wertschatz.domain.customers.phones import endings, sought
from wertschatz.storage.models import CardGram, EnquiryGram, Gram

_UMLAUTS = {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "œ": "oe"}
_WORD = re.compile(r"[^\W_]+")
_MAIL = re.compile(r"[^\s@]*@\S*|\S+\.\S+")
LONGEST = 38
"""Letters of a word, an address or a number that are kept."""
MOST_WORDS = 8
MOST_TOLD = 1000
"""So many different words of long texts are kept."""
MOST = 1000
"""So many are handed over one by one."""
FEW = 5
"""With so few found, those are looked for that are nearly the same."""
SHORTEST_NEAR = 5
"""Pieces of a word below which a wrong letter spoils nearly all of it."""
CROWD = 20_000
"""So many who hold one word or piece are looked at."""
NEAR_CROWD = 5000
"""So many who hold one piece are looked at for typos: the rare pieces tell them apart."""
CANDIDATES = 2000
"""So many of these are looked at closely."""


def folded(text: str) -> str:
    """A text as it is compared: small, without accents, umlauts written out.

    >>> folded("Größe & Café")
    'groesse & cafe'
    """
    if text.isascii():
        return text.lower()
    low = unicodedata.normalize("NFC", text).casefold()
    for sign, letters in _UMLAUTS.items():  # a translation table takes twice as long
        low = low.replace(sign, letters)
    if low.isascii():  # most of what is written here, once the umlauts are spelt out
        return low
    return "".join(c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """The folded words of a text.

    >>> words("Müller & Söhne GmbH"), words("Mueller-Café")
    (['mueller', 'soehne', 'gmbh'], ['mueller', 'cafe'])
    """
    return _WORD.findall(folded(text))[:40]


def word_grams(*texts: str) -> set[str]:
    """What the words of long texts are found by; a wrong letter is not forgiven in them.

    >>> sorted(word_grams("Zwölf Tische, zwölf Stühle"))
    ['=stuehle', '=tische', '=zwoelf']
    """
    told = dict.fromkeys(word for text in texts for word in _WORD.findall(folded(text)))
    return {f"={word[:LONGEST]}" for word in list(told)[:MOST_TOLD]}


def squeezed(text: str) -> str:
    """A number without gaps and signs.

    >>> squeezed("DE 123 456 789"), squeezed("K-1001")
    ('de123456789', 'k1001')
    """
    return "".join(words(text))


def pieces(word: str) -> set[str]:
    """The three-letter pieces of a word with its edges.

    >>> sorted(pieces("abc"))
    [' ab', 'abc', 'bc ']
    """
    padded = f" {word[:LONGEST]} "
    return {padded[i : i + 3] for i in range(len(padded) - 2)}


def grams_of(*texts: str) -> set[str]:
    """Everything that words are found by."""
    found = {word for text in texts for word in words(text)}
    whole = {f"={word[:LONGEST]}" for word in found}
    return whole | {piece for word in found for piece in pieces(word)}


def reach_grams(mails: Iterable[str], phones: Iterable[str], area: str = "") -> set[str]:
    """Everything that addresses and telephone numbers are found by.

    >>> sorted(reach_grams(["Eva@Holz.example"], []))
    ['@eva@holz.example', '@holz.example']
    """
    addresses = {folded(mail.strip()) for mail in mails if "@" in mail}
    domains = {address.rpartition("@")[2] for address in addresses}
    digits = {ending for phone in phones for ending in endings(phone, area)}
    return {f"@{one[:LONGEST]}" for one in addresses | domains} | {f"#{one}" for one in digits}


def rows_for(parties: Iterable[tuple[int, tuple[str, ...]]]) -> list[Gram]:
    """Unsaved rows for parties, given as (id, texts)."""
    return [
        Gram(gram=gram, party_id=party) for party, texts in parties for gram in grams_of(*texts)
    ]


# -- looking for


@dataclass(frozen=True, slots=True)
class _Table:
    """Where it is looked for: what is found there has its id in `column`."""

    model: type[Model]
    column: str

    def ids(self, condition: Q, most: int = CROWD) -> list[int]:
        """What is found by such grams; some of them several times."""
        rows = self.model._default_manager.filter(condition).values_list(self.column)
        with connection.cursor() as cursor:
            # Rows as objects take three times as long (20,000 of them, measured 25 Nov 2026).
            cursor.execute(*rows[:most].query.sql_with_params())
            return [row[0] for row in cursor.fetchall()]

    def among(self, ids: Collection[int], condition: Q) -> list[int]:
        """Those of these that are found by such grams; some of them several times."""
        if not ids:
            return []
        mine = Q(**{f"{self.column}__in": list(ids)})
        return self.ids(mine & condition, len(ids) * MOST_WORDS * LONGEST)


PARTIES = _Table(Gram, "party_id")
CARDS = _Table(CardGram, "card_id")
ENQUIRIES = _Table(EnquiryGram, "enquiry_id")


@dataclass(frozen=True, slots=True)
class Hits:
    """What matches."""

    tiers: dict[int, int]
    """Id → 0: every word stands there so, 1: it begins so, 2: nearly so."""
    more: bool
    """These are not all: so many match that a list of them says nothing."""

    def best_first(self) -> list[int]:
        """The ids, whole words first; at most a thousand."""
        return sorted(self.tiers, key=self.tiers.__getitem__)[:MOST]


def begins(column: str, text: str) -> Q:
    """The column begins so: as each database finds it in an index."""
    if connection.vendor == "postgresql":
        return Q(**{f"{column}__startswith": text})
    return Q(**{f"{column}__gte": text, f"{column}__lt": text + "\U0010ffff"})


def hits(text: str, table: _Table = PARTIES) -> Hits | None:
    """Whatever matches. None: nothing was asked."""
    bare = text.replace("\0", "").strip()
    if not bare:
        return None
    reached = _by_reach(bare, table)
    by_reach, many = dict.fromkeys(reached, 0), len(reached) > MOST
    # "Check24.de" may be a name as well as the beginning of an address.
    mail = "@" in bare or (by_reach and _MAIL.fullmatch(bare))
    asked = [] if mail else list(dict.fromkeys(words(bare)))[:MOST_WORDS]
    if not asked:
        return Hits(by_reach, more=many)
    ids, more = _with_all(asked, table)
    whole = squeezed(bare)
    if not ids and len(asked) > 1 and any(map(str.isdecimal, whole)):
        # A number that was written with gaps.
        ids, more = _with_all([whole], table)
    # Of so many nobody asks which are whole words.
    by_words = dict.fromkeys(ids, 1) if more else _by_exactness(asked, ids, table)
    tiers, more = {**by_words, **by_reach}, more or many
    if len(tiers) < (FEW if len(asked) == 1 else 1):
        tiers |= {one: 2 for one in _near(asked, table) if one not in tiers}
    return Hits(tiers, more)


def matching_parties(text: str) -> list[int] | None:
    """Parties that match, at most a thousand, whole words first; None: nothing was asked."""
    some = hits(text)
    return None if some is None else some.best_first()


def holds(text: str, customer: str = "pk") -> Q:
    """The customer in this column holds a beginning like each word: for walks that end soon,
    because many do."""
    # The customer is looked up within: joined outside, all of them are walked over first
    # (108 ms became 3 ms at 100,000 customers, measured 25 Nov 2026).
    return _holds(text, Gram.objects.filter(party__customer=OuterRef(customer)))


def enquiry_holds(text: str) -> Q:
    """The same of an enquiry."""
    return _holds(text, EnquiryGram.objects.filter(enquiry=OuterRef("pk")))


def _holds(text: str, mine: QuerySet[Gram] | QuerySet[EnquiryGram]) -> Q:
    bare = text.replace("\0", "").strip()
    asked = [] if "@" in bare else list(dict.fromkeys(words(bare)))[:MOST_WORDS]
    condition = Q()
    for word in asked:
        condition &= Q(Exists(mine.filter(begins("gram", f"={word[:LONGEST]}"))))
    reach = _reach(bare)
    if reach is None:
        return condition
    by_reach = Q(Exists(mine.filter(reach)))
    return condition | by_reach if asked else by_reach


def _reach(text: str) -> Q | None:
    """The beginning of an address, or any part of a telephone number; None: it is neither."""
    if _MAIL.fullmatch(text):
        return begins("gram", f"@{folded(text)[:LONGEST].lstrip('@')}")
    digits = sought(text)
    return begins("gram", f"#{digits}") if digits else None


def _by_reach(text: str, table: _Table) -> list[int]:
    """Who is reached so; some of them several times, and one row more than are handed over."""
    reach = _reach(text)
    return [] if reach is None else table.ids(reach, MOST + 1)


def _by_exactness(asked: Sequence[str], ids: Collection[int], table: _Table) -> dict[int, int]:
    whole = Q(gram__in=[f"={word[:LONGEST]}" for word in asked])
    exact = Counter(table.among(ids, whole))
    return {one: int(exact[one] < len(asked)) for one in ids}


def _with_all(asked: Sequence[str], table: _Table) -> tuple[list[int], bool]:
    """Who holds a beginning like each word, and whether these are not all."""
    ranges = {word: begins("gram", f"={word[:LONGEST]}") for word in asked}
    lists = {word: table.ids(ranges[word]) for word in asked}
    rarest, *others = sorted(asked, key=lambda word: len(lists[word]))
    ids, more = list(dict.fromkeys(lists[rarest])), len(lists[rarest]) == CROWD
    for word in others:
        if len(lists[word]) == CROWD:
            # Not all of these were fetched: the first of the others are looked at one by one.
            more = more or len(ids) > CANDIDATES
            ids = ids[:CANDIDATES]
            there = set(table.among(ids, ranges[word]))
        else:
            there = set(lists[word])
        ids = [one for one in ids if one in there]
    return ids[:CANDIDATES], more or len(ids) > MOST


# -- nearly the same


def _near(asked: Sequence[str], table: _Table) -> list[int]:
    """Those that hold every word, or nearly; the longest first, the rest among its finds."""
    longest = max(asked, key=len)
    points = _near_one(longest, table)
    for word in asked:
        if word != longest and points:
            there = _near_among(word, points, table)
            points = Counter({one: count for one, count in points.items() if one in there})
    return [one for one, _ in points.most_common()]


def _sought(word: str) -> tuple[set[str], int]:
    """The pieces of a word whose end is still open, and how many of them may be missing.

    A wrong letter spoils three pieces, two swapped ones four; in a short word that is nearly all
    of it.
    """
    asked = pieces(word) - {f"{word[-2:]} "}
    return asked, 0 if len(asked) < SHORTEST_NEAR else 3 if len(asked) < 8 else 4


def _near_one(word: str, table: _Table) -> Counter[int]:
    """Whoever holds enough of the pieces.

    Who lacks at most three of them holds at least one of any four: of the rarest four. The others
    are only looked for among those who hold most of these.
    """
    asked, forgiven = _sought(word)
    if not forgiven:
        return Counter(table.ids(begins("gram", f"={word[:LONGEST]}"), CANDIDATES))
    held = {piece: table.ids(Q(gram=piece), NEAR_CROWD) for piece in asked}
    rarest = sorted(asked, key=lambda piece: len(held[piece]))[: forgiven + 1]
    points: Counter[int] = Counter()
    for piece in rarest:
        points.update(held[piece])
    some = [one for one, _ in points.most_common(MOST)]
    whole = Counter(table.among(some, Q(gram__in=asked)))
    enough = len(asked) - forgiven
    return Counter({one: count for one, count in whole.items() if count >= enough})


def _near_among(word: str, ids: Collection[int], table: _Table) -> set[int]:
    asked, forgiven = _sought(word)
    if not forgiven:
        return set(table.among(ids, begins("gram", f"={word[:LONGEST]}")))
    points = Counter(table.among(ids, Q(gram__in=asked)))
    return {one for one, count in points.items() if count >= len(asked) - forgiven}
