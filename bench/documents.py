"""E-invoices through the warm pool, a folder of mixed files, and the memory of the child."""

from __future__ import annotations

import io
import random
import tempfile
import time
from collections.abc import Sequence
from datetime import date, timedelta
from pathlib import Path

from lxml import etree
from pypdf import PdfWriter

from bench.csv_rows import write_list
from wertschatz.bootstrap import workbench
from wertschatz.integrations.files.pool import ReadingPool
from wertschatz.ports.files import Rows, Source

FILES = 1_500
LINES = 20
"""Lines of an invoice: about 25 KB of XML."""
CUSTOMERS = 80
NAMESPACE = "urn:un:unece:uncefact:data:standard:"
LINE = """<ram:IncludedSupplyChainTradeLineItem>
<ram:AssociatedDocumentLineDocument><ram:LineID>{place}</ram:LineID></ram:AssociatedDocumentLineDocument>
<ram:SpecifiedTradeProduct><ram:Name>Arbeit am Stück {place}</ram:Name></ram:SpecifiedTradeProduct>
<ram:SpecifiedLineTradeAgreement><ram:NetPriceProductTradePrice><ram:ChargeAmount>{net}</ram:ChargeAmount></ram:NetPriceProductTradePrice></ram:SpecifiedLineTradeAgreement>
<ram:SpecifiedLineTradeDelivery><ram:BilledQuantity unitCode="HUR">1.0000</ram:BilledQuantity></ram:SpecifiedLineTradeDelivery>
<ram:SpecifiedLineTradeSettlement><ram:ApplicableTradeTax><ram:TypeCode>VAT</ram:TypeCode><ram:CategoryCode>S</ram:CategoryCode><ram:RateApplicablePercent>19.00</ram:RateApplicablePercent></ram:ApplicableTradeTax>
<ram:SpecifiedTradeSettlementLineMonetarySummation><ram:LineTotalAmount>{net}</ram:LineTotalAmount></ram:SpecifiedTradeSettlementLineMonetarySummation></ram:SpecifiedLineTradeSettlement>
</ram:IncludedSupplyChainTradeLineItem>"""  # noqa: E501
INVOICE = """<?xml version="1.0" encoding="UTF-8"?>
<rsm:CrossIndustryInvoice xmlns:rsm="{ns}CrossIndustryInvoice:100" xmlns:ram="{ns}ReusableAggregateBusinessInformationEntity:100" xmlns:udt="{ns}UnqualifiedDataType:100">
<rsm:ExchangedDocument><ram:ID>RE-{number:05}</ram:ID><ram:TypeCode>380</ram:TypeCode><ram:IssueDateTime><udt:DateTimeString format="102">{on:%Y%m%d}</udt:DateTimeString></ram:IssueDateTime></rsm:ExchangedDocument>
<rsm:SupplyChainTradeTransaction>{lines}
<ram:ApplicableHeaderTradeAgreement>
<ram:SellerTradeParty><ram:Name>Werkstatt Ahorn</ram:Name><ram:SpecifiedTaxRegistration><ram:ID schemeID="VA">DE199999999</ram:ID></ram:SpecifiedTaxRegistration></ram:SellerTradeParty>
<ram:BuyerTradeParty><ram:ID>{customer}</ram:ID><ram:Name>Kunde {customer} GmbH</ram:Name><ram:PostalTradeAddress><ram:PostcodeCode>04109</ram:PostcodeCode><ram:LineOne>Am Markt 3</ram:LineOne><ram:CityName>Leipzig</ram:CityName><ram:CountryID>DE</ram:CountryID></ram:PostalTradeAddress></ram:BuyerTradeParty>
</ram:ApplicableHeaderTradeAgreement>
<ram:ApplicableHeaderTradeSettlement><ram:InvoiceCurrencyCode>EUR</ram:InvoiceCurrencyCode>
<ram:SpecifiedTradePaymentTerms><ram:DueDateDateTime><udt:DateTimeString format="102">{due:%Y%m%d}</udt:DateTimeString></ram:DueDateDateTime></ram:SpecifiedTradePaymentTerms>
<ram:SpecifiedTradeSettlementHeaderMonetarySummation><ram:LineTotalAmount>{net}</ram:LineTotalAmount><ram:TaxBasisTotalAmount>{net}</ram:TaxBasisTotalAmount><ram:TaxTotalAmount currencyID="EUR">{tax}</ram:TaxTotalAmount><ram:GrandTotalAmount>{gross}</ram:GrandTotalAmount><ram:DuePayableAmount>{gross}</ram:DuePayableAmount></ram:SpecifiedTradeSettlementHeaderMonetarySummation>
</ram:ApplicableHeaderTradeSettlement></rsm:SupplyChainTradeTransaction></rsm:CrossIndustryInvoice>
"""  # noqa: E501


def xml_invoice(dice: random.Random, number: int) -> bytes:
    """A CII invoice of twenty lines, as invoicing tools write it."""
    on = date(2025, 12, 1) + timedelta(days=number % 350)
    prices = [dice.randrange(1_000, 90_000) for _ in range(LINES)]
    net = sum(prices)
    tax = (net * 19 + 50) // 100
    lines = "\n".join(LINE.format(place=n, net=_money(c)) for n, c in enumerate(prices, 1))
    text = INVOICE.format(
        ns=NAMESPACE, number=number, on=on, due=on + timedelta(days=14), lines=lines,
        customer=10_000 + number % CUSTOMERS, net=_money(net), tax=_money(tax),
        gross=_money(net + tax),
    )  # fmt: skip
    return text.encode()


