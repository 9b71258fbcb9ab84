"""Two customers that may be one, in a real browser: looked at, merged by keys, taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.served import Served, make_owner
from tests.web.test_browser import DESK, PHONE, no_overflow, signed_in, violations, watch

pytestmark = pytest.mark.browser
NAMES = "Müller & Söhne Handelsgesellschaft GmbH; 12.000\nSOEHNE, MUELLER & HANDELSGESELLSCHAFT\n"


@pytest.fixture
def twice(browser: Browser, tmp_path: Path) -> Iterator[tuple[Served, Path]]:
    """A house with a pair, and the state of its owner's browser."""
    served = Served(tmp_path / "data")
    try:
        context = browser.new_context(locale="de-DE")
        page = context.new_page()
        make_owner(page, served)
        page.goto(f"{served.address}/by-hand/")
        page.locator("#names").fill(NAMES + "Roth")
        page.locator("button[name=spread]").click()
        page.locator("main button.primary").click()
        wait_for_pair(page, served)
        context.storage_state(path=tmp_path / "owner.json")
        context.close()
        yield served, tmp_path / "owner.json"
    finally:
        served.stop()


def wait_for_pair(page: Page, served: Served) -> None:
    for _ in range(60):
        page.goto(f"{served.address}/customers/duplicates/")
        if page.locator("input[name=keep]").count() == 2:
            return
        page.wait_for_timeout(250)
    raise AssertionError("nobody was proposed")


@pytest.mark.parametrize("form", [DESK, PHONE], ids=["de-light-1280", "en-dark-375"])
def test_a_pair_is_merged_by_keys_and_taken_back(
    browser: Browser, twice: tuple[Served, Path], form: dict[str, Any], tmp_path: Path
) -> None:
    served, state = twice
    page = signed_in(browser, served, state, form)
    told = watch(page)
    page.goto("/customers/")
    page.locator("a[href='/customers/duplicates/']").click()
    expect(page.locator("h1")).to_have_count(1)
    assert violations(page) == []
    assert no_overflow(page)
    page.screenshot(path=tmp_path / "pair.png", full_page=True)
    page.locator("input[name=keep]").first.focus()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    for _ in range(6):
        if page.evaluate("document.activeElement.tagName") == "BUTTON":
            break
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator("div.told")).to_be_visible()
    assert violations(page) == []
    assert no_overflow(page)
    page.screenshot(path=tmp_path / "merged.png", full_page=True)
    page.keyboard.press("u")
    page.keyboard.press("Enter")
    expect(page.locator("div.told.line form[action*=undo]")).to_be_visible()
    wait_for_pair(page, served)
    page.context.close()
    assert not told
