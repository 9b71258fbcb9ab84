"""Every kind of calendar keeps the same contract: times, repetitions, damage, limits."""

from __future__ import annotations

import datetime as dt
import http.server
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from wertschatz.integrations.calendar import address
from wertschatz.integrations.calendar.registry import kinds
from wertschatz.integrations.codecs import ics_window
from wertschatz.ports.calendar import Occurrence, Reading, Unreadable

BERLIN = ZoneInfo("Europe/Berlin")
FIRST = dt.datetime(2026, 10, 19, tzinfo=BERLIN)
LAST = FIRST + dt.timedelta(days=42)


def calendar(*events: str) -> bytes:
    inside = "".join(f"BEGIN:VEVENT\r\n{event}\r\nEND:VEVENT\r\n" for event in events)
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{inside}END:VCALENDAR\r\n".encode()


def event(uid: str, *lines: str) -> str:
    return "\r\n".join((f"UID:{uid}", f"SUMMARY:{uid}", *lines))


class Served(http.server.BaseHTTPRequestHandler):
    raw = b""
    location = ""
    status = 200

    def do_GET(self) -> None:
        if self.location and self.path == "/led.ics":
            self.send_response(302)
            self.send_header("Location", self.location)
            self.end_headers()
            return
        self.send_response(self.status)
        self.end_headers()
        self.wfile.write(self.raw)

    def log_message(self, *_: object) -> None:
        pass


@pytest.fixture
def served() -> Iterator[type[Served]]:
    handler = type("Handler", (Served,), {})
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    handler.address = f"http://127.0.0.1:{server.server_port}"  # type: ignore[attr-defined]
    yield handler
    server.shutdown()
    server.server_close()


Read = Callable[[bytes], Reading]


@pytest.fixture(params=["file", "folder", "address"])
def read(request: pytest.FixtureRequest, tmp_path: Path, served: type[Served]) -> Read:
    kind = kinds()[request.param]

    def reading(raw: bytes) -> Reading:
        served.raw = raw
        place = tmp_path / "vdir" if request.param == "folder" else tmp_path / "one.ics"
        if request.param == "folder":
            place.mkdir(exist_ok=True)
            (place / "one.ics").write_bytes(raw)
        else:
            place.write_bytes(raw)
        where = f"{served.address}/one.ics" if request.param == "address" else str(place)  # type: ignore[attr-defined]
        return kind.read(kind.place(where), BERLIN, FIRST, LAST)

    return reading


def only(reading: Reading) -> Occurrence:
    assert len(reading.occurrences) == 1, reading
    return reading.occurrences[0]


def damage(read: Read, raw: bytes) -> str:
    """Why nothing could be read; of a folder, which entry is damaged."""
    try:
        return "".join(read(raw).damaged)
    except Unreadable as error:
        return error.code


def utc(*parts: int) -> dt.datetime:
    return dt.datetime(*parts, tzinfo=dt.UTC)  # type: ignore[arg-type,misc]


@pytest.mark.parametrize(
    ("line", "start"),
    [
        ("DTSTART:20261026T090000", utc(2026, 10, 26, 8)),  # floating: by the clock of the firm
        ("DTSTART:20261026T090000Z", utc(2026, 10, 26, 9)),
        ("DTSTART;TZID=America/New_York:20261026T090000", utc(2026, 10, 26, 13)),
        ("DTSTART;TZID=W. Europe Standard Time:20261023T090000", utc(2026, 10, 23, 7)),
    ],
)
def test_times_are_instants(read: Read, line: str, start: dt.datetime) -> None:
    one = only(read(calendar(event("a", line, "DURATION:PT1H"))))
    assert (one.start, one.end) == (start, start + dt.timedelta(hours=1))
    assert (one.busy, one.all_day) == (True, False)


def test_a_whole_day_is_as_long_as_the_clock_makes_it(read: Read) -> None:
    one = only(read(calendar(event("a", "DTSTART;VALUE=DATE:20261025"))))
    assert one.all_day
    assert one.end - one.start == dt.timedelta(hours=25)  # the clock is put back


