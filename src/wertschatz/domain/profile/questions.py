"""The profile: what is asked, what it must hold before it goes outside, and words to look for."""

from __future__ import annotations

import re
from collections.abc import Mapping
from enum import StrEnum

from wertschatz.domain.customers.identity import folded_name

LONGEST_ANSWER = 6000
_BREAKS = re.compile(r"[\n,;]+")


class Question(StrEnum):
    """What the profile asks, in this order."""

    SERVE = "serve"
    """Whom we serve."""
    SERVE_NOT = "serve_not"
    """Whom we do not serve."""
    STAND_FOR = "stand_for"
    EDGES = "edges"
    """Edges and corners."""
    TOGETHER = "together"
    """How we work together; without an answer the house rules."""
    REACH = "reach"
    """How somebody reaches us."""
    WISHED = "wished"
    """Words of enquiries that are wished for; inside only."""
    UNWISHED = "unwished"
    """Words of enquiries that are not for us; inside only."""
    IMPRINT = "imprint"
    PRIVACY = "privacy"


INSIDE = frozenset({Question.WISHED, Question.UNWISHED})
"""Never shown outside."""
SHOWN = tuple(one for one in Question if one not in {*INSIDE, Question.IMPRINT, Question.PRIVACY})
NEEDED = (Question.SERVE, Question.IMPRINT, Question.PRIVACY)
"""Without these nothing goes outside."""

Answers = Mapping[Question, str]
"""In one language; what was not answered is missing, or ''."""


def next_open(answers: Answers) -> Question | None:
    """The first question without an answer; None: all are answered."""
    return next((one for one in Question if not answers.get(one, "").strip()), None)


def missing(answers: Answers) -> tuple[Question, ...]:
    """What has to be answered before the profile may be seen outside.

    >>> [one.value for one in missing({Question.SERVE: "Joiners", Question.IMPRINT: "Roth"})]
    ['privacy']
    """
    return tuple(one for one in NEEDED if not answers.get(one, "").strip())


def words_of(answer: str) -> tuple[str, ...]:
    """The words of an answer that lists some: one a line or with commas, folded, each once."""
    found = (folded_name(part.strip(" –-•*")) for part in _BREAKS.split(answer))
    return tuple(dict.fromkeys(one for one in found if len(one) > 1))


def found_in(words: tuple[str, ...], *texts: str) -> tuple[str, ...]:
    """Those of the words that begin a word of one of these texts.

    >>> found_in(("möbel", "eil"), "Wir suchen Möbel nach Maß.", "Steile Treppe")
    ('möbel',)
    """
    folded = [folded_name(text) for text in texts]
    return tuple(
        word for word in words
        if any(re.search(rf"(?<!\w){re.escape(word)}", text) for text in folded)
    )  # fmt: skip
