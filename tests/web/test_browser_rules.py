"""A new owner writes a rule, sees it examined, and it decides the next call."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.web.served import Served
from tests.web.test_browser import FORMS, signed_in, watch
from tests.web.test_browser_assessment import joinery, looked_at

__all__ = ["joinery"]
pytestmark = pytest.mark.browser
ADDRESSES = ("rules/", "rules/new/", "rules/7/", "rules/times/", "rules/people/")
WEDNESDAY = "2026-11-25"


@pytest.mark.parametrize("form", FORMS)
def test_every_page_of_the_rules_is_clean(
    browser: Browser, joinery: tuple[Served, Path, Path], form: dict[str, Any]
) -> None:
    served, owner, _ = joinery
    page = signed_in(browser, served, owner, form)
    told = watch(page)
    pages = {one: f"/{one}" for one in ADDRESSES}
    asked = f"/rules/?who=B&day={WEDNESDAY}&time=11:00"
    found = looked_at(page, {**pages, "what if": asked})
    page.context.close()
    assert not found, json.dumps(found, indent=1, ensure_ascii=False)
    assert not told


def test_a_rule_is_written_examined_and_decides_the_next_call(
    browser: Browser, joinery: tuple[Served, Path, Path]
) -> None:
    served, owner, _ = joinery
    page = signed_in(browser, served, owner, FORMS[0].values[0])
    told = watch(page)
    page.goto("/rules/")
    expect(page.locator("#found + p")).to_contain_text("durchgesehen")

    # Too much at once: everybody, always. The examination says what that brings about.
    page.get_by_role("link", name="Eine Regel schreiben").click()
    page.get_by_label("Was geschieht").select_option(label="Schriftlich")
    page.get_by_role("button", name="Erst den Satz lesen").click()
    expect(page.locator("h1")).to_have_text(
        "Wenn sich jemand meldet, dann bitten Sie freundlich, zu schreiben."
    )
    expect(page.locator("ul.reasons")).to_contain_text("kommt niemand aus Gruppe A durch")
    page.locator("main button.primary").click()
    expect(page.locator("section[aria-labelledby=found] ul")).to_contain_text("kommt nie an die")

    # Narrowed to group C on Wednesdays: the findings go.
    page.locator("section[aria-labelledby=rules] li").nth(4).locator("a[data-row]").click()
    page.get_by_role("checkbox", name="C", exact=True).check()
    page.get_by_role("checkbox", name="Mittwoch").check()
    page.get_by_label("Was geschieht").select_option(label="Jetzt nicht")
    page.locator("main button.primary").click()
    expect(page.locator("#found + p")).to_contain_text("durchgesehen")
    mine = "Wenn sich ein Kunde der Gruppe C mittwochs meldet, dann passt es jetzt nicht."
    expect(page.locator("ol.rules")).to_contain_text(mine)

    # It decides the next call of that day, and only of that day.
    for day, verdict in ((WEDNESDAY, "Jetzt nicht"), ("2026-11-26", "Schriftlich")):
        page.get_by_label("Wer", exact=True).select_option(label="ein Kunde der Gruppe C")
        page.get_by_label("Tag", exact=True).fill(day)
        page.get_by_label("Uhrzeit", exact=True).fill("11:00")
        page.get_by_role("button", name="Was geschähe?").click()
        expect(page.locator("[data-verdict] strong")).to_have_text(verdict)
    page.goto(f"/rules/?who=C&day={WEDNESDAY}&time=11:00")
    expect(page.locator("[data-verdict]")).to_contain_text(mine)

    # Taken back with the key: it is the rule for everybody again, and the findings are back.
    page.goto("/rules/")
    page.keyboard.press("u")
    page.keyboard.press("Enter")
    expect(page.locator("section[aria-labelledby=found] ul")).to_contain_text("kommt nie an die")
    page.locator("section[aria-labelledby=rules] li").nth(4).locator("a[data-row]").click()
    page.get_by_role("button", name="Diese Regel löschen").click()
    expect(page.locator("#found + p")).to_contain_text("durchgesehen")
    expect(page.locator("ol.rules")).not_to_contain_text(mine)
    assert told == []
    page.context.close()


def test_without_a_script_a_rule_is_moved_and_switched_off(
    browser: Browser, joinery: tuple[Served, Path, Path]
) -> None:
    served, owner, _ = joinery
    context = browser.new_context(
        java_script_enabled=False, storage_state=owner, base_url=served.address, locale="de-DE"
    )
    page = context.new_page()
    page.goto("/rules/")
    rule = page.locator("#rule-9")
    rule.get_by_role("button", name="Nach oben").click()
    rule.get_by_role("button", name="Ausschalten").click()
    expect(rule).to_contain_text("(aus)")
    rule.get_by_role("button", name="Einschalten").click()
    expect(rule).not_to_contain_text("(aus)")
    rule.get_by_role("button", name="Nach unten").click()
    context.close()
