"""Writes the plan into a folder of its own (vdir), and touches nothing there that is not ours."""

from __future__ import annotations

import os
from pathlib import Path

from wertschatz.integrations.codecs.ics import taken_apart

MOST_BYTES = 65_536
"""Of a file of ours, also after another program has written it anew."""


class PlanFolder:
    """A name is the UID of its entry with '.ics' behind it; raises OSError everywhere."""

    def __init__(self, place: str) -> None:
        self._folder = Path(place)

    def prepare(self) -> None:
        """Makes the folder, but not those above it: a drive may be missing just now."""
        if not self._folder.is_dir():
            self._folder.mkdir(mode=0o700)

    def write(self, name: str, raw: bytes) -> bool:
        """As a whole or not at all; False: there lies something that is not ours."""
        path = self._folder / name
        if os.path.lexists(path) and not _is_ours(path):
            return False
        passing = self._folder / f".{name}.tmp"
        passing.unlink(missing_ok=True)
        with passing.open("xb") as file:
            file.write(raw)
            file.flush()
            os.fsync(file.fileno())
        passing.replace(path)
        return True

    def take_away(self, name: str) -> None:
        """Where it is still there, and still ours."""
        path = self._folder / name
        if _is_ours(path):
            path.unlink(missing_ok=True)
        (self._folder / f".{name}.tmp").unlink(missing_ok=True)

    def names(self, beginning: str) -> list[str]:
        """What lies there under names that begin so."""
        if not self._folder.is_dir():
            return []
        return sorted(one.name for one in self._folder.glob(f"{beginning}*.ics"))


def _is_ours(path: Path) -> bool:
    """Every entry of the file has the UID by which the file is called."""
    if path.is_symlink() or not path.is_file():
        return False
    with path.open("rb") as file:
        raw = file.read(MOST_BYTES + 1)
    if len(raw) > MOST_BYTES:
        return False
    contents = taken_apart(raw.decode("utf-8", errors="replace").splitlines())
    return bool(contents.events) and {one.uid for one in contents.events} == {path.stem}
