"""Bank statements through the pool: half a million rows of CSV, and a large CAMT file."""

from __future__ import annotations

import csv
import random
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from bench.documents import _line, _peak_mb
from wertschatz.integrations.files.pool import ReadingPool
from wertschatz.ports.files import Rows, Source

ROWS = 500_000
"""About 115 MB as Sparkasse CSV-CAMT."""
ENTRIES = 100_000
OWN = "DE02120300000000202051"
HEADER = (
    '"Auftragskonto";"Buchungstag";"Valutadatum";"Buchungstext";"Verwendungszweck";'
    '"Glaeubiger ID";"Mandatsreferenz";"Kundenreferenz (End-to-End)";"Sammlerreferenz";'
    '"Lastschrift Ursprungsbetrag";"Auslagenersatz Ruecklastschrift";'
    '"Beguenstigter/Zahlungspflichtiger";"Kontonummer/IBAN";"BIC (SWIFT-Code)";"Betrag";'
    '"Waehrung";"Info"\r\n'
)
ROW = (
    '"{own}";"{on}";"{on}";"GUTSCHR. UEBERWEISUNG";"Rechnung RE-{number:07}, vielen Dank für alle";'
    '"";"";"NOTPROVIDED";"";"";"";"Kunde Müller {who} GmbH";"DE2150050000{who:010}";"SOLADEST600";'
    '"{amount}";"EUR";"Umsatz gebucht"\r\n'
)
ENTRY = (
    '<Ntry><Amt Ccy="EUR">100.00</Amt><CdtDbtInd>CRDT</CdtDbtInd><Sts><Cd>BOOK</Cd></Sts>'
    "<BookgDt><Dt>2026-01-05</Dt></BookgDt><AcctSvcrRef>B-{number}</AcctSvcrRef><NtryDtls><TxDtls>"
    "<Refs><EndToEndId>E-{number}</EndToEndId></Refs><RltdPties><Dbtr><Pty><Nm>Kunde {number} GmbH"
    "</Nm></Pty></Dbtr><DbtrAcct><Id><IBAN>DE21500500001234567897</IBAN></Id></DbtrAcct></RltdPties>"
    "<RmtInf><Ustrd>Rechnung RE-{number}</Ustrd></RmtInf></TxDtls></NtryDtls></Ntry>\n"
)


def write_list(path: Path, rows: int) -> None:
    """Credits of twenty thousand customers in the order of days, cp1252, everything quoted."""
    dice = random.Random(4711)
    with path.open("w", encoding="cp1252", newline="") as file:
        file.write(HEADER)
        for number in range(rows):
            day = number * 336 // rows
            on = f"{1 + day % 28:02}.{1 + day // 28:02}.26"
            amount = f"{dice.randrange(10_000)},{dice.randrange(100):02}"
            who = dice.randrange(20_000)
            file.write(ROW.format(own=OWN, on=on, number=number, who=who, amount=amount))


def write_statement(path: Path, entries: int) -> None:
    """camt.053.001.08 with a transaction for each entry."""
    with path.open("w", encoding="utf-8") as file:
        file.write('<Document xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08">')
        file.write(f"<BkToCstmrStmt><Stmt><Acct><Id><IBAN>{OWN}</IBAN></Id></Acct>\n")
        for number in range(entries):
            file.write(ENTRY.format(number=number))
        file.write("</Stmt></BkToCstmrStmt></Document>")


def _measured(path: Path, rows: int) -> tuple[float, float]:
    """Seconds through a warm child, and its peak of memory in MB."""
    with ReadingPool() as pool:
        list(pool([], {}))
        before = time.perf_counter()
        found = sum(len(e.rows) for e in pool([Source(path, path.name)], {}) if isinstance(e, Rows))
        seconds = time.perf_counter() - before
        peak = _peak_mb(pool.waiting[0])
    if found != rows:
        raise RuntimeError(f"{found} of {rows} movements were read")
    return seconds, peak


def _bare(path: Path) -> float:
    before = time.perf_counter()
    with path.open(encoding="cp1252", newline="") as file:
        for _ in csv.reader(file, delimiter=";"):
            pass
    return time.perf_counter() - before


def run(*, small: bool = False) -> list[dict[str, object]]:
    """Two speeds and the larger of the two peaks."""
    part = 20 if small else 1
    makers: dict[str, tuple[Callable[[Path, int], None], int]] = {
        "umsaetze.csv": (write_list, ROWS // part),
        "auszug.xml": (write_statement, ENTRIES // part),
    }
    with tempfile.TemporaryDirectory() as folder:
        seconds, peaks = {}, []
        for name, (make, rows) in makers.items():
            path = Path(folder) / name
            make(path, rows)
            seconds[name], peak = _measured(path, rows)
            peaks.append(peak)
        bare = _bare(Path(folder) / "umsaetze.csv")
    rate = ENTRIES / part / seconds["auszug.xml"]
    return [
        _line(
            "Bank rows as CSV", seconds["umsaetze.csv"], "s", 40,
            f"{ROWS // part} rows; csv.reader alone {bare:.1f} s", more=False,
        ),
        _line("Bank rows as CAMT", rate, "rows/s", 5_000, f"{ENTRIES // part} entries", more=True),
        _line("Child reading them: peak of memory", max(peaks), "MB", 300, "", more=False),
    ]  # fmt: skip


if __name__ == "__main__":
    for line in run():
        print(" | ".join(str(value) for value in line.values()))
