"""Things to leave, the balance and days off in a browser: clean, and with the keyboard alone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.web.served import Served
from tests.web.test_browser import FORMS, signed_in, watch
from tests.web.test_browser_assessment import joinery, looked_at

__all__ = ["joinery"]
pytestmark = pytest.mark.browser
PAGES = ("leave/", "balance/", "balance/days-off/")


@pytest.mark.parametrize("form", FORMS)
def test_every_page_of_it_is_clean(
    browser: Browser, joinery: tuple[Served, Path, Path], form: dict[str, Any]
) -> None:
    served, owner, _ = joinery
    page = signed_in(browser, served, owner, form)
    told = watch(page)
    page.goto("/leave/")
    for notice in ("late", "by_hand", "group_c"):
        page.locator("#text").fill(f"Fernsehen {notice}")
        page.locator("#notice").select_option(notice)
        page.locator("main button.primary").click()
        expect(page.locator("main")).to_contain_text(f"Fernsehen {notice}")
    page.goto("/balance/days-off/")
    page.locator("#holiday_land").select_option("4")
    page.locator("main button.primary").click()
    expect(page.locator("#holiday_place")).to_be_visible()
    pages = {one: f"/{one}" for one in PAGES}
    found = looked_at(page, {**pages, "a week before": "/balance/?week=2026-11-18"})
    page.context.close()
    assert not found, json.dumps(found, indent=1, ensure_ascii=False)
    assert not told


def test_a_thing_is_left_by_keyboard_and_taken_back(
    browser: Browser, joinery: tuple[Served, Path, Path]
) -> None:
    served, owner, _ = joinery
    page = signed_in(browser, served, owner, FORMS[0].values[0])
    told = watch(page)
    page.goto("/leave/")
    page.locator("#text").focus()
    page.keyboard.type("Die wöchentliche Autowäsche")
    page.locator("#notice").select_option("by_hand")
    page.locator("#each").fill("45")
    page.keyboard.press("Enter")
    line = page.locator("main ul.done li", has_text="Die wöchentliche Autowäsche").first
    line.get_by_role("button", name="Heute gelassen").press("Enter")
    expect(page.locator("h1")).to_have_text(
        "„Die wöchentliche Autowäsche“ zu lassen gab Ihnen diese Woche 45\u00a0Min. zurück."
    )
    page.goto("/balance/")
    expect(page.locator("main")).to_contain_text("Die wöchentliche Autowäsche: diese Woche 45")
    page.goto("/leave/")
    page.keyboard.press("u")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).not_to_contain_text("45")
    assert told == []
    page.context.close()
