"""MT940 statements: the samples against plain sums of their lines, year ends, damaged files."""

from __future__ import annotations

import re
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.integrations.statements import codes, items_of, payments
from tests.shared import SAMPLES, needs_samples
from wertschatz.integrations.files.statements.movement import (
    Movement,
    booking_day,
    movement_of,
    value_day,
)
from wertschatz.integrations.files.statements.multipurpose import details_of

FOLDER = SAMPLES / "bank" / "mt940"
FILES = sorted(FOLDER.iterdir()) if FOLDER.is_dir() else []
LINE = re.compile(r"^:61:\d{6}(?:\d{4}|\s{4})?(R?[DC])[A-Z]?\n?(\d+,?\d*)", re.MULTILINE)
DAYS = st.dates(date(2001, 1, 1), date(2098, 12, 31))
STATEMENT = ":20:A\n:25:DE02120300000000202051\n:60F:C260101EUR0,\n{}\n:62F:C260101EUR0,\n-\n"


@needs_samples
@pytest.mark.parametrize("path", FILES, ids=lambda p: p.name)
def test_samples_give_the_sums_of_their_lines(path: Path) -> None:
    """Every :61: becomes one payment; files without one say so."""
    text = path.read_bytes().decode("latin-1").replace("\r", "")
    amounts = [
        Decimal(amount.replace(",", ".")) * (-1 if side in ("D", "RC") else 1)
        for side, amount in LINE.findall(text)
    ]
    items = items_of(path)
    rows = payments(items)
    assert len(rows) == len(amounts)
    assert sum(row.cents for row in rows) == sum(amounts) * 100
    if not rows:
        assert codes(items)[-1] in {"no_payments", "statement_quiet"}


@given(DAYS, st.integers(min_value=-170, max_value=170), st.integers(0, 10**14), st.booleans())
def test_days_and_amounts_come_back(value_on: date, apart: int, cents: int, paid: bool) -> None:
    """The year of the booking is found though only its day and month are written."""
    on = value_on + timedelta(days=apart)
    amount = f"{cents // 100},{cents % 100:02}".rstrip("0")
    line = f"{value_on:%y%m%d}{on:%m%d}{'D' if paid else 'C'}R{amount}NTRFNONREF//REF1"
    found = movement_of(7, [line])
    assert isinstance(found, Movement)
    assert (found.on, found.value_on) == (on.toordinal(), value_on.toordinal())
    assert found.amount * 100 == (-cents if paid else cents)
    assert found.reference == "REF1"


@pytest.mark.parametrize(
    ("side", "sign"), [("C", 1), ("D", -1), ("RC", -1), ("RD", 1), ("CR", 1), ("DR", -1)]
)
def test_reversals_turn_the_sign(side: str, sign: int) -> None:
    """RC takes a credit back; CR is a credit in a currency that ends with R."""
    found = movement_of(1, [f"260105{side}5,NMSCNONREF"])
    assert isinstance(found, Movement)
    assert (found.amount, found.reversal) == (5 * sign, side in ("RC", "RD"))


@pytest.mark.parametrize(
    ("written", "expected"),
    [("260230", "2026-02-28"), ("280230", "2028-02-29"), ("260431", None), ("261301", None)],
)
def test_impossible_days(written: str, expected: str | None) -> None:
    """Only the thirtieth of February is one that banks mean."""
    found = value_day(written[:2], written[2:4], written[4:])
    assert (None if found is None else date.fromordinal(found).isoformat()) == expected


def test_a_booking_day_that_no_year_has_gives_way_to_the_value() -> None:
    """29 February near 2026 exists in no year around it, so it is the last of that month."""
    value_on = date(2026, 3, 1).toordinal()
    assert booking_day(value_on, "02", "31") == value_on
    assert date.fromordinal(booking_day(value_on, "02", "29")) == date(2026, 2, 28)


@pytest.mark.parametrize("sign", list("?<>^~|@+"))
def test_the_sign_between_the_fields_is_free(sign: str) -> None:
    """DFÜ-Abkommen: whatever stands behind the three digits."""
    text = "166?00GUTSCHRIFT?20SVWZ+Rechnung 7?31DE02?32Eva?33 Nowak".replace("?", sign)
    if sign == "+":
        text = text.replace("SVWZ+", "")
    found = details_of([text])
    assert (found.code, found.purpose, found.name) == ("166", "Rechnung 7", "Eva Nowak")


def test_what_the_library_cuts_off_is_kept(tmp_path: Path) -> None:
    """Twelve lines of a purpose, where SWIFT allows six."""
    purpose = "\n".join(f"?{20 + n}{n:027}" for n in range(10)) + "\n?60RE-1041"
    path = tmp_path / "auszug.sta"
    path.write_text(STATEMENT.format(f":61:260105C1,NTRFNONREF\n:86:166?00GUT\n{purpose}"))
    assert payments(items_of(path))[0].purpose.endswith("RE-1041")


def test_text_behind_the_closing_balance_is_not_of_the_last_movement(tmp_path: Path) -> None:
    """It is about the statement."""
    path = tmp_path / "auszug.sta"
    path.write_text(STATEMENT.format(":61:260105C1,NTRFNONREF\n:86:Rechnung 7") + ":86:Hinweis\n")
    assert payments(items_of(path))[0].purpose == "Rechnung 7"


@pytest.mark.parametrize("wrong", ["\0", "x" * 2_000_000, ":61:\n" * 500, ":86:\n" * 50_000])
def test_damage_is_told_and_the_rest_read(tmp_path: Path, wrong: str) -> None:
    """NUL bytes, an endless line, empty fields: the movement behind them still comes in."""
    path = tmp_path / "auszug.sta"
    good = ":61:260105C1,NTRFNONREF\n:86:Rechnung 7"
    path.write_text(STATEMENT.format(wrong + "\n" + good))
    items = items_of(path)
    assert [row.cents for row in payments(items)] == [100]
    assert codes(items)
