"""Past calls in a real browser: a list of the telephone comes in and is replayed by keyboard."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.web.served import Served, make_owner
from tests.web.test_browser import DESK, PHONE, no_overflow, signed_in, violations, watch

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def house(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A house with a list of calls of the last days."""
    served = Served(tmp_path_factory.mktemp("replay") / "data")
    try:
        context = browser.new_context(locale="de-DE")
        page = context.new_page()
        make_owner(page, served)
        page.goto(f"{served.address}/files/")
        page.locator("#files").set_input_files(
            {"name": "Anrufliste.csv", "mimeType": "text/csv", "buffer": calls()}
        )
        page.locator("form[data-drop] button").click()
        run = page.locator("form[action$='/run/'] button")
        expect(run).to_be_visible(timeout=20_000)
        run.click()
        expect(page.locator("form[action$='/take-back/'] button")).to_be_visible(timeout=20_000)
        context.storage_state(path=served.log.parent / "owner.json")
        context.close()
        yield served
    finally:
        served.stop()


def calls() -> bytes:
    lines = ["sep=;", "Typ;Datum;Name;Rufnummer;Nebenstelle;Eigene Rufnummer;Dauer"]
    for ago in range(1, 15):
        day = dt.datetime.now(dt.UTC).date() - dt.timedelta(days=ago)
        lines.append(f"1;{day:%d.%m.%y} 09:{ago:02};Holz;03023125001;Büro;23125010;0:0{ago % 9}")
        lines.append(f"2;{day:%d.%m.%y} 12:4{ago % 9};;03023125002;;23125010;0:00")
    return "\r\n".join([*lines, ""]).encode()


def state_of(house: Served) -> Path:
    return house.log.parent / "owner.json"


def test_the_lunch_break_is_won_by_keyboard_alone(browser: Browser, house: Served) -> None:
    page = signed_in(browser, house, state_of(house), DESK)
    told = watch(page)
    page.goto("/replay/")
    heading = page.locator("h1")
    # The ready-made rules keep the break free, on working days.
    expect(heading).to_contain_text("von 28 Unterbrechungen")
    expect(page.get_by_role("img", name="Am häufigsten klingelt es")).to_be_visible()
    page.get_by_label("Minuten zurück in die Sache").focus()
    page.keyboard.press("Control+A")
    page.keyboard.type("0")
    page.keyboard.press("Enter")
    expect(page.locator(".lead")).to_contain_text("Gewonnene ungestörte Zeit: 0")
    assert "back=0" in page.url
    page.get_by_label("Vergleichen mit").select_option(label="Die fertigen Regeln")
    page.get_by_role("button", name="Durchspielen").click()
    expect(heading).to_contain_text("So oder so")
    assert told == []
    page.context.close()


@pytest.mark.parametrize("form", [DESK, PHONE], ids=["desk", "phone"])
def test_everybody_can_read_it(browser: Browser, house: Served, form: dict[str, object]) -> None:
    page = signed_in(browser, house, state_of(house), form)
    for address in ("/replay/", "/replay/?back=viel", "/replay/?first=2001-01-01&last=2001-02-01"):
        page.goto(address)
        assert violations(page) == []
        assert no_overflow(page)
    page.context.close()
