"""Opens the XML of a stranger: no entities, no network, bounded in size and depth."""

from __future__ import annotations

import codecs
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from wertschatz.domain.values import Fact

if TYPE_CHECKING:
    from lxml.etree import XMLParser, _Element

SIZE_LIMIT = 20_000_000
"""Bytes of one document; XRechnung itself allows 15 MB with everything attached."""

GUESS = "cp1252"
"""What is written under the name of UTF-8 and is not: the encoding of German Windows."""

_TAGS_LIMIT = 800_000
"""Opening angle brackets; more of them need more memory than the reading process has."""
_BLANKS = " \t\r\n"
_MARKS = (
    (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
    (b"<\0", "utf-16-le"), (b"\0<", "utf-16-be"),
)  # fmt: skip


class Refusal(NamedTuple):
    """Why a document stays out: a code of the closed list, the line, and the facts."""

    code: str
    line: int | None = None
    facts: dict[str, Fact] = {}  # noqa: RUF012 (never written to)


class Prolog(NamedTuple):
    """What stands before the content."""

    is_xml: bool
    root: str
    """Local name of the root element, '' where it does not begin in these bytes."""
    doctype: bool


def local_name(element: _Element) -> str:
    """The name of an element without its namespace."""
    return str(element.tag).rpartition("}")[2]


def prolog_of(head: bytes) -> Prolog:
    """Looks over declarations and comments to the first element. Linear in the bytes."""
    text = _text(head).lstrip(_BLANKS)
    at, doctype = 0, False
    while text.startswith("<", at):
        closing = _closing(text, at)
        if closing is None:
            name = _name(text, at + 1)
            return Prolog(bool(name) or at > 0, name, doctype)
        doctype = doctype or text[at : at + 9].upper() == "<!DOCTYPE"
        end = text.find(closing, at)
        if end < 0:
            return Prolog(True, "", doctype)
        at = end + len(closing)
        while at < len(text) and text[at] in _BLANKS:
            at += 1
    return Prolog(at > 0, "", doctype)


def _text(head: bytes) -> str:
    """Names are plain letters, so the mark at the beginning says enough about the encoding."""
    codec = next((codec for mark, codec in _MARKS if head.startswith(mark)), "latin-1")
    return head.decode(codec, errors="replace").removeprefix("\ufeff")


def _closing(text: str, at: int) -> str | None:
    """What ends the declaration that begins here; None where an element begins."""
    if text.startswith("<!--", at):
        return "-->"
    if text.startswith("<?", at):
        return "?>"
    return ">" if text.startswith("<!", at) else None


def _name(text: str, at: int) -> str:
    end = at
    while end < len(text) and end - at < 200 and (text[end].isalnum() or text[end] in ":_-."):
        end += 1
    name = text[at:end].rpartition(":")[2]
    return name if name[:1].isalpha() or name[:1] == "_" else ""


class Parsed(NamedTuple):
    """A document that could be opened. Comments and processing instructions are gone."""

    root: _Element
    guessed: str
    """The encoding that was taken because the stated one is wrong, else ''."""


def parsed(data: bytes) -> Parsed | Refusal:
    """The document, or why it stays out."""
    from lxml.etree import XMLSyntaxError, fromstring

    if len(data) > SIZE_LIMIT or data.count(b"<") > _TAGS_LIMIT:
        return Refusal("document_too_large", None, {"limit": SIZE_LIMIT // 1_000_000})
    if prolog_of(data).doctype:
        return Refusal("xml_doctype")
    guessed, trimmed = "", _trimmed(data)
    try:
        root = fromstring(trimmed, _parser("utf-8" if _claims_utf16(trimmed) else None))
    except XMLSyntaxError as error:
        if "Invalid bytes in character encoding" not in str(error):
            return refusal_of(error)
        guessed = GUESS
    try:
        if guessed:
            root = fromstring(trimmed, _parser(guessed))
    except XMLSyntaxError as error:
        return refusal_of(error)
    # An encoding that hides its letters was not seen through above.
    hidden = root.getroottree().docinfo.internalDTD is not None
    return Refusal("xml_doctype") if hidden else Parsed(root, guessed)


def _trimmed(data: bytes) -> bytes:
    """Without the empty lines and filling that some put around the document, against the rules."""
    if data[:2] in (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE) or 0 in data[:4]:
        return data
    return data.removeprefix(codecs.BOM_UTF8).strip(b"\0\x1a \t\r\n")


def _claims_utf16(data: bytes) -> bool:
    """Text out of a .NET program says UTF-16 of itself, whatever it is stored as."""
    return 0 not in data[:4] and b"utf-16" in data[: data.find(b">")].lower()


def refusal_of(error: SyntaxError) -> Refusal:
    """What the parser's error means for the file."""
    message = str(error)
    if "xcessive depth" in message:
        return Refusal("xml_too_deep", error.lineno)
    if "too long" in message or "too large" in message or "huge" in message.lower():
        return Refusal("document_too_large", None, {"limit": SIZE_LIMIT // 1_000_000})
    return Refusal("xml_broken", error.lineno or None)


@cache
def _parser(encoding: str | None = None) -> XMLParser:
    from lxml.etree import XMLParser

    return XMLParser(
        encoding=encoding,
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
