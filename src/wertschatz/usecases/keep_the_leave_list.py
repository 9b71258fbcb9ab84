"""“Less of this”: things to leave, ticks by hand, and the days on which the firm is closed."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import asdict

from wertschatz.domain.worktime.holidays import DaysOffOutOfRange, days_off_from
from wertschatz.domain.worktime.leave import Notice
from wertschatz.ports.leave import DaysOffBook, LeaveBook, Thing
from wertschatz.usecases.refusals import Refused

LONGEST_TEXT = 200
MOST_PEOPLE = 20
LONGEST_EACH = 12 * 60
_NUMBER = re.compile(r"[+0-9][0-9 ()/.+-]{2,}")


def put_on_the_list(
    book: LeaveBook,
    user: int,
    *,
    text: str,
    notice: str,
    never: bool = True,
    people: Sequence[str] = (),
    each_minutes: int | None = None,
    on: dt.date,
    at: dt.datetime,
) -> uuid.UUID:
    """From that day on it is noticed; raises Refused.

    `people` are names of customers or telephone numbers, as somebody wrote them.
    """
    words = " ".join(text.split())[:LONGEST_TEXT]
    if not words:
        raise Refused("leave_empty")
    if notice not in set(Notice):
        raise Refused("leave_notice_unknown", {"value": notice[:30]})
    keys: tuple[str, ...] = ()
    if notice == Notice.CALLS_TO:
        written = [one.strip() for one in people if one.strip()][:MOST_PEOPLE]
        keys = tuple(dict.fromkeys(_key(book, one) for one in written))
        if not keys:
            raise Refused("leave_whom")
    each = 30 if each_minutes is None else each_minutes
    if not 1 <= each <= LONGEST_EACH:
        raise Refused("leave_each", {"highest": LONGEST_EACH})
    return book.add(user, Thing(words, notice, never, keys, each), on=on, at=at)


def _key(book: LeaveBook, written: str) -> str:
    if _NUMBER.fullmatch(written):
        number = book.number(written)
        if not number:
            raise Refused("leave_number", {"value": written[:40]})
        return number
    found = book.people_named(written)
    if len(found) != 1:
        code = "leave_person_many" if found else "leave_person_unknown"
        raise Refused(code, {"name": written[:60]})
    return found[0]


def take_off_the_list(
    book: LeaveBook, item: uuid.UUID, user: int, *, on: dt.date, at: dt.datetime
) -> uuid.UUID:
    """It is noticed no longer; raises Refused."""
    try:
        return book.end(item, user, on=on, at=at)
    except KeyError:
        raise Refused("leave_gone") from None


def tick(
    book: LeaveBook, item: uuid.UUID, user: int, left: bool, *, on: dt.date, at: dt.datetime
) -> uuid.UUID | None:
    """Today it was left, or it happened; None: said already; raises Refused."""
    try:
        return book.tick(item, user, left, on=on, at=at)
    except KeyError:
        raise Refused("leave_gone") from None
    except ValueError:
        raise Refused("leave_measured") from None


def say_days_off(
    book: DaysOffBook, values: Mapping[str, int], *, on: dt.date, by: int | None, at: dt.datetime
) -> uuid.UUID | None:
    """The Land, the municipality, 24 and 31 December; None: nothing differs; raises Refused."""
    now = asdict(book.days_off(on))
    try:
        days_off_from({**now, **values})
    except DaysOffOutOfRange as error:
        raise Refused("days_off_unknown", {"name": error.name[:60]}) from None
    changed = {name: value for name, value in values.items() if now[name] != value}
    return book.keep(changed, on=on, by=by, at=at) if changed else None
