"""What a hostile e-invoice can do: a clear message, quickly, in little memory."""

from __future__ import annotations

import time
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from wertschatz.integrations.files.pool import ReadingPool
from wertschatz.ports.files import Rows, Source
from wertschatz.ports.problems import Problem

UBL = b'<Invoice xmlns="urn:oasis:names:specification:ubl:schema:xsd:Invoice-2">'
GOLDEN = Path(__file__).parent / "golden"
MEGA = 1_000_000


@pytest.fixture(scope="module")
def pool() -> Iterator[ReadingPool]:
    with ReadingPool() as ready:
        yield ready


def _packed(size: int) -> bytes:
    packer = zlib.compressobj(9)
    return b"".join(packer.compress(b" " * MEGA) for _ in range(size // MEGA)) + packer.flush()


def _bomb(size: int) -> bytes:
    """A PDF whose attachment is `size` bytes of blanks when unpacked."""
    packed = _packed(size)
    return _pdf(
        b"<</Type/Catalog/Pages 2 0 R/AF[3 0 R]>>",
        b"<</Type/Pages/Kids[]/Count 0>>",
        b"<</Type/Filespec/F(factur-x.xml)/EF<</F 4 0 R>>>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(packed), packed),
    )


def _many(count: int) -> bytes:
    """A PDF with `count` attachments, each just within the limit when unpacked."""
    packed = _packed(19 * MEGA)
    entries = b"".join(b"<</Type/Filespec/F(%d.xml)/EF<</F 4 0 R>>>>" % n for n in range(count))
    return _pdf(
        b"<</Type/Catalog/Pages 2 0 R/AF[%b]>>" % entries,
        b"<</Type/Pages/Kids[]/Count 0>>",
        b"<<>>",
        b"<</Filter/FlateDecode/Length %d>>stream\n%b\nendstream" % (len(packed), packed),
    )


def _going_round() -> bytes:
    """Trees that lead back to themselves."""
    return _pdf(
        b"<</Type/Catalog/Pages 2 0 R/Names<</EmbeddedFiles 3 0 R>>/AF 4 0 R>>",
        b"<</Type/Pages/Kids[2 0 R 2 0 R]/Count 2>>",
        b"<</Kids[3 0 R 3 0 R]/Names[(a) 3 0 R]>>",
        b"[4 0 R 4 0 R]",
    )


def _pdf(*bodies: bytes) -> bytes:
    data = b"%PDF-1.7\n"
    places = []
    for number, body in enumerate(bodies, 1):
        places.append(len(data))
        data += b"%d 0 obj%b endobj\n" % (number, body)
    table = b"xref\n0 %d\n0000000000 65535 f \n" % (len(bodies) + 1)
    table += b"".join(b"%010d 00000 n \n" % place for place in places)
    return data + table + b"trailer<</Root 1 0 R/Size 5>>\nstartxref\n%d\n%%%%EOF" % len(data)


HOSTILE = {
    "bomb.pdf": (lambda: _bomb(300 * MEGA), "document_too_large"),
    "many_attachments.pdf": (lambda: _many(1_000), "xml_broken"),
    "going_round.pdf": (_going_round, None),
    "deep.pdf": (lambda: _pdf(b"<</Type/Catalog/AF" + b"[" * MEGA), "pdf_broken"),
    "long_array.pdf": (lambda: _pdf(b"<</Type/Catalog/AF[" + b"1 " * MEGA + b"]>>"), None),
    "no_objects.pdf": (lambda: b"%PDF-1.7\n" + b"1 0 obj" * MEGA, "pdf_broken"),
    "blank.pdf": (lambda: b"%PDF-1.7\n" + b" " * (29 * MEGA), "pdf_broken"),
    "large.pdf": (lambda: b"%PDF-1.7\n" + b" " * (31 * MEGA), "document_too_large"),
    "large.xml": (lambda: UBL + b"x" * (21 * MEGA), "document_too_large"),
    "long_text.xml": (
        lambda: UBL + b"<ID>" + b"x" * (12 * MEGA) + b"</ID></Invoice>",
        "document_too_large",
    ),
    "many_tags.xml": (lambda: UBL + b"<a/>" * (4 * MEGA) + b"</Invoice>", "document_too_large"),
    "tags_with_names.xml": (
        lambda: UBL + b"".join(b"<a%d/>" % n for n in range(700_000)) + b"</Invoice>",
        "document_incomplete",
    ),
    "attributes.xml": (
        lambda: UBL + b"<a " + b"".join(b'b%d="" ' % n for n in range(500_000)) + b"/></Invoice>",
        None,
    ),
    "deep.xml": (lambda: UBL + b"<a>" * 500_000, "xml_too_deep"),
    "comments.xml": (lambda: b"<!--" * 700_000, "xml_broken"),
    "declarations.xml": (
        lambda: b"<?a?>" * 700_000 + UBL + b"</Invoice>",
        "document_incomplete",
    ),
    "hidden_doctype.xml": (
        lambda: b'<?xml version="1.0" encoding="utf-7"?>+ADwAIQ-DOCTYPE a+AFsAXQA+-',
        "xml_broken",
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(HOSTILE))
def test_a_clear_message_in_time(pool: ReadingPool, tmp_path: Path, name: str) -> None:
    """Within five seconds and the memory of a reading process, which survives it."""
    make, code = HOSTILE[name]
    path = tmp_path / name
    path.write_bytes(make())
    good = GOLDEN / "e_invoice" / "cii_en16931.xml"
    list(pool([Source(good, good.name)], {}))
    before = time.monotonic()
    events = list(pool([Source(path, path.name), Source(good, good.name)], {}))
    assert time.monotonic() - before < 5
    codes = [event.code for event in events if isinstance(event, Problem)]
    assert len(codes) == 1
    assert code is None or codes == [code]
    assert sum(len(event.rows) for event in events if isinstance(event, Rows)) == 1
