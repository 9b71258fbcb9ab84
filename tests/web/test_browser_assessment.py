"""The example firm in a real browser: limits, pictures, customers of all kinds, and staff."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.served import PASSWORD, Served, make_owner
from tests.web.test_browser import FORMS, no_overflow, signed_in, violations, watch
from wertschatz.bootstrap.example import STORIES

pytestmark = pytest.mark.browser
KINDS = ("close_to_heart", "effort_high", "heart_and_effort", "too_new", "repeatedly_late")
MAKE_STAFF = (
    "from wertschatz.bootstrap import house\n"
    "from wertschatz.storage.models import User\n"
    f"User.objects.create_user('jana', password='{PASSWORD}', role='staff')"
)


@pytest.fixture(scope="module")
def joinery(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Served, Path, Path]]:
    """A house with the example, its owner, and somebody of the staff."""
    served = Served((folder := tmp_path_factory.mktemp("joinery")) / "data")
    owner, staff = folder / "owner.json", folder / "staff.json"
    try:
        context = browser.new_context(locale="de-DE", base_url=served.address)
        page = context.new_page()
        make_owner(page, served)
        page.locator("form[action$='/example/'] button").click()
        for _ in range(120):
            page.goto("/customers/")
            if page.locator("table.customers a.quiet").count() > 40:
                break
            page.wait_for_timeout(500)
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
        yield served, owner, staff
    finally:
        served.stop()


def address_of(page: Page, story: str) -> str:
    page.goto("/customers/")
    link = page.get_by_role("link", name=STORIES[story], exact=True)
    return link.get_attribute("href") or ""


@pytest.mark.parametrize("form", FORMS)
def test_every_page_of_the_assessment_is_clean(
    browser: Browser, joinery: tuple[Served, Path, Path], form: dict[str, Any]
) -> None:
    served, owner, staff = joinery
    page = signed_in(browser, served, owner, form)
    told, found = watch(page), {}
    pages = {story: address_of(page, story) for story in KINDS}
    mark = pages["too_new"] + "mark/"
    pages |= {"limits": "/limits/", "pictures": "/customers/pictures/", "list": "/customers/"}
    found = looked_at(page, pages)
    page.context.close()
    page = signed_in(browser, served, staff, form)
    seen = {"staff's list": "/customers/", "staff's mark": mark, "staff's contacts": "/contacts/"}
    found |= looked_at(page, {**seen, "staff's customer": pages["too_new"] + "contacts/"})
    page.context.close()
    assert not found, json.dumps(found, indent=1, ensure_ascii=False)
    assert not told


def looked_at(page: Page, pages: dict[str, str]) -> dict[str, list[str]]:
    """What is wrong on these pages, with everything folded away unfolded."""
    found = {}
    for name, address in pages.items():
        page.goto(address)
        expect(page.locator("h1")).to_have_count(1)
        complaints = violations(page)
        page.evaluate("document.querySelectorAll('details').forEach((one) => { one.open = true })")
        complaints += violations(page) + ([] if no_overflow(page) else ["wider than the screen"])
        text = page.locator("main").inner_text()
        complaints += re.findall(r".{20}(?:\.\.|\. \.|\bNone\b|,,).{0,20}", text)
        if complaints:
            found[name] = complaints
    return found


def test_a_mark_by_keyboard_alone_and_its_undo(
    browser: Browser, joinery: tuple[Served, Path, Path]
) -> None:
    served, owner, _ = joinery
    page = signed_in(browser, served, owner, FORMS[0].values[0])
    address = address_of(page, "small_and_easy")
    page.goto(address)
    page.keyboard.press("m")
    for _ in range(8):
        page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#marks$"))
    pressed = page.locator("button[value=tone]")
    expect(pressed).to_contain_text("1")
    page.keyboard.press("u")
    page.keyboard.press("Enter")
    expect(page.locator("main [role=status]").first).to_be_visible()
    expect(pressed.locator("span")).to_have_count(0)
    page.context.close()


def test_enter_in_the_words_notes_nothing(
    browser: Browser, joinery: tuple[Served, Path, Path]
) -> None:
    served, owner, _ = joinery
    page = signed_in(browser, served, owner, FORMS[0].values[0])
    page.goto(address_of(page, "small_and_easy"))
    page.locator("details:has(#note) summary").click()
    page.locator("#note").fill("zum dritten Mal")
    page.keyboard.press("Enter")
    page.wait_for_timeout(300)
    expect(page.locator("#note")).to_have_value("zum dritten Mal")
    page.locator("button[value=demands]").click()
    expect(page.locator("main")).to_contain_text("zum dritten Mal")
    page.context.close()


def test_on_paper_stand_facts_and_no_forms(
    browser: Browser, joinery: tuple[Served, Path, Path]
) -> None:
    """One customer, the list and the pictures, light, with every table open."""
    served, owner, _ = joinery
    page = signed_in(browser, served, owner, FORMS[1].values[0])
    page.set_viewport_size({"width": 680, "height": 1000})
    page.emulate_media(media="print")
    for address in (address_of(page, "effort_high"), "/customers/", "/customers/pictures/"):
        page.goto(address)
        for part in ("header", "form", "button", "nav"):
            assert not [one for one in page.locator(part).all() if one.is_visible()], part
        expect(page.locator("table").first).to_be_visible()
        assert no_overflow(page)
    page.goto("/limits/")
    expect(page.locator("#late_days")).to_be_visible()
    page.goto(address_of(page, "effort_high"))
    assert len(page.pdf(format="A4")) > 10_000
    page.context.close()


def test_staff_see_no_letters_anywhere(
    browser: Browser, joinery: tuple[Served, Path, Path]
) -> None:
    served, owner, staff = joinery
    page = signed_in(browser, served, owner, FORMS[0].values[0])
    sheet = address_of(page, "effort_high")
    page.context.close()
    page = signed_in(browser, served, staff, FORMS[0].values[0])
    for address in ("/customers/", "/customers/?group=C&sort=group", sheet + "mark/"):
        page.goto(address)
        expect(page.locator(".letter")).to_have_count(0)
        assert "Gruppe" not in page.locator("main").inner_text()
    for address in (sheet, "/limits/", "/customers/pictures/", "/done/", sheet + "word/"):
        answer = page.goto(address)
        assert answer is not None
        assert answer.status in (403, 405), address
        expect(page.locator(".letter")).to_have_count(0)
    page.goto(sheet + "mark/")
    page.locator("button[value=thanked]").click()
    expect(page.locator("main [role=status]")).to_contain_text("bedankt")
    expect(page.locator(".letter")).to_have_count(0)
    page.context.close()
