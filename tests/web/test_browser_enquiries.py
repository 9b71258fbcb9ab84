"""Profile and enquiries in a browser: from the public form to a no and to a yes; all clean."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.served import Served
from tests.web.test_browser import FORMS, no_overflow, signed_in, violations, watch
from tests.web.test_browser_assessment import joinery, looked_at

__all__ = ["joinery"]
pytestmark = pytest.mark.browser


def ready(page: Page) -> None:
    """Answers what is asked, and shows the page."""
    for language in ("de", "en"):
        for question in ("serve", "serve_not", "stand_for", "imprint", "privacy"):
            page.goto(f"/profile/?language={language}&question={question}")
            page.locator("#text").fill(
                "Keine Rentner" if question == "serve_not" else f"Wirte <b>{question}</b>"
            )
            page.locator("main .form button.primary").click()
            expect(page.locator(f"#q-{question}")).to_contain_text(
                ["Rentner", "Wirte"][question != "serve_not"]
            )
    page.goto("/profile/")
    switch = page.locator("button[name=outside][value='1']")
    if switch.count():
        switch.click()
    expect(page.locator("button[name=outside][value='0']")).to_be_visible()


def ask(browser: Browser, served: Served, form: dict[str, Any], name: str) -> list[str]:
    """A stranger asks; returns what is wrong with the page."""
    context = browser.new_context(**form, base_url=served.address)
    page = context.new_page()
    told = watch(page)
    german = form["locale"][:2] == "de"
    page.goto("/wir/" if german else "/us/")
    found = violations(page) + ([] if no_overflow(page) else ["wider than the screen"])
    page.locator("#text").fill(f"Zwölf Tische für {name}, bitte.")
    page.locator("#contact").fill("krone@example.org")
    page.locator("#name").fill(name)
    page.locator("#trade").fill("Gastronomie")
    page.locator("#came_by").select_option("recommended")
    page.wait_for_timeout(3_100)
    page.locator("button.primary").click()
    expect(page.locator(".told")).to_be_visible()
    found += violations(page) + ([] if no_overflow(page) else ["wider than the screen, thanked"])
    context.close()
    return found + told


@pytest.mark.parametrize("form", FORMS)
def test_from_the_form_to_a_polite_no_and_to_a_customer(
    browser: Browser, joinery: tuple[Served, Path, Path], form: dict[str, Any]
) -> None:
    served, owner, _ = joinery
    german = form["locale"][:2] == "de"
    page = signed_in(browser, served, owner, form)
    told = watch(page)
    ready(page)
    found = {name: ask(browser, served, form, f"{name} {form['locale']}") for name in "UV"}
    # A polite no, with somebody else.
    page.goto("/enquiries/")
    page.get_by_role("link", name=f"U {form['locale']}").click()
    page.locator("#answer ~ p.kinds a").nth(2).click()
    page.locator("#recommended").fill("Holz Huber")
    page.locator("button[name=fill]").click()
    expect(page.locator("#reply")).to_have_value(re.compile("Holz Huber"))
    page.locator("form[action$='/decide/'] button.primary").click()
    expect(page.locator("a[href^='mailto:krone@example.org']")).to_be_visible()
    found["no"] = violations(page)
    no = page.url
    # A yes that becomes a customer with one press.
    page.goto("/enquiries/")
    page.get_by_role("link", name=f"V {form['locale']}").click()
    page.locator("#answer ~ p.kinds a").nth(0).click()
    page.locator("form[action$='/decide/'] button.primary").click()
    yes = page.url
    page.locator("button[value=customer]").click()
    expect(page.locator("h1")).to_contain_text(f"V {form['locale']}")
    customer = page.url
    page.locator("a[href$='/traits/']").click()
    expect(page.locator("#trade")).to_have_value("Gastronomie")
    traits = page.url
    page.goto("/enquiries/")
    expect(page.locator("h1")).to_have_text(
        "Keine Anfrage wartet auf Sie." if german else "No enquiry waits for you."
    )
    pages = {
        "profile": "/profile/", "question": "/profile/?question=serve_not&language=de",
        "list": "/enquiries/", "no": no, "yes": yes, "ask": yes + "?say=ask",
        "customer": customer, "traits": traits, "where from": "/enquiries/where-from/",
    }  # fmt: skip
    found |= looked_at(page, pages)
    # And taken back.
    page.goto(customer)
    page.locator("button[data-undo]").first.click()
    page.goto(yes)
    expect(page.locator("button[value=customer]")).to_be_visible()
    page.context.close()
    wrong = {name: one for name, one in found.items() if one}
    assert not wrong, json.dumps(wrong, indent=1, ensure_ascii=False)
    assert not told


MANY = """
from wertschatz.bootstrap.house import house
from wertschatz.storage.models import Enquiry
now = house().now()
Enquiry.objects.filter(name__startswith="Alt ").delete()
Enquiry.objects.bulk_create(
    Enquiry(name=f"Alt {n:03}", text="Ein Wort " * 40, way="typed", decision="no", on=now.date(),
            at=now) for n in range(120)
)
"""


@pytest.mark.parametrize("form", FORMS)
def test_the_oldest_answered_one_is_reached_by_keyboard(
    browser: Browser, joinery: tuple[Served, Path, Path], form: dict[str, Any]
) -> None:
    served, owner, _ = joinery
    environment = {**os.environ, "WERTSCHATZ_DATA": str(owner.parent / "data")}
    subprocess.run([sys.executable, "-c", MANY], env=environment, check=True, timeout=120)
    german = form["locale"][:2] == "de"
    page = signed_in(browser, served, owner, form)
    told = watch(page)
    page.goto("/enquiries/")
    page.locator("#answered-ones > summary").focus()
    page.keyboard.press("Enter")
    further = page.locator("#answered-ones").get_by_role(
        "link", name="Weiter" if german else "Further"
    )
    for number in (2, 3):
        further.focus()
        page.keyboard.press("Enter")
        expect(page.locator("#answered-ones nav")).to_contain_text(
            f"Seite {number} von 3" if german else f"Page {number} of 3"
        )
    expect(page.locator("#answered-ones")).to_have_attribute("open", "")
    expect(page.get_by_role("link", name="Alt 000")).to_be_visible()
    assert further.count() == 0
    assert no_overflow(page)
    assert not violations(page)
    page.context.close()
    assert not told
