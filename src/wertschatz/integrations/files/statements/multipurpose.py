"""Reads the field for all purposes (:86:) of MT940 as German and other banks fill it."""

from __future__ import annotations

import re
from collections import defaultdict
from typing import NamedTuple

from wertschatz.integrations.files.statements.keys import (
    account_of,
    joined_pieces,
    keyed,
    reference_of,
)

# DFÜ-Abkommen annex 3: three digits, any sign, then fields of two digits behind the same sign.
_GERMAN = re.compile(r"\s*(\d{3})\s?([^\w\s/])(?=\d\d)")
_WIDTH = (27,)
_LINE = (65,)
# Dutch and other banks: /NAME/…/REMI/…
_CODES = (
    "ADDR|BENM|BIC|CNTP|CSID|EREF|IBAN|ID|ISDT|MARF|NAME|NRTX|ORDP|PIND|PREF|PURP|REMI|RTRN|SVCL|"
    "TRCD|TRTP|ULTB|ULTC|ULTD"
)
_SLASHED = re.compile(rf"/({_CODES})/")
_IBAN = re.compile(r"\b[A-Z]{2}\d{2}[A-Z0-9]{10,30}\b")
_REASON = re.compile(r"\b(?:AC|AG|AM|BE|CN|DN|ED|FF|MD|MS|RC|RR|SL|TM)\d\d\b|\b(?:CNOR|DNOR)\b")


class Details(NamedTuple):
    """What an :86: field says; '' where it is silent."""

    code: str = ""
    """The German business transaction code."""
    words: str = ""
    """What the bank calls the movement."""
    purpose: str = ""
    name: str = ""
    account: str = ""
    end_to_end: str = ""
    mandate: str = ""
    reason: str = ""
    """Why it came back, where it did."""


def details_of(lines: list[str], own: str = "") -> Details:
    """The field from its lines; `own` is the account of the statement itself."""
    whole = "".join(lines)
    if found := _GERMAN.match(whole):
        return _german(found[1], found[2], whole[found.end() - 1 :])
    text = joined_pieces([line.strip("\r\n") for line in lines], _LINE)
    if len(_SLASHED.findall(text)) > 1:
        return _slashed("".join(lines))
    code = text[:3] if text[:3].isdecimal() and not text[3:4].isalnum() else ""
    said = keyed(text)
    return Details(
        code=code,
        purpose=said.text,
        name=said.name,
        account=said.account or _only_iban(text, own),
        end_to_end=said.end_to_end,
        mandate=said.mandate,
        reason=reason_in(text),
    )


def details_outside_swift(lines: list[str]) -> Details:
    """The field :NS: of some banks: 01 to 14 purpose, 15 and 16 name, 17 what it is called."""
    parts: dict[str, list[str]] = defaultdict(list)
    for line in lines:
        if line[:2].isdecimal():
            parts[line[:2]].append(line[2:].strip())
    purpose = [text for number in range(1, 15) for text in parts[f"{number:02}"]]
    name = " ".join([*parts["15"], *parts["16"]])
    return Details(
        purpose=" ".join(purpose).strip(), name=name.strip(), words=" ".join(parts["17"])
    )


def _german(code: str, sign: str, text: str) -> Details:
    parts: dict[str, list[str]] = defaultdict(list)
    split = re.split(re.escape(sign) + r"([0-367]\d)", text)
    for number, value in zip(split[1::2], split[2::2], strict=True):
        parts[number].append(value)
    numbers = [*range(20, 30), *range(60, 66)]
    pieces = [piece for number in numbers for piece in parts[str(number)]]
    whole = joined_pieces(pieces, _WIDTH)
    said = keyed(whole)
    account = _first(parts, "31") or _first(parts, "38")
    iban = account_of(_first(parts, "38"))
    return Details(
        code=code,
        words=_first(parts, "00"),
        purpose=said.text,
        name=joined_pieces([*parts["32"], *parts["33"]], _WIDTH),
        account=iban if _IBAN.fullmatch(iban) else account_of(account) or said.account,
        end_to_end=said.end_to_end,
        mandate=said.mandate,
        reason=reason_in(whole) or _first(parts, "34").strip(),
    )


def _first(parts: dict[str, list[str]], number: str) -> str:
    return parts[number][0].strip() if parts[number] else ""


def _slashed(text: str) -> Details:
    split = _SLASHED.split(text)
    said: dict[str, str] = {}
    for code, value in zip(split[1::2], split[2::2], strict=True):
        said.setdefault(code, value.strip().strip("/").strip())
    # ING in the Netherlands: account, BIC, name and town between slashes.
    other = [*said.get("CNTP", "").split("/"), "", "", ""]
    purpose = re.sub(r"^(?:USTD|STRD)/(?:/|CUR/)?", "", said.get("REMI", ""))
    return Details(
        words=said.get("TRTP", ""),
        purpose=" ".join(filter(None, (split[0].strip(), purpose))),
        name=said.get("NAME", "") or other[2].strip(),
        account=account_of(said.get("IBAN", "") or other[0]),
        end_to_end=reference_of(said.get("EREF", "")),
        mandate=reference_of(said.get("MARF", "")),
        reason=said.get("RTRN", ""),
    )


def _only_iban(text: str, own: str) -> str:
    """The one account named in a free text; of several nobody knows whose they are."""
    found = {iban for iban in _IBAN.findall(text) if iban != own and is_iban(iban)}
    return found.pop() if len(found) == 1 else ""


def is_iban(text: str) -> bool:
    """The check digits are right (ISO 13616).

    >>> is_iban("DE02120300000000202051"), is_iban("DE03120300000000202051")
    (True, False)
    """
    digits = "".join(str(int(sign, 36)) for sign in text[4:] + text[:4])
    return int(digits) % 97 == 1


def reason_in(text: str) -> str:
    """The ISO 20022 code of a return that stands in a text, '' without one."""
    found = _REASON.search(text)
    return found.group() if found else ""
