"""What was installed is compiled, also where Python may write nothing down while it runs."""

from __future__ import annotations

import os
import subprocess
import sys
from importlib.util import cache_from_source
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parents[1] / "install" / "bytecode.py"


@pytest.mark.skipif(bool(sys.pycache_prefix), reason="compiled files are kept elsewhere")
def test_checkout_and_packages_are_compiled(tmp_path: Path) -> None:
    module = tmp_path / "src" / "wertschatz" / "module.py"
    module.parent.mkdir(parents=True)
    module.write_text("ANSWER = 1\n")
    subprocess.run(
        [sys.executable, str(SCRIPT)], cwd=tmp_path, check=True, timeout=120,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
    )  # fmt: skip
    import django.urls
    import uvicorn

    assert Path(cache_from_source(str(module))).exists()
    for package in (django.urls, uvicorn):
        assert Path(cache_from_source(package.__file__)).exists()
