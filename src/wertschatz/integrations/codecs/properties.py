"""Cuts a vCard file into its properties: folded lines, soft breaks, groups, quoted parameters."""

from __future__ import annotations

import base64
import binascii
import quopri
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

LONGEST = 16_384
"""Bytes of one property; what is longer is a picture or damage, and left out."""

_HEAD = re.compile(
    rb'(?:([A-Za-z0-9_-]+)\.)?([A-Za-z0-9-]+)((?:;(?:[^":;]|"[^"]*")*)*)[ \t]*:', re.ASCII
)
_UNQUOTED_HEAD = re.compile(rb"(?:([A-Za-z0-9_-]+)\.)?([A-Za-z0-9-]+)((?:;[^:]*)?):", re.ASCII)
_NAME = re.compile(rb"\s*(?:[A-Za-z0-9_-]+\.)?([A-Za-z0-9-]+)\s*[;:]", re.ASCII)
_PARAMETER = re.compile(r';((?:[^";]|"[^"]*"|")*)')
_ENCODINGS = frozenset({"QUOTED-PRINTABLE", "BASE64", "B", "8BIT", "7BIT"})
_CHARSET = re.compile(r"utf-?(8|16)|(us-)?ascii|iso-?8859-?\d+|latin\d?|(windows-?|cp)\d+|mac\w*"
                      r"|koi8-?[ru]|gb\w+|big5|shift_?jis|euc-?\w+", re.IGNORECASE)  # fmt: skip
_PIECES = re.compile(r"\\.?|[^\\;,]+|[;,]", re.DOTALL)
_ESCAPE = re.compile(r"\\([nN,;:\\\"])")


