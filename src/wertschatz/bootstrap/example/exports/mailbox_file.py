"""Two folders of a mail program: what came in and what was sent (mbox, RFC 4155)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from email.header import Header
from email.utils import format_datetime, formataddr
from zoneinfo import ZoneInfo

from wertschatz.bootstrap.example.exports.export import Export
from wertschatz.bootstrap.example.firm import EMAIL, OWNER
from wertschatz.bootstrap.example.history import History
from wertschatz.bootstrap.example.talks import Mail

_ZONE = ZoneInfo("Europe/Berlin")


def exports(history: History) -> Iterator[Export]:
    """One file a folder."""
    sent = [mail for mail in history.mails if mail.sender[1] == EMAIL]
    received = [mail for mail in history.mails if mail.sender[1] != EMAIL]
    yield Export("mailbox", "Posteingang.mbox", "".join(map(_mail, received)).encode())
    yield Export("mailbox", "Gesendet.mbox", "".join(map(_mail, sent)).encode())


def _mail(mail: Mail) -> str:
    clock = dt.time(mail.start // 60, mail.start % 60)
    at = dt.datetime.combine(mail.on, clock, _ZONE)
    lines = [
        f"From {mail.sender[1]} {at.astimezone(dt.UTC):%a %b %d %H:%M:%S %Y}",
        f"From: {formataddr(mail.sender)}",
        f"To: {formataddr(mail.to)}",
        f"Date: {format_datetime(at)}",
        f"Subject: {_encoded(mail.subject)}",
        f"Message-ID: <{mail.id}@mail.example>",
    ]
    if mail.answers:
        lines += [f"In-Reply-To: <{mail.answers}@mail.example>"]
        lines += [f"References: <{mail.answers}@mail.example>"]
    if mail.list_id:
        lines += [f"List-Id: <{mail.list_id}>", "Precedence: bulk"]
    if mail.automatic:
        lines.append("Auto-Submitted: auto-generated")
    lines += ["MIME-Version: 1.0", "Content-Type: text/plain; charset=utf-8"]
    lines += ["Content-Transfer-Encoding: 8bit", "", *_body(mail), "", ""]
    return "\n".join(lines)


def _encoded(text: str) -> str:
    return text if text.isascii() else Header(text, "utf-8").encode()


def _body(mail: Mail) -> tuple[str, ...]:
    name = OWNER.name if mail.sender[1] == EMAIL else mail.sender[0]
    return ("Guten Tag,", "", mail.text, "", "Freundliche Grüße", name)
