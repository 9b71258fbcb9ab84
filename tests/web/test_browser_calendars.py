"""Calendars and the pages of the day in a real browser, with entries, a fault, a feed and a folder:
clean in both forms."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, expect

from tests.web.test_browser import FORMS, no_overflow, signed_in, violations, watch
from tests.web.test_browser_assessment import looked_at
from tests.web.test_browser_tasks import Firm, firm

__all__ = ["firm"]
pytestmark = pytest.mark.browser
PAGES = ("calendars/", "today/", "today/close/", "today/?on=2026-12-01", "tasks/", "inbox/",
         "leave/", "balance/", "balance/days-off/")  # fmt: skip
EVENT = """BEGIN:VEVENT
UID:{0}
DTSTAMP:20261101T080000Z
DTSTART:20261201T{1}00Z
DTEND:20261201T{2}00Z
SUMMARY:{3}
END:VEVENT
"""
LONG = "Donaudampfschifffahrtsgesellschaftskapitänsmützenanprobe " * 3


def calendar(path: Path) -> Path:
    """Two appointments at once, one of them with a long title."""
    events = EVENT.format("one", "0900", "1030", LONG) + EVENT.format("two", "1000", "1100", "Zwei")
    path.write_text(f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:-//X//DE\n{events}END:VCALENDAR\n")
    return path


def _written(folder: Path) -> bool:
    return any(folder.iterdir())


@pytest.fixture(scope="module")
def connected(browser: Browser, firm: Firm, tmp_path_factory: pytest.TempPathFactory) -> Firm:
    """The house with two calendars, one of which is gone, a feed and a folder for the plan."""
    folder = tmp_path_factory.mktemp("calendars")
    page = signed_in(browser, *firm, FORMS[0].values[0])
    page.goto("/calendars/")
    for place in (calendar(folder / "a.ics"), calendar(folder / "gone.ics")):
        page.locator("#place").fill(str(place))
        page.locator("main button.primary").click()
        expect(page.locator("#in ~ ul.done")).to_contain_text(place.name)
    place.unlink()
    page.get_by_role("button", name="Adresse anlegen").click()
    expect(page.locator("button[data-copy]")).to_be_visible()
    (folder / "plan").mkdir()
    for number, place in enumerate((folder / "plan", folder / "zweiter Plan für Änne"), 1):
        page.locator("#folder").fill(str(place))
        page.get_by_role("button", name="Dorthin schreiben").click()
        expect(page.locator("#out ~ ul.done > li")).to_have_count(number)
        expect(page.locator("#out ~ ul.done")).to_contain_text(str(place))
    page.get_by_role("button", name="Alle jetzt lesen").click()
    for _ in range(60):
        page.goto("/calendars/")
        if page.locator("#next").count() and all(map(_written, folder.glob("*lan*"))):
            break
        page.wait_for_timeout(250)
    expect(page.locator("section:has(#next)")).to_contain_text("Donaudampfschifffahrt")
    assert [len(list(place.glob("*.ics"))) > 0 for place in folder.glob("*lan*")] == [True, True]
    page.locator("#folder").fill(f"{folder / 'plan'}/")
    page.get_by_role("button", name="Dorthin schreiben").click()
    expect(page.get_by_role("alert")).to_contain_text(f"In {folder / 'plan'} wird Ihr Plan schon")
    expect(page.locator("#folder")).to_have_value(f"{folder / 'plan'}/")
    expect(page.locator("#out ~ ul.done > li")).to_have_count(2)
    page.context.close()
    return firm


@pytest.mark.parametrize("form", FORMS)
def test_pages_of_day_and_calendars_are_clean(
    browser: Browser, connected: Firm, form: dict[str, Any]
) -> None:
    page = signed_in(browser, *connected, form)
    told = watch(page)
    found = looked_at(page, {one: f"/{one}" for one in PAGES})
    page.goto("/calendars/")
    page.locator("#place").fill("nowhere")
    page.locator("#in ~ form button.primary").click()
    expect(page.locator("[role=alert]")).to_be_visible()
    found["refused"] = violations(page) + ([] if no_overflow(page) else ["wider than the screen"])
    page.context.close()
    found = {name: complaints for name, complaints in found.items() if complaints}
    assert not found, json.dumps(found, indent=1, ensure_ascii=False)
    assert not told
