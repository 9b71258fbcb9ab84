"""Understands the times of calendars: days, times of day, lengths, and the names of time zones."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

Time = date | datetime
"""A whole day, or an aware point in time."""

_FORM = re.compile(
    r"(\d{4})-?(\d\d)-?(\d\d)(?:[T ](\d\d):?(\d\d)(?::?(\d\d))?(?:\.\d+)?(Z)?)?", re.ASCII
)
_LENGTH = re.compile(
    r"([+-])?P(?:(\d{1,5})W)?(?:(\d{1,6})D)?(?:T(?:(\d{1,6})H)?(?:(\d{1,7})M)?(?:(\d{1,9})S)?)?",
    re.ASCII | re.IGNORECASE,
)
_OFTEN = re.compile(r"FREQ=(?:SECONDLY|MINUTELY|HOURLY|DAILY|WEEKLY)", re.IGNORECASE)
_YEARS = range(1900, 2200)
_COMPARED = range(2018, 2031)


class Zones:
    """Time zones by the names of one file: IANA, Windows, with a maker's prefix, or explained."""

    def __init__(self, own: ZoneInfo, explained: Iterable[str]) -> None:
        """`own` is the firm's zone; `explained` are the VTIMEZONE blocks of the file."""
        self.own = own
        self.unknown: list[str] = []
        self._explained = {_name_of(text): text for text in explained}
        self._known: dict[str, tzinfo | None] = {}

    def of(self, name: str) -> tzinfo | None:
        """The zone of this name, None (and noted once) where nobody knows it."""
        if name not in self._known:
            self._known[name] = self._found(name)
            if self._known[name] is None:
                self.unknown.append(name)
        return self._known[name]

    def _found(self, name: str) -> tzinfo | None:
        from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

        for candidate in _candidates(name):
            try:
                return ZoneInfo(WINDOWS_TO_OLSON.get(candidate, candidate))
            except (KeyError, ValueError, OSError):
                continue
        text = self._explained.get(name.strip("/ "))
        return None if text is None else _explained(text, self.own)


def _candidates(name: str) -> Iterator[str]:
    """The name, then its last parts: "/mozilla.org/20050126_1/Europe/Berlin"."""
    name = name.strip("/ ")
    parts = name.split("/")
    if name and len(name) < 100:
        yield name
        yield from ("/".join(parts[-count:]) for count in (3, 2) if len(parts) > count)


def _name_of(text: str) -> str:
    found = re.search(r"^TZID[^:\r\n]*:(.*)$", text, re.MULTILINE | re.IGNORECASE)
    return found[1].strip().strip("/ ") if found else ""


def _explained(text: str, own: ZoneInfo) -> tzinfo | None:
    """The zone as the file explains it; rules change a few times a year, never daily.

    Nearly always it is the firm's own under another name, which is a hundred times quicker.
    """
    from icalendar import Timezone

    if _OFTEN.search(text):
        return None
    try:
        zone = Timezone.from_ical(text).to_tz(lookup_tzid=False)  # type: ignore[attr-defined]
        months = [datetime(y, m, 15, 12, tzinfo=UTC) for y in _COMPARED for m in range(1, 13)]
        same = all(t.astimezone(zone).utcoffset() == t.astimezone(own).utcoffset() for t in months)
    except Exception:  # whatever the library makes of a stranger's zone
        return None
    return own if same else zone


def time_of(params: Mapping[str, str], value: str, zones: Zones, floating: tzinfo) -> Time:
    """A day or an aware point in time; `floating` is for times without any zone.

    Raises `ValueError` for what is none, or is before 1900 or after 2199.
    """
    found = _FORM.fullmatch(value.strip())
    if not found or int(found[1]) not in _YEARS:
        raise ValueError(value)
    year, month, day = int(found[1]), int(found[2]), int(found[3])
    if found[4] is None:
        return date(year, month, day)
    zone: tzinfo = UTC if found[7] else floating
    if "TZID" in params and not found[7]:
        zone = zones.of(params["TZID"]) or floating
    # 23:59:60 is a leap second, which no clock of ours shows.
    seconds = min(int(found[6] or 0), 59)
    return datetime(year, month, day, int(found[4]), int(found[5]), seconds, tzinfo=zone)


def length_of(value: str) -> timedelta:
    """A duration (RFC 5545 3.3.6). Raises `ValueError` for what is none."""
    found = _LENGTH.fullmatch(value.strip())
    if not found or not any(found.groups()[1:]):
        raise ValueError(value)
    weeks, days, hours, minutes, seconds = (int(part or 0) for part in found.groups()[1:])
    length = timedelta(weeks * 7 + days, seconds, 0, 0, minutes, hours)
    return -length if found[1] == "-" else length
