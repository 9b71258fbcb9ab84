"""Finds the file formats by looking into this folder: a format is gone when its file is deleted."""

from __future__ import annotations

import pkgutil
from collections.abc import Sequence
from functools import cache
from importlib import import_module

from wertschatz.ports.files import Reader

# The pool and its plumbing live in the same folder and are no formats.
_PLUMBING = frozenset({"child", "frames", "pool", "progress", "registry"})


@cache
def readers() -> Sequence[Reader]:
    """Every reader of this folder, by name; a module offers one as `READER`."""
    package = import_module("wertschatz.integrations.files")
    found = (
        import_module(f"{package.__name__}.{module.name}")
        for module in pkgutil.iter_modules(package.__path__)
        if not module.ispkg and module.name not in _PLUMBING
    )
    return tuple(module.READER for module in found if hasattr(module, "READER"))


def best_reader(head: bytes, name: str) -> Reader | None:
    """The reader that is surest about these first bytes, or None when none knows them."""
    best: Reader | None = None
    best_score = 0
    for reader in readers():
        score = reader.score(head, name)
        if score > best_score:
            best, best_score = reader, score
    return best
