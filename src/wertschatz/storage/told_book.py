"""Keeps the texts that tell the rules, as the owner edited them; the newest of a kind holds."""

from __future__ import annotations

import datetime as dt
import uuid

from wertschatz.domain.values import Fact
from wertschatz.storage.journal import writing
from wertschatz.storage.models import Told

AREAS = ("told",)


class ToldBook:
    """Every call is one action with its undo."""

    def keep(
        self,
        user: int,
        kind: str,
        language: str,
        text: str,
        made: str,
        *,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID | None:
        """The person's own words from now on, '' those of the rules; `made` is what these are.

        None: nothing differs.
        """
        now = newest(user, language).get(kind)
        if (now.text if now else "") == text and (not text or (now and now.made == made)):
            return None
        facts: dict[str, Fact] = {"kind": kind, "language": language}
        code = "told_kept" if text else "told_as_made"
        row = Told(
            user_id=user, kind=kind, language=language, text=text, made=made, at=at, by_id=by
        )
        with writing(code, by=by, at=at, facts=facts, areas=AREAS) as pen:
            pen.create(row)
        return pen.action.uuid


def newest(user: int, language: str) -> dict[str, Told]:
    """Kind → the row that holds."""
    rows = Told.objects.filter(user=user, language=language).order_by("id")
    return {row.kind: row for row in rows}
