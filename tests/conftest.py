"""What all tests share."""

from __future__ import annotations

import datetime as dt
import sys
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from xdist.scheduler import LoadFileScheduling

from tests.storage.day import AT
from wertschatz.bootstrap import clock


class EachOnlyOnce(LoadFileScheduling):
    """Whole files for each worker; a test during which a worker ended is not begun again.

    xdist itself (3.8.0) hands such a test to the next worker, which ends in the same way.
    """

    def remove_node(self, node: Any) -> str | None:
        """The test that was running, or None at the end of the run; the rest goes to others."""
        units = self.assigned_work[node].values()
        running = next((test for unit in units for test, done in unit.items() if not done), None)
        for unit in units:
            if running in unit:
                unit[running] = True
        super().remove_node(node)
        return running


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> EachOnlyOnce | None:
    return EachOnlyOnce(config, log) if config.getvalue("dist") == "loadfile" else None


@pytest.fixture(autouse=True)
def _no_kind_word_is_remembered() -> Iterator[None]:
    """Each test has its own data, though the database may look alike."""
    yield
    care = sys.modules.get("wertschatz.storage.queries.care")
    if care is not None:
        care.forget()


@pytest.fixture
def the_day_of_the_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """The house's clock stands at the day for which the tests invent their rows: the twelve months
    up to the real one leave them behind."""
    monkeypatch.setenv(clock.VARIABLE, AT.isoformat())
    monkeypatch.setattr(clock, "_started", dt.datetime.now(dt.UTC))


@pytest.fixture(scope="session")
def django_db_modify_db_settings_xdist_suffix(request: pytest.FixtureRequest) -> None:
    """Workers need names of their own on a server; in memory each has its own database anyway."""
    worker = getattr(request.config, "workerinput", {}).get("workerid")
    if worker and connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["NAME"] = f"test_wertschatz_{worker}"
