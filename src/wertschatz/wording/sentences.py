"""Fills figures into a sentence, each written the way its language writes it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from string import Formatter

from wertschatz.domain.values import Fact
from wertschatz.wording import formats

_PARTS = Formatter()


def fill(template: str, facts: Mapping[str, Fact], language: str) -> str:
    """The sentence with its facts.

    `{x:money}` takes the currency from the fact `currency`, and so do `{x:whole}`, without the
    cents, and `{x:short}`, for drawings; `{x:day}` takes an ISO day, `{x:hours}` minutes,
    `{x:percent}` and `{x:number}` whole numbers; a plain `{x}` writes a whole number as one and
    everything else as it is. Raises `KeyError` for a fact that is missing.

    >>> fill("{n} of {all:number}", {"n": 3, "all": 2000}, "en")
    '3 of 2,000'
    >>> fill("Nach {m:hours}.", {"m": 60}, "de").replace(formats.NBSP, " ")
    'Nach 1 Std.'
    """
    parts: list[str] = []
    for text, name, spec, _conversion in _PARTS.parse(template):
        # "3 Std." at the end of a sentence has its full stop already.
        double = text.startswith(".") and parts and parts[-1].endswith((".", "!", "?"))
        parts.append(text[1:] if double else text)
        if name is not None:
            parts.append(_written(facts[name], spec or "", facts, language))
    return "".join(parts)


def _written(value: Fact, spec: str, facts: Mapping[str, Fact], language: str) -> str:
    if spec == "day" and value != "–":  # an older journal may lack it
        return formats.day(date.fromisoformat(str(value)), language)
    if isinstance(value, str):
        return value
    match spec:
        case "money":
            return formats.money(value, str(facts["currency"]), language)
        case "whole":
            return formats.whole_money(value, str(facts["currency"]), language)
        case "short":
            return formats.short_money(value, str(facts["currency"]), language)
        case "percent":
            return formats.percent(value, language)
        case "hours":
            return formats.hours(value, language)
        case "times":
            return formats.decimal(value / 100, language, 1)
        case "" | "number":
            return formats.number(value, language)
    raise ValueError(spec)
