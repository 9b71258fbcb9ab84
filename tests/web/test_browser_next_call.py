"""A new owner with the example firm: a rule is written and mended, decides the next real call, and
the call is answered, kept and taken back with one key each."""

from __future__ import annotations

import datetime as dt
import json
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.gate.house import Asked, ask, free_port
from tests.web.served import Served, make_owner
from tests.web.test_browser import FORMS, violations, watch
from wertschatz.bootstrap.example import CUSTOMERS, STORIES

pytestmark = pytest.mark.browser
NOW = "2026-11-25T09:05:00+00:00"
"""A Wednesday, 10:05 on the wall: no break, and not the telephone hours of B."""
ADDRESS = (
    "from wertschatz.bootstrap.house import house\n"
    "from wertschatz.storage.models import Device, User\n"
    "owner = User.objects.get().pk\n"
    "Device.objects.create(kind='json', user_id=owner, secret='exchange', at=house().now())\n"
)
NAME = STORIES["repeatedly_late"]
(NUMBER,) = [one.phone for one in CUSTOMERS if one.name == NAME]


@dataclass
class Firm:
    """The example firm, and an exchange that asks its gate."""

    served: Served
    page: Page
    gate_port: int

    def tell(self, event: str, **more: str) -> Asked:
        said = {"event": event, "call_id": "next", "from": NUMBER, "to": "office", **more}
        return ask(self.gate_port, "/t/exchange", json.dumps(said).encode())


@pytest.fixture
def firm(browser: Browser, tmp_path: Path) -> Iterator[Firm]:
    port = free_port()
    served = Served(
        tmp_path / "data", NOW, WERTSCHATZ_GATE_PORT=str(port), WERTSCHATZ_FASTAGI_PORT="0"
    )
    context = browser.new_context(**FORMS[0].values[0], base_url=served.address)
    page = context.new_page()
    told = watch(page)
    try:
        make_owner(page, served)
        page.locator("form[action$='/example/'] button").click()
        for _ in range(240):
            page.goto("/customers/")
            if page.locator("table.customers a.quiet").count() > 40:
                break
            page.wait_for_timeout(500)
        environment = {**os.environ, "WERTSCHATZ_DATA": str(tmp_path / "data")}
        subprocess.run([sys.executable, "-c", ADDRESS], env=environment, check=True, timeout=120)
        yield Firm(served, page, port)
        assert told == []
    finally:
        context.close()
        served.stop()


def until_decided(firm: Firm, verdict: str) -> Any:
    """The gate knows of a new rule within the fifth of a second; of whom it is, a little later."""
    for number in range(200):
        asked = firm.tell("call", call_id=f"try-{number}")
        if asked.said and asked.verdict == verdict:
            return asked
        firm.page.wait_for_timeout(100)
    raise AssertionError(asked.said)


def test_the_rule_of_a_new_owner_decides_the_next_call(firm: Firm) -> None:
    page = firm.page
    # Whoever it is shall be in C, by the owner's word.
    page.goto("/customers/")
    page.get_by_role("link", name=NAME, exact=True).click()
    page.locator("input[name=group][value=C]").check()
    page.locator("form.word button.primary").click()

    # A rule for everybody, examined: nobody of A gets through any more. It is mended.
    page.goto("/rules/")
    page.get_by_role("link", name="Eine Regel schreiben").click()
    page.get_by_label("Was geschieht").select_option("call_back")
    page.get_by_role("button", name="Erst den Satz lesen").click()
    expect(page.locator("ul.reasons")).to_contain_text("kommt niemand aus Gruppe A durch")
    page.get_by_role("checkbox", name="C", exact=True).check()
    page.locator("#until").select_option("slot")
    page.get_by_role("button", name="Erst den Satz lesen").click()
    # Of A everybody gets through again, but the rule behind it would never have its turn.
    expect(page.locator("ul.reasons")).not_to_contain_text("aus Gruppe A")
    page.get_by_role("checkbox", name="Mittwoch").check()
    page.get_by_role("button", name="Erst den Satz lesen").click()
    expect(page.locator("ul.reasons")).to_have_count(0)
    page.locator("main button.primary").click()
    expect(page.locator("#found + p")).to_contain_text("durchgesehen")
    mine = page.locator("ol.rules > li").nth(4)
    expect(mine).to_contain_text("Wenn sich ein Kunde der Gruppe C mittwochs")
    rule = (mine.get_attribute("id") or "").removeprefix("rule-")

    # The real call, decided by it; the page that is open shows it.
    until_decided(firm, "call_back")
    page.goto("/contacts/")
    box = page.locator("#ring")
    expect(box).to_have_attribute("data-listens", "yes")
    page.wait_for_timeout(200)
    page.evaluate(
        "for (const button of document.querySelectorAll('[data-ring-close]')) button.click()"
    )
    expect(box).to_be_hidden()
    asked = firm.tell("call")
    assert asked.verdict == "call_back"
    assert 0 < int(asked.said["retry_after"]) < 14 * 86_400
    assert asked.seconds < 1.2
    expect(box.locator("h2")).to_have_text(f"{NAME} ruft an.")
    slot = dt.datetime.fromisoformat(NOW) + dt.timedelta(seconds=int(asked.said["retry_after"]))
    expect(box.locator("strong").first).to_contain_text("zurück")
    expect(box).not_to_contain_text("Gruppe C")
    assert violations(page) == []

    # One key for the call-back, one for its time.
    page.keyboard.press("Alt+t")
    page.keyboard.press("g")
    expect(box).to_contain_text("eigenen Regeln")
    page.keyboard.press("3")
    first = box.locator("[name=slot]").first
    expect(first).to_be_focused()
    promised = dt.datetime.fromisoformat(first.get_attribute("value") or "")
    assert abs(promised - slot) < dt.timedelta(minutes=16)
    when = first.inner_text().removesuffix(" a")
    page.keyboard.press("a")
    expect(box).to_contain_text(f"Sie rufen {when} zurück.")

    # What was spoken is kept with one key, and stands on the page of the calls.
    firm.tell("answered")
    firm.tell("ended", seconds="125")
    expect(box).to_contain_text(f"Das Gespräch mit {NAME} ist zu Ende.")
    page.keyboard.press("Alt+t")
    page.keyboard.press("l")
    expect(box).to_contain_text("Festgehalten: ein Gespräch von 3 Min.")
    other = page.context.new_page()
    other.goto("/calls/")
    line = other.locator("li[data-row]").first
    expect(line).to_contain_text(NAME)
    expect(line).to_contain_text(f"Regel {rule}")
    expect(line).to_contain_text("Rückruf versprochen für 25.11.2026")
    expect(line).to_contain_text("Festgehalten.")
    other.goto("/callbacks/")
    expect(other.locator("main")).to_contain_text(NAME)

    # Both are taken back with the same key, the newest first.
    page.bring_to_front()
    page.keyboard.press("u")
    expect(box.locator("[data-ring-key=l]")).to_be_visible()
    page.keyboard.press("u")
    expect(box.locator("[data-ring-key=u]")).to_have_count(0)
    other.goto("/calls/")
    line = other.locator("li[data-row]").first
    expect(line).not_to_contain_text("Festgehalten.")
    expect(line).not_to_contain_text("Rückruf versprochen")
    other.goto("/callbacks/")
    expect(other.locator("main")).not_to_contain_text(NAME)
