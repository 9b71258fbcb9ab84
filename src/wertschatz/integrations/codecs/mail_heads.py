"""Understands the heads of mails: who wrote to whom, when, about what; never what stands below."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta, timezone, tzinfo
from email.errors import HeaderParseError
from email.header import decode_header
from email.utils import parsedate_tz
from typing import NamedTuple

from wertschatz.integrations.codecs.faults import SHOWN, Fault
from wertschatz.ports.files import MailRow

_LINE = re.compile(rb"([!-9;-~]{1,100})[ \t]*:[ \t]*(.*)", re.DOTALL)
_WANTED = frozenset(
    {
        "from", "sender", "to", "cc", "date", "received", "subject", "message-id", "in-reply-to",
        "references", "auto-submitted", "list-id", "precedence", "x-auto-response-suppress",
    }
)  # fmt: skip
_VALUE_LIMIT = 65_536
_PEOPLE = 2_000
_TEXT_LIMIT = 500
_UNSEEN = re.compile("[\0-\x1f\x7f-\x9f\ud800-\udfff]")
_ID = re.compile(r"<([^<>\s]{1,500})>")
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"@]{1,250}@[^\s<>()\[\],;:\"@]{1,250}")
_YEARS = range(1980, 2200)
_ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d))?.{0,20}", re.ASCII)
_DOTTED = re.compile(
    r"(\d{1,2})\.(\d{1,2})\.(\d{4})[, ]+(\d{1,2}):(\d\d)(?::(\d\d))?.{0,20}", re.ASCII
)
_IS_UTC = re.compile(r"[+-]00:?00|\b(?:UTC?|GMT|WET|Z)\b")
_OFFSET = re.compile(r"([+-])(\d\d):?(\d\d)(?:\s*\(.*\))?$|Z$", re.ASCII)
_MACHINE = re.compile(
    r"(?:^|[._+-])(?:no[._-]?reply|do[._-]?not[._-]?reply|nicht[._-]?antworten|keine[._-]?antwort|"
    r"mailer-daemon|postmaster|bounces?|notifications?)(?:$|[._+=-])|^noreply|noreply$",
)
_BULK = frozenset({"bulk", "junk", "list", "auto_reply"})


class Head(NamedTuple):
    """A mail's head and whether its time is that of its arrival."""

    row: MailRow
    arrived: bool
    """The mail's own date could not be read; the time of its arrival was taken."""


def head_of(data: bytes, line: int, own: tzinfo) -> Head | Fault:
    """What a head says. `own` is the firm's zone; a mail without any time is a fault.

    Only the bytes before the first empty line are looked at.
    """
    fields = _fields(data)
    moment = _moment(_first(fields, "date"), own)
    arrived = moment is None
    if moment is None:
        moment = next(filter(None, (_moment(text, own) for text in _arrivals(fields))), None)
    subject = decoded(_first(fields, "subject"))[:_TEXT_LIMIT]
    if moment is None:
        said = decoded(_first(fields, "date"))[:SHOWN]
        return Fault(
            "mail_undated", line, {"value": said or "–", "subject": subject[:SHOWN] or "–"}
        )
    senders = people(fields.get("from", ())) or people(fields.get("sender", ()))
    name, sender = senders[0] if senders else ("", "")
    to = dict.fromkeys(address for _, address in people(fields.get("to", ()), fields.get("cc", ())))
    here = moment.astimezone(own)
    row = MailRow(
        line, _message_id(_first(fields, "message-id")), here.toordinal(),
        here.hour * 60 + here.minute, sender, name, tuple(to), subject, _answered(fields),
        _is_automatic(fields, sender),
    )  # fmt: skip
    return Head(row, arrived)


_Fields = Mapping[str, Sequence[str]]
"""Name in lower case → its values in the order of the head, still encoded."""


def _fields(data: bytes) -> _Fields:
    """The wanted fields, unfolded; a line that is no field is passed over."""
    fields: dict[str, list[str]] = {}
    name, parts = "", [b""]
    for line in data.splitlines():
        if not line:
            break
        if line[:1] in (b" ", b"\t"):
            parts.append(b" " + line.strip())
            continue
        _keep(fields, name, parts)
        found = _LINE.fullmatch(line)
        name, parts = (found[1].decode("ascii").lower(), [found[2]]) if found else ("", [b""])
    _keep(fields, name, parts)
    return fields


def _keep(fields: dict[str, list[str]], name: str, parts: list[bytes]) -> None:
    if name in _WANTED:
        fields.setdefault(name, []).append(_text(b"".join(parts)[:_VALUE_LIMIT]))


def _text(data: bytes) -> str:
    """Raw letters that no standard allows: UTF-8, else as German Windows writes."""
    data = data.replace(b"\0", b"")  # no database text may hold one
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _first(fields: _Fields, name: str) -> str:
    return next(iter(fields.get(name, ())), "").strip()


def decoded(text: str) -> str:
    """A text with encoded words (RFC 2047) as a person reads it, in one line.

    >>> decoded("=?utf-8?q?M=C3=BCller?= GmbH")
    'Müller GmbH'
    """
    if "=?" in text:
        try:
            # The library takes plain text only; raw letters between encoded words stay.
            parts = decode_header(text)
            text = "".join(_word(part, charset) for part, charset in parts)
        except (HeaderParseError, ValueError, IndexError):
            pass
    return " ".join(_UNSEEN.sub("", " ".join(text.split())).split())


