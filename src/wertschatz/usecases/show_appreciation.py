"""“Thank you”, “I noticed”, “not now”: kind words, what was given, and what somebody allowed."""

from __future__ import annotations

import datetime as dt
import re
import uuid
from collections.abc import Mapping

from wertschatz.domain.care.consent import Channel, Said
from wertschatz.domain.care.gifts import Given as As
from wertschatz.domain.care.noticing import LONGEST, when
from wertschatz.domain.care.occasions import CODES, anniversary
from wertschatz.domain.care.rhythm import CareOutOfRange, checked
from wertschatz.domain.care.suggestion import KINDS
from wertschatz.ports.care import CareBook, Detail, Given, Someone
from wertschatz.usecases.refusals import Refused

ROLES = ("contact", "staff", "boss")
LONGEST_NAME, LONGEST_GAVE, LONGEST_SAID, LONGEST_FACT = 200, 300, 600, 250
MOST_CENTS = 100_000_000
MOST_DAYS = 730
VAT = (0, 7, 19)
EARLIEST = dt.date(1900, 1, 1)
_BORN = re.compile(r"(?:(\d{4})-(\d{2})-(\d{2})|--(\d{2})-(\d{2}))", re.ASCII)
_GERMAN = re.compile(r"(\d{1,2})\.\s?(\d{1,2})\.\s?(\d{4})?", re.ASCII)


def care_for(
    book: CareBook, who: Someone, *, by: int | None, at: dt.datetime
) -> tuple[uuid.UUID, uuid.UUID]:
    """Somebody beside the customers; returns the person and the action; raises Refused."""
    if who.kind not in ROLES:
        raise Refused("care_role_unknown", {"value": who.kind[:30]})
    name = _line(who.name, LONGEST_NAME)
    if not name and who.account is None and (who.customer is None or who.kind == "contact"):
        raise Refused("care_name_missing")
    try:
        return book.add(Someone(who.kind, name, who.customer, who.account), by=by, at=at)
    except KeyError:
        raise Refused("care_gone") from None
    except ValueError:
        raise Refused("care_already", {"name": name or "…"}) from None


def care_no_longer(
    book: CareBook, person: uuid.UUID, *, on: dt.date, by: int | None, at: dt.datetime
) -> uuid.UUID:
    """Off the list of people; raises Refused."""
    try:
        return book.end(person, on=on, by=by, at=at)
    except KeyError:
        raise Refused("care_gone") from None


def say_of_a_person(
    book: CareBook,
    person: uuid.UUID,
    detail: Detail,
    *,
    seen: Detail | None = None,
    today: dt.date,
    by: int | None,
    at: dt.datetime,
) -> uuid.UUID | None:
    """Birthday, since when, own rhythm, no gifts; None: nothing differs; raises Refused.

    `seen` is what the person saw; None: it is written over whatever stands there.
    """
    born = _born(detail.born, today)
    if detail.since is not None and not EARLIEST <= detail.since <= today:
        raise Refused("care_since_not_possible")
    if detail.own_days is not None and not 0 <= detail.own_days <= MOST_DAYS:
        raise Refused("care_days_not_possible", {"highest": MOST_DAYS})
    told = Detail(born, detail.business, detail.no_gifts, detail.since, detail.own_days)
    try:
        return book.say(person, told, seen=seen, by=by, at=at)
    except KeyError:
        raise Refused("care_gone") from None
    except ValueError:
        raise Refused("care_changed_meanwhile") from None


def _born(text: str, today: dt.date) -> str:
    """ISO, '--MM-DD', or as Germans write it; raises Refused."""
    text = text.strip()
    if not text:
        return ""
    if found := _BORN.fullmatch(text):
        year = int(found[1]) if found[1] else None
        month, day = int(found[2] or found[4]), int(found[3] or found[5])
    elif found := _GERMAN.fullmatch(text):
        year = int(found[3]) if found[3] else None
        month, day = int(found[2]), int(found[1])
    else:
        raise Refused("care_born_not_read", {"value": text[:30]})
    leap = 2000
    try:
        on = dt.date(leap if year is None else year, month, day)
    except ValueError:
        raise Refused("care_born_not_read", {"value": text[:30]}) from None
    if year is None:
        return f"--{on:%m-%d}"
    if not EARLIEST <= on <= today or anniversary(month, day, today.year) is None:
        raise Refused("care_born_not_read", {"value": text[:30]})
    return on.isoformat()


