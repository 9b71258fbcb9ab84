"""Kind words in a browser: clean in every form, with the keyboard alone, and undone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.web.served import Served
from tests.web.test_browser import FORMS, signed_in, watch
from tests.web.test_browser_assessment import joinery, looked_at
from tests.web.test_browser_ringing import Rung, listening, rung

__all__ = ["joinery", "rung"]
pytestmark = pytest.mark.browser


@pytest.mark.parametrize("form", FORMS)
def test_every_page_of_it_is_clean(
    browser: Browser, joinery: tuple[Served, Path, Path], form: dict[str, Any]
) -> None:
    served, owner, _ = joinery
    page = signed_in(browser, served, owner, form)
    told = watch(page)
    page.goto("/care/")
    page.locator("#today a").click()
    person = page.url.removeprefix(served.address)
    page.goto(f"{person}give/")
    page.locator("main details summary").first.click()
    page.locator("#gave").fill("Ein Baumkuchen")
    page.locator("#amount").fill("47,60")
    page.locator("main button.primary").click()
    found = looked_at(
        page,
        {
            "page": "/care/", "person": person, "today": "/today/",
            "give": f"{person}give/?occasion=birthday",
        },
    )  # fmt: skip
    page.goto(person)
    page.locator("main nav a").nth(1).click()
    found |= looked_at(page, {"customer": page.url})
    page.context.close()
    assert not found, json.dumps(found, indent=1, ensure_ascii=False)
    assert not told


def test_noticed_from_anywhere_given_and_taken_back_by_keyboard(
    browser: Browser, joinery: tuple[Served, Path, Path]
) -> None:
    served, owner, _ = joinery
    page = signed_in(browser, served, owner, FORMS[0].values[0])
    told = watch(page)
    page.goto("/customers/")
    page.locator("a[data-row]", has_text="Hausverwaltung Lindenhof").first.click()
    page.wait_for_url("**/customers/*-*/")
    page.keyboard.press("w")
    dialog = page.locator("#noticing")
    expect(dialog).to_be_visible()
    expect(dialog.locator("[name=whom]")).to_have_value("Hausverwaltung Lindenhof GmbH")
    # The page says who it is, and another name typed is another person.
    expect(dialog.locator("[name=person]")).not_to_have_value("")
    dialog.locator("[name=whom]").fill("Hausverwaltung Lindenhof")
    expect(dialog.locator("[name=person]")).to_have_value("")
    dialog.locator("[name=whom]").fill("Hausverwaltung Lindenhof GmbH")
    page.locator("#noticing-line").focus()
    page.keyboard.type("Seit der Reha schwer krank")
    expect(page.locator("#noticing-line-gently")).not_to_be_empty()
    page.locator("#noticing-line").fill("Umzug am 3. Februar")
    page.keyboard.press("Enter")
    expect(page.locator("div.told")).to_contain_text("Notiert über Hausverwaltung Lindenhof")
    expect(page.locator("main")).to_contain_text("Umzug am 3. Februar")
    # On the page of today: the one suggestion, and the word that is given for it.
    page.goto("/today/")
    page.locator("section[aria-labelledby=thanks] a").press("Enter")
    page.locator("main button.primary").first.press("Enter")
    page.locator("#said").fill("Schön, dass wir uns kennen")
    page.locator("main button.primary").press("Enter")
    page.goto("/care/")
    expect(page.locator("h1")).to_have_text("Das gute Wort für heute ist getan.")
    expect(page.locator("main")).to_contain_text("Schön, dass wir uns kennen")
    page.keyboard.press("u")
    page.keyboard.press("Enter")
    expect(page.locator("h1")).to_contain_text("Heute ein gutes Wort für")
    assert told == []
    page.context.close()


def test_a_noticed_line_comes_back_with_the_ringing_call(browser: Browser, rung: Rung) -> None:
    page = signed_in(browser, rung, rung.owner, FORMS[0].values[0])  # type: ignore[arg-type]
    told = watch(page)
    page.goto(f"/customers/{rung.customer}/")
    for line in ("Tochter spielt Cello", "Hochzeit am 31.12.2190"):
        page.keyboard.press("w")
        page.locator("#noticing-line").fill(line)
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_contain_text(line)
    box = listening(page)
    rung.ring(call_id="noticed")
    expect(box).to_be_visible()
    expect(box).to_contain_text("Tochter spielt Cello")
    # Its day is far away.
    expect(box).not_to_contain_text("Hochzeit")
    page.context.close()
    staff = signed_in(browser, rung, rung.staff, FORMS[0].values[0])  # type: ignore[arg-type]
    box = listening(staff)
    rung.ring(call_id="noticed for staff")
    expect(box).to_be_visible()
    staff.wait_for_timeout(300)
    expect(box).not_to_contain_text("Cello")
    staff.context.close()
    assert told == []