def pdf_invoice(dice: random.Random, number: int) -> bytes:
    """A one-page PDF with the XML inside and 60 KB of picture, as a letterhead weighs."""
    writer = PdfWriter()
    writer.add_blank_page(595, 842)
    writer.add_attachment("factur-x.xml", xml_invoice(dice, number))
    writer.add_attachment("briefkopf.bin", dice.randbytes(60_000))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def _money(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02}"


def _time_sheet(dice: random.Random) -> str:
    rows = ["Datum;Von;Bis;Kunde;Projekt;Mitarbeiter"]
    for _ in range(200):
        on = date(2026, 1, 1) + timedelta(days=dice.randrange(300))
        begin = dice.randrange(8, 16)
        customer = 10_000 + dice.randrange(CUSTOMERS)
        rows.append(f"{on:%d.%m.%Y};{begin:02}:00;{begin + 1:02}:30;Kunde {customer} GmbH;Bau;Eva")
    return "\n".join(rows)


def _fill(folder: Path, mixed: tuple[int, int, int, int]) -> None:
    """So many XML, PDF, lists and time sheets."""
    dice = random.Random(4711)
    xml, pdf, lists, sheets = mixed
    for number in range(xml):
        (folder / f"{number:04}.xml").write_bytes(xml_invoice(dice, number))
    for number in range(xml, xml + pdf):
        (folder / f"{number:04}.pdf").write_bytes(pdf_invoice(dice, number))
    for number in range(lists):
        write_list(folder / f"liste-{number:03}.csv", 500)
    for number in range(sheets):
        (folder / f"zeiten-{number:03}.csv").write_text(_time_sheet(dice), encoding="utf-8")


def _files_a_second(sources: Sequence[Source]) -> tuple[float, float]:
    """Through the pool after fifty files to warm up; and the child's peak memory in MB."""
    with ReadingPool() as pool:
        list(pool(sources[:50], {}))
        before = time.perf_counter()
        rows = sum(len(e.rows) for e in pool(sources[50:], {}) if isinstance(e, Rows))
        seconds = time.perf_counter() - before
        peak = _peak_mb(pool.waiting[0])
    if rows != len(sources) - 50:
        raise RuntimeError(f"{rows} of {len(sources) - 50} invoices were read")
    return rows / seconds, peak


def _floor(sources: Sequence[Source]) -> float:
    """Files a second of reading the bytes and parsing them, and nothing else."""
    before = time.perf_counter()
    for source in sources:
        etree.fromstring(source.path.read_bytes())
    return len(sources) / (time.perf_counter() - before)


def _peak_mb(pid: int) -> float:
    status = Path(f"/proc/{pid}/status").read_text()
    return next(int(x.split()[1]) for x in status.splitlines() if x.startswith("VmHWM")) / 1024


def _line(
    name: str, figure: float, unit: str, goal: float, peer: str, *, more: bool
) -> dict[str, object]:
    met = figure >= goal if more else figure <= goal
    return {
        "name": name, "figure": round(figure, 2), "unit": unit, "goal": goal, "met": met,
        "peer": peer,
    }  # fmt: skip


def run(*, small: bool = False) -> list[dict[str, object]]:
    """Four figures, all files made anew in a temporary folder."""
    part = 10 if small else 1
    with tempfile.TemporaryDirectory() as name:
        xml, pdf, mixed = (Path(name) / kind for kind in ("xml", "pdf", "mixed"))
        for folder, files in (
            (xml, (FILES // part, 0, 0, 0)),
            (pdf, (0, FILES // 3 // part, 0, 0)),
            (mixed, (500 // part, 250 // part, 150 // part, 100 // part)),
        ):
            folder.mkdir()
            _fill(folder, files)
        read = {folder: [Source(p, p.name) for p in sorted(folder.iterdir())] for folder in
                (xml, pdf, mixed)}  # fmt: skip
        xml_speed, xml_peak = _files_a_second(read[xml])
        pdf_speed, pdf_peak = _files_a_second(read[pdf])
        floor = f"lxml alone: {_floor(read[xml]):.0f} files/s"
        before = time.perf_counter()
        analysis = workbench.analyse(read[mixed], date(2026, 11, 23), answers={})
        seconds = time.perf_counter() - before
    sums = sum(isinstance(one.year.effort_minutes, int) for one in analysis.customers)
    return [
        _line("E-invoices as XML", xml_speed, "files/s", 500, floor, more=True),
        _line("E-invoices as PDF", pdf_speed, "files/s", 150, "90 KB each", more=True),
        _line(
            "A folder of mixed files", seconds, "s", 20,
            f"{len(read[mixed])} files, {len(analysis.customers)} customers, {sums} with effort",
            more=False,
        ),
        _line("Child: peak of memory", max(xml_peak, pdf_peak), "MB", 300, "limited to 280 MB of "
              "address space", more=False),
    ]  # fmt: skip


if __name__ == "__main__":
    for line in run():
        print(" | ".join(str(value) for value in line.values()))
