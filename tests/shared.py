"""Where the sample files of other producers lie; they stand beside the project, never in it."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

SHARED = Path(
    os.environ.get("WERTSCHATZ_SHARED", Path(__file__).resolve().parents[1].parent / "shared")
)
SAMPLES = SHARED / "data" / "formats"
needs_samples = pytest.mark.skipif(
    not SAMPLES.is_dir(), reason="the shared samples are not beside the project"
)
