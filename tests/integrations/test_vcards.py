"""Address books: every sample, each version written and read back, another reader beside ours."""

from __future__ import annotations

import quopri
import tempfile
from pathlib import Path

import pytest
import vobject  # type: ignore[import-untyped]
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.shared import SAMPLES, needs_samples
from wertschatz.integrations.codecs.births import born
from wertschatz.integrations.codecs.countries import country_code
from wertschatz.integrations.codecs.vcard import cards
from wertschatz.integrations.files.registry import best_reader
from wertschatz.integrations.files.vcard import READER
from wertschatz.ports.files import CardRow, Item, Source
from wertschatz.ports.problems import Problem

UNHURRIED = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
"""A loaded machine is no mistake of the reader."""


VCF = SAMPLES / "contacts" / "vcf"
NAMELESS = "sabre-io__issue64.vcf"
"""Holds a picture and nothing else."""
FILES = sorted(VCF.glob("*.vcf")) if VCF.is_dir() else []


def _items(path: Path) -> list[Item]:
    return list(READER.read(Source(path, path.name), {}))


def _codes(items: list[Item]) -> list[str]:
    return [item.code for item in items if isinstance(item, Problem)]


@needs_samples
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_sample_card_is_read(path: Path) -> None:
    """As many cards as the file begins, and no address that does not stand in it."""
    data = path.read_bytes()
    assert best_reader(data[:65_536], path.name) is READER
    items = _items(path)
    rows = [item for item in items if isinstance(item, CardRow)]
    begun = data.upper().count(b"BEGIN:VCARD")
    if path.name == NAMELESS:
        assert _codes(items) == ["card_without_name", "no_cards"]
        return
    assert (len(rows), _codes(items)) == (begun, [])
    unfolded = data.replace(b"\r\n ", b"").replace(b"\n ", b"").lower()
    for row in rows:
        assert row.name
        assert all(email.lower().encode() in unfolded for email in row.emails)


@needs_samples
@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_another_reader_sees_the_same(path: Path) -> None:
    """vobject, where it can read the file: the names and addresses of its cards."""
    text = path.read_bytes().decode("utf-8", errors="replace")
    try:
        others = list(vobject.readComponents(text, allowQP=True))
    except Exception as error:
        pytest.skip(f"vobject cannot: {type(error).__name__}")
    rows = [item for item in _items(path) if isinstance(item, CardRow)]
    if path.name == NAMELESS:
        return
    assert len(rows) == len(others)
    for row, other in zip(rows, others, strict=True):
        emails = [line.value.strip().lower() for line in other.contents.get("email", [])]
        assert sorted(email.lower() for email in row.emails) == sorted(set(filter(None, emails)))
        if "fn" in other.contents and other.fn.value.isascii():
            # It ends at a comma that the writer did not escape (Google, 2012).
            assert row.name.startswith(" ".join(other.fn.value.split()))


SIGNS = "abcäöüßÑéŠ字-,;:=/'\"().&+ 0123"
WORDS = st.text(SIGNS, min_size=1, max_size=40).map(
    lambda text: " ".join(text.split()).strip(" ,") or "Linde"
)
LOCAL = st.from_regex(r"[a-z][a-z0-9.+-]{0,20}", fullmatch=True)
CARD = st.fixed_dictionaries(
    {
        "name": WORDS, "organisation": WORDS, "title": WORDS, "street": WORDS, "town": WORDS,
        "emails": st.lists(LOCAL.map("{}@linde.example".format), max_size=3, unique=True),
        "phones": st.lists(st.from_regex(r"\+49 30 23125 [0-9]{3}", fullmatch=True), max_size=3,
                           unique=True),
        "born": st.dates().filter(lambda d: 1850 <= d.year < 2200).map(str),
        "categories": st.lists(WORDS, max_size=3, unique=True),
    }
)  # fmt: skip


def _escaped(text: str) -> str:
    return text.replace(",", r"\,").replace(";", r"\;")


def _folded(line: str, width: int) -> bytes:
    """At any byte, even inside a letter, as RFC 6350 asks readers to bear."""
    data = line.encode()
    cuts = range(width, len(data), width)
    pieces = [data[begin:end] for begin, end in zip((0, *cuts), (*cuts, None), strict=True)]
    return b"\r\n ".join(pieces) + b"\r\n"


def _quoted(name: str, parts: list[str]) -> bytes:
    """As Android and Outlook write version 2.1."""
    encoded = [quopri.encodestring(part.encode(), quotetabs=True) for part in parts]
    safe = [one.replace(b";", b"=3B").replace(b"=\n", b"=\r\n") for one in encoded]
    return f"{name};CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:".encode() + b";".join(safe) + b"\r\n"


