"""E-invoices of other producers: one row each, with the sums that stand in the file."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from pathlib import Path

import pytest
from lxml import etree

from tests.shared import SAMPLES, needs_samples
from wertschatz.integrations.files.registry import best_reader
from wertschatz.ports.files import InvoiceRow, Item, Source
from wertschatz.ports.problems import Problem, Weight

FOLDER = SAMPLES / "einvoice"
_CREDIT = "//*[local-name()='ExchangedDocument']/*[local-name()='TypeCode'][.='381']"

pytestmark = needs_samples


def _read(path: Path) -> Sequence[Item]:
    reader = best_reader(path.read_bytes()[:65_536], path.name)
    assert reader is not None
    return list(reader.read(Source(path, path.name), {}))


def _files(*folders: str) -> list[Path]:
    return sorted(path for name in folders for path in (FOLDER / name).glob("*.*"))


def _stated(tree: etree._ElementTree, cii: str, ubl: str) -> int:
    """An independent reading: the first such total, in cents."""
    paths = f"//*[local-name()='{cii}' or local-name()='{ubl}']"
    found = tree.xpath(paths)
    assert isinstance(found, list)
    element = found[0]
    assert isinstance(element, etree._Element)
    return int(Decimal((element.text or "").strip()) * 100)


@pytest.mark.parametrize("path", _files("xml_cii", "xml_ubl"), ids=lambda path: path.name)
def test_one_row_with_the_sums_of_the_file(path: Path) -> None:
    """Net and gross as a plain XPath finds them; credit notes turned round."""
    items = _read(path)
    (row,) = [item for item in items if isinstance(item, InvoiceRow)]
    assert all(i.weight is Weight.NOTICE for i in items if isinstance(i, Problem))
    tree = etree.parse(path)
    net = _stated(tree, "TaxBasisTotalAmount", "TaxExclusiveAmount")
    gross = _stated(tree, "GrandTotalAmount", "TaxInclusiveAmount")
    credit = etree.QName(tree.getroot()).localname == "CreditNote" or bool(tree.xpath(_CREDIT))
    expected = (-abs(net), -abs(gross)) if credit else (net, gross)
    assert (row.cents, row.gross_cents) == expected
    assert row.kind == "net"
    assert row.document is not None
    assert row.document.seller_name


def test_all_samples_are_there() -> None:
    """So that an empty folder does not pass."""
    assert len(_files("xml_cii", "xml_ubl")) == 104
    assert len(_files("pdf", "pdf_broken")) == 56


@pytest.mark.parametrize("path", _files("pdf", "pdf_broken"), ids=lambda path: path.name)
def test_each_pdf_gives_one_row(path: Path) -> None:
    """Invalid by the standard is still readable for us: the invoice is in all of them."""
    items = _read(path)
    (row,) = [item for item in items if isinstance(item, InvoiceRow)]
    assert row.customer_name
    assert row.cents
    assert row.gross_cents


@pytest.mark.parametrize("path", _files("pdf_plain"), ids=lambda path: path.name)
def test_a_picture_for_people_is_told(path: Path) -> None:
    """No invoice inside, and what to do about it."""
    (problem,) = _read(path)
    assert isinstance(problem, Problem)
    assert problem.code == "pdf_without_invoice"


@pytest.mark.parametrize("folder", ["bank", "calendar", "contacts", "accounting", "time"])
def test_other_xml_is_never_taken_for_an_invoice(folder: str) -> None:
    """Bank files and the like are left to whoever knows them."""
    for path in sorted((SAMPLES / folder).rglob("*.xml")):
        reader = best_reader(path.read_bytes()[:65_536], path.name)
        assert reader is None or not any(
            isinstance(item, InvoiceRow) for item in reader.read(Source(path, path.name), {})
        )
