"""`wertschatz undo` at the terminal."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

LIST = "Kunde;Rechnungsnummer;Rechnungsdatum;Netto\nKlein;1;01.05.2013;5,00\n"


def call(data: Path, *words: str, said: str = "") -> subprocess.CompletedProcess[str]:
    kept = {name: value for name, value in os.environ.items() if "WERTSCHATZ" not in name}
    environment = {**kept, "WERTSCHATZ_CLOCK": "2013-12-31T12:00:00+00:00"}
    line = [sys.executable, "-m", "wertschatz", *words, "--lang", "en", "--data", str(data)]
    return subprocess.run(
        line,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
        input=said,
        timeout=120,
    )


def test_undo_at_the_terminal(tmp_path: Path) -> None:
    file, data = tmp_path / "list.csv", tmp_path / "data"
    assert call(data, "undo").returncode == 4  # there is no house
    file.write_text(LIST)
    assert call(data, "import", str(file)).returncode == 0
    assert call(data, "log", "call", "Klein", "12m").returncode == 0
    listed = call(data, "undo", "--list")
    assert listed.returncode == 0, listed.stderr
    assert listed.stdout.splitlines()[0].startswith("  1  Klein")
    assert "1 invoice was taken in." in listed.stdout
    asked = call(data, "undo", said="n\n")
    assert "Take back: Klein" in asked.stdout
    assert "Taken back" not in asked.stdout
    done = call(data, "undo", said="y\n")
    assert done.returncode == 0, done.stderr
    assert "Taken back." in done.stdout
    assert "Already taken back." in call(data, "undo", "--list").stdout
    again = call(data, "undo", "2", "--yes")
    assert again.returncode == 1
    assert "Already taken back." in again.stderr
    assert call(data, "undo", "--yes").returncode == 0  # does it again
    assert call(data, "undo", "77").returncode == 2
    assert call(data, "undo", "0").returncode == 2
