"""Tasks in a real browser: captured from anywhere, moved by keys and by hand, out of the inbox."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.served import Served, make_owner
from tests.web.test_browser import FORMS, no_overflow, signed_in, violations, watch

pytestmark = pytest.mark.browser
DESK = FORMS[0].values[0]
MONDAY = "2026-11-30T09:05:00+00:00"
Firm = tuple[Served, Path]


@pytest.fixture(scope="module")
def firm(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firm]:
    """A house with its owner on a Monday morning."""
    folder = tmp_path_factory.mktemp("tasks")
    served, state = Served(folder / "data", MONDAY), folder / "owner.json"
    try:
        context = browser.new_context(locale="de-DE", base_url=served.address)
        make_owner(context.new_page(), served)
        context.storage_state(path=state)
        context.close()
        yield served, state
    finally:
        served.stop()


def titles(page: Page) -> list[str]:
    return page.locator("[data-class] [data-row]").all_inner_texts()


def test_captured_by_a_key_moved_and_done(browser: Browser, firm: Firm) -> None:
    page = signed_in(browser, *firm, DESK)
    told = watch(page)
    page.goto("/people/")
    for line in ("Eins", "Zwei", "Drei"):
        page.keyboard.press("t")
        page.locator("#capture-line").fill(line)
        with page.expect_navigation():
            page.keyboard.press("Enter")
        expect(page.locator(".told")).to_contain_text("Festgehalten.")
        assert page.url.endswith("/people/")
    page.keyboard.press("Control+k")
    page.locator("#palette-q").fill("Angebot an Kurz morgen 30m !")
    page.locator("#option-task").click()
    expect(page.locator("#capture-line")).to_be_focused()
    assert violations(page) == []
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.goto("/tasks/")
    expect(page.locator("h1")).to_have_text("Zuerst: Angebot an Kurz")
    assert titles(page) == ["Angebot an Kurz", "Eins", "Zwei", "Drei"]
    page.get_by_role("link", name="Drei").focus()
    with page.expect_navigation():
        page.keyboard.press("K")
    expect(page.get_by_role("link", name="Drei")).to_be_focused()
    assert titles(page) == ["Angebot an Kurz", "Eins", "Drei", "Zwei"]
    zwei = page.locator("[data-task]", has_text="Zwei")
    zwei.drag_to(page.locator("section", has=page.locator("#i-3")))
    expect(page.locator("[data-class='3'] [data-row]")).to_have_text("Zwei")
    page.get_by_role("link", name="Eins").focus()
    page.keyboard.press("x")
    expect(page.locator("[data-class='2'] [data-row]")).to_have_text("Drei")
    page.keyboard.press("u")
    page.keyboard.press("Enter")
    expect(page.locator("[data-class='2'] [data-row]")).to_have_text(["Eins", "Drei"])
    assert told == []


@pytest.mark.parametrize("form", FORMS)
def test_pages_are_whole_in_both_forms(browser: Browser, firm: Firm, form: dict[str, Any]) -> None:
    page = signed_in(browser, *firm, form)
    told = watch(page)
    page.goto("/inbox/")
    page.locator("#text").fill("Brief vom Finanzamt")
    page.locator("#text").press("Enter")
    expect(page.locator("h1")).to_have_text("Brief vom Finanzamt")
    assert violations(page) == []
    assert no_overflow(page)
    page.locator("#to").fill("Anna")
    page.locator("button[value=delegated]").click()
    page.goto("/tasks/")
    expect(page.locator("section[aria-labelledby=waiting]")).to_contain_text("Brief vom Finanzamt")
    assert violations(page) == []
    assert no_overflow(page)
    page.locator("section[aria-labelledby=waiting] [data-row]").first.click()
    expect(page.locator("#title")).to_have_value("Brief vom Finanzamt")
    assert violations(page) == []
    assert no_overflow(page)
    assert told == []
