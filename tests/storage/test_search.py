"""Search forgives umlauts, accents, case, a typo and an unfinished word."""

from __future__ import annotations

import pytest

from wertschatz.storage import search
from wertschatz.storage.models import Gram, Party

NAMES = (
    "Иванов",
    "日本商事",
    "Müller & Söhne GmbH",
    "Schreinerei Mayer",
    "Café Ünal",
    "Großmann AG",
    "Meier Bau",
)


@pytest.fixture
def parties(db: None) -> None:
    made = Party.objects.bulk_create([Party(name=name) for name in NAMES])
    rows = search.rows_for((party.pk, (party.name, f"1000{n}")) for n, party in enumerate(made))
    Gram.objects.bulk_create(rows)


@pytest.mark.usefixtures("parties")
@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("müller", {"Müller & Söhne GmbH"}),
        ("MUELLER", {"Müller & Söhne GmbH"}),
        ("mul", set()),
        ("mül", {"Müller & Söhne GmbH"}),
        ("muelelr", {"Müller & Söhne GmbH"}),
        ("soehne mueller", {"Müller & Söhne GmbH"}),
        ("cafe", {"Café Ünal"}),
        ("grossman", {"Großmann AG"}),
        ("Schrienerei", {"Schreinerei Mayer"}),
        ("10005", {"Großmann AG"}),
        ("иванов", {"Иванов"}),
        ("日本", {"日本商事"}),
        ("ag", {"Großmann AG"}),
        ("xyzxyz", set()),
        ("mueller cafe", set()),
    ],
)
def test_who_is_found(asked: str, found: set[str]) -> None:
    ids = search.matching_parties(asked)
    assert ids is not None
    assert set(Party.objects.filter(id__in=ids).values_list("name", flat=True)) == found


def test_nothing_asked_is_everybody() -> None:
    assert search.matching_parties("   ") is None


@pytest.mark.usefixtures("parties")
@pytest.mark.parametrize("asked", ["–", "%", "_", "😀"])
def test_signs_alone_find_nobody(asked: str) -> None:
    ids = search.matching_parties(asked)
    assert ids is not None
    assert list(ids) == []
