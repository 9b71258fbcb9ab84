"""The base as a whole in a real browser: asked by keyboard alone, and read by everybody."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.served import Served
from tests.web.test_browser import FORMS, no_overflow, signed_in, violations, watch

pytestmark = pytest.mark.browser


def test_without_a_customer_by_keyboard_alone(owner: Page) -> None:
    told = watch(owner)
    for _ in range(40):
        owner.goto("/portfolio/")
        if owner.locator("#stayed").count():
            break
        owner.wait_for_timeout(250)
    expect(owner.locator("h1")).to_contain_text("Ihr größter Kunde bringt")
    owner.get_by_role("link", name="Was wäre, wenn?").focus()
    owner.keyboard.press("Enter")
    owner.get_by_role("checkbox").first.focus()
    owner.keyboard.press("Space")
    owner.get_by_label("Preise höher um").focus()
    owner.keyboard.type("10")
    owner.keyboard.press("Enter")
    expect(owner.locator("h1")).to_contain_text("Ohne diesen Kunden fehlten")
    expect(owner.get_by_role("checkbox").first).to_be_checked()
    assert "more=10" in owner.url
    assert told == []


@pytest.mark.parametrize("form", FORMS)
def test_both_pages_are_open_to_everybody(
    browser: Browser,
    filled: Served,
    owner: Page,
    form: dict[str, Any],
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    state = tmp_path_factory.getbasetemp() / "owner.json"
    page = signed_in(browser, filled, state, form)
    page.goto("/portfolio/what-if/")
    chosen = page.get_by_role("checkbox").first.get_attribute("value")
    asked = f"/portfolio/what-if/?without={chosen}&more=10&of=A"
    for address in ("/portfolio/", asked, "/portfolio/what-if/?more=viel"):
        page.goto(address)
        assert violations(page) == []
        assert no_overflow(page)
    page.context.close()
