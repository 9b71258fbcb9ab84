"""Taking back and two versions in a real browser: by keyboard, and every page is clean."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.served import Served
from tests.web.test_browser import FORMS, no_overflow, signed_in, violations, watch

pytestmark = pytest.mark.browser


def decide(page: Page, letter: str, reason: str) -> None:
    page.check(f"form.word input[name=group][value={letter}]")
    page.fill("#reason", reason)
    page.press("#reason", "Enter")


def test_taken_back_by_keyboard_the_place_is_kept_and_it_can_be_done_again(owner: Page) -> None:
    owner.goto("/customers/")
    owner.locator("table.customers a[data-row]").nth(2).click()
    decide(owner, "B", "so gesehen")
    owner.goto("/done/")
    line = owner.locator("ul.done li").first
    line.locator("button[data-undo]").focus()
    owner.keyboard.press("Enter")
    expect(owner).to_have_url(re.compile("/done/#a-"))
    told = owner.locator("main [role=status]")
    expect(told).to_contain_text("Zurückgenommen.")
    told.locator("button").focus()
    owner.keyboard.press("Enter")
    expect(owner.locator("ul.done li").first).to_contain_text("Wiederhergestellt")
    owner.locator("ul.done button[data-undo]").first.click()


@pytest.mark.parametrize("form", FORMS)
def test_both_versions_are_seen_and_every_page_is_clean(
    browser: Browser, filled: Served, form: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    state = tmp_path_factory.getbasetemp() / "owner.json"
    page = signed_in(browser, filled, state, form)
    told, found = watch(page), {}
    page.goto("/customers/")
    customer = page.locator("table.customers a[data-row]").first.get_attribute("href") or ""
    page.goto(customer)
    other = page.context.new_page()
    other.goto(customer)
    decide(other, "A", "treu")
    expect(other.locator("form.word")).to_be_visible()
    page.check("form.word input[name=group][value=C]")
    with page.expect_response(lambda answer: answer.status == 409):
        page.press("#reason", "Enter")
    expect(page.locator("main td", has_text="treu")).to_be_visible()
    for address in ("", "/done/", f"/done/?customer={customer.strip('/').split('/')[-1]}"):
        if address:
            page.goto(address)
        complaints = violations(page) + ([] if no_overflow(page) else ["wider than the screen"])
        if complaints:
            found[address] = complaints
    page.locator("ul.done button[data-undo]").first.click()
    page.context.close()
    assert not found, json.dumps(found, indent=1, ensure_ascii=False)
    assert not [one for one in told if "409" not in one]
