"""Back up while the house is open, end it, put the backup back: everything is as it was."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connection

from tests.web.served import Served

pytestmark = pytest.mark.skipif(connection.vendor != "sqlite", reason="the file is SQLite's")
LIST = "Kunde;Rechnungsdatum;Netto\nMüller;01.02.2026;1.200,00\nMaier;03.04.2026;800,50\n"


def call(data: Path, *words: str) -> subprocess.CompletedProcess[str]:
    clean = {name: value for name, value in os.environ.items() if "WERTSCHATZ" not in name}
    line = [sys.executable, "-m", "wertschatz", *words, "--data", str(data), "--lang", "de"]
    return subprocess.run(line, env=clean, capture_output=True, text=True, check=False, timeout=120)


def test_back_up_while_open_and_put_back_when_closed(tmp_path: Path) -> None:
    data, source = tmp_path / "data", tmp_path / "liste.csv"
    source.write_text(LIST, "utf-8")
    assert call(data, "import", str(source)).returncode == 0
    served = Served(data)
    try:
        made = call(data, "backup")
        assert made.returncode == 0, made.stderr
        backup = re.search(r"/\S+\.zip", made.stdout)
        assert backup is not None
        refused = call(data, "restore", backup.group())
        assert refused.returncode == 7
        assert "läuft" in refused.stderr
    finally:
        served.stop()
    assert "2 schon bekannte" in call(data, "import", str(source)).stdout
    other = tmp_path / "other"
    put_back = call(other, "restore", backup.group())
    assert put_back.returncode == 0, put_back.stderr
    assert "2 schon bekannte" in call(other, "import", str(source)).stdout