@pytest.mark.parametrize(
    ("line", "busy"),
    [("X-NOTHING:1", False), ("TRANSP:TRANSPARENT", False), ("TRANSP:OPAQUE", True),
     ("X-MICROSOFT-CDO-BUSYSTATUS:OOF", True)],
)  # fmt: skip
def test_a_whole_day_takes_time_only_where_that_is_written(
    read: Read, line: str, busy: bool
) -> None:
    days = ("DTSTART;VALUE=DATE:20261102", "DTEND;VALUE=DATE:20261105", line)
    one = only(read(calendar(event("a", *days))))
    assert one.busy is busy
    assert (one.start, one.end) == (utc(2026, 11, 1, 23), utc(2026, 11, 4, 23))


def test_what_began_before_still_lasts(read: Read) -> None:
    one = event("a", "DTSTART;VALUE=DATE:20261012", "DTEND;VALUE=DATE:20261024", "TRANSP:OPAQUE")
    assert only(read(calendar(one))).busy
    over = event("a", "DTSTART;VALUE=DATE:20261012", "DTEND;VALUE=DATE:20261019")
    assert not read(calendar(over)).occurrences


def test_what_is_free_takes_no_time_and_what_is_cancelled_is_gone(read: Read) -> None:
    when = ("DTSTART:20261026T090000", "DTEND:20261026T100000")
    found = read(
        calendar(
            event("free", *when, "TRANSP:TRANSPARENT"), event("gone", *when, "STATUS:CANCELLED")
        )
    )
    assert [(one.uid, one.busy) for one in found.occurrences] == [("free", False)]


def test_a_repetition_keeps_the_clock_on_the_wall_and_its_exceptions(read: Read) -> None:
    zone = "TZID=Europe/Berlin"
    found = read(
        calendar(
            event("w", f"DTSTART;{zone}:20260907T090000", f"DTEND;{zone}:20260907T100000",
                  "RRULE:FREQ=WEEKLY;BYDAY=MO", f"EXDATE;{zone}:20261102T090000"),
            event("w", f"RECURRENCE-ID;{zone}:20261109T090000",
                  f"DTSTART;{zone}:20261110T140000", f"DTEND;{zone}:20261110T150000"),
            event("w", f"RECURRENCE-ID;{zone}:20261116T090000", "STATUS:CANCELLED",
                  f"DTSTART;{zone}:20261116T090000", f"DTEND;{zone}:20261116T100000"),
        )
    )  # fmt: skip
    assert [one.start for one in found.occurrences] == [
        utc(2026, 10, 19, 7), utc(2026, 10, 26, 8), utc(2026, 11, 10, 13), utc(2026, 11, 23, 8),
    ]  # fmt: skip
    assert all(one.end - one.start == dt.timedelta(hours=1) for one in found.occurrences)


def test_over_the_hour_that_comes_twice_the_length_is_true(read: Read) -> None:
    zone = "TZID=Europe/Berlin"
    one = event("n", f"DTSTART;{zone}:20261025T013000", f"DTEND;{zone}:20261025T033000")
    found = only(read(calendar(one)))
    assert found.end - found.start == dt.timedelta(hours=3)


def test_one_that_is_not_understood_is_left_out_and_counted(read: Read) -> None:
    found = read(
        calendar(event("bad", "DTSTART:yesterday"), event("good", "DTSTART:20261026T090000"))
    )
    assert [one.uid for one in found.occurrences] == ["good"]
    assert found.left_out == 1


@pytest.mark.parametrize("raw", [b"", b"<html>", b"\x00\xff" * 50, b"UID:x\r\n"])
def test_what_is_no_calendar_says_so(read: Read, raw: bytes) -> None:
    assert damage(read, raw) in {"calendar_none", "one"}


def test_what_ends_in_the_middle_is_damaged(read: Read) -> None:
    whole = calendar(event("a", "DTSTART:20261026T090000"), event("b", "DTSTART:20261027T090000"))
    for size in (len(whole) - 20, len(whole) - 60):
        assert damage(read, whole[:size]) in {"calendar_cut", "one"}


