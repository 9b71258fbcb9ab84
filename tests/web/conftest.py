"""The browser and the house that the browser tests share."""

from __future__ import annotations

import asyncio
import ctypes
import os
from collections.abc import Awaitable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright._impl._sync_base import SyncBase
from playwright.sync_api import Browser, Page

from tests.web import served
from tests.web.served import CHROMIUM, LAUNCH, Served, make_owner, take_in


@pytest.fixture(scope="session", autouse=True)
def _no_call_waits_for_ever() -> Iterator[None]:
    """Playwright bounds what looks for something on a page, but neither `evaluate` nor the keys nor
    closing (1.65.2): a page that never answers held a run for an hour (30 November 2026)."""
    unbounded = SyncBase._sync

    async def bounded(awaitable: Awaitable[Any]) -> Any:
        __tracebackhide__ = True
        limit = asyncio.timeout(served.ANSWERS_WITHIN)
        try:
            async with limit:
                return await awaitable
        except TimeoutError:
            if limit.expired():
                raise AssertionError("the browser gave no answer") from None
            raise

    def sync(self: SyncBase, awaitable: Awaitable[Any]) -> Any:
        __tracebackhide__ = True
        return unbounded(self, bounded(awaitable))

    SyncBase._sync = sync
    yield
    SyncBase._sync = unbounded


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
    house = Served(tmp_path_factory.mktemp("fresh") / "data")
    yield house
    house.stop()


@pytest.fixture(scope="session")
def filled(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A house with an owner and a list of invoices."""
    house = Served(tmp_path_factory.mktemp("filled") / "data")
    try:
        context = browser.new_context(locale="de-DE")
        page = context.new_page()
        make_owner(page, house)
        take_in(page, house)
        context.storage_state(path=tmp_path_factory.getbasetemp() / "owner.json")
        context.close()
        yield house
    finally:
        house.stop()


@pytest.fixture
def owner(
    browser: Browser, filled: Served, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Page]:
    """The owner at a desk, German, signed in."""
    state = tmp_path_factory.getbasetemp() / "owner.json"
    context = browser.new_context(locale="de-DE", storage_state=state, base_url=filled.address)
    yield context.new_page()
    context.close()
