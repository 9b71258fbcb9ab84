"""A telephone system is connected and tried out as an owner would, against the gate itself."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.gate.house import free_port
from tests.web.served import Served, make_owner
from tests.web.test_browser import FORMS, no_overflow, signed_in, violations, watch
from tests.web.test_browser_assessment import looked_at

pytestmark = pytest.mark.browser
CHAPTER = ("rules", "rules/times", "rules/people", "telephone", "calls", "callbacks", "door",
           "unplug", "told", "replay")  # fmt: skip


@pytest.fixture(scope="module")
def house(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Served, Path]]:
    """A house with a gate at a port of its own."""
    folder = tmp_path_factory.mktemp("telephone")
    data = folder / "data"
    data.mkdir(mode=0o700)
    (data / "wertschatz.toml").write_text(f"gate_port = {free_port()}\nfastagi_port = 0\n")
    served = Served(data)
    try:
        context = browser.new_context(locale="de-DE")
        make_owner(context.new_page(), served)
        state = folder / "owner.json"
        context.storage_state(path=state)
        context.close()
        yield served, state
    finally:
        served.stop()


def asked(page: Page, wanted: str) -> None:
    """Asks until the gate has heard of the change and says so."""
    part = page.locator("section[id^=s-]")
    told = part.locator(".told")
    end = time.monotonic() + 20
    while time.monotonic() < end:
        part.get_by_label("Ausprobieren: Wer ruft an?").fill("030 5550001")
        part.get_by_role("button", name="Das Tor fragen").click()
        if wanted in told.inner_text():
            return
    raise AssertionError(told.inner_text())


def test_a_system_is_connected_tried_out_changed_and_taken_back(
    browser: Browser, house: tuple[Served, Path]
) -> None:
    served, owner = house
    page = signed_in(browser, served, owner, FORMS[0].values[0])
    told = watch(page)
    page.goto("/rules/")
    page.get_by_role("link", name="Telefonanlage").click()
    expect(page.locator("h1")).to_have_text("Noch fragt keine Telefonanlage nach Ihren Regeln.")
    expect(page.locator("section[aria-labelledby=gate]")).to_contain_text("Es läuft und antwortet")

    page.get_by_role("radio", name="Placetel").check()
    page.get_by_label("Wie Sie sie nennen (wenn Sie mögen)").fill("Büro")
    page.get_by_role("button", name="Geheime Adresse anlegen").click()
    part = page.locator("section[id^=s-]")
    expect(part.locator("h2")).to_have_text("Büro")
    part.get_by_role("button", name="Kopieren").click()
    expect(part.locator("[data-copied]")).to_have_text("Kopiert.")

    # Without a secret Placetel signs with, nothing is taken; the gate learns of it at once.
    asked(page, "nimmt von dieser Anlage noch keine Anfrage an")
    part.locator("summary", has_text="Ändern").click()
    secret = part.get_by_label("Gemeinsames Geheimnis: Ohne es wird keine Anfrage angenommen")
    expect(secret).to_have_attribute("type", "password")
    secret.fill("ein Wort")
    show = part.get_by_role("button", name="Zeigen : Gemeinsames")
    show.press("Enter")
    expect(secret).to_have_attribute("type", "text")
    expect(show).to_have_attribute("aria-pressed", "true")
    part.locator("form.form button:not([data-show])").click()
    asked(page, "Durchstellen")
    expect(part.locator(".told")).to_contain_text("Es ist kein Telefon von Ihnen genannt")

    # It left no call behind.
    page.goto("/calls/")
    expect(page.locator("h1")).to_have_text("Heute kein Anruf.")
    page.goto("/telephone/")
    part.get_by_role("button", name="Sie soll nicht mehr fragen").click()
    expect(part).to_have_count(0)
    page.keyboard.press("u")
    page.keyboard.press("Enter")
    expect(part.locator("h2")).to_have_text("Büro")
    assert told == []
    page.context.close()


@pytest.mark.parametrize("form", FORMS)
def test_every_page_of_the_chapter_is_clean(
    browser: Browser, house: tuple[Served, Path], form: dict[str, Any]
) -> None:
    served, owner = house
    page = signed_in(browser, served, owner, form)
    told = watch(page)
    page.goto("/telephone/")
    for kind in ("json", "fastagi", "sipgate", "placetel", "twilio", "fritzbox"):
        page.locator(f"input[name=kind][value={kind}]").check()
        page.locator("main button.primary").click()
    part = page.locator("section[id^=s-]").last
    part.locator("summary").click()
    part.locator("input[name=port]").fill("0")
    part.locator("form.form button:not([data-show])").click()
    expect(page.locator("[role=alert]")).to_have_count(1)
    complaints = violations(page) + ([] if no_overflow(page) else ["wider than the screen"])
    found = looked_at(page, {one: f"/{one}/" for one in CHAPTER})
    page.context.close()
    assert not found, json.dumps(found, indent=1, ensure_ascii=False)
    assert not complaints
    assert not told


@pytest.mark.parametrize("width", [375, 1280])
@pytest.mark.parametrize("language", ["de", "en"])
def test_the_navigation_fits_the_screen(
    browser: Browser, house: tuple[Served, Path], width: int, language: str
) -> None:
    served, owner = house
    form = {"locale": language, "viewport": {"width": width, "height": 800}}
    page = signed_in(browser, served, owner, form)
    page.goto("/telephone/")
    assert no_overflow(page)
    # Six entries at the most stand in the line; by keyboard one comes to the others.
    assert page.locator("header nav > :is(a, details)").count() <= 7
    page.locator("header nav summary").focus()
    page.keyboard.press("Enter")
    hidden = page.locator("header nav details a").evaluate_all(
        "all => all.map((one) => one.getAttribute('href'))"
    )
    for _ in range(hidden.index("/rules/") + 1):
        page.keyboard.press("Tab")
    expect(page.locator("header nav details a[href='/rules/']")).to_be_focused()
    expect(page.locator("header nav details a[aria-current]")).to_be_visible()
    assert no_overflow(page)
    assert violations(page) == []
    links = page.locator(
        "header nav :is(a, summary), header .tools :is(a, button), main nav.filters a"
    )
    for box in links.evaluate_all("all => all.map((one) => one.getBoundingClientRect().toJSON())"):
        assert box["left"] >= 0
        assert box["right"] <= width
        assert box["width"] > 0
    page.keyboard.press("Escape")
    expect(page.locator("header nav details a").first).to_be_hidden()
    expect(page.locator("header nav summary")).to_be_focused()
    page.context.close()


def test_the_navigation_needs_no_script(browser: Browser, house: tuple[Served, Path]) -> None:
    served, owner = house
    context = browser.new_context(
        base_url=served.address, storage_state=owner, java_script_enabled=False,
        color_scheme="dark", viewport={"width": 375, "height": 800},
    )  # fmt: skip
    page = context.new_page()
    page.goto("/today/")
    page.locator("header nav summary").click()
    page.locator("header nav details a[href='/files/']").click()
    expect(page).to_have_url(re.compile("/files/$"))
    context.close()
