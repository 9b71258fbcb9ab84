"""Which language the terminal speaks: as asked for, else as the machine is set, else German."""

from __future__ import annotations

import os

from wertschatz.wording.catalogue import known_language


def language_of(asked: str | None) -> str:
    """'de' or 'en'; a machine set to no language at all speaks German."""
    if asked:
        return asked
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if tag := os.environ.get(name, ""):
            return known_language(tag.split(".", 1)[0])
    return known_language("")
