"""Interim."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass
from pathlib import Path


@dataclass
class Start:
    secret: str
    allowed_hosts: list[str]
    zone: str
    language: str
    database: str
    database_file: Path
    database_key: str | None
    upload_folder: str
    trusted_origins: list[str]
    secure_cookies: bool
    data: Path


def load() -> Start:
    data = Path(os.environ.get("WERTSCHATZ_DATA") or tempfile.mkdtemp())
    data.mkdir(exist_ok=True, parents=True)
    return Start("interim" * 10, ["127.0.0.1", "localhost", "[::1]", "testserver"], "Europe/Berlin", "de",
                 os.environ.get("WERTSCHATZ_DATABASE", ""), data / "wertschatz.sqlite3", None, str(data), [], False, data)
