<<<<<<< HEAD
"""A house with an owner on a real server, and Chromium to look at it."""
=======
"""The browser and the house that the browser tests share."""
>>>>>>> pages

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
<<<<<<< HEAD
from django.test import Client

from tests.web.sample import CLOCK, LIST
from wertschatz.bootstrap.clock import now
from wertschatz.bootstrap.house import House, house
from wertschatz.django_settings import SECRET_KEY
from wertschatz.jobs.handlers import handlers
from wertschatz.jobs.runner import run_due
from wertschatz.storage.models import User
from wertschatz.usecases.start_the_house import start_token

CHROMIUM = Path("/usr/bin/chromium")
PASSWORD = "drei wilde Katzen"
# Playwright's own loop runs in the test's thread; Django must not mistake it for async code.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is New Year's Eve of 2013 for everybody."""
    monkeypatch.setenv("WERTSCHATZ_CLOCK", CLOCK)


@pytest.fixture
def home(transactional_db: None, clock: None) -> Iterator[House]:
    """A house without an owner."""
    from django.core.cache import cache
    from django.core.management import call_command

    call_command("createcachetable", verbosity=0)
    cache.clear()
    yield house()
    house().close()


@pytest.fixture
def owner(home: House) -> int:
    """The owner's account."""
    return home.start_owner(
        start_token(SECRET_KEY), username="anna", password=PASSWORD, firm="Anna GmbH", language="de"
    )


def work(home: House) -> None:
    """What the jobs process would do now."""
    run_due(handlers(home), now)


@pytest.fixture
def filled(home: House, owner: int) -> House:
    """A year of invoices has been taken in and assessed."""
    made = home.receive_files([("rechnungen.csv", [LIST.encode()])], owner)
    work(home)
    home.run_import(made)
    work(home)
    return home


@pytest.fixture
def client_in(owner: int, client: Client) -> Client:
    """The owner, signed in, reading German."""
    client.force_login(
        User.objects.get(pk=owner), backend="django.contrib.auth.backends.ModelBackend"
    )
    client.cookies["wertschatz_language"] = "de"
    return client
=======
from playwright.sync_api import Browser, Page

from tests.web.served import CHROMIUM, LAUNCH, Served, make_owner, take_in


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if Path(CHROMIUM).exists() or os.environ.get("CI") == "true":
        return
    for item in items:
        if "browser" in item.keywords:
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))
>>>>>>> pages


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
<<<<<<< HEAD
    """Debian's Chromium, without any call to the outside."""
    if not CHROMIUM.exists():
        if os.environ.get("CI") == "true":
            pytest.fail("Chromium is missing, and under CI=true nothing is skipped")
        pytest.skip("Chromium is not installed: apt install chromium")
    return {
        "executable_path": str(CHROMIUM),
        "headless": True,
        "args": [
            "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
            "--disable-background-networking", "--disable-component-update", "--disable-sync",
        ],
    }  # fmt: skip
=======
    return dict(LAUNCH)


@pytest.fixture(scope="session")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A house that nobody owns yet."""
    served = Served(tmp_path_factory.mktemp("fresh") / "data")
    yield served
    served.stop()


@pytest.fixture(scope="session")
def filled(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A house with an owner and a list of invoices."""
    served = Served(tmp_path_factory.mktemp("filled") / "data")
    try:
        context = browser.new_context(locale="de-DE")
        page = context.new_page()
        make_owner(page, served)
        take_in(page, served)
        context.storage_state(path=tmp_path_factory.getbasetemp() / "owner.json")
        context.close()
        yield served
    finally:
        served.stop()


@pytest.fixture
def owner(browser: Browser, filled: Served, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Page]:
    """The owner at a desk, German, signed in."""
    state = tmp_path_factory.getbasetemp() / "owner.json"
    context = browser.new_context(locale="de-DE", storage_state=state, base_url=filled.address)
    yield context.new_page()
    context.close()
>>>>>>> pages