def test_a_folder_of_collections_and_what_is_not_meant(tmp_path: Path) -> None:
    one = calendar(event("a", "DTSTART:20261026T090000"))
    (tmp_path / "work").mkdir()
    (tmp_path / "work" / "a.ics").write_bytes(one)
    (tmp_path / "work" / ".b.ics").write_bytes(one)
    (tmp_path / "work" / "color").write_text("#fff")
    (tmp_path / ".hidden").mkdir()
    found = kinds()["folder"].read(str(tmp_path), BERLIN, FIRST, LAST)
    assert [one.uid for one in found.occurrences] == ["a"]


@pytest.mark.parametrize(("kind", "code"), [("file", "missing"), ("folder", "missing")])
def test_what_is_not_there_says_so(tmp_path: Path, kind: str, code: str) -> None:
    with pytest.raises(Unreadable, match=f"calendar_{code}"):
        kinds()[kind].read(str(tmp_path / "nothing"), BERLIN, FIRST, LAST)


@pytest.mark.parametrize(
    "typed", ["", "one.ics", "ftp://x/y.ics", "file:///etc/passwd", "https://"]
)
def test_only_full_paths_and_web_addresses_are_places(typed: str) -> None:
    for code, kind in kinds().items():
        if code == "address" or "://" not in typed:
            with pytest.raises(ValueError, match=r"^"):
                kind.place(typed)


def test_an_address_is_written_as_it_is_asked() -> None:
    place = kinds()["address"].place
    assert place(" webcal://example.org/a.ics#x ") == "https://example.org/a.ics"
    assert place("http://127.0.0.1:8/a") == "http://127.0.0.1:8/a"


def fetch(served: type[Served], path: str = "/led.ics") -> Reading:
    return kinds()["address"].read(f"{served.address}{path}", BERLIN, FIRST, LAST)  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "location",
    ["file:///etc/passwd", "ftp://127.0.0.1/x", "http://localhost:9/", "http://10.0.0.1/"],
)
def test_it_is_led_nowhere_else(served: type[Served], location: str) -> None:
    served.location = location
    with pytest.raises(Unreadable, match="calendar_led_away"):
        fetch(served)


def test_a_redirect_on_the_same_host_is_followed(served: type[Served]) -> None:
    served.raw = calendar(event("a", "DTSTART:20261026T090000"))
    served.location = "/there.ics"
    assert only(fetch(served)).uid == "a"
    served.location = "/led.ics"  # in a circle
    with pytest.raises(Unreadable, match="calendar_led_away"):
        fetch(served)


def test_size_time_and_refusal(served: type[Served], monkeypatch: pytest.MonkeyPatch) -> None:
    served.raw = b"x" * 5000
    monkeypatch.setattr(address, "MOST_BYTES", 4000)
    with pytest.raises(Unreadable, match="calendar_too_large"):
        fetch(served, "/a")
    served.status = 403
    with pytest.raises(Unreadable, match="calendar_refused"):
        fetch(served, "/a")
    monkeypatch.setattr(address, "SECONDS_AT_ALL", 0)
    with pytest.raises(Unreadable, match="calendar_slow"):
        fetch(served, "/a")


def test_a_file_that_is_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from wertschatz.integrations.calendar import ics_file

    monkeypatch.setattr(ics_file, "MOST_BYTES", 10)
    (tmp_path / "a.ics").write_bytes(calendar())
    with pytest.raises(Unreadable, match="calendar_too_large"):
        kinds()["file"].read(str(tmp_path / "a.ics"), BERLIN, FIRST, LAST)


def test_no_more_than_can_be_looked_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ics_window, "MOST", 3)
    every = calendar(event("a", "DTSTART:20261019T090000", "RRULE:FREQ=DAILY;COUNT=9"))
    (tmp_path / "a.ics").write_bytes(every)
    found = kinds()["file"].read(str(tmp_path / "a.ics"), BERLIN, FIRST, LAST)
    assert len(found.occurrences) == 3
    assert found.left_out == 6
