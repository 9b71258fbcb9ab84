"""Money, days, figures and hours as people write them in German and in English."""

from __future__ import annotations

from datetime import date

from wertschatz.domain.values import minor_units

NBSP = "\N{NO-BREAK SPACE}"
_SIGNS = {"EUR": "€", "GBP": "£", "USD": "$"}
_LARGE = ((10**9, "Mrd.", "bn"), (10**6, "Mio.", "m"))
_MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def _german(language: str) -> bool:
    return language.startswith("de")


def number(value: int, language: str) -> str:
    """A whole number with thousands set apart.

    >>> number(12345, "de"), number(-12345, "en")
    ('12.345', '−12,345')
    """
    text = f"{abs(value):,}"
    sign = "−" if value < 0 else ""
    return sign + (text.replace(",", ".") if _german(language) else text)


def decimal(value: float, language: str, places: int = 2) -> str:
    """A number with so many decimal places.

    >>> decimal(1.25, "de")
    '1,25'
    """
    text = f"{abs(value):,.{places}f}"
    if _german(language):
        text = text.replace(",", " ").replace(".", ",").replace(" ", ".")
    return ("−" if value < 0 else "") + text


def money(cents: int, currency: str, language: str) -> str:
    """An amount in minor units; German with the sign behind, English in front.

    >>> money(123450, "EUR", "de").replace(NBSP, " "), money(123450, "EUR", "en")
    ('1.234,50 €', '€1,234.50')
    """
    places = minor_units(currency)
    whole, rest = divmod(abs(cents), 10**places)
    mark = "," if _german(language) else "."
    figure = number(whole, language) + (f"{mark}{rest:0{places}d}" if places else "")
    return _with_sign(cents < 0, figure, currency, language)


def _with_sign(negative: bool, figure: str, currency: str, language: str) -> str:
    sign = "−" if negative else ""
    known = _SIGNS.get(currency)
    if _german(language):
        return f"{sign}{figure}{NBSP}{known or currency}".rstrip()
    return f"{sign}{known}{figure}" if known else f"{sign}{currency}{NBSP}{figure}".strip()


def whole_money(cents: int, currency: str, language: str) -> str:
    """An amount without its cents, rounded half up: enough for a sentence or a picture.

    >>> whole_money(123450, "EUR", "de").replace(NBSP, " "), whole_money(-49, "EUR", "en")
    ('1.235 €', '€0')
    """
    whole = _whole(cents, currency)
    return _with_sign(cents < 0 and whole > 0, number(whole, language), currency, language)


def _whole(cents: int, currency: str) -> int:
    """Whole units without the sign, the half up."""
    unit: int = 10 ** minor_units(currency)
    return (2 * abs(cents) + unit) // (2 * unit)


def short_money(cents: int, currency: str, language: str) -> str:
    """An amount for the side of a picture: whole, and from a million on in millions.

    >>> short_money(150_000_000, "EUR", "de").replace(NBSP, " "), short_money(20_000, "EUR", "en")
    ('1,5 Mio. €', '€200')
    """
    whole = _whole(cents, currency)
    for unit, german, english in _LARGE:
        if whole >= unit:
            places = 0 if whole % unit == 0 else 1 if whole * 10 % unit == 0 else 2
            figure = decimal(whole / unit, language, places)
            figure += f"{NBSP}{german}" if _german(language) else english
            return _with_sign(cents < 0, figure, currency, language)
    return whole_money(cents, currency, language)


def day(value: date, language: str) -> str:
    """A calendar day.

    >>> day(date(2013, 12, 31), "de"), day(date(2013, 12, 31), "en").replace(NBSP, " ")
    ('31.12.2013', '31 Dec 2013')
    """
    if _german(language):
        return f"{value.day:02d}.{value.month:02d}.{value.year:04d}"
    return f"{value.day}{NBSP}{_MONTHS[value.month - 1]}{NBSP}{value.year:04d}"


def birthday(text: str, language: str) -> str:
    """A birthday as it is kept, with its year only where that is known.

    >>> birthday("--05-03", "de"), birthday("--05-03", "en").replace(NBSP, " ")
    ('03.05.', '3 May')
    """
    if not text.startswith("--"):
        return day(date.fromisoformat(text), language)
    month, number = int(text[2:4]), int(text[5:7])
    if _german(language):
        return f"{number:02d}.{month:02d}."
    return f"{number}{NBSP}{_MONTHS[month - 1]}"


def percent(value: int, language: str) -> str:
    """A share.

    >>> percent(80, "de").replace(NBSP, " "), percent(80, "en")
    ('80 %', '80%')
    """
    return number(value, language) + (f"{NBSP}%" if _german(language) else "%")


def per_mille(value: int, language: str) -> str:
    """Parts of a thousand as per cent with one decimal place.

    >>> per_mille(437, "de").replace(NBSP, " "), per_mille(437, "en")
    ('43,7 %', '43.7%')
    """
    return decimal(value / 10, language, 1) + (f"{NBSP}%" if _german(language) else "%")


def hours(minutes: int, language: str) -> str:
    """A span of time in hours and minutes.

    >>> hours(200, "de").replace(NBSP, " "), hours(45, "en").replace(NBSP, " ")
    ('3 Std. 20 Min.', '45 min')
    """
    whole, rest = divmod(abs(minutes), 60)
    hour, minute = ("Std.", "Min.") if _german(language) else ("h", "min")
    parts = [f"{number(whole, language)}{NBSP}{hour}"] if whole else []
    if rest or not whole:
        parts.append(f"{rest}{NBSP}{minute}")
    return ("−" if minutes < 0 else "") + NBSP.join(parts)