def _written(card: dict[str, object], version: str, width: int) -> bytes:
    fields: list[tuple[str, list[str]]] = [
        ("FN", [str(card["name"])]), ("ORG", [str(card["organisation"]), "Einkauf"]),
        ("TITLE", [str(card["title"])]),
        ("ADR", ["", "", str(card["street"]), str(card["town"]), "", "01067", "DE"]),
    ]  # fmt: skip
    plain = [f"BDAY:{card['born']}"]
    plain += [f"EMAIL:{one}" for one in card["emails"]]  # type: ignore[attr-defined]
    plain += [f"TEL:{one}" for one in card["phones"]]  # type: ignore[attr-defined]
    plain += [f"CATEGORIES:{_escaped(one)}" for one in card["categories"]]  # type: ignore[attr-defined]
    if version == "2.1":
        body = b"".join(_quoted(name, parts) for name, parts in fields)
        body += b"".join(line.encode() + b"\r\n" for line in plain)
    else:
        lines = [f"{name}:" + ";".join(map(_escaped, parts)) for name, parts in fields]
        body = b"".join(_folded(line, width) for line in (*lines, *plain))
    return f"BEGIN:VCARD\r\nVERSION:{version}\r\n".encode() + body + b"END:VCARD\r\n"


@UNHURRIED
@given(CARD, st.sampled_from(["2.1", "3.0", "4.0"]), st.integers(12, 75))
def test_what_is_written_is_read_back(card: dict[str, object], version: str, width: int) -> None:
    """In each version, folded anywhere."""
    found = cards(_written(card, version, width) * 2)
    assert not found.faults
    assert len(found.rows) == 2
    row = found.rows[1]
    organisation = "" if card["organisation"] == card["name"] else card["organisation"]
    assert (row.name, row.organisation, row.title) == (card["name"], organisation, card["title"])
    assert (row.street, row.town, row.postcode, row.country) == (
        card["street"], card["town"], "01067", "DE",
    )  # fmt: skip
    assert row.born == card["born"]
    assert [*row.emails] == card["emails"]
    assert [*row.phones] == card["phones"]
    assert [*row.categories] == card["categories"]


@UNHURRIED
@given(st.lists(st.sampled_from(
    [b"BEGIN:VCARD", b"END:VCARD", b"FN:A", b" x", b"N:=", b"TEL;ENCODING=QUOTED-PRINTABLE:1=",
     b"AGENT:", b'TEL;TYPE="a:1', b"EMAIL:b@c", b"", b"\xff\xfe", b"BDAY:--1332", b"ADR:;;;"]
)))  # fmt: skip
def test_any_order_of_lines_is_borne(lines: list[bytes]) -> None:
    """Nothing raises, every card has a name, no line counts for two cards."""
    found = cards(b"\r\n".join(lines))
    assert all(row.name for row in found.rows)
    begun = [row.line for row in found.rows] + [fault.line for fault in found.faults]
    assert len(begun) == len(set(begun)) <= lines.count(b"BEGIN:VCARD")


@UNHURRIED
@given(st.binary(max_size=400))
def test_no_rubbish_raises(data: bytes) -> None:
    """Inside a card anything may stand."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "a.vcf"
        path.write_bytes(b"BEGIN:VCARD\r\n" + data + b"\r\nEND:VCARD\r\n")
        assert _items(path)


def test_a_picture_of_ten_megabytes(tmp_path: Path) -> None:
    """On one line or on many, it is passed over and the card comes in."""
    picture = b"PHOTO;ENCODING=b:" + b"A" * 10_000_000
    folded = b"\r\n ".join(picture[begin : begin + 70] for begin in range(0, 10_000_000, 70))
    path = tmp_path / "a.vcf"
    path.write_bytes(b"".join(b"BEGIN:VCARD\r\nFN:Lea\r\n" + one + b"\r\nTEL:030 23125 017\r\n"
                              b"END:VCARD\r\n" for one in (picture, folded)))  # fmt: skip
    items = _items(path)
    assert [(item.name, item.phones) for item in items if isinstance(item, CardRow)] == [
        ("Lea", ("030 23125 017",))
    ] * 2
    assert not _codes(items)


def test_thousand_numbers_are_no_person(tmp_path: Path) -> None:
    """A card's lists are limited, so that one card cannot fill the memory."""
    numbers = "".join(f"TEL:030 23125 {number:04}\r\n" for number in range(5000))
    found = cards(f"BEGIN:VCARD\r\nFN:Lea\r\n{numbers}END:VCARD\r\n".encode())
    assert len(found.rows[0].phones) == 50


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("1980-03-22", "1980-03-22"), ("19800322", "1980-03-22"), ("--0322", "--03-22"),
        ("--03-22", "--03-22"), ("1980-03-22T00:00:00Z", "1980-03-22"), ("--0229", "--02-29"),
        ("1981-02-29", ""), ("1980", ""), ("1980-03", ""), ("---22", ""), ("circa 1800", ""),
        ("22.03.1980", "1980-03-22"), ("22.3.", "--03-22"), ("0000-03-22", "--03-22"),
        ("1604-03-22", "--03-22"), ("0/0/00", ""), ("", ""),
    ],
)  # fmt: skip
def test_birthdays(text: str, day: str) -> None:
    """In all forms of the three versions."""
    assert born(text) == day


@pytest.mark.parametrize(
    ("text", "code"),
    [("Deutschland", "DE"), ("GERMANY", "DE"), ("D", "DE"), ("at", "AT"), ("U.S.A.", "US"),
     ("Vereinigte Staaten", "US"), ("Tschechische Republik", "CZ"), ("Atlantis", "Atlantis"),
     ("", "")],
)  # fmt: skip
def test_countries(text: str, code: str) -> None:
    """By name or code; what is not known stays as written."""
    assert country_code(text) == code
