"""Working with groups in a real browser: a call with its way out, key g, calling out, the line."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.web.served import PASSWORD, Served, make_owner, take_in
from tests.web.test_browser import FORMS, no_overflow, signed_in, violations, watch
from tests.web.test_browser_assessment import MAKE_STAFF

pytestmark = pytest.mark.browser
COUNT_TONES = """() => {
    window.tones = 0;
    const start = OscillatorNode.prototype.start;
    OscillatorNode.prototype.start = function () { tones += 1; return start.call(this); };
}"""


@pytest.fixture(scope="module")
def firm(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Served, Path, Path, str]]:
    """A house with its owner, somebody of the staff, and a customer in C by the owner's word."""
    served = Served((folder := tmp_path_factory.mktemp("groups")) / "data")
    owner, staff = folder / "owner.json", folder / "staff.json"
    try:
        context = browser.new_context(locale="de-DE", base_url=served.address)
        page = context.new_page()
        make_owner(page, served)
        take_in(page, served)
        customer = page.locator("a[data-row]").nth(2).get_attribute("href") or ""
        page.goto(customer)
        page.locator("input[name=group][value=C]").check()
        page.locator("form.word button.primary").click()
        context.storage_state(path=owner)
        context.close()
        environment = {**os.environ, "WERTSCHATZ_DATA": str(folder / "data")}
        subprocess.run([sys.executable, "-c", MAKE_STAFF], env=environment, check=True, timeout=120)
        context = browser.new_context(locale="de-DE", base_url=served.address)
        page = context.new_page()
        page.goto("/sign-in/")
        page.locator("#id_login").fill("jana")
        page.locator("#id_password").fill(PASSWORD)
        page.locator("main button.primary").click()
        context.storage_state(path=staff)
        context.close()
        yield served, owner, staff, customer
    finally:
        served.stop()


@pytest.mark.parametrize("form", FORMS)
def test_every_page_is_clean_folded_and_unfolded(
    browser: Browser, firm: tuple[Served, Path, Path, str], form: dict[str, Any]
) -> None:
    served, owner, _, customer = firm
    page = signed_in(browser, served, owner, form)
    told = watch(page)
    for address in (customer, customer + "start/", customer + "goodbye/", "/groups/"):
        page.goto(address)
        expect(page.locator("h1")).to_have_count(1)
        assert violations(page) == []
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
        assert violations(page) == []
        assert no_overflow(page)
    page.context.close()
    assert not told


def test_a_call_with_its_way_out_in_time_and_a_ring_that_stops(
    browser: Browser, firm: tuple[Served, Path, Path, str]
) -> None:
    served, owner, _, customer = firm
    page = signed_in(browser, served, owner, FORMS[0].values[0])
    told = watch(page)
    page.clock.install()
    page.goto(customer + "start/")
    expect(page.locator("main .letter")).to_be_hidden()
    page.keyboard.press("g")
    expect(page.locator("main .letter")).to_be_visible()
    page.keyboard.press("g")
    page.locator("main button[name=clock]").first.click()
    expect(page.locator("[data-way-out]")).to_be_hidden()
    page.clock.run_for(4 * 60_000)
    expect(page.locator("[data-way-out]")).to_be_hidden()
    page.clock.run_for(70_000)
    expect(page.locator("[data-way-out]")).to_be_visible()
    rings = page.locator("[data-call][data-rings]")
    page.locator("[data-ring='0']").click()
    page.clock.run_for(1_000)
    page.locator("[data-ring='0']").click()
    page.clock.run_for(1_000)
    expect(rings).to_have_count(1)
    page.evaluate(COUNT_TONES)
    page.locator("[data-quiet]").click()
    page.clock.run_for(30_000)
    expect(rings).to_have_count(0)
    assert page.evaluate("tones") == 0
    page.locator("form[action='/contacts/clock/'] button.primary").click()
    expect(page.locator("[data-call]")).to_have_count(0)
    page.context.close()
    assert not told


def test_a_colleague_hears_within_seconds_and_keeps_the_focus(
    browser: Browser, firm: tuple[Served, Path, Path, str]
) -> None:
    served, owner, staff, customer = firm
    form = FORMS[0].values[0]
    there = signed_in(browser, served, staff, form)
    there.goto("/customers/")
    here = signed_in(browser, served, owner, form)
    here.goto(customer + "start/")
    here.locator("main button[name=clock]").first.click()
    here.locator("form[action$='/ask/'] button").click()
    asked = there.locator("#called button")
    expect(asked).to_be_visible(timeout=6_000)
    expect(there.locator("#called")).to_contain_text("chefin")
    expect(there.locator("#called")).not_to_contain_text("Kunde 3")
    assert violations(there) == []
    asked.focus()
    there.wait_for_timeout(5_500)
    expect(asked).to_be_focused()
    there.keyboard.press("Enter")
    expect(here.locator("#called")).to_contain_text("jana", timeout=6_000)
    here.locator("#called button").click()
    expect(here.locator("#called")).to_be_empty(timeout=6_000)
    there.context.close()
    here.context.close()


def test_a_soft_sentence_comes_and_goes_and_blocks_nothing(
    browser: Browser, firm: tuple[Served, Path, Path, str]
) -> None:
    served, owner, _, customer = firm
    page = signed_in(browser, served, owner, FORMS[0].values[0])
    page.goto(customer)
    field = page.locator("#reason")
    field.press_sequentially("So ein Idiot")
    line = page.locator("#reason-gently")
    assert page.locator("#reason").get_attribute("aria-describedby") == "reason-help reason-gently"
    expect(line).to_contain_text("was geschehen ist", timeout=5_000)
    assert violations(page) == []
    field.fill("Zahlt spät")
    expect(line).to_be_empty(timeout=5_000)
    field.fill("ist krank")
    expect(line).to_contain_text("Gesundheit", timeout=5_000)
    page.locator("form.word button.primary").click()
    expect(page.locator("#word ~ p, section[aria-labelledby=word] p").first).to_contain_text(
        "krank"
    )
    page.context.close()
