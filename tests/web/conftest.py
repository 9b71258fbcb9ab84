"""The browser and the house that the browser tests share."""

from __future__ import annotations

import ctypes
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.web.served import CHROMIUM, LAUNCH, Served, make_owner, take_in


def _browser_is_there() -> bool:
    """Chromium, and the library that Playwright's driver is linked to."""
    try:
        ctypes.CDLL("libatomic.so.1")
    except OSError:
        return False
    return Path(CHROMIUM).exists()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    if _browser_is_there() or os.environ.get("CI") == "true":
        return
    for item in items:
        if "browser" in item.keywords:
            item.add_marker(pytest.mark.skip(reason="no Chromium on this machine"))


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
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
def owner(
    browser: Browser, filled: Served, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Page]:
    """The owner at a desk, German, signed in."""
    state = tmp_path_factory.getbasetemp() / "owner.json"
    context = browser.new_context(locale="de-DE", storage_state=state, base_url=filled.address)
    yield context.new_page()
    context.close()
