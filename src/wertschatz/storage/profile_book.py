"""Keeps the answers of the profile, and whether the page is seen outside."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping

from wertschatz.domain.profile.questions import Question
from wertschatz.domain.values import Fact
from wertschatz.storage.journal import writing
from wertschatz.storage.limits_book import own_values
from wertschatz.storage.models import Parameter, ProfileAnswer
from wertschatz.storage.one_after_another import one_after_another

AREAS = ("profile",)
"""No letter and no decision depends on it."""
OUTSIDE = "profile_outside"
"""1: the page is seen outside."""


class ProfileBook:
    """Implements `ports.profile.ProfileBook`."""

    def answers(self, language: str) -> Mapping[Question, str]:
        """As they hold now."""
        return {Question(key): row.text for key, row in newest(language).items()}

    @one_after_another
    def keep(
        self, question: Question, language: str, text: str, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID | None:
        """From now on; None: nothing differs."""
        now = newest(language).get(question.value)
        if (now.text if now else "") == text:
            return None
        row = ProfileAnswer(
            question=question.value, language=language, text=text, previous=now, at=at, by_id=by
        )
        facts: dict[str, Fact] = {"question": question.value, "language": language}
        with writing("profile_said", by=by, at=at, facts=facts, areas=AREAS) as pen:
            pen.create(row)
        return pen.action.uuid

    def is_open(self, on: dt.date) -> bool:
        """Whether the page is seen outside."""
        return own_values(on, (OUTSIDE,)).get(OUTSIDE, 0) == 1

    @one_after_another
    def open(
        self, outside: bool, *, on: dt.date, by: int | None, at: dt.datetime
    ) -> uuid.UUID | None:
        """Shows the page outside, or no longer; None: it is so already."""
        if self.is_open(on) == outside:
            return None
        row = Parameter(name=OUTSIDE, value=int(outside), valid_from=on, at=at, by_id=by)
        code = "profile_opened" if outside else "profile_closed"
        with writing(code, by=by, at=at, areas=AREAS) as pen:
            pen.create(row)
        return pen.action.uuid


def newest(language: str) -> dict[str, ProfileAnswer]:
    """Question → the row that holds."""
    rows = ProfileAnswer.objects.filter(language=language).order_by("id")
    known = set(Question)
    return {row.question: row for row in rows if row.question in known}