@dataclass(frozen=True, slots=True)
class Property:
    """One property as it stands in the file."""

    line: int
    """Where it begins, counted from 1 in physical lines."""
    name: str
    """Upper case."""
    group: str = ""
    """"item1" of "item1.TEL"; lower case."""
    parameters: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Upper-case name → values; bare ones of version 2.1 stand under TYPE."""
    raw: bytes = b""

    @property
    def types(self) -> frozenset[str]:
        """Upper-case words such as WORK, CELL, PREF."""
        return frozenset(word.upper() for word in self.parameters.get("TYPE", ()))

    @property
    def preference(self) -> int:
        """1 is most preferred, 101 says nothing (RFC 6350, 5.3; PREF as a type before)."""
        said = next(iter(self.parameters.get("PREF", ())), "")
        if said.isascii() and said.isdigit():
            return int(said[:3])
        return 1 if "PREF" in self.types else 101

    def text(self) -> str:
        """The value as text, unescaped, in one line."""
        return _one_line(self._decoded(self.raw))

    def parts(self, sign: str = ";") -> list[str]:
        """The values between unescaped signs, each in one line.

        They are cut before they are decoded: an encoded sign (=3B) is none.
        """
        pieces: list[str] = []
        parts = []
        for piece in _PIECES.findall(self.raw.decode("latin-1")):
            if piece == sign:
                parts.append("".join(pieces))
                pieces = []
            else:
                pieces.append(piece)
        parts.append("".join(pieces))
        return [_one_line(self._decoded(part.encode("latin-1"))) for part in parts]

    def _decoded(self, raw: bytes) -> str:
        encoding = next(iter(self.parameters.get("ENCODING", ())), "").upper()
        if encoding == "QUOTED-PRINTABLE":
            raw = quopri.decodestring(raw)
        elif encoding in {"BASE64", "B"}:
            try:
                raw = base64.b64decode(raw)
            except (binascii.Error, ValueError):
                return ""
        charset = next(iter(self.parameters.get("CHARSET", ())), "")
        text = _in_charset(raw, charset)
        return _ESCAPE.sub(lambda sign: "\n" if sign[1] in "nN" else sign[1], text)


def _one_line(text: str) -> str:
    """Lines joined by a comma, as an address is read aloud; no other control characters."""
    lines = (" ".join(line.split()).strip(" ,") for line in text.splitlines())
    joined = ", ".join(line for line in lines if line)
    return "".join(sign for sign in joined if sign.isprintable() or sign == " ")


def _in_charset(raw: bytes, charset: str) -> str:
    """As declared, else UTF-8, else Windows-1252; a declaration may be wrong."""
    for codec in (charset if _CHARSET.fullmatch(charset) else "utf-8", "utf-8"):
        try:
            return raw.decode(codec)
        except (UnicodeDecodeError, LookupError):
            continue
    return raw.decode("cp1252", errors="replace")


def properties(lines: Iterable[bytes], wanted: frozenset[str]) -> Iterator[Property]:
    """Properties in their order, of those whose name is wanted; of pictures nothing is kept.

    Source: RFC 6350, 3.2 and RFC 2426, 2.6 (folding takes the blank away); vCard 2.1, 2.1.3 (it
    leaves it) and 2.1.2 (soft line breaks of quoted-printable).
    """
    unfolding = _Unfolding(wanted)
    for number, line in enumerate(lines, 1):
        line = line.rstrip(b"\r\n")
        if unfolding.continues(line):
            continue
        yield from unfolding.done()
        unfolding.begin(number, line.removeprefix(b"\xef\xbb\xbf"))
    yield from unfolding.done()


class _Unfolding:
    """The property whose lines are being read."""

    def __init__(self, wanted: frozenset[str]) -> None:
        self._wanted = wanted
        self._line = 0
        self._parts: list[bytes] | None = None
        self._size = 0
        self._open = False
        self._soft = self._quoted = self._old = False

    def begin(self, number: int, line: bytes) -> None:
        """A physical line that continues nothing."""
        found = _NAME.match(line)
        self._line, self._open = number, bool(found)
        name = found[1].upper().decode() if found else ""
        if name in {"BEGIN", "VERSION"}:
            self._old = line.rstrip().endswith(b"2.1")
        head = line.partition(b":")[0].upper()
        self._quoted = b"QUOTED-PRINTABLE" in head
        self._soft = self._quoted and line.endswith(b"=")
        self._parts, self._size = ([line.lstrip()] if name in self._wanted else None), len(line)

    def continues(self, line: bytes) -> bool:
        """Takes the line in when it belongs to the property before."""
        if self._soft and not line.strip().upper().startswith((b"BEGIN:", b"END:")):
            if self._parts:
                self._parts[-1] = self._parts[-1].removesuffix(b"=")
            self._add(line)
        elif self._open and line[:1] in {b" ", b"\t"}:
            self._add(line if self._old else line[1:])
        else:
            return False
        self._soft = self._quoted and line.endswith(b"=")
        return True

    def _add(self, line: bytes) -> None:
        self._size += len(line)
        if self._size > LONGEST:
            self._parts = None
        elif self._parts is not None:
            self._parts.append(line)

    def done(self) -> Iterator[Property]:
        """The property, if it is a wanted one."""
        if self._parts is not None and self._size <= LONGEST:
            found = _property(self._line, b"".join(self._parts))
            if found is not None:
                yield found
        self._parts = None


def _property(line: int, text: bytes) -> Property | None:
    found = _HEAD.match(text) or _UNQUOTED_HEAD.match(text)
    if found is None:
        return None
    return Property(
        line=line,
        name=found[2].decode().upper(),
        group=(found[1] or b"").decode().lower(),
        parameters=_parameters(found[3].decode("utf-8", errors="replace")),
        raw=text[found.end() :],
    )


def _parameters(text: str) -> dict[str, list[str]]:
    """ ";TYPE="work,voice";PREF=1" → {"TYPE": ["work", "voice"], "PREF": ["1"]}."""
    found: dict[str, list[str]] = {}
    for parameter in _PARAMETER.findall(text):
        name, equals, value = parameter.partition("=")
        if not equals:
            bare = name.strip().upper()
            name, value = ("ENCODING" if bare in _ENCODINGS else "TYPE"), name
        values = [one.strip().strip('"') for one in value.strip().strip('"').split(",")]
        found.setdefault(name.strip().upper(), []).extend(filter(None, values))
    return found
