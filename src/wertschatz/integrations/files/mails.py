"""Reads the heads of mails: mailboxes (mbox), single mails (EML) and the files of a Maildir."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wertschatz.integrations.codecs.faults import Fault
from wertschatz.integrations.codecs.mailboxes import HEAD_LIMIT, Found, begins_a_mailbox, heads
from wertschatz.integrations.files.progress import PROGRESS
from wertschatz.integrations.files.tables.clock import zone
from wertschatz.integrations.files.tables.encoding import HEAD_BYTES, is_markup, kind_of_binary
from wertschatz.integrations.files.tables.messages import capped
from wertschatz.ports.files import Answers, MailRow, Source
from wertschatz.ports.problems import Problem

Item = MailRow | Problem

_FIELD = re.compile(rb"([!-9;-~]{1,100})[ \t]*:")
_KNOWN = frozenset(
    b"from to cc bcc subject date received return-path delivered-to message-id mime-version "
    b"content-type content-transfer-encoding reply-to sender in-reply-to references x-mailer "
    b"user-agent dkim-signature list-id list-unsubscribe x-original-to envelope-to".split()
)
# At least one of these: a note that begins "To: … Date: …" is no mail.
_TELLING = frozenset(
    b"received return-path delivered-to message-id mime-version dkim-signature x-mailer "
    b"content-transfer-encoding x-original-to envelope-to".split()
)
_MAILDIR = re.compile(r"(?:^|/)\d{9,}\.[^/]+$")
_NAMED = (".eml", ".emlx", ".mbox", ".mbx", ".mht")
_COUNT = re.compile(rb"\d{1,12}\s*\r?\n")
"""Apple Mail writes the number of bytes above each mail."""


class Mails:
    """The reader for mails."""

    name = "mails"

    def score(self, head: bytes, name: str) -> int:
        """Sure of a mailbox by its first line, of a mail by several fields of a head."""
        if is_markup(head):
            return 0
        if begins_a_mailbox(head):
            return 90
        known = _known_fields(head)
        named = name.lower().endswith(_NAMED)
        if len(known) > 2 and (known & _TELLING or named):
            return 88
        if known and (named or (_MAILDIR.search(name) and len(known) > 1)):
            return 70
        return 15 if named and not kind_of_binary(head) else 0

    def read(self, source: Source, answers: Answers) -> Iterator[Item]:
        """A row for each mail, in the order of the file."""
        with source.path.open("rb") as file:
            head = file.read(HEAD_BYTES)
        yield from capped(_read(source, head), source.name)


READER = Mails()


def _known_fields(head: bytes) -> set[bytes]:
    """The fields of a mail's head that the file begins with; none where a line is no field."""
    known: set[bytes] = set()
    for line in _without_count(head).lstrip(b"\xef\xbb\xbf\r\n").splitlines()[:200]:
        if not line:
            break
        found = _FIELD.match(line)
        if found:
            known.add(found[1].lower())
        elif line[:1] not in (b" ", b"\t"):
            return set()
    return known & _KNOWN


def _without_count(head: bytes) -> bytes:
    found = _COUNT.match(head)
    return head[found.end() :] if found else head


def _read(source: Source, head: bytes) -> Iterator[Item]:
    # late: only a mail needs the library for mails, which brings much with it
    from wertschatz.integrations.codecs.mail_heads import head_of

    PROGRESS.begin()
    rows = arrived = 0
    found = _mailbox(source) if begins_a_mailbox(head) else _single(source)
    for one in found:
        if not one.whole:
            limit = HEAD_LIMIT // 1024
            yield Problem("mail_head_too_long", source.name, one.line, {"limit": limit})
        mail = head_of(one.data, one.line, zone())
        if isinstance(mail, Fault):
            yield Problem(mail.code, source.name, mail.line, mail.facts)
        else:
            rows += 1
            arrived += mail.arrived
            yield mail.row
    if arrived:
        yield Problem("mail_date_from_received", source.name, None, {"count": arrived})
    if not rows:
        yield Problem("no_mails", source.name)


def _mailbox(source: Source) -> Iterator[Found]:
    with source.path.open("rb", buffering=0) as file:
        yield from heads(file, PROGRESS)


def _single(source: Source) -> Iterator[Found]:
    with source.path.open("rb") as file:
        data = file.read(HEAD_LIMIT + 1)
    PROGRESS.step(source.path.stat().st_size)
    data = _without_count(data).lstrip(b"\xef\xbb\xbf\r\n")
    ends = [data.find(mark) for mark in (b"\n\n", b"\n\r\n", b"\r\r")]
    whole = len(data) <= HEAD_LIMIT or any(end >= 0 for end in ends)
    yield Found(1, data[:HEAD_LIMIT], whole)
