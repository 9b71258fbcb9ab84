"""A calendar at an address that the owner typed: what Google, Nextcloud and others give out."""

from __future__ import annotations

import base64
import datetime as dt
import http.client
import ipaddress
import queue
import threading
import time
import urllib.error
import urllib.request
from typing import IO
from urllib.parse import SplitResult, unquote, urlsplit, urlunsplit

from wertschatz.integrations.codecs.ics_window import MOST_BYTES, contents_of, reading_of
from wertschatz.ports.calendar import Reading, Unreadable

SECONDS = 10
"""Of silence."""
SECONDS_AT_ALL = 30
PIECE = 65_536
_SCHEMES = {"http": "http", "https": "https", "webcal": "https", "webcals": "https"}


class Address:
    """Asked only where the owner set it up; nothing is sent but the question itself."""

    code = "address"

    def place(self, typed: str) -> str:
        """An http or https address; webcal is https; raises ValueError."""
        parts = urlsplit(typed.strip())
        scheme = _SCHEMES.get(parts.scheme.lower())
        if scheme is None or not parts.hostname or not typed.isprintable() or " " in typed.strip():
            raise ValueError(typed)
        _ = parts.port  # raises ValueError itself
        return urlunsplit(parts._replace(scheme=scheme, fragment=""))

    def read(self, place: str, zone: dt.tzinfo, first: dt.datetime, last: dt.datetime) -> Reading:
        """What lies between two instants; raises Unreadable."""
        return reading_of(contents_of(_in_time(place)), zone, first, last)


class _Redirects(urllib.request.HTTPRedirectHandler):
    """Follows a few, to web addresses only, never from the safe to the open, never inwards."""

    max_redirections = 3
    max_repeats = 2

    def redirect_request(
        self,
        req: urllib.request.Request,
        fp: IO[bytes],
        code: int,
        msg: str,
        headers: http.client.HTTPMessage,
        newurl: str,
    ) -> urllib.request.Request | None:
        old, new = urlsplit(req.full_url), urlsplit(newurl)
        worse = old.scheme == "https" and new.scheme != "https"
        inwards = _is_inside(new.hostname or "") and new.hostname != old.hostname
        if new.scheme not in {"http", "https"} or worse or inwards:
            raise Unreadable("calendar_led_away")
        return super().redirect_request(req, fp, code, msg, headers, newurl)


def _is_inside(host: str) -> bool:
    """This computer or the own network, as far as the name itself tells it."""
    if host == "localhost" or host.endswith(".localhost"):
        return True
    try:
        return not ipaddress.ip_address(host).is_global
    except ValueError:
        return False


def _opener() -> urllib.request.OpenerDirector:
    """Without the handlers for files and FTP that the usual one has."""
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(), urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(), urllib.request.HTTPDefaultErrorHandler(), _Redirects(),
        urllib.request.HTTPErrorProcessor(),
    ):  # fmt: skip
        opener.add_handler(handler)
    return opener


def _in_time(place: str) -> bytes:
    """Whoever answers letter by letter holds up nobody but the thread that listens."""
    found: queue.SimpleQueue[bytes | Unreadable] = queue.SimpleQueue()

    def listen() -> None:
        try:
            found.put(_fetched(place))
        except Unreadable as error:
            found.put(error)

    threading.Thread(target=listen, daemon=True).start()
    try:
        answer = found.get(timeout=SECONDS_AT_ALL)
    except queue.Empty:
        raise Unreadable("calendar_slow") from None
    if isinstance(answer, Unreadable):
        raise answer
    return answer


def _fetched(place: str) -> bytes:
    try:
        request = _request(urlsplit(place))
        with _opener().open(request, timeout=SECONDS) as answer:
            return _body(answer)
    except urllib.error.HTTPError as error:
        error.close()
        raise Unreadable(_why(error.code)) from None
    except (OSError, http.client.HTTPException, ValueError):
        raise Unreadable("calendar_silent") from None


def _why(status: int) -> str:
    """What an answer that is no calendar means."""
    if status in {401, 403, 404, 410}:
        return "calendar_refused"
    return "calendar_led_away" if 300 <= status < 400 else "calendar_silent"


def _request(parts: SplitResult) -> urllib.request.Request:
    host = parts.netloc.rpartition("@")[2]
    request = urllib.request.Request(  # noqa: S310  # the scheme was checked
        urlunsplit(parts._replace(netloc=host)),
        headers={"User-Agent": "Wertschatz", "Accept": "text/calendar"},
    )
    if parts.username is not None:
        said = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        coded = base64.b64encode(said.encode()).decode()
        # Whoever it leads to does not learn the password.
        request.add_unredirected_header("Authorization", f"Basic {coded}")
    return request


def _body(answer: IO[bytes]) -> bytes:
    end = time.monotonic() + SECONDS_AT_ALL
    found = bytearray()
    while piece := answer.read1(PIECE):  # type: ignore[attr-defined]
        found += piece
        if len(found) > MOST_BYTES:
            raise Unreadable("calendar_too_large")
        if time.monotonic() > end:
            raise Unreadable("calendar_slow")
    return bytes(found)


KIND = Address()