def _word(part: bytes | str, charset: str | None) -> str:
    if isinstance(part, str):
        return part
    if charset is None:
        # decode_header gives plain text between encoded words back as raw-unicode-escape.
        return part.decode("raw-unicode-escape", errors="replace")
    try:
        codecs.lookup(charset)
        return part.decode(charset, errors="replace")
    except (LookupError, ValueError, UnicodeError):
        return _text(part)


def people(*fields: Sequence[str]) -> list[tuple[str, str]]:
    """Name and address (lower case) of everybody in address fields, groups opened, in order.

    >>> people(["Team: =?utf-8?q?J=C3=B6rg?= <J@A.example>, b@a.example;"])
    [('Jörg', 'j@a.example'), ('', 'b@a.example')]
    """
    found: list[tuple[str, str]] = []
    for values in fields:
        for value in values:
            for part in _parts(value):
                person = _person(part)
                if person and len(found) < _PEOPLE:
                    found.append(person)
    return found


def _parts(text: str) -> Iterator[str]:
    """The addresses of a list: cut at commas and semicolons outside quotes, <> and comments."""
    begin = depth = 0
    quoted = inside = skip = False
    for place, sign in enumerate(text):
        if skip:
            skip = False
        elif sign == "\\":
            skip = True
        elif sign == '"' and not depth:
            quoted = not quoted
        elif quoted:
            continue
        elif sign in "()":
            depth = max(0, depth + (1 if sign == "(" else -1))
        elif depth:
            continue
        elif sign in "<>":
            inside = sign == "<"
        elif sign in ",;" and not inside:
            yield text[begin:place]
            begin = place + 1
        elif sign == ":" and not inside:
            begin = place + 1  # the name of a group
    yield text[begin:]


def _person(text: str) -> tuple[str, str] | None:
    """The address in angle brackets counts, whatever stands before it."""
    before, angle, behind = text.rpartition("<")
    found = _ADDRESS.search(behind.partition(">")[0].strip().strip("\"'"))
    if angle and found:
        return _name(before), found[0].lower()
    found = _ADDRESS.search(text)
    if found is None:
        return None
    comment = re.search(r"\(([^()]*)\)", text)
    return _name(comment[1]) if comment else "", found[0].lower()


def _name(text: str) -> str:
    name = decoded(re.sub(r'\\(.)|"', r"\1", text)).strip(" '")
    return "" if _ADDRESS.fullmatch(name) else name[:_TEXT_LIMIT]


def _moment(text: str, own: tzinfo) -> datetime | None:
    """A date in the form of mails, in ISO or in German; without an offset it is the firm's."""
    text = decoded(text)[:100]
    fields = parsedate_tz(text)
    try:
        if fields is not None and fields[0] in _YEARS:
            # The library says 0 for what names no offset, or one that it does not know (MEZ).
            offset = fields[9] or 0
            named = offset or _IS_UTC.search(text)
            zone = timezone(timedelta(seconds=offset)) if named else own
            return datetime(*fields[:5], min(fields[5], 59), tzinfo=zone)
        return _other_moment(text, own)
    except (ValueError, OverflowError, TypeError):
        return None


def _other_moment(text: str, own: tzinfo) -> datetime | None:
    if found := _ISO.fullmatch(text):
        year, month, day = map(int, found.groups()[:3])
    elif found := _DOTTED.fullmatch(text):
        day, month, year = map(int, found.groups()[:3])
    else:
        return None
    if year not in _YEARS:
        return None
    hour, minute, second = (int(part or 0) for part in found.groups()[3:6])
    zone: tzinfo = own
    if offset := _OFFSET.search(text):
        hours, minutes = int(offset[2] or 0), int(offset[3] or 0)
        zone = timezone(timedelta(hours=hours, minutes=minutes) * (-1 if offset[1] == "-" else 1))
    return datetime(year, month, day, hour, minute, min(second, 59), tzinfo=zone)


def _arrivals(fields: _Fields) -> Iterator[str]:
    """The dates behind the semicolons of "Received", the last station first."""
    return (value.rpartition(";")[2].strip() for value in fields.get("received", ()))


def _message_id(text: str) -> str:
    found = _ID.search(text)
    return found[1] if found else text.strip("<> ").partition(" ")[0][:_TEXT_LIMIT]


def _answered(fields: _Fields) -> str:
    """In-Reply-To, else the last of the references."""
    found = _ID.search(_first(fields, "in-reply-to"))
    if found:
        return found[1]
    references = _ID.findall(_first(fields, "references"))
    return references[-1] if references else ""


def _is_automatic(fields: _Fields, sender: str) -> bool:
    """Written by a machine (RFC 3834) or for a list (RFC 2919): nobody's effort."""
    submitted = _first(fields, "auto-submitted").partition(";")[0].strip().lower()
    precedence = _first(fields, "precedence").lower()
    return (
        submitted not in {"", "no"}
        or "list-id" in fields
        or precedence in _BULK
        or "x-auto-response-suppress" in fields
        or _MACHINE.search(sender.partition("@")[0]) is not None
    )
