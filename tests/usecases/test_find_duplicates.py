"""Planted duplicates are found, and none is taken for sure wrongly."""

from __future__ import annotations

import random
import time

import pytest

from wertschatz.domain.customers.duplicates import Kind, Known
from wertschatz.usecases.find_duplicates import compare

SYLLABLES = (
    "al", "bach", "berg", "bert", "bran", "dor", "fal", "fried", "gar", "göt", "hart", "hei",
    "jan", "kau", "kel", "kön", "lan", "lieb", "mann", "mül", "nau", "ott", "rich", "rös", "schä",
    "ste", "tal", "ul", "vog", "wei", "win", "zie",
)  # fmt: skip
TRADES = ("Bäckerei", "Tischlerei", "Praxis", "Gärtnerei", "Kanzlei", "Autohaus", "Café", "Hotel",
          "Elektro", "Malermeister", "Spedition", "Apotheke", "")  # fmt: skip
FORMS = ("GmbH", "GmbH & Co. KG", "AG", "e.K.", "UG (haftungsbeschränkt)", "", "")
FIRST = ("Anna", "Bernd", "Clara", "David", "Emine", "Frank", "Gisela", "Hannes", "Ines", "Jörg")


def base(dice: random.Random, count: int) -> list[Known]:
    """Invented customers, all of them different firms."""
    names: dict[str, Known] = {}
    while len(names) < count:
        surname = "".join(dice.choice(SYLLABLES) for _ in range(dice.choice((2, 2, 3)))).title()
        first = dice.choice(FIRST) if dice.random() < 0.4 else ""
        name = " ".join(filter(None, [dice.choice(TRADES), first, surname, dice.choice(FORMS)]))
        place = dice.randrange(10_000, 99_999)
        vat = f"DE{dice.randrange(10**9):09}" if dice.random() < 0.3 else ""
        mail = f"post@{surname.casefold()}{place}.example" if dice.random() < 0.3 else ""
        made = Known(len(names), name, vat_id=vat, email=mail, postcode=str(place), town="Ort")
        names.setdefault(f"{name.casefold()}", made)
    return list(names.values())


def spoiled(dice: random.Random, one: Known, number: int) -> Known:
    """The same customer, written down by somebody else in another tool."""
    form = max((form for form in FORMS if one.name.endswith(form)), key=len)
    name = one.name.removesuffix(form).strip()
    at = dice.randrange(1, len(name) - 2)
    match dice.randrange(6):
        case 0:
            name = name.replace("ä", "ae").replace("ö", "oe").replace("ü", "ue")
        case 1:
            name = name.upper()
        case 2:
            form = ""
        case 3:
            *words, last = name.split()
            name = f"{last}, {' '.join(words)}" if words else name
        case 4:
            name = name[:at] + name[at + 1 :]
        case 5:
            name = name[:at] + name[at + 1] + name[at] + name[at + 2 :]
    return Known(
        number, f"{name} {form}", vat_id=one.vat_id if dice.random() < 0.5 else "",
        email=one.email if dice.random() < 0.5 else "",
        postcode="" if dice.random() < 0.3 else one.postcode,
    )  # fmt: skip


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_five_hundred_planted_among_five_thousand(seed: int) -> None:
    dice = random.Random(seed)
    known = base(dice, 4_500)
    planted = {
        (one.id, 4_500 + at): spoiled(dice, one, 4_500 + at)
        for at, one in enumerate(dice.sample(known, 500))
    }
    found = compare([*known, *planted.values()])
    pairs = {(pair.first, pair.second): pair.kind for pair in found}
    assert len(planted.keys() & pairs.keys()) >= 480
    wrong = {pair: kind for pair, kind in pairs.items() if pair not in planted}
    assert Kind.SURE not in wrong.values()
    assert list(wrong.values()).count(Kind.LIKELY) <= 5


def test_a_name_inside_another_is_another_firm() -> None:
    names = ["Müller", "Tischlerei Müller", "Müller Bau", "Bau"]
    assert compare([Known(number, name) for number, name in enumerate(names)]) == []


def test_twenty_thousand_customers_take_less_than_five_seconds() -> None:
    known = base(random.Random(4), 20_000)
    began = time.process_time()
    compare(known)
    assert time.process_time() - began < 5


def test_empty_names_and_nobody_at_all() -> None:
    assert compare([]) == []
    assert compare([Known(1, ""), Known(2, "!"), Known(3, "…")]) == []
