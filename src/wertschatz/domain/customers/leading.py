"""Whose a call, mail or appointment is: by number, switchboard, address, domain or title."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from wertschatz.domain.customers.identity import folded_name
from wertschatz.domain.customers.phones import LONGEST_EXTENSION, block_of

_EVERYBODYS = """
    gmail.com googlemail.com gmx.de gmx.net gmx.at gmx.ch gmx.com web.de t-online.de freenet.de
    outlook.com outlook.de hotmail.com hotmail.de live.com live.de msn.com yahoo.com yahoo.de
    ymail.com icloud.com me.com mac.com aol.com aol.de arcor.de posteo.de posteo.net mailbox.org
    mail.de email.de proton.me protonmail.com pm.me tutanota.com tutanota.de tuta.io online.de
    kabelmail.de vodafone.de vodafonemail.de o2mail.de o2online.de 1und1.de unitybox.de
    bluewin.ch hispeed.ch sunrise.ch aon.at chello.at a1.net fastmail.com zoho.com yandex.com
    mail.com mail.ru qq.com 163.com orange.fr wanadoo.fr free.fr laposte.net libero.it tiscali.it
    btinternet.com sky.com comcast.net verizon.net att.net
"""
EVERYBODYS = frozenset(_EVERYBODYS.split())
"""Domains that thousands of people share: they name nobody."""
SHORTEST_NAME = 5
"""A shorter name in a title may be any word."""
_WORD = re.compile(r"\w+")


@dataclass(slots=True)
class Leads:
    """What leads to one customer, and to one only."""

    numbers: Mapping[str, int] = field(default_factory=dict)
    blocks: Mapping[str, int] = field(default_factory=dict)
    mails: Mapping[str, int] = field(default_factory=dict)
    domains: Mapping[str, int] = field(default_factory=dict)
    names: Mapping[str, list[tuple[str, int]]] = field(default_factory=dict)
    """First word of a name → the folded names that begin so, the longest first."""

    def whose(self, kind: str, other: str, title: str = "") -> int | None:
        """The customer of a contact; None: nobody's that is known."""
        if kind == "call":
            return self.by_number(other)
        found = next(filter(None, map(self.by_mail, other.split())), None)
        return found or (self.by_title(title) if title else None)

    def by_number(self, number: str) -> int | None:
        """A known number, else an extension behind a switchboard."""
        found = self.numbers.get(number)
        if found is not None or not number:
            return found
        for digits in range(1, LONGEST_EXTENSION + 1):
            found = self.blocks.get(number[:-digits])
            if found is not None:
                return found
        return None

    def by_mail(self, address: str) -> int | None:
        """A known address, else one of a domain that belongs to one customer."""
        found = self.mails.get(address)
        return self.domains.get(address.rpartition("@")[2]) if found is None else found

    def by_title(self, title: str) -> int | None:
        """The customer whose whole name stands in the title, if it is one only."""
        folded = folded_name(title)
        found: set[int] = set()
        for word in set(_WORD.findall(folded)):
            for name, customer in self.names.get(word, ()):
                if re.search(rf"(?<!\w){re.escape(name)}(?!\w)", folded):
                    found.add(customer)
                    break
        return found.pop() if len(found) == 1 else None


def leads_from(reaches: Iterable[tuple[int, str, str]]) -> Leads:
    """From customer, kind ('phone' E.164, 'mail' or 'name') and what reaches it.

    What reaches two customers leads to nobody.

    >>> leads = leads_from([(1, "phone", "+49302312500"), (2, "mail", "eva@holz.example")])
    >>> leads.whose("call", "+493023125017"), leads.whose("mail", "info@holz.example")
    (1, 2)
    """
    found: dict[str, defaultdict[str, set[int]]] = {
        kind: defaultdict(set) for kind in ("phone", "mail", "name", "block", "domain")
    }
    for customer, kind, text in reaches:
        if not text:
            continue
        found[kind][folded_name(text) if kind == "name" else text].add(customer)
        if kind == "phone" and (block := block_of(text)):
            found["block"][block].add(customer)
        if kind == "mail" and "@" in text:
            domain = text.rpartition("@")[2]
            if domain not in EVERYBODYS:
                found["domain"][domain].add(customer)
    return Leads(
        _one_only(found["phone"]), _one_only(found["block"]), _one_only(found["mail"]),
        _one_only(found["domain"]), _by_first_word(_one_only(found["name"])),
    )  # fmt: skip


def _one_only(found: Mapping[str, set[int]]) -> dict[str, int]:
    return {text: next(iter(whose)) for text, whose in found.items() if len(whose) == 1}


def _by_first_word(names: Mapping[str, int]) -> dict[str, list[tuple[str, int]]]:
    found: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    for name, customer in sorted(names.items(), key=lambda pair: (-len(pair[0]), pair[0])):
        words = _WORD.findall(name)
        if words and len(name) >= SHORTEST_NAME:
            found[words[0]].append((name, customer))
    return found
