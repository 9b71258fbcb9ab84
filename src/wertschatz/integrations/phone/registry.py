"""Finds the systems by looking into this folder: one is gone when its file is deleted."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module

from wertschatz.ports.telephone import HttpSystem


@cache
def systems() -> Mapping[str, HttpSystem]:
    """Code → every system that asks by HTTP; a module offers one as `SYSTEM`."""
    package = import_module("wertschatz.integrations.phone")
    modules = (
        import_module(f"{package.__name__}.{module.name}")
        for module in pkgutil.iter_modules(package.__path__)
        if module.name != "registry"
    )
    found = [module.SYSTEM for module in modules if hasattr(module, "SYSTEM")]
    return {system.code: system for system in found}


def by_code(code: str) -> HttpSystem | None:
    """The system of that code, or None."""
    return systems().get(code)
