"""CAMT statements: the samples against plain XPath sums, damaged files, sums of any batch."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_UP, Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from tests.integrations.statements import codes, items_of, payments, sums
from tests.shared import SAMPLES, needs_samples
from wertschatz.integrations.files import camt
from wertschatz.integrations.files.registry import best_reader
from wertschatz.integrations.files.statements.keys import joined_pieces, keyed

FOLDER = SAMPLES / "bank" / "camt"
INVALID = {
    "genkgo__camt053.v2.wrong.xml": "no_payments",
    "hbci4j__test-camt-parse-invalid.xml": "no_payments",
    "hbci4j__test-camt-parse-none.xml": "no_payments",
    "moiristo__camt_error.xml": "xml_broken",
}
FILES = sorted(FOLDER.glob("*.xml")) if FOLDER.is_dir() else []
GOLDEN = Path(__file__).parent / "golden" / "camt" / "statement_version_8.xml"
STATEMENT = (
    '<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><BkToCstmrStmt><Stmt>'
    '<Acct><Id><IBAN>DE02120300000000202051</IBAN></Id><Ccy>EUR</Ccy></Acct>{entries}'
    "</Stmt></BkToCstmrStmt></Document>"
)  # fmt: skip
ENTRY = (
    '<Ntry><Amt Ccy="EUR">{amount}</Amt><CdtDbtInd>{side}</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
    "<BookgDt><Dt>2026-03-02</Dt></BookgDt><NtryDtls>{details}</NtryDtls></Ntry>"
)


def _expected(path: Path) -> dict[str, int]:
    """Booked entries by currency, with nothing but XPath and Decimal."""
    total: dict[str, int] = {}
    for entry in etree.parse(path).xpath('//*[local-name()="Ntry"]'):
        status = "".join(entry.xpath('./*[local-name()="Sts"]//text()')).strip()
        if status not in ("", "BOOK"):
            continue
        amount = entry.xpath('./*[local-name()="Amt"]')[0]
        debit = entry.xpath('string(./*[local-name()="CdtDbtInd"])') == "DBIT"
        coin = Decimal(amount.text).quantize(Decimal("0.01"), ROUND_HALF_UP)
        currency = amount.get("Ccy")
        total[currency] = total.get(currency, 0) + int(coin * 100) * (-1 if debit else 1)
    return total


@needs_samples
@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_samples_give_the_sums_of_their_entries(path: Path) -> None:
    """Whatever the version: every booked entry, to the cent."""
    items = items_of(path)
    if path.name in INVALID:
        assert codes(items)[-1] == INVALID[path.name]
        return
    assert sums(payments(items)) == _expected(path)


@pytest.mark.parametrize("cut", range(400, 6_000, 331))
def test_a_file_cut_short_says_so(tmp_path: Path, cut: int) -> None:
    """Wherever it ends, the last word is that it is damaged."""
    path = tmp_path / "auszug.xml"
    data = GOLDEN.read_bytes()
    path.write_bytes(data[: min(cut, len(data) - 20)])
    assert codes(items_of(path))[-1:] == ["xml_broken"]


@pytest.mark.parametrize(
    ("damage", "code"),
    [
        (lambda s: s.replace("<BkToCstmrStmt>", "<BkToCstmrStmt>" + "<a>" * 300), "xml_too_deep"),
        (lambda s: s.replace("<Ustrd>", "<Ustrd>\0"), "xml_broken"),
        (lambda s: s.replace("<Document", "<!DOCTYPE a SYSTEM 'http://192.0.2.1/a'><Document"),
         "xml_doctype"),
        (lambda s: s.replace("<Ustrd>", "<Ustrd>&evil;"), "xml_broken"),
    ],
)  # fmt: skip
def test_harmful_files_are_refused(tmp_path: Path, damage: object, code: str) -> None:
    """Depth, NUL bytes, own rules and unknown entities end the reading with a sentence."""
    path = tmp_path / "auszug.xml"
    path.write_text(damage(GOLDEN.read_text(encoding="utf-8")), encoding="utf-8")  # type: ignore[operator]
    assert codes(items_of(path))[-1:] == [code]


def test_an_endless_text_is_refused(tmp_path: Path) -> None:
    """A purpose of eleven million characters is no purpose."""
    path = tmp_path / "auszug.xml"
    details = "<TxDtls><RmtInf><Ustrd>" + "x" * 11_000_000 + "</Ustrd></RmtInf></TxDtls>"
    entry = ENTRY.format(amount="1.00", side="CRDT", details=details)
    path.write_text(STATEMENT.format(entries=entry))
    assert codes(items_of(path)) == ["document_too_large"]


def test_a_file_beyond_the_limit_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """By its size, before anything is parsed."""
    monkeypatch.setattr(camt, "SIZE_LIMIT", 1_000)
    path = tmp_path / "auszug.xml"
    path.write_bytes(GOLDEN.read_bytes())
    assert codes(items_of(path)) == ["document_too_large"]


def test_utf_16_is_known(tmp_path: Path) -> None:
    """A statement that went through a Windows program."""
    path = tmp_path / "auszug.xml"
    text = GOLDEN.read_text(encoding="utf-8").replace('encoding="UTF-8"', 'encoding="UTF-16"')
    path.write_text(text, encoding="utf-16")
    assert len(payments(items_of(path))) == 4


def test_the_line_is_that_of_the_entry(tmp_path: Path) -> None:
    """Also beyond the 65,535 lines that a byte pair can count."""
    path = tmp_path / "auszug.xml"
    entry = ENTRY.format(amount="1.00", side="CRDT", details="")
    path.write_text(STATEMENT.format(entries="\n" * 70_000 + entry))
    assert payments(items_of(path))[0].line == 70_001


def test_payment_orders_are_not_claimed() -> None:
    """pain.001 is a Document too."""
    head = (
        b'<?xml version="1.0"?><Document><CstmrCdtTrfInitn><GrpHdr/></CstmrCdtTrfInitn></Document>'
    )
    reader = best_reader(head, "auftrag.xml")
    assert reader is not None
    assert reader.name != "camt"


@given(
    st.lists(st.integers(min_value=1, max_value=10**9), min_size=2, max_size=6),
    st.sampled_from(["CRDT", "DBIT"]),
    st.integers(min_value=-1, max_value=1),
)
def test_a_batch_comes_in_parts_only_if_they_add_up(
    tmp_path_factory: pytest.TempPathFactory, parts: list[int], side: str, off: int
) -> None:
    """The sum over the rows is always the sum of the entry."""
    total = sum(parts) + off
    details = "".join(
        f'<TxDtls><Amt Ccy="EUR">{p // 100}.{p % 100:02}</Amt></TxDtls>' for p in parts
    )
    amount = f"{total // 100}.{total % 100:02}"
    path = tmp_path_factory.mktemp("camt") / "auszug.xml"
    entry = ENTRY.format(amount=amount, side=side, details=details)
    path.write_text(STATEMENT.format(entries=entry))
    items = items_of(path)
    rows = payments(items)
    assert sum(row.cents for row in rows) == (total if side == "CRDT" else -total)
    assert (len(rows) == len(parts)) == (off == 0)
    assert ("batch_sums_disagree" in codes(items)) == (off != 0)


@given(st.text(alphabet="ABCdef 123-/", min_size=1, max_size=150), st.sampled_from([27, 35, 140]))
def test_a_text_cut_at_full_width_is_whole_again(text: str, width: int) -> None:
    """Cut anywhere, but never right at a blank, which banks drop at a piece's end."""
    text = " ".join(text.split())
    pieces = [text[at : at + width] for at in range(0, len(text), width)]
    if any(piece != piece.strip() for piece in pieces):
        return
    assert joined_pieces(pieces, (width,)) == text


@given(st.from_regex(re.compile(r"[A-Za-z0-9 ,.-]{0,60}"), fullmatch=True))
def test_a_purpose_without_keys_stays(text: str) -> None:
    """Nothing is lost where a bank writes no keys."""
    assert keyed(text).text == text


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        (["Rechnung RE-1041", "Danke"], "Rechnung RE-1041 Danke"),
        (["x" * 140, "RE-1041"], "x" * 140 + "RE-1041"),
        (["vom 12.12.2025, RE-10412, ", "zweite"], "vom 12.12.2025, RE-10412, zweite"),
        (["y" * 35, "kurz", "z"], "y" * 35 + " kurz z"),
    ],
)  # fmt: skip
def test_several_texts_are_one(tmp_path: Path, pieces: list[str], expected: str) -> None:
    """Joined where they were cut, set apart where they were written apart."""
    path = tmp_path / "auszug.xml"
    texts = "".join(f"<Ustrd>{piece}</Ustrd>" for piece in pieces)
    entry = ENTRY.format(
        amount="1.00", side="CRDT", details=f"<TxDtls><RmtInf>{texts}</RmtInf></TxDtls>"
    )
    path.write_text(STATEMENT.format(entries=entry))
    assert payments(items_of(path))[0].purpose == expected
