"""Living with one's customers in a real browser, as a new owner with the example firm."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.served import Served
from tests.web.test_browser import DESK, PHONE, no_overflow, signed_in, violations, watch
from tests.web.test_browser_assessment import address_of, joinery

__all__ = ["joinery"]
pytestmark = pytest.mark.browser
PAGES = ("budget", "fresh", "groups", "people", "open", "portfolio", "portfolio/what-if", "done",
         "contacts", "analysis")  # fmt: skip


def used_this_week(page: Page) -> list[str]:
    """What each group has used this week, as the page writes it."""
    page.goto("/budget/")
    rows = page.locator("section[aria-labelledby=week] tbody tr")
    # The table lies folded beside its picture.
    return [row.locator("td").nth(1).text_content() or "" for row in rows.all()]


def test_a_contact_in_two_clicks_moves_the_budget_and_is_taken_back(
    browser: Browser, joinery: tuple[Served, Path, Path]
) -> None:
    served, owner, _ = joinery
    page = signed_in(browser, served, owner, DESK)
    told = watch(page)
    before = used_this_week(page)
    address = address_of(page, "close_to_heart")
    page.goto("/customers/")
    page.locator(f"a[data-row][href='{address}']").click()
    page.locator("[data-log]").click()
    expect(page).to_have_url(re.compile(re.escape(address)))
    after = used_this_week(page)
    assert len(before) == 4
    assert after != before
    page.goto("/done/")
    page.locator("[data-undo]").first.click()
    assert used_this_week(page) == before
    assert told == []
    page.context.close()


@pytest.mark.parametrize("form", [DESK, PHONE])
def test_every_page_of_the_chapter_is_clean(
    browser: Browser, joinery: tuple[Served, Path, Path], form: dict[str, Any]
) -> None:
    served, owner, _ = joinery
    page = signed_in(browser, served, owner, form)
    told, found, wide = watch(page), {}, []
    customer = address_of(page, "close_to_heart")
    inner = [f"{customer}{part}/" for part in ("start", "goodbye", "timeline")]
    for address in [*(f"/{name}/" for name in PAGES), customer, *inner]:
        answer = page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        if worst := violations(page):
            found[address] = worst
        if not no_overflow(page):
            wide.append(address)
    assert found == {}
    assert wide == []
    assert told == []
    page.context.close()


def test_the_letter_waits_behind_a_key_and_the_way_out_is_there(
    browser: Browser, joinery: tuple[Served, Path, Path]
) -> None:
    served, owner, _ = joinery
    page = signed_in(browser, served, owner, DESK)
    page.goto(address_of(page, "close_to_heart") + "start/")
    letter = page.locator("[data-reveal] .letter")
    expect(letter).to_be_hidden()
    page.locator("main button.primary[name=clock]").click()
    expect(page.locator("section[data-call]")).to_be_visible()
    page.keyboard.press("g")
    expect(letter).to_be_visible()
    page.locator("[data-ring='0']").click()
    expect(page.locator("[data-call][data-rings]")).to_be_attached()
    page.locator("[data-quiet]").click()
    expect(page.locator("[data-call][data-rings]")).to_have_count(0)
    page.locator("section[data-call] button.primary").click()
    expect(page.locator("section[data-call]")).to_have_count(0)
    page.context.close()


def test_a_soft_line_appears_under_what_is_typed(
    browser: Browser, joinery: tuple[Served, Path, Path]
) -> None:
    served, owner, _ = joinery
    page = signed_in(browser, served, owner, DESK)
    page.goto(address_of(page, "close_to_heart"))
    page.locator("#reason").press_sequentially("so ein Idiot")
    expect(page.locator("#reason-gently")).to_contain_text("was geschehen ist")
    page.context.close()
