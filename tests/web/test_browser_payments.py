"""A payment is settled with one key in a real browser, looked at, and taken back."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.served import Served, invoice_list, make_owner
from tests.web.test_browser import DESK, PHONE, no_overflow, signed_in, violations, watch

pytestmark = pytest.mark.browser
STATEMENT = b""":20:START\r
:25:10010010/0006820101\r
:28C:1/1\r
:60F:C260101EUR0,00\r
:61:2601200120CR22500,50NTRFNONREF\r
:86:166?00GUTSCHRIFT?20Danke?32Unbekannt\r
:61:2601210121CR10000,50NTRFNONREF\r
:86:166?00GUTSCHRIFT?20Gruss?32Niemand\r
:61:2601220122DR500,00NTRFNONREF\r
:86:177?00UEBERWEISUNG?20Miete?32Gewerbehof\r
:62F:C260122EUR32001,00\r
-\r
"""


@pytest.fixture
def asked(browser: Browser, tmp_path: Path) -> Iterator[tuple[Served, Path]]:
    """A house with two questions, and the state of its owner's browser."""
    served = Served(tmp_path / "data")
    try:
        context = browser.new_context(locale="de-DE")
        page = context.new_page()
        make_owner(page, served)
        page.goto(f"{served.address}/files/")
        # Without the days of payment, which are what a statement is for.
        lines = invoice_list().decode("cp1252").splitlines()
        cut = [";".join([*line.split(";")[:5], line.split(";")[6]]) for line in lines[:-1]]
        page.locator("#files").set_input_files(
            [
                {"name": "Liste.csv", "mimeType": "text/csv", "buffer": "\r\n".join(cut).encode()},
                {"name": "Auszug.sta", "mimeType": "text/plain", "buffer": STATEMENT},
            ]
        )
        page.locator("form[data-drop] button").click()
        page.locator("form[action$='/run/'] button").click(timeout=20_000)
        wait_for_questions(page, served, 2)
        context.storage_state(path=tmp_path / "owner.json")
        context.close()
        yield served, tmp_path / "owner.json"
    finally:
        served.stop()


def wait_for_questions(page: Page, served: Served, many: int) -> None:
    for _ in range(80):
        page.goto(f"{served.address}/payments/")
        if page.locator("section.asked").count() == many:
            return
        page.wait_for_timeout(250)
    raise AssertionError(page.locator("main").inner_text())


@pytest.mark.parametrize("form", [DESK, PHONE], ids=["de-light-1280", "en-dark-375"])
def test_one_key_each(
    browser: Browser, asked: tuple[Served, Path], form: dict[str, Any], tmp_path: Path
) -> None:
    served, state = asked
    page = signed_in(browser, served, state, form)
    told = watch(page)
    page.goto("/payments/")
    assert violations(page) == []
    assert no_overflow(page)
    page.screenshot(path=tmp_path / "asked.png", full_page=True)
    page.keyboard.press("j")
    page.keyboard.press("j")
    second = page.locator("section.asked").nth(1)
    expect(second.locator("input[data-row]")).to_be_focused()
    page.keyboard.press("k")
    page.keyboard.press("Enter")
    expect(page.locator("div.told")).to_be_visible()
    expect(page.locator("section.asked")).to_have_count(1)
    # The next question waits for the same key.
    expect(page.locator("section.asked input[data-row]")).to_be_focused()
    page.locator("#left summary").click()
    page.locator("section.asked summary").click()
    page.locator("section.asked input[type=search]").fill("Kunde 1")
    expect(page.locator("section.asked input[type=checkbox]").first).to_be_visible()
    assert violations(page) == []
    assert no_overflow(page)
    page.locator("section.asked summary").click()
    page.locator("section.asked input[data-row]").focus()
    page.keyboard.press("u")
    page.keyboard.press("Enter")
    expect(page.locator("div.told.line form[action*=undo]")).to_be_visible()
    wait_for_questions(page, served, 2)
    page.locator("#left td:last-child a").first.evaluate("link => link.click()")
    expect(page.locator("h1")).to_have_count(1)
    assert violations(page) == []
    assert no_overflow(page)
    page.context.close()
    assert not told