def say_what_is_allowed(
    book: CareBook,
    person: uuid.UUID,
    channel: str,
    said: str,
    *,
    on: dt.date,
    today: dt.date,
    by: int | None,
    at: dt.datetime,
) -> uuid.UUID:
    """Allowed, asked or objected, by telephone, mail or post; raises Refused."""
    if channel not in set(Channel) or said not in set(Said):
        raise Refused("choice_unknown", {"value": f"{channel} {said}"[:30]})
    if not EARLIEST <= on <= today:
        raise Refused("care_day_not_possible")
    try:
        return book.consent(person, channel, said, on=on, by=by, at=at)
    except KeyError:
        raise Refused("care_gone") from None


def give(
    book: CareBook,
    person: uuid.UUID,
    given: Given,
    *,
    no_gifts: bool,
    today: dt.date,
    by: int | None,
    at: dt.datetime,
) -> uuid.UUID | None:
    """A smile, a thank-you, a card, a gift; `no_gifts`: the person must not accept any; None: it
    is kept already; raises Refused."""
    if given.kind not in KINDS:
        raise Refused("care_kind_unknown", {"value": given.kind[:30]})
    if given.given not in set(As) or given.vat_percent not in VAT:
        raise Refused("choice_unknown", {"value": f"{given.given} {given.vat_percent}"[:30]})
    if not EARLIEST <= given.on <= today:
        raise Refused("care_day_not_possible")
    if given.gross_cents is not None and not 0 <= given.gross_cents <= MOST_CENTS:
        raise Refused("care_amount_not_possible")
    costs = given.gross_cents or None
    if no_gifts and (given.kind == "gift" or costs):
        raise Refused("care_no_gifts")
    kept = Given(
        given.kind, given.on, _line(given.gave, LONGEST_GAVE), _line(given.said, LONGEST_SAID),
        costs, given.vat_percent, given.given,
        given.occasion if given.occasion in CODES else "", _line(given.fact, LONGEST_FACT),
        given.key,
    )  # fmt: skip
    try:
        return book.give(person, kept, by=by, at=at)
    except KeyError:
        raise Refused("care_gone") from None


def note_what_came_back(
    book: CareBook,
    attention: uuid.UUID,
    text: str,
    *,
    on: dt.date,
    by: int | None,
    at: dt.datetime,
) -> uuid.UUID | None:
    """What came back of a kind word; None: nothing differs; raises Refused."""
    try:
        return book.came_back(attention, _line(text, LONGEST_GAVE), on=on, by=by, at=at)
    except KeyError:
        raise Refused("attention_gone") from None


def notice(
    book: CareBook,
    person: uuid.UUID | None,
    text: str,
    *,
    praise: bool = False,
    on: dt.date,
    by: int | None,
    at: dt.datetime,
) -> uuid.UUID:
    """One line; a date in it is understood. `person` None: nobody of that name; raises Refused."""
    words = _line(text, LONGEST)
    if not words:
        raise Refused("notice_empty")
    if person is None:
        raise Refused("notice_whom")
    try:
        return book.notice(person, words, when(words, on), praise, on=on, by=by, at=at)
    except KeyError:
        raise Refused("care_gone") from None


def end_a_notice(
    book: CareBook, line: uuid.UUID, *, on: dt.date, by: int | None, at: dt.datetime
) -> uuid.UUID:
    """It comes back no more; raises Refused."""
    try:
        return book.end_notice(line, on=on, by=by, at=at)
    except KeyError:
        raise Refused("notice_gone") from None


def not_now(
    book: CareBook,
    person: uuid.UUID | None,
    code: str,
    fact: str,
    days: int | None,
    *,
    on: dt.date,
    by: int | None,
    at: dt.datetime,
) -> uuid.UUID:
    """Not this person, not this kind, not this occasion, for so many days (None: for good); raises
    Refused."""
    if not (person or code) or (code and code not in CODES):
        raise Refused("choice_unknown", {"value": code[:30]})
    if days is not None and not 1 <= days <= MOST_DAYS:
        raise Refused("care_days_not_possible", {"highest": MOST_DAYS})
    until = None if days is None else on + dt.timedelta(days=days)
    try:
        return book.snooze(person, code, fact[:LONGEST_FACT], until, on=on, by=by, at=at)
    except KeyError:
        raise Refused("care_gone") from None


def set_the_rhythm(
    book: CareBook, values: Mapping[str, int], *, on: dt.date, by: int | None, at: dt.datetime
) -> uuid.UUID | None:
    """Days for each group, minutes a week, input tax; None: nothing differs; raises Refused."""
    try:
        wanted = checked(values)
    except CareOutOfRange as error:
        raise Refused("care_setting_unknown", {"name": error.name[:60]}) from None
    now = book.values(on)
    changed = {name: value for name, value in wanted.items() if now[name] != value}
    return book.keep(changed, on=on, by=by, at=at) if changed else None


def _line(text: str, most: int) -> str:
    """One line, without signs that no database keeps."""
    # Cut first: a form may hold a megabyte.
    return " ".join(text[: most * 4].replace("\0", "").split())[:most]
