"""Finds the systems by looking into this folder: one is gone when its file is deleted."""

from __future__ import annotations

import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache
from importlib import import_module
from types import ModuleType

from wertschatz.ports.telephone import HttpSystem


@cache
def systems() -> Mapping[str, HttpSystem]:
    """Code → every system that asks by HTTP; a module offers one as `SYSTEM`."""
    found = [module.SYSTEM for module in _modules() if hasattr(module, "SYSTEM")]
    return {system.code: system for system in found}


@cache
def options() -> Mapping[str, tuple[str, ...]]:
    """Code → names of what the owner can set, of all systems, also of those that do not ask by
    HTTP."""
    return {
        module.SYSTEM.code if hasattr(module, "SYSTEM") else module.CODE: module.OPTIONS
        for module in _modules()
        if hasattr(module, "OPTIONS")
    }


def by_code(code: str) -> HttpSystem | None:
    """The system of that code, or None."""
    return systems().get(code)


def _modules() -> Iterator[ModuleType]:
    package = import_module("wertschatz.integrations.phone")
    for module in pkgutil.iter_modules(package.__path__):
        if module.name != "registry":
            yield import_module(f"{package.__name__}.{module.name}")
