"""A mail that asks for something: who wrote it, and what; also one that was forwarded or copied.

Of a forwarded mail the innermost sender counts. Only plain text is read; of a mail that has none,
the text of its HTML without any of its marks.
"""

from __future__ import annotations

import re
from datetime import tzinfo
from email import message_from_bytes, policy
from html.parser import HTMLParser
from typing import NamedTuple

from wertschatz.integrations.codecs.faults import Fault
from wertschatz.integrations.codecs.mail_heads import decoded, head_of, people

LONGEST = 6_000
LOOKED_AT = 200_000
_HEAD = re.compile(rb"(?im)^(from|subject|date|received|message-id|mime-version|return-path):")
_FROM = re.compile(r"(?im)^[>\t *]{0,40}(?:von|from|de):\**[ \t]*(.{3,300})$")
_SUBJECT = re.compile(r"(?im)^[>\t *]{0,40}(?:betreff|subject|betr\.):\**[ \t]*(.{1,300})$")
_FIELD = re.compile(
    r"(?i)^[>\t *]{0,40}(?:von|from|an|to|cc|kopie|betreff|subject|datum|date|gesendet|sent|"
    r"antwort an|reply-to|antworten an):"
)
_MARK = re.compile(
    r"(?im)^[>\t ]{0,40}(?:-{2,40}.{0,60}(?:weitergeleitet|forwarded|urspr|original).{0,60}$|"
    r"begin forwarded message:|anfang der weitergeleiteten)"
)
_ADDRESS = re.compile(r"[^\s<>()\[\],;:\"@]{1,200}@[^\s<>()\[\],;:\"@]{1,200}")


class ForwardedMail(NamedTuple):
    """What is known of whoever asks; each may be ''."""

    name: str = ""
    contact: str = ""
    subject: str = ""
    text: str = ""


def forwarded(data: bytes, own: tzinfo) -> ForwardedMail:
    """Reads a mail as a file (EML), or its text as somebody copied it."""
    data = data.lstrip(b"\xef\xbb\xbf\r\n")
    if len({found.lower() for found in _HEAD.findall(data[:8_192])}) < 2 or not _is_head(data):
        return _inner(ForwardedMail(text=_text(data)))
    head = head_of(data, 1, own)
    mail = ForwardedMail(text=_body(data))
    if not isinstance(head, Fault):
        row = head.row
        mail = mail._replace(name=row.sender_name, contact=row.sender, subject=row.subject)
    return _inner(mail)


def _is_head(data: bytes) -> bool:
    """Up to the first empty line there are only fields of a head; German ones are none."""
    first = data.splitlines()[0] if data else b""
    return bool(re.match(rb"[!-9;-~]{1,100}:", first)) and b"\n" in data


def _text(data: bytes) -> str:
    data = data[:LOOKED_AT].replace(b"\0", b"")
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("cp1252", errors="replace")


def _body(data: bytes) -> str:
    """The plain text of a mail; whatever cannot be read is ''."""
    try:
        mail = message_from_bytes(data, policy=policy.default)
        part = mail.get_body(preferencelist=("plain", "html"))
        if part is None:
            return ""
        text = str(part.get_content())[:LOOKED_AT]
        return _without_marks(text) if part.get_content_subtype() == "html" else text
    except (LookupError, ValueError, TypeError, AttributeError, RecursionError):
        # Broken mails make the library trip in many ways; then nothing is known of the text.
        return ""


class _Bare(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: object) -> None:
        self._silent += tag in {"script", "style"}
        if tag in {"br", "p", "div", "tr", "li"}:
            self.parts.append("\n")

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"} and self._silent:
            self._silent -= 1

    def handle_data(self, data: str) -> None:
        if not self._silent:
            self.parts.append(data)


def _without_marks(text: str) -> str:
    bare = _Bare()
    bare.feed(text)
    return re.sub(r"\n[ \t]*\n+", "\n\n", "".join(bare.parts))


def _inner(mail: ForwardedMail) -> ForwardedMail:
    """The mail within it, where it was forwarded or copied with its head."""
    text = mail.text.replace("\r\n", "\n").strip()
    marks = list(_MARK.finditer(text))
    start = marks[-1].end() if marks else 0
    sender = _FROM.search(text, start)
    if not sender or not (marks or not mail.contact):
        return mail._replace(text=_tidy(text))
    subject = _SUBJECT.search(text, start)
    lines = text[sender.start() :].splitlines()
    while lines and (not lines[0].strip(" >*") or _FIELD.match(lines[0])):
        lines.pop(0)
    name, contact = _who(sender[1])
    return ForwardedMail(
        name, contact, decoded(subject[1].strip())[:500] if subject else mail.subject,
        _tidy("\n".join(lines)),
    )  # fmt: skip


def _who(written: str) -> tuple[str, str]:
    """The name and the address in “Anna Roth <anna@roth.example>” or “Roth [mailto:…]”."""
    written = written.strip().rstrip("*").replace("[mailto:", "<").replace("]", ">")
    found = people((written,))
    if found:
        return found[0]
    address = _ADDRESS.search(written)
    if address:
        return written[: address.start()].strip(" <\"'"), address[0]
    return written[:300], ""


def _tidy(text: str) -> str:
    lines = [re.sub(r"^(?:>\s?)+", "", line).rstrip() for line in text.splitlines()]
    return "\n".join(lines).strip()[:LONGEST]
