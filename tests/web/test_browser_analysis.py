"""The analysis in a real browser: forty customers of the example firm by keyboard alone."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.served import Served
from tests.web.test_browser import DESK, PHONE, no_overflow, signed_in, violations, watch
from tests.web.test_browser_assessment import joinery

__all__ = ["joinery"]
pytestmark = pytest.mark.browser
CUSTOMERS = 40
TEN_MINUTES = 600


def title(page: Page) -> str:
    return page.locator("h1").inner_text()


@pytest.mark.parametrize(("form", "customers"), [(DESK, CUSTOMERS), (PHONE, 4)])
def test_forty_customers_by_keyboard_alone(
    browser: Browser, joinery: tuple[Served, Path, Path], form: dict[str, Any], customers: int
) -> None:
    served, owner, _ = joinery
    page = signed_in(browser, served, owner, form)
    told = watch(page)
    page.goto("/analysis/")
    assert violations(page) == []
    assert no_overflow(page)
    go_on = page.locator("a.primary")
    if go_on.count():
        go_on.press("Enter")
    else:
        page.locator("button[name=now]").press("Enter")
    page.wait_for_url(re.compile(r"/analysis/[0-9a-f-]{36}/$"))
    assert violations(page) == []
    assert no_overflow(page)
    begun, names = time.monotonic(), []
    for at in range(customers):
        names.append(title(page))
        # One against the proposal, one passed over, the others as proposed.
        key = "b" if at == 1 else "w" if at == 2 or not confirmable(page) else "1"
        page.keyboard.press(key)
        expect(page.locator("h1")).not_to_have_text(names[-1])
    assert len(set(names)) == len(names)
    assert time.monotonic() - begun < TEN_MINUTES
    page.keyboard.press("z")
    expect(page.locator("h1")).to_have_text(re.compile(re.escape(names[-1].split(":")[0])))
    page.locator("form[action$='/finish/'] button").press("Enter")
    page.wait_for_url(re.compile(r"/end/$"))
    assert violations(page) == []
    assert no_overflow(page)
    assert told == []
    page.context.close()


def confirmable(page: Page) -> bool:
    return page.locator("[data-key='1']").count() > 0


def test_a_letter_typed_into_the_reason_is_no_key(
    browser: Browser, joinery: tuple[Served, Path, Path]
) -> None:
    served, owner, _ = joinery
    page = signed_in(browser, served, owner, DESK)
    page.goto("/analysis/")
    page.locator("button[name=now]").press("Enter")
    page.wait_for_url(re.compile(r"/analysis/[0-9a-f-]{36}/$"))
    before = title(page)
    page.keyboard.press("g")
    page.keyboard.type("abc w 1")
    assert title(page) == before
    expect(page.locator("#reason")).to_have_value("abc w 1")
    page.keyboard.press("Enter")
    assert title(page) == before
    page.keyboard.press("c")
    expect(page.locator("h1")).not_to_have_text(before)


def test_a_mark_by_keyboard_and_taken_back(
    browser: Browser, joinery: tuple[Served, Path, Path]
) -> None:
    served, owner, _ = joinery
    page = signed_in(browser, served, owner, DESK)
    page.goto("/analysis/")
    page.locator("a.primary, button[name=now]").first.press("Enter")
    page.wait_for_url(re.compile(r"/analysis/[0-9a-f-]{36}/$"))
    before = title(page)
    page.keyboard.press("m")
    expect(page.locator("button[name=kind]").first).to_be_focused()
    assert violations(page) == []
    page.keyboard.press("Enter")
    page.wait_for_url(re.compile(r"\?at=\d+$"))
    assert title(page) == before
    page.keyboard.press("z")
    expect(page.locator(".told")).to_be_visible()
    assert title(page) == before
    page.context.close()
