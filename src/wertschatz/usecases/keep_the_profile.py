"""“This is whom we are for”: the profile, in one's own words, and whether it is seen outside."""

from __future__ import annotations

import datetime as dt
import uuid

from wertschatz.domain.profile.questions import LONGEST_ANSWER, Question, missing
from wertschatz.ports.profile import ProfileBook
from wertschatz.usecases.refusals import Refused

LANGUAGES = ("de", "en")


def say_an_answer(
    book: ProfileBook, question: str, language: str, text: str, *, by: int | None, at: dt.datetime
) -> uuid.UUID | None:
    """From now on; '' takes it back; None: nothing differs; raises Refused."""
    if question not in set(Question) or language not in LANGUAGES:
        raise Refused("profile_question_unknown", {"value": question[:30]})
    words = "\n".join(line.rstrip() for line in text.strip().splitlines())
    if len(words) > LONGEST_ANSWER:
        raise Refused("words_too_long", {"most": LONGEST_ANSWER, "length": len(words)})
    return book.keep(Question(question), language, words, by=by, at=at)


def show_outside(
    book: ProfileBook, outside: bool, *, on: dt.date, by: int | None, at: dt.datetime
) -> uuid.UUID | None:
    """Shows the page to whoever knows its address, or no longer; None: it is so already; raises
    Refused while imprint and privacy notice are missing."""
    if outside and not ready_languages(book):
        raise Refused("profile_incomplete")
    return book.open(outside, on=on, by=by, at=at)


def ready_languages(book: ProfileBook) -> tuple[str, ...]:
    """In which languages the profile may be seen outside."""
    return tuple(one for one in LANGUAGES if not missing(book.answers(one)))


def languages_to_export(book: ProfileBook) -> tuple[str, ...]:
    """In which languages files are written: all that say whom we serve; raises Refused while one
    of them lacks its imprint or privacy notice, or there is none."""
    begun = [one for one in LANGUAGES if book.answers(one).get(Question.SERVE, "").strip()]
    if not begun or any(missing(book.answers(one)) for one in begun):
        raise Refused("profile_incomplete")
    return tuple(begun)
