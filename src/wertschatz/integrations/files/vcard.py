"""Reads address books as vCard files (.vcf), of phones, mail programs and calendar servers."""

from __future__ import annotations

import re
from collections.abc import Iterator

from wertschatz.domain.values import Fact
from wertschatz.integrations.codecs.vcard import Fault, cards_in
from wertschatz.integrations.files.tables.encoding import HEAD_BYTES, encoding_of_head
from wertschatz.integrations.files.tables.lines import END_MARK, Lines
from wertschatz.integrations.files.tables.messages import capped
from wertschatz.ports.files import Answers, CardRow, Source
from wertschatz.ports.problems import Problem

_BEGIN = re.compile(r"^\ufeff?[ \t]*BEGIN[ \t]*:[ \t]*VCARD[ \t]*$", re.IGNORECASE | re.MULTILINE)


class VCard:
    """The reader for vCard files."""

    name = "vcard"

    def score(self, head: bytes, name: str) -> int:
        """Sure when the file begins with a card; by the ending alone worth a clear message."""
        by_name = 15 if name.lower().endswith((".vcf", ".vcard")) else 0
        if b"VCARD" not in head.replace(b"\0", b"").upper():
            return by_name
        text = head.decode(encoding_of_head(head).codec, errors="replace").replace("\r", "\n")
        found = _BEGIN.search(text)
        if found is None:
            return by_name
        return 95 if not text[: found.start()].strip("\ufeff\0 \n") else 60 + by_name

    def read(self, source: Source, answers: Answers) -> Iterator[CardRow | Problem]:
        """A row per card, in the order of the file; broken cards are named, groups left out."""
        yield from capped(_read(source), source.name)


READER = VCard()


def _read(source: Source) -> Iterator[CardRow | Problem]:
    with source.path.open("rb") as file:
        head = file.read(HEAD_BYTES)
    # Each property may name its own encoding, so bytes go through as they are; only UTF-16 and
    # UTF-32, which have no lines before they are decoded, are turned into UTF-8 here.
    wide = encoding_of_head(head).codec.startswith(("utf-16", "utf-32"))
    lines = Lines(source.path, encoding_of_head(head).codec if wide else "latin-1")
    rows = 0
    for one in cards_in(_bytes_of(lines, "utf-8" if wide else "latin-1")):
        if isinstance(one, Fault):
            facts: dict[str, Fact] = {"name": one.name[:60] or "?"}
            named = facts if one.code == "card_broken" else {}
            yield Problem(one.code, source.name, one.line, named)
        else:
            rows += 1
            yield one
    if lines.nul_bytes:
        yield Problem("nul_bytes_removed", source.name, None, {"count": lines.nul_bytes})
    if not rows:
        yield Problem("no_cards", source.name)


def _bytes_of(lines: Lines, codec: str) -> Iterator[bytes]:
    for line in lines:
        if line != END_MARK:
            yield line.encode(codec, errors="replace")
