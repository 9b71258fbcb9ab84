"""Finds the kinds of calendars by looking into this folder: one is gone with its file."""

from __future__ import annotations

import pkgutil
from collections.abc import Mapping
from functools import cache
from importlib import import_module

from wertschatz.ports.calendar import CalendarKind


@cache
def kinds() -> Mapping[str, CalendarKind]:
    """Code → every kind that can be read; a module offers one as `KIND`."""
    package = import_module("wertschatz.integrations.calendar")
    modules = (
        import_module(f"{package.__name__}.{module.name}")
        for module in pkgutil.iter_modules(package.__path__)
        if module.name != "registry"
    )
    found = [module.KIND for module in modules if hasattr(module, "KIND")]
    return {kind.code: kind for kind in found}
