"""Calendars in and out: reading, the feed, the folder of the plan."""

from __future__ import annotations

import datetime as dt
import logging
import secrets
import uuid
from collections.abc import Sequence

from wertschatz.bootstrap.ground import Ground
from wertschatz.domain.rules.plain import hours_from
from wertschatz.integrations.calendar.places import really
from wertschatz.integrations.calendar.plan_folder import PlanFolder
from wertschatz.integrations.calendar.registry import kinds
from wertschatz.integrations.codecs.ics_plan import entry_of, feed_of
from wertschatz.ports.calendar import Made, Unreadable
from wertschatz.storage import job_table
from wertschatz.storage.calendars_book import CalendarsBook, PlanLedger
from wertschatz.storage.models import CalendarSource, Device, User
from wertschatz.storage.queries import calendars as read
from wertschatz.storage.queries.setup import week_of
from wertschatz.usecases import connect_a_calendar as connect
from wertschatz.wording.calendars import FEED_NAME, entry_title
from wertschatz.wording.catalogue import translate

SECRET_BYTES = 24
DAYS_BACK, DAYS_AHEAD = 14, 62
"""What of the plan is given out."""
log = logging.getLogger("wertschatz.calendars")


class CalendarsRoom(Ground):
    """Calendars in and out."""

    def connect_calendar(self, place: str, name: str, actor: int) -> uuid.UUID:
        """A file, an address or a folder is read from now on; raises Refused."""
        return connect.connect_a_calendar(
            CalendarsBook(), kinds(), actor, place=place, name=name,
            connected=read.connected(actor), really=really, at=self.now(),
        )  # fmt: skip

    def write_plan_into(self, place: str, names: bool, actor: int) -> uuid.UUID:
        """The plan is written into this folder from now on; raises Refused."""
        return connect.write_into_a_folder(
            CalendarsBook(), kinds(), actor, place=place, names=names,
            connected=read.connected(actor), really=really, at=self.now(),
        )  # fmt: skip

    def disconnect_calendar(self, source: uuid.UUID, actor: int) -> uuid.UUID:
        """It is read, or written, no longer; raises Refused."""
        done = connect.disconnect(CalendarsBook(), actor, source, at=self.now())
        self.ask_for_calendars()  # takes our own entries out of a folder
        return done

    def make_feed(self, names: bool, actor: int) -> uuid.UUID:
        """A secret address that gives the plan; `names`: with titles and customers."""
        secret = secrets.token_urlsafe(SECRET_BYTES)
        return CalendarsBook().make_feed(actor, secret, names=names, by=actor, at=self.now())

    def end_feed(self, device: uuid.UUID, actor: int) -> uuid.UUID:
        """The address leads nowhere from now on; raises Refused."""
        return connect.end_the_feed(CalendarsBook(), actor, device, at=self.now())

    def feed(self, device: Device) -> bytes:
        """The plan of whoever made this address, as a calendar."""
        language = device.user.language or "de"
        names = bool(device.options.get("names"))
        entries = self._plan(device.user_id, language, names)
        whole = (connect.made_for(device.uuid, one) for one in entries)
        return feed_of(whole, translate(FEED_NAME, language))

    def ask_for_calendars(self) -> None:
        """All of them are read, and the plan is written, as soon as may be."""
        job_table.enqueue("read_calendars", self.now(), once="calendars now")

    def read_calendars(self) -> None:
        """Reads every calendar anew, and brings the folders of the plan up to date."""
        for row in CalendarSource.objects.order_by("id"):
            if row.kind == "plan":
                self._write(row)
            else:
                self._read(row)
        for gone in CalendarsBook().gone_plans():
            self._sweep(gone.uuid, gone.place)

    def _read(self, row: CalendarSource) -> None:
        book, now = CalendarsBook(), self.now()
        try:
            reading = connect.read_one(kinds()[row.kind], row.place, self.zone, now)
        except Unreadable as error:
            book.fault(row.pk, error.code, now)
        except Exception:  # whatever a stranger's file does: the others are read
            log.exception("calendar %s could not be read", row.uuid)
            book.fault(row.pk, "calendar_broken", now)
        else:
            book.keep(row.pk, reading, now)

    def _write(self, row: CalendarSource) -> None:
        book, now = CalendarsBook(), self.now()
        language = User.objects.values_list("language", flat=True).get(pk=row.user_id) or "de"
        made = [
            connect.made_for(row.uuid, one) for one in self._plan(row.user_id, language, row.names)
        ]
        files = {f"{one.uid}.ics": entry_of(one) for one in made}
        folder = PlanFolder(row.place)
        try:
            strange = connect.write_the_plan(PlanLedger(row.pk), folder, row.written, files)
        except FileNotFoundError:
            book.fault(row.pk, "calendar_missing", now)
        except OSError:
            book.fault(row.pk, "calendar_closed", now)
        else:
            book.written(row.pk, "calendar_strange" if strange else "", now)

    def _sweep(self, whose: uuid.UUID, place: str) -> None:
        """A folder into which the plan is no longer written holds none of it."""
        folder = PlanFolder(place)
        try:
            for name in folder.names(connect.uid_of(whose, "")):
                folder.take_away(name)
        except OSError:
            log.warning("the plan in a former folder could not be taken away", exc_info=True)

    def _plan(self, user: int, language: str, names: bool) -> Sequence[Made]:
        today = self.today()
        first, last = (today + dt.timedelta(days=days) for days in (-DAYS_BACK, DAYS_AHEAD))
        mail = hours_from(week_of(user).mail)
        return [
            Made(
                one.key, one.start, one.end,
                entry_title(
                    one.kind, one.title, one.customer, names=names, language=language
                ),
                one.at,
            )
            for one in read.planned(user, first, last, self.zone, mail, today)
        ]  # fmt: skip
