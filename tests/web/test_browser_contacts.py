"""Contacts in a real browser: two clicks log one, so does the keyboard; every page is clean."""

from __future__ import annotations

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.served import Served
from tests.web.test_browser import FORMS, no_overflow, signed_in, violations, watch

pytestmark = pytest.mark.browser


def test_a_contact_in_two_clicks_and_taken_back(owner: Page) -> None:
    owner.goto("/customers/")
    owner.locator("table.customers a[data-row]").first.click()
    owner.locator("[data-log]").click()
    expect(owner).to_have_url(re.compile("#logged$"))
    entry = owner.locator("#logged li").first
    expect(entry).to_contain_text("10")
    entry.locator("button[data-undo]").click()
    expect(owner.locator("#logged")).to_have_count(0)


def test_who_is_typed_is_found_and_logged_by_keyboard_alone(owner: Page) -> None:
    owner.goto("/contacts/")
    owner.keyboard.press("/")
    owner.keyboard.type("kunde 3")
    expect(owner.locator("#found h2").first).to_contain_text("Kunde 3")
    owner.keyboard.press("Tab")
    for _ in range(4):
        if owner.evaluate("document.activeElement.name") == "contact":
            break
        owner.keyboard.press("Tab")
    owner.keyboard.press("Enter")
    expect(owner).to_have_url(re.compile("/contacts/#logged$"))
    expect(owner.locator("#logged li").first).to_contain_text("Kunde 3")


@pytest.mark.parametrize("form", FORMS)
def test_every_page_of_contacts_is_clean(
    browser: Browser, filled: Served, form: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    state = tmp_path_factory.getbasetemp() / "owner.json"
    page = signed_in(browser, filled, state, form)
    told, found = watch(page), {}
    page.goto("/customers/")
    customer = page.locator("table.customers a[data-row]").first.get_attribute("href") or ""
    page.goto(customer)
    page.locator("button[name=contact][value=visit]").click()
    correct = page.locator("#logged form.note").get_attribute("action") or ""
    page.locator("details:has(button[name=clock]) summary").click()
    page.locator("button[name=clock]").first.click()
    expect(page.locator("form.clock")).to_be_visible()
    for address in (
        customer, "/contacts/", "/contacts/?q=kunde", "/contacts/?q=zzzz", correct,
        "/contacts/clock/", f"{customer}timeline/", f"{customer}timeline/?kind=contacts",
        f"{customer}timeline/?kind=commitments",
    ):  # fmt: skip
        page.goto(address)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
        complaints = violations(page) + ([] if no_overflow(page) else ["wider than the screen"])
        if complaints:
            found[address] = complaints
    page.goto("/contacts/clock/")
    page.locator("main button[name=drop]").click()
    expect(page.locator("form.clock")).to_have_count(0)
    page.context.close()
    assert not found, json.dumps(found, indent=1, ensure_ascii=False)
    assert not told
