"""Whatever bytes lie in a file: the readers of statements answer, and with nothing impossible."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wertschatz.integrations.files import bank_csv, camt, mt940
from wertschatz.ports.files import PaymentRow, Reader, Source
from wertschatz.ports.problems import PROBLEMS, Problem

GOLDEN = Path(__file__).parent / "golden"
WHOLE = {
    camt.READER: GOLDEN / "camt" / "statement_version_8.xml",
    mt940.READER: GOLDEN / "mt940" / "german_structured.sta",
    bank_csv.READER: GOLDEN / "bank_csv" / "sparkasse_csv_camt.csv",
}
PIECES = st.sampled_from(
    [b";", b'"', b"\n", b"\r", b":61:", b":86:", b":25:", b"\0", b"<", b">", b"&", b"-", b",",
     b"?20", b"\xff", b"9" * 30, b"31.02.2026", b"</Ntry>", b"<TxDtls>"]
)  # fmt: skip
EDITS = st.lists(
    st.tuples(st.floats(0, 1), st.integers(0, 60), PIECES | st.binary(max_size=8)), max_size=8
)


@pytest.mark.parametrize("reader", WHOLE, ids=lambda r: r.name)
@given(edits=EDITS)
def test_damaged_statements(
    tmp_path_factory: pytest.TempPathFactory,
    reader: Reader,
    edits: list[tuple[float, int, bytes]],
) -> None:
    """Pieces cut out and others put in: never an exception, never an unknown code."""
    data = bytearray(WHOLE[reader].read_bytes())
    for place, cut, piece in edits:
        at = int(place * len(data))
        data[at : at + cut] = piece
    path = tmp_path_factory.mktemp("bytes") / "auszug"
    path.write_bytes(data)
    assert 0 <= reader.score(bytes(data), path.name) <= 100
    items = list(reader.read(Source(path, path.name), {}))
    assert items
    for item in items:
        if isinstance(item, Problem):
            assert item.code in PROBLEMS
        if isinstance(item, PaymentRow):
            assert item.line > 0
            assert abs(item.cents) <= 10**14
            assert "\n" not in item.purpose + item.name


@pytest.mark.parametrize("reader", WHOLE, ids=lambda r: r.name)
@given(data=st.binary(max_size=400))
def test_any_bytes(tmp_path_factory: pytest.TempPathFactory, reader: Reader, data: bytes) -> None:
    """Noise is refused with a sentence."""
    path = tmp_path_factory.mktemp("bytes") / "auszug"
    path.write_bytes(data)
    assert all(
        isinstance(item, PaymentRow) or not isinstance(item, Problem) or item.code in PROBLEMS
        for item in reader.read(Source(path, path.name), {})
    )
