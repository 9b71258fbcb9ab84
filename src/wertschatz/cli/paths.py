"""Turns the files and folders named in a call into the files to be read."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from wertschatz.ports.files import Source
from wertschatz.usecases.analyse_files import sources_in


def sources_below(paths: Iterable[Path]) -> list[Source]:
    """Files as they are, folders with everything in them, sorted; nothing hidden."""
    return list(sources_in(paths))
