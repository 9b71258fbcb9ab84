"""The example firm gives each kind of occasion, and none twice."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest

from wertschatz.bootstrap import clock
from wertschatz.bootstrap.house import House
from wertschatz.domain.care.occasions import CODES
from wertschatz.integrations.files.pool import ReadingPool
from wertschatz.jobs.handlers import handlers
from wertschatz.jobs.runner import run_due
from wertschatz.ports.care import Given
from wertschatz.storage.models import CaredFor, Party

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def home(tmp_path: Path) -> Iterator[House]:
    class Elsewhere(House):
        folder = tmp_path

    home = Elsewhere(ReadingPool(size=1))
    yield home
    home.close()


@pytest.mark.parametrize("day", ["2026-11-30", "2027-05-17", "2028-02-29"])
def test_each_kind_of_occasion_once_at_least_and_none_twice(
    home: House, day: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(clock.VARIABLE, f"{day}T10:00:00+00:00")
    made = home.load_example(None)
    run_due(handlers(home), clock.now)
    care = home.care()
    kinds = Counter(one.code for one in care.found)
    assert set(kinds) == set(CODES), kinds
    facts = Counter((one.key, one.fact) for one in care.found)
    assert max(facts.values()) == 1
    # One a day: the birthday, for it has its day; and nothing more once it had its word.
    assert care.suggestion is not None
    assert care.suggestion.occasion.code == "birthday"
    best = care.suggestion.occasion
    given = Given("card", home.today(), occasion=best.code, fact=best.fact)
    home.give(care.people[best.key].key, given, None)
    assert home.care().suggestion is None
    refused = next(one for one in care.people.values() if one.name.startswith("Kanzlei Hartmann"))
    assert refused.channels == frozenset()
    assert str(refused.key) not in {str(line.person.key) for line in care.due_lines}
    # What the example brought goes with it, although a kind word of one's own stands.
    home.withdraw_import(made, None)
    assert not Party.objects.filter(name="Kemal Arslan").exists() or CaredFor.objects.exists()
