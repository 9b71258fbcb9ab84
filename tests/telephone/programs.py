"""Where Kamailio and SIPp are: unpacked by install/telephones, or installed."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

PROJECT = Path(__file__).parents[2]
_ROOT = PROJECT / ".telephones" / "root"
CONFIG = PROJECT / "docs" / "kamailio.cfg"
"""The very configuration of the handbook."""


def _program(name: str) -> Path | None:
    for folder in (_ROOT / "usr/sbin", _ROOT / "usr/bin"):
        if (folder / name).exists():
            return folder / name
    found = shutil.which(name, path=f"{os.environ.get('PATH', '')}:/usr/sbin")
    return Path(found) if found else None


def _modules() -> Path | None:
    for root in (_ROOT, Path("/")):
        for folder in root.glob("usr/lib/*/kamailio/modules"):
            if (folder / "http_client.so").exists() and (folder / "json.so").exists():
                return folder
    return None


KAMAILIO, SIPP, MODULES = _program("kamailio"), _program("sipp"), _modules()
needs_telephones = pytest.mark.skipif(
    None in (KAMAILIO, SIPP, MODULES),
    reason="Kamailio and SIPp are missing: sh install/telephones",
)


def environment() -> dict[str, str]:
    """Where the unpacked programs find their libraries."""
    folders = [str(path) for path in _ROOT.glob("usr/lib/*-linux-gnu*")]
    folders += [f"{folder}/kamailio" for folder in folders]
    return {**os.environ, "LD_LIBRARY_PATH": ":".join(folders), "LC_ALL": "C.UTF-8"}
