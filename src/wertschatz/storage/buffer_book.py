"""Keeps what the owner says about the part of the day that stays free."""

from __future__ import annotations

import datetime as dt
import uuid

from wertschatz.ports.workday import BufferSaid
from wertschatz.storage.journal import writing
from wertschatz.storage.models import Parameter
from wertschatz.storage.queries.day import ALWAYS, BUFFER, buffer_said

AREAS = ("worktime",)


class BufferBook:
    """Append-only, so that a plan of March stays explainable in May."""

    def said(self, on: dt.date) -> BufferSaid:
        """What holds on that day."""
        return buffer_said(on)

    def say(self, said: BufferSaid, *, on: dt.date, by: int | None, at: dt.datetime) -> uuid.UUID:
        """This holds from that day on."""
        values = {BUFFER: said.percent, ALWAYS: int(said.always)}
        facts = {"percent": said.percent}
        with writing("buffer_said", by=by, at=at, facts=facts, areas=AREAS) as pen:
            for name, value in values.items():
                pen.create(Parameter(name=name, value=value, valid_from=on, at=at, by_id=by))
        return pen.action.uuid
