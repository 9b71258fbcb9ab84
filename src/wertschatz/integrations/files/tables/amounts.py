"""Reads amounts of money as people and tools write them, to the cent and without rounding twice."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

AMOUNT_LIMIT = 10**14
"""Minor units; one invoice beyond a million millions is a typing error."""

_BLANKS = dict.fromkeys(map(ord, " \t\r\n\u00a0\u202f\u2009\u2007'’`"), None)
_CLEAN = _BLANKS | {0x2212: "-", 0x2013: "-"}
_SHAPE = re.compile(
    r"(?P<open>\()?(?P<s1>[-+])?(?P<c1>[^\d.,+()-]{1,4})?(?P<s2>[-+])?"
    r"(?P<number>[\d.,]*\d[\d.,]*?)(?:[.,](?:-{1,2}|–))?"
    r"(?P<s3>[-+])?(?P<c2>[^\d.,+()-]{1,4})?(?P<s4>[-+])?(?P<close>\))?",
    re.ASCII,
)
_POINT = re.compile(r"(?:\d{1,3}(?:,\d{3})+|\d*)(?:\.\d*)?", re.ASCII)
_COMMA = re.compile(r"(?:\d{1,3}(?:\.\d{3})+|\d*)(?:,\d*)?", re.ASCII)
_WHOLE_COLUMN = {
    True: re.compile(r"(?:-?(?:\d{1,3}(?:\.\d{3})+|\d+),\d\d\n)*", re.ASCII),
    False: re.compile(r"(?:-?(?:\d{1,3}(?:,\d{3})+|\d+)\.\d\d\n)*", re.ASCII),
}
_CURRENCIES = {
    "€": "EUR", "eur": "EUR", "euro": "EUR", "$": "USD", "us$": "USD", "usd": "USD", "£": "GBP",
    "gbp": "GBP", "chf": "CHF", "fr": "CHF", "fr.": "CHF", "sfr": "CHF", "¥": "JPY",
}  # fmt: skip
_ISO = re.compile("[A-Za-z]{3}")

_WHOLE_UNITS = "BIF CLP DJF GNF ISK JPY KMF KRW PYG RWF UGX UYI VND VUV XAF XOF XPF"
_THOUSANDTHS = "BHD IQD JOD KWD LYD OMR TND"
_DIGITS = {**dict.fromkeys(_WHOLE_UNITS.split(), 0), **dict.fromkeys(_THOUSANDTHS.split(), 3)}


def digits_of(currency: str) -> int:
    """Decimals of a currency's minor unit (ISO 4217): 2 for nearly all, 0 for the yen."""
    return _DIGITS.get(currency, 2)


def rate_of(text: str) -> str:
    """A rate of exchange with a point, '' for none and for 1: a lone mark is the decimal one.

    >>> rate_of("1,0834"), rate_of("0.923"), rate_of("1.234,5"), rate_of("1"), rate_of("")
    ('1.0834', '0.923', '1234.5', '', '')
    """
    mark = max(text.rfind(","), text.rfind("."))
    whole, part = (text, "") if mark < 0 else (text[:mark], text[mark + 1 :])
    digits = whole.replace(",", "").replace(".", "") or "0"
    if not _RATE(f"{digits}.{part}"):
        return ""
    rate = f"{digits}.{part}".rstrip("0").rstrip(".")
    return "" if rate in {"0", "1"} else rate


_RATE = re.compile(r"\d{1,12}\.\d{0,12}", re.ASCII).fullmatch

# Evidence inside one column for its decimal mark.
_COMMA_SURE = re.compile(r",\d{1,2}$|\.\d{3},|\.\d{3}\.|,\d{4,}$", re.ASCII)
_POINT_SURE = re.compile(r"\.\d{1,2}$|,\d{3}\.|,\d{3},|\.\d{4,}$|(?:^|\D)0\.\d+$", re.ASCII)
_MARK_AND_THREE = re.compile(r"\d+([.,])\d{3}", re.ASCII)
_POINT_AND_THREE = re.compile(r"\.\d{3}$", re.ASCII)

Amount = tuple[int, str]
"""Minor units and the currency written beside them ('' for none)."""


