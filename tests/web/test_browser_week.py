"""Five working days of the example firm around Christmas in a real browser with a moved clock:
each with its morning, an interruption and its closing, and the days between them silent."""

from __future__ import annotations

import os
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from types import SimpleNamespace

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.rings import serve_pages
from tests.web.test_browser import FORMS, no_overflow, signed_in, watch
from tests.web.test_browser_day import Firm, line, made_firm

pytestmark = pytest.mark.browser
DESK, PHONE = FORMS[0].values[0], FORMS[1].values[0]
BEFORE = "2026-12-21T07:30:00"
# Monday to Wednesday; Christmas Eve is the firm's own day off, then a holiday and a weekend;
# Monday and Tuesday. What follows each, as the closing names it.
DAYS = [
    ("2026-12-21", "22.12."), ("2026-12-22", "23.12."), ("2026-12-23", "28.12."),
    ("2026-12-28", "29.12."), ("2026-12-29", "30.12."),
]  # fmt: skip
HOLIDAY = "2026-12-25T10:00:00"


@pytest.fixture(scope="module")
def firm(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Firm:
    return made_firm(browser, tmp_path_factory.mktemp("week"), BEFORE)


@contextmanager
def at(clock: str, browser: Browser, firm: Firm, form: object = DESK) -> Iterator[Page]:
    """The pages alone at that time, and the owner in them: eleven whole houses take too long."""
    data, state = firm
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"http://127.0.0.1:{free.getsockname()[1]}"
    kept = {name: value for name, value in os.environ.items() if "WERTSCHATZ" not in name}
    moved = {"WERTSCHATZ_CLOCK": f"{clock}+00:00", "WERTSCHATZ_LANGUAGE": "de"}
    pages = serve_pages(address, {**kept, **moved, "WERTSCHATZ_DATA": str(data)})
    try:
        house = SimpleNamespace(address=address)
        page = signed_in(browser, house, state, form)  # type: ignore[arg-type]
        told = watch(page)
        yield page
        assert told == []
        page.context.close()
    finally:
        pages.terminate()
        pages.wait(20)


def captured(page: Page, words: str) -> None:
    page.keyboard.press("t")
    page.locator("#capture-line").fill(words)
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.locator("div.told.line")).to_contain_text("Festgehalten.")


def minute(clock: str) -> int:
    """'9:30–10:00' begins at minute 570."""
    hour, rest = clock.split(":", 1)
    return int(hour) * 60 + int(rest[:2])


def morning(page: Page, number: int) -> None:
    """At 9:05; on the first day the plan is still a proposal, later it was made at the closing."""
    page.goto("/today/")
    if number == 0:
        expect(page.locator("h2#plan")).to_have_text("Ein Vorschlag")
        page.locator("main button.primary").click()
    expect(page.locator("h2#plan")).to_have_text("Der Plan")
    if number:
        expect(page.locator("ol.day")).to_contain_text(f"Besuch {number - 1}")
    first = "Angebot Dachstuhl" if number == 0 else f"Besuch {number - 1}"
    before = minute(line(page, first))
    page.locator("#takes").select_option("30")
    page.locator("#takes ~ button").click()
    expect(page.locator("ul.done")).to_contain_text("neu geplant")
    assert minute(line(page, first)) >= max(before, 9 * 60 + 35)
    captured(page, f"Besuch {number} 45m !")
    page.goto("/tasks/")
    page.get_by_role("link", name=first, exact=True).focus()
    with page.expect_navigation():
        page.keyboard.press("x")


def closing(page: Page, number: int, follows: str) -> None:
    """At 16:52: what was done, what comes, and then silence."""
    page.goto("/today/")
    page.locator(".lead a[href='/today/close/']").click()
    done = "Angebot Dachstuhl" if number == 0 else f"Besuch {number - 1}"
    expect(page.locator("section:has(#was)")).to_contain_text(done)
    expect(page.locator("h2#next")).to_contain_text(follows)
    expect(page.locator("section:has(#next)")).to_contain_text(f"Besuch {number}")
    expect(page.locator("section:has(#next)")).not_to_contain_text(done)
    assert no_overflow(page)
    page.locator("main button.primary").click()
    expect(page.locator("h1")).to_have_text("Der Tag ist geschlossen.")


def test_five_working_days(browser: Browser, firm: Firm) -> None:
    for number, (day, follows) in enumerate(DAYS):
        with at(f"{day}T08:05:00", browser, firm) as page:
            if number == 0:
                page.goto("/balance/days-off/")
                page.locator("[name=off_24_december]").check()
                page.locator("main button.primary").click()
                expect(page.locator("[name=off_24_december]")).to_be_checked()
            morning(page, number)
        with at(f"{day}T15:52:00", browser, firm) as page:
            closing(page, number, follows)
        if day == "2026-12-23":
            with at(HOLIDAY, browser, firm, PHONE) as page:
                page.goto("/today/")
                expect(page.locator("h1")).to_have_text("The day is closed.")
                expect(page.locator(".lead")).to_contain_text("Monday, 9:00")
                assert no_overflow(page)
