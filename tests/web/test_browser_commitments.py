"""An offer noted, ended and taken back with the keyboard alone; wishes in both forms."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.served import Served
from tests.web.test_browser import FORMS, no_overflow, signed_in, violations, watch

pytestmark = pytest.mark.browser


def test_an_offer_by_keyboard_alone(owner: Page, filled: Served) -> None:
    told = watch(owner)
    owner.goto("/customers/")
    owner.goto(str(owner.locator("a[data-row]").first.get_attribute("href")))
    owner.locator("#commitment").focus()
    owner.keyboard.press("Tab")
    owner.keyboard.type("Regal für den Flur")
    owner.keyboard.press("Enter")
    accepted = owner.get_by_role("button", name=re.compile("Angenommen ?: Regal für den Flur"))
    expect(accepted).to_be_visible()
    accepted.focus()
    owner.keyboard.press("Enter")
    expect(owner.locator("#commitments ~ ul [data-undo]")).to_be_visible()
    expect(accepted).to_have_count(0)
    owner.locator("#commitments ~ ul [data-undo]").focus()
    owner.keyboard.press("Enter")
    expect(accepted).to_be_visible()
    assert told == []


@pytest.mark.parametrize("form", FORMS)
def test_nothing_to_complain_about(
    browser: Browser, filled: Served, tmp_path_factory: pytest.TempPathFactory,
    form: dict[str, Any],
) -> None:  # fmt: skip
    state = tmp_path_factory.getbasetemp() / "owner.json"
    page = signed_in(browser, filled, Path(state), form)
    page.goto("/customers/")
    page.goto(str(page.locator("a[data-row]").nth(1).get_attribute("href")))
    sheet = page.url.partition("#")[0]
    page.locator("#commitment").select_option("ours")
    page.locator("#matter").fill("Muster zeigen")
    page.locator("#due").fill("2013-12-30")
    page.locator("#due ~ button").click()
    page.locator("#preference ~ details summary").click()
    page.locator("input[name=never][value=call]").check()
    page.locator("#preference ~ details button").click()
    for address in (sheet, "/open/"):
        page.goto(address)
        if address == sheet:
            page.locator("#preference ~ details summary").click()
        assert violations(page) == []
        assert no_overflow(page)
    page.context.close()
