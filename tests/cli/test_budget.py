"""`wertschatz budget` at the terminal."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

LIST = "Kunde;Rechnungsnummer;Rechnungsdatum;Netto\nKlein;1;01.05.2013;5,00\n"


def call(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if "WERTSCHATZ" not in name}
    environment = {**kept, "WERTSCHATZ_CLOCK": "2013-12-31T12:00:00+00:00"}
    line = [sys.executable, "-m", "wertschatz", *words, "--lang", "en", "--data", str(data)]
    return subprocess.run(
        line, env=environment, capture_output=True, text=True, check=False, timeout=120
    )


def test_the_budget_at_the_terminal(tmp_path: Path) -> None:
    file, data = tmp_path / "list.csv", tmp_path / "data"
    file.write_text(LIST)
    none = call(data, "budget")
    assert none.returncode != 0
    assert call(data, "import", str(file)).returncode == 0
    told = call(data, "budget")
    assert told.returncode == 0, told.stderr
    assert "Nothing is known yet" in told.stdout
    document = json.loads(call(data, "budget", "--json").stdout)
    assert document["format"] == 1
    assert document["day"] == "2013-12-31"
    assert [part["group"] for part in document["week"]] == ["A", "B", "C", None]
