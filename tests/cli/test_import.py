"""`wertschatz import` at the terminal: asked once for the own firm, then everything comes in."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from tests.web.documents import archive


def _import(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if "WERTSCHATZ" not in name}
    environment = {**kept, "WERTSCHATZ_CLOCK": "2013-12-31T12:00:00+00:00"}
    call = [
        sys.executable,
        "-m",
        "wertschatz",
        "import",
        *words,
        "--lang",
        "en",
        "--data",
        str(data),
    ]
    return subprocess.run(call, env=environment, capture_output=True, text=True, check=False)


def test_the_own_firm_is_asked_once(tmp_path: Path) -> None:
    drop, data = tmp_path / "2013.zip", tmp_path / "data"
    drop.write_bytes(archive())
    asked = _import(data, str(drop))
    assert '--own "Werkstatt Ahorn"' in asked.stdout
    assert "This would come in" in asked.stdout
    told = _import(data, str(drop), "--own", "Werkstatt Ahorn")
    assert "Taken in:" in told.stdout, told.stderr
    assert "5 new invoices" in told.stdout
    assert "1 purchase, left out" in told.stdout
    assert "3 spans of work" in told.stdout
    again = _import(data, str(drop))
    assert "5 known invoices" in again.stdout
    assert "new" not in again.stdout.split("1 purchase")[0].replace("known", "")
