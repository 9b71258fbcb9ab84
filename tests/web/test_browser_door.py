"""The door in a real browser: a tablet follows it, words, the plug, a call-back that lapses."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.served import Served, make_owner
from tests.web.test_browser import FORMS, no_overflow, signed_in, violations, watch

pytestmark = pytest.mark.browser
DESK = FORMS[0].values[0]
WEDNESDAY = "2026-11-25T09:05:00+00:00"  # 10:05 in Berlin
Firm = tuple[Served, Path, str]


@pytest.fixture(scope="module")
def firm(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Firm]:
    """A house with its owner on a Wednesday morning, and the address of a tablet."""
    folder = tmp_path_factory.mktemp("door")
    served, state = Served(folder / "data", WEDNESDAY), folder / "owner.json"
    try:
        context = browser.new_context(locale="de-DE", base_url=served.address)
        page = context.new_page()
        make_owner(page, served)
        page.goto("/door/")
        page.locator("#label").fill("Flur")
        page.locator("#label ~ button").click()
        shown = page.locator("input[readonly]").input_value()
        context.storage_state(path=state)
        context.close()
        yield served, state, shown.removeprefix(served.address)
    finally:
        served.stop()


def visitor(browser: Browser, served: Served) -> Page:
    context = browser.new_context(
        locale="de-DE", base_url=served.address, viewport={"width": 800, "height": 600}
    )
    return context.new_page()


def test_the_tablet_follows_the_door_and_takes_a_word(browser: Browser, firm: Firm) -> None:
    served, state, address = firm
    tablet, page = visitor(browser, served), signed_in(browser, served, state, DESK)
    told, told_there = watch(page), watch(tablet)
    tablet.goto(address)
    expect(tablet.locator("h1")).to_have_text("Bitte herein")
    tablet.locator("#text").fill("Die Lieferung ist da")
    page.goto("/people/")
    page.keyboard.press("d")
    expect(page.locator("#held")).to_contain_text("Tür zu bis 10:")
    assert violations(page) == []
    expect(tablet.locator("h1")).to_have_text("Geschlossen", timeout=20_000)
    expect(tablet.locator("#sign")).to_contain_text("bitte klopfen")
    # What somebody is writing there stays.
    expect(tablet.locator("#text")).to_have_value("Die Lieferung ist da")
    assert violations(tablet) == []
    tablet.locator("button.primary").click()
    expect(tablet.locator(".told")).to_be_visible()
    expect(page.locator("#held")).to_contain_text("hinterlassen", timeout=25_000)
    page.locator("#held a[href$='#words']").click()
    expect(page.locator("#words ~ ul")).to_contain_text("Die Lieferung ist da")
    page.locator("#words ~ ul button").first.click()
    expect(page.locator("#held")).not_to_contain_text("hinterlassen")
    page.keyboard.press("d")
    expect(page.locator("#held")).to_be_empty()
    expect(tablet.locator("h1")).to_have_text("Bitte herein", timeout=20_000)
    tablet.context.close()
    page.context.close()
    assert not told
    assert not told_there


def test_unplugged_for_the_night_and_plugged_in_again(browser: Browser, firm: Firm) -> None:
    served, state, _ = firm
    page = signed_in(browser, served, state, DESK)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    told = watch(page)
    page.goto("/unplug/")
    page.get_by_role("button", name="Heute Abend").click()
    expect(page.locator("h1")).to_contain_text("bis morgen, 9:00 Uhr")
    expect(page.locator("#t-voicemail")).to_have_value(re.compile("Werkstatt am Bach"))
    page.locator("[data-copy=t-absence]").click()
    expect(page.locator("[data-copy=t-absence] ~ [data-copied]")).to_contain_text("Kopiert")
    assert "26.11.2026, 9:00 Uhr" in page.evaluate("navigator.clipboard.readText()")
    assert violations(page) == []
    page.goto("/people/")
    page.locator("#held button").click()
    expect(page).to_have_url(re.compile("/people/$"))
    expect(page.locator("#held")).to_be_empty()
    page.context.close()
    assert not told


@pytest.mark.parametrize("form", FORMS)
def test_every_page_is_clean(browser: Browser, firm: Firm, form: dict[str, Any]) -> None:
    served, state, tablet = firm
    page = signed_in(browser, served, state, form)
    told = watch(page)
    page.goto("/unplug/")
    page.locator("button[name=for][value='60']").click()
    page.goto("/callbacks/new/?number=030+5550001&name=Frau+Sommer")
    page.locator("main button.primary").click()
    expect(page).to_have_url(re.compile("/callbacks/$"))
    for address in ("/door/", "/unplug/", "/callbacks/", "/callbacks/new/", "/told/", tablet,
                    "/callbacks/new/?number=030+5550001", "/told/house_rules/"):  # fmt: skip
        page.goto(address)
        expect(page.locator("h1")).to_have_count(1)
        assert violations(page) == [], address
        assert no_overflow(page), address
    page.goto("/callbacks/")
    page.get_by_role("button", name=re.compile("No longer needed|Nicht mehr nötig")).first.click()
    page.goto("/unplug/")
    page.locator("button[name=over]").first.click()
    page.context.close()
    assert not told


def test_a_text_in_ones_own_words_and_back(browser: Browser, firm: Firm) -> None:
    served, state, _ = firm
    page = signed_in(browser, served, state, DESK)
    page.goto("/told/")
    made = page.locator("#x-greeting").input_value()
    page.locator("#x-greeting").fill("Moin, hier Bach.")
    page.locator("#t-greeting button").first.click()
    expect(page.locator("#x-greeting")).to_have_value("Moin, hier Bach.")
    page.locator("#t-greeting button[name=made]").click()
    expect(page.locator("#x-greeting")).to_have_value(made)
    page.context.close()


def test_a_call_back_comes_lapses_and_gets_another_time(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("lapse")
    state = folder / "owner.json"
    served = Served(folder / "data", WEDNESDAY)
    try:
        context = browser.new_context(locale="de-DE", base_url=served.address)
        page = context.new_page()
        make_owner(page, served)
        page.goto("/callbacks/new/?number=030+5550001&name=Frau+Sommer")
        page.locator("main button.primary").click()
        expect(page.locator("h1")).to_contain_text("Frau Sommer, 10:30 Uhr")
        expect(page.locator("#held")).to_be_empty()
        context.storage_state(path=state)
        context.close()
    finally:
        served.stop()
    for clock, seen in (("09:30:05", "Jetzt ist Zeit für einen Rückruf: Frau Sommer."),
                        ("10:01:00", "Eine andere Zeit")):  # fmt: skip
        served = Served(folder / "data", f"2026-11-25T{clock}+00:00", owned=True)
        try:
            page = signed_in(browser, served, state, DESK)
            page.goto("/people/")
            expect(page.locator("#held")).to_contain_text(seen)
            page.locator("#held a").click()
            if seen.startswith("Eine"):
                expect(page.locator("main q")).to_contain_text("Ich hatte Ihnen einen Anruf")
                assert violations(page) == []
                page.locator("main select ~ button").click()
                expect(page.locator("#held")).to_be_empty()
                expect(page.locator("h1")).to_contain_text("11:30 Uhr")
            page.context.close()
        finally:
            served.stop()
