"""The palette, search, tags and many at once, by keyboard in a real browser."""

from __future__ import annotations

import re
import time
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.served import PASSWORD, USER, Served
from tests.web.test_browser import DESK, PHONE, no_overflow, signed_in, violations, watch

pytestmark = pytest.mark.browser
BOTH = pytest.mark.parametrize("form", [DESK, PHONE], ids=["de-light-1280", "en-dark-375"])


def opened(browser: Browser, filled: Served, form: dict[str, Any], base: Path) -> Page:
    return signed_in(browser, filled, base / "owner.json", form)


def ready(page: Page) -> None:
    """The scripts of the page are there: a key pressed before is nobody's."""
    page.wait_for_function("document.readyState === 'complete'")


@BOTH
def test_pages_of_order_are_clean(
    browser: Browser, filled: Served, form: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    page = opened(browser, filled, form, tmp_path_factory.getbasetemp())
    told = watch(page)
    page.goto("/customers/")
    customer = page.locator("a[data-row]").first.get_attribute("href") or ""
    for address in ("/search/?q=kunde", "/customers/new/", f"{customer}edit/", customer,
                    "/customers/?archived=1", "/customers/?q=kunde"):  # fmt: skip
        page.goto(address)
        for summary in page.locator("main summary").all():
            summary.click()
        assert violations(page) == [], address
        assert no_overflow(page), address
    page.context.close()
    assert not told


def test_the_palette_finds_a_customer_and_a_page_by_keys_alone(owner: Page) -> None:
    told = watch(owner)
    owner.goto("/customers/")
    owner.keyboard.press("Control+k")
    field = owner.get_by_role("combobox", name="Suche oder Befehl")
    expect(field).to_be_focused()
    expect(owner.locator("#palette-list li").first).to_have_attribute("aria-selected", "true")
    assert violations(owner) == []
    field.press_sequentially("groesse kunde 3")
    expect(owner.locator("#palette-list li").first).to_contain_text("Kunde 3")
    owner.keyboard.press("Enter")
    expect(owner.locator("h1")).to_contain_text("Kunde 3")
    ready(owner)
    owner.keyboard.press("Control+k")
    expect(field).to_be_focused()
    field.press_sequentially("dateien")
    expect(owner.locator("#palette-list li").first).to_contain_text("Dateien")
    owner.keyboard.press("ArrowDown")
    owner.keyboard.press("ArrowUp")
    owner.keyboard.press("Enter")
    expect(owner).to_have_url(re.compile("/files/$"))
    ready(owner)
    owner.keyboard.press("Control+k")
    expect(field).to_be_focused()
    owner.keyboard.press("Escape")
    expect(field).to_be_hidden()
    owner.keyboard.press("/")
    expect(owner).to_have_url(re.compile("/search/$"))
    expect(owner.locator("#q")).to_be_focused()
    assert not told


def test_enter_before_the_answer_means_what_was_typed(owner: Page) -> None:
    owner.goto("/customers/")
    # The answer takes its time: what stands in the list is still that of nothing typed.
    owner.route(re.compile("/palette/"), lambda route: (time.sleep(0.3), route.continue_())[1])
    owner.keyboard.press("Control+k")
    field = owner.get_by_role("combobox", name="Suche oder Befehl")
    expect(owner.locator("#palette-list li").first).to_be_visible()
    field.fill("groesse kunde 3")
    owner.keyboard.press("Enter")
    expect(owner.locator("h1")).to_contain_text("Kunde 3")


def test_a_customer_is_changed_by_keys_and_warned_of_while_typing(owner: Page) -> None:
    owner.goto("/customers/?q=kunde 4")
    owner.keyboard.press("j")
    owner.keyboard.press("Enter")
    expect(owner.locator("h1")).to_contain_text("Kunde 4")
    ready(owner)
    owner.keyboard.press("e")
    expect(owner.locator("#name")).to_be_focused()
    owner.locator("#phone").fill("030/231 25-0")
    owner.keyboard.press("Enter")
    expect(owner.locator("h1")).to_contain_text("Kunde 4")
    owner.goto("/customers/new/")
    owner.locator("#phone").press_sequentially("+49 30 231250")
    expect(owner.locator("#alike a")).to_contain_text("Kunde 4")
    owner.goto("/search/?q=030 23125")
    expect(owner.locator("#found a").first).to_contain_text("Kunde 4")


def test_several_are_tagged_at_once_and_it_is_taken_back(owner: Page) -> None:
    owner.goto("/customers/")
    # The list is swapped while one types, and "all on this page" is still there.
    owner.locator("#q").press_sequentially("kunde")
    expect(owner).to_have_url(re.compile("q=kunde"))
    owner.locator("details.many summary").first.click()
    owner.locator("[data-all]").check()
    expect(owner.locator("input[name=chosen]").last).to_be_checked()
    owner.locator("#many-tag").fill("Messe")
    owner.locator("button[name=wish][value=tag]").click()
    expect(owner.locator("div.told")).to_contain_text("Messe")
    expect(owner.locator("table.customers tbody tr").first).to_contain_text("Messe")
    owner.keyboard.press("u")
    owner.keyboard.press("Enter")
    expect(owner.get_by_role("status").filter(has_text="Zurückgenommen")).to_be_visible()
    expect(owner.locator("table.customers")).not_to_contain_text("Messe")


def out(page: Page) -> None:
    """The session is over; the language of this browser stays."""
    page.context.clear_cookies(name="wertschatz")


def in_again(page: Page) -> None:
    page.locator("#id_login").fill(USER)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main button.primary").click()


@BOTH
def test_after_the_session_a_search_leads_to_the_door_as_a_whole_page(
    browser: Browser, filled: Served, form: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    page = opened(browser, filled, form, tmp_path_factory.getbasetemp())
    told = watch(page)
    for address, field in (("/customers/?sort=name", "#q"), ("/customers/new/", "#name")):
        page.goto(address)
        ready(page)
        out(page)
        page.locator(field).press_sequentially("Kunde")
        expect(page.locator("#id_login")).to_be_visible()
        assert page.url.startswith(f"{filled.address}/sign-in/?next=")
        expect(page.locator("header.frame")).to_have_count(1)
        in_again(page)
        expect(page).to_have_url(re.compile(re.escape(address.split("?")[0]) + r"(\?.*)?$"))
    page.goto("/customers/?sort=name")
    ready(page)
    out(page)
    page.keyboard.press("Control+k")
    expect(page.locator("#id_login")).to_be_visible()
    in_again(page)
    expect(page).to_have_url(f"{filled.address}/customers/?sort=name")
    assert told == []
    page.context.close()
