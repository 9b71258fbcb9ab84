"""Finds the German or English sentence for an English one, in the same catalogue as the pages."""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path
from typing import NamedTuple

LANGUAGES = ("de", "en")
"""The languages that every sentence exists in; the first one is spoken when in doubt."""

LOCALE = Path(__file__).parent.parent / "locale"


class Plural(NamedTuple):
    """A sentence in two forms, marked for extraction: for one, and for any other count.

    >>> Plural("{count} customer", "{count} customers").many
    '{count} customers'
    """

    one: str
    many: str


def N_(message: str) -> str:  # noqa: N802 - the name that every gettext tool knows
    """Marks an English sentence for translation and gives it back unchanged."""
    return message


def known_language(tag: str) -> str:
    """The language we speak for a tag such as 'en-GB' or 'de_AT'; German for any other.

    >>> known_language("en_GB"), known_language("fr")
    ('en', 'de')
    """
    short = tag.replace("_", "-").split("-", 1)[0].lower()
    return short if short in LANGUAGES else LANGUAGES[0]


def translate(message: str, language: str) -> str:
    """The sentence in `language`; the English one where the catalogue lacks it."""
    if not message:  # gettext would answer with the head of the catalogue
        return ""
    return _catalogue(known_language(language)).gettext(message)


def translate_plural(one: str, many: str, count: int, language: str) -> str:
    """The form of the sentence that fits `count`; the figure itself is filled in by the caller."""
    return _catalogue(known_language(language)).ngettext(one, many, count)


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    file = LOCALE / language / "LC_MESSAGES" / "django.mo"
    try:
        with file.open("rb") as stream:
            return gettext.GNUTranslations(stream)
    except FileNotFoundError:  # a checkout before its first `make messages` speaks English
        return gettext.NullTranslations()
