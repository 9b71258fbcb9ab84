"""Words of strangers made harmless: one line, no control characters, never too long."""

from __future__ import annotations

import unicodedata

LONGEST = 200
"""Characters of one value."""
_HIDDEN = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})


def one_line(text: str, longest: int = LONGEST) -> str:
    """The text as one line without control characters and halves of characters.

    >>> one_line(" Frau  Weber\\r\\nX-Evil: 1 ")
    'Frau Weber X-Evil: 1'
    """
    # Cut first: what is far too long is not worth looking at.
    shown = text[: 4 * longest]
    if not shown.isprintable():  # almost every text is
        shown = "".join(
            " " if character.isspace() else character
            for character in shown
            if character.isspace() or unicodedata.category(character) not in _HIDDEN
        )
    return " ".join(shown.split())[:longest].rstrip()


def spoken(text: str) -> str:
    """One line that may stand between double quotes in a header of SIP or a command of AGI.

    >>> spoken('Die Tür ist "zu" \\\\')
    'Die Tür ist zu'
    """
    return one_line(text.replace('"', "").replace("\\", ""))
