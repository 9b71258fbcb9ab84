"""A customer's name as it is compared: without umlauts, titles, legal form, marks and order."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_LETTERS = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "ø": "oe", "œ": "oe", "ł": "l"}
)
_SALUTATIONS = {"herr": "mr", "herrn": "mr", "mr": "mr", "frau": "ms", "mrs": "ms", "ms": "ms"}
_SALUTATION = re.compile(rf"\b({'|'.join(_SALUTATIONS)})\b\.?")
# "Med" and "Ing" are words of firms too; they are titles only behind a title.
_TITLE = re.compile(
    r"\b(?:dr|prof|professor|dipl)\b\.?"
    r"(?:[ -]*(?:med|ing|jur|phil|rer|nat|pol|oec|dent|vet|kfm|inf|h\. ?c|univ|fh)\b\.?)*"
)
# Without their point these may be the initials of a firm.
_LEADING = re.compile(r"^\W*(?:(?:firma|familie|eheleute)\b|(?:fa|fam|hr|fr)\.)\s*")
_FORM = re.compile(
    r"""
    (?P<partgmbb> \bpart(?:nerschafts)?gesellschaft\s+mbb\b | \bpartg\s?mbb\b )
  | (?P<gmbh> \b(?:g\.?\s?)?m\.?\s?b\.?\s?h\b\.?
          | \bgesellschaft\s+mit\s+beschraenkter\s+haftung\b )
  | (?P<ug> \bu\.?g\b\.? | \bunternehmergesellschaft\b
          | \(\s*haft\w+\s*\) | \bhaftungsbeschraenkt\b )
  | (?P<kgaa> \bkgaa\b )
  | (?P<ohg> \bo\.?h\.?g\b\.? )
  | (?P<gbr> \bgbr\b | \bgesellschaft\s+buergerlichen\s+rechts\b )
  | (?P<ek> \be\.?\s?k(?:fm|fr|ffr|aufmann|auffrau)?\b\.? | \beingetragener?\s+kauf(?:mann|frau)\b )
  | (?P<kg> \bkommanditgesellschaft\b )
  | (?P<ag> \baktiengesellschaft\b )
  | (?P<partg> \bpartg\b )
  | (?P<sarl> \bs\.?\s?a\.?\s?r\.?\s?l\b\.? )
  | (?P<srl> \bs\.?\s?r\.?\s?l\b\.? )
  | (?P<spa> \bs\.\s?p\.\s?a\b\.? )
  | (?P<sro> \bs\.\s?r\.\s?o\b\.? )
  | (?P<doo> \bd\.?\s?o\.?\s?o\b\.? )
  | (?P<spzoo> \bsp\.?\s?z\s?o\.?\s?o\b\.? )
  | (?P<ltd> \bltd\b\.? | \blimited\b )
  | (?P<llc> \bl\.?l\.?c\b\.? )
  | (?P<llp> \bl\.?l\.?p\b\.? )
  | (?P<inc> \binc\b\.? | \bincorporated\b )
  | (?P<corp> \bcorp\b\.? | \bcorporation\b )
  | (?P<plc> \bplc\b )
    """,
    re.VERBOSE,
)
# Two letters may be anybody's initials; they are a legal form only at the end of a name.
_SHORT = re.compile(
    r"(?:\b(?P<form>ag|kg|se|ev|e\.\s?v|eg|e\.\s?g|sa|s\.\s?a|bv|b\.\s?v|nv|n\.\s?v|sas|ab|oy|aps)\b"
    r"|\b(?:co|cie)\b)[\W_]*$"
)
_JOINED = {"und", "and", "co", "cie", "compagnie"}
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True, slots=True)
class Name:
    """What is left of a name for comparing, and what was set aside."""

    words: str
    """The folded words in the order of the alphabet, blanks between them."""
    figures: tuple[str, ...]
    """Words that hold a digit; “Filiale 1” is not “Filiale 2”."""
    form: str
    """Legal form, '' for none stated."""
    salutation: str
    """'mr', 'ms' or ''."""


def compared(name: str) -> Name:
    """A name as it is compared with others.

    >>> compared("Dr. Anna Müller e.K.").words, compared("MUELLER, Anna").words
    ('anna mueller', 'anna mueller')
    >>> compared("Groß & Söhne GmbH & Co. KG")
    Name(words='gross soehne', figures=(), form='gmbh kg', salutation='')
    """
    text = folded(name)
    whole = text
    salutation = _SALUTATION.search(text)
    text = _TITLE.sub(" ", _SALUTATION.sub(" ", text))
    text = _LEADING.sub("", text.strip())
    forms = {match.lastgroup or "" for match in _FORM.finditer(text)}
    text, short = _without_short(_FORM.sub(" ", text))
    words = _words(text) or _words(whole)
    return Name(
        words=" ".join(sorted(words)),
        figures=tuple(sorted(word for word in words if any(map(str.isdigit, word)))),
        form=" ".join(sorted(forms | short)),
        salutation=_SALUTATIONS[salutation[1]] if salutation else "",
    )


def folded(name: str) -> str:
    low = unicodedata.normalize("NFKC", name).casefold().translate(_LETTERS)
    return "".join(c for c in unicodedata.normalize("NFKD", low) if not unicodedata.combining(c))


def _without_short(text: str) -> tuple[str, set[str]]:
    """The text without the short legal forms at its end, and these."""
    found = set()
    while match := _SHORT.search(text):
        if not _WORD.search(text[: match.start()]):
            break
        if match["form"]:
            found.add(re.sub(r"\W", "", match["form"]))
        text = text[: match.start()]
    return text, found


def _words(text: str) -> list[str]:
    return [word for word in _WORD.findall(text) if word not in _JOINED]