class MarkEvidence:
    """Collects, over one column, which decimal mark it uses."""

    def __init__(self) -> None:
        """Nothing seen."""
        self.comma: bool | None = None
        self.whole = ""
        """The first value with a mark and three digits behind it."""
        self._thousands = False
        self._seen = False

    @property
    def decided(self) -> bool:
        """A value left no doubt."""
        return self.comma is not None

    def look(self, values: Iterable[str]) -> None:
        """Takes in further values of the column."""
        for value in values:
            if self.comma is None and value:
                self._weigh(_digits(value))

    def look_at_thousandths(self, values: Iterable[str]) -> None:
        """Values in a currency with three decimals, as the dinar: 1.250 is no thousand there."""
        for value in values:
            if self.comma is None and (found := _MARK_AND_THREE.fullmatch(_digits(value))):
                self.comma = found[1] == ","

    def _weigh(self, value: str) -> None:
        if _COMMA_SURE.search(value):
            self.comma = True
        elif _POINT_SURE.search(value):
            self.comma = False
        elif _MARK_AND_THREE.fullmatch(value):
            self._thousands = self._thousands or "." in value
            self.whole = self.whole or value
        elif _POINT_AND_THREE.search(value):
            self._thousands = True

    def verdict(self, siblings: Sequence[MarkEvidence]) -> bool:
        """True for a comma. Without proof: as the file's other amounts, else 1.000 = thousand."""
        if self.comma is not None:
            return self.comma
        known = [sibling.comma for sibling in siblings if sibling.comma is not None]
        return known[0] if known else self._thousands


def _digits(value: str) -> str:
    """The number alone, without signs and currency."""
    found = re.search(r"\d[\d.,]*", value.translate(_CLEAN), re.ASCII)
    return found.group().rstrip(".,") if found else ""


class AmountReader(dict[str, Amount | None]):
    """Text → amount for one column; None for what is no amount. Remembers what it has read."""

    def __init__(self, comma: bool) -> None:
        """`comma`: the decimal mark of the column is a comma, else a point."""
        super().__init__()
        self._comma = comma
        self._number = _COMMA if comma else _POINT
        self._group, self._mark = (".", ",") if comma else (",", ".")

    def __missing__(self, text: str) -> Amount | None:
        if len(self) > 20_000:
            self.clear()
        amount = self[text] = self._read(text)
        return amount

    def plain_column(self, values: Sequence[str]) -> list[int] | None:
        """All values at once when each is a plain number with two decimals, else None."""
        joined = "\n".join(values) + "\n"
        if not _WHOLE_COLUMN[self._comma].fullmatch(joined):
            return None
        return [int(value) for value in joined.replace(",", "").replace(".", "").split()]

    def exact(self, text: str, digits: int) -> Amount | None:
        """The amount in minor units of a currency with `digits` decimals."""
        return self[text] if digits == 2 else self._read(text, digits)

    def _read(self, text: str, digits: int = 2) -> Amount | None:
        found = _SHAPE.fullmatch(text.translate(_CLEAN))
        if not found or bool(found["open"]) != bool(found["close"]):
            return None
        signs = [found[name] for name in ("s1", "s2", "s3", "s4") if found[name]]
        words = [found[name] for name in ("c1", "c2") if found[name]]
        number = found["number"]
        if len(signs) > 1 or len(words) > 1 or not self._number.fullmatch(number):
            return None
        currency = currency_of(words[0]) if words else ""
        if currency is None:
            return None
        cents = self._cents(number, digits)
        return (-cents if signs == ["-"] or found["open"] else cents), currency

    def _cents(self, number: str, digits: int) -> int:
        """Minor units; one decimal too many rounds half up, once."""
        whole, _, part = number.replace(self._group, "").partition(self._mark)
        if len(whole) + len(part) > 60:
            return AMOUNT_LIMIT + 1
        kept = (part + "0" * digits)[:digits]
        return int((whole + kept) or "0") + (part[digits : digits + 1] >= "5")


def currency_of(text: str) -> str | None:
    """The ISO 4217 code for a sign, a word or a code; None when it is none of these."""
    word = text.strip().lower()
    if word in _CURRENCIES:
        return _CURRENCIES[word]
    return word.upper() if _ISO.fullmatch(word) else None
