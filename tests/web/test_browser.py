"""The first evening in a real browser: begin, take files in, decide, take it back."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web import served
from tests.web.documents import archive, tag_log
from tests.web.served import AXE, PASSWORD, USER, Served, make_owner

pytestmark = pytest.mark.browser
DESK: dict[str, Any] = {
    "locale": "de-DE", "color_scheme": "light", "viewport": {"width": 1280, "height": 900},
}  # fmt: skip
PHONE: dict[str, Any] = {
    "locale": "en-GB", "color_scheme": "dark", "viewport": {"width": 375, "height": 800},
}  # fmt: skip
FORMS = [pytest.param(DESK, id="de-light-1280"), pytest.param(PHONE, id="en-dark-375")]
PAGES = ["welcome/", "by-hand/", "customers/", "customers/?q=nobodyatall", "CUSTOMER",
         "customers/duplicates/", "open/", "payments/", "files/", "FILE", "done/",
         "password/", "sign-out/", "nowhere/"]  # fmt: skip
OPEN_PAGES = ["sign-in/", "forgotten/", "start/wrong/"]


def watch(page: Page) -> list[str]:
    """Everything the browser complains about, refusals of the content policy among it."""
    told: list[str] = []
    page.on("pageerror", lambda error: told.append(str(error)))

    def heard(message: Any) -> None:
        # A page that is not there is tested on purpose; its own 404 is no complaint.
        if message.type in {"error", "warning"} and "status of 4" not in message.text:
            told.append(message.text)

    page.on("console", heard)
    return told


def violations(page: Page) -> list[str]:
    """What axe finds, one line each."""
    page.evaluate(AXE.read_text("utf-8"))
    found = page.evaluate("() => axe.run()")["violations"]
    return [f"{item['id']}: {node['html'][:120]}" for item in found for node in item["nodes"]]


def no_overflow(page: Page) -> bool:
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def signed_in(browser: Browser, served: Served, state: Path, form: dict[str, Any]) -> Page:
    context = browser.new_context(**form, storage_state=state, base_url=served.address)
    language = form["locale"][:2]
    context.add_cookies([{"name": "wertschatz_language", "value": language, "url": served.address}])
    return context.new_page()


def addresses(page: Page) -> dict[str, str]:
    page.goto("/customers/")
    customer = page.locator("table.customers tbody a").first.get_attribute("href") or ""
    page.goto("/files/")
    file = page.locator("table.invoices a[data-row]").first.get_attribute("href") or ""
    return {"CUSTOMER": customer, "FILE": file}


@pytest.mark.parametrize("form", FORMS)
def test_every_page_is_clean(
    browser: Browser, filled: Served, form: dict[str, Any], tmp_path_factory: pytest.TempPathFactory
) -> None:
    state = tmp_path_factory.getbasetemp() / "owner.json"
    page = signed_in(browser, filled, state, form)
    told = watch(page)
    known = addresses(page)
    found: dict[str, object] = {}
    for name in [*PAGES, *OPEN_PAGES]:
        if name == OPEN_PAGES[0]:
            page.context.clear_cookies(name="wertschatz")
        page.goto(known.get(name, "/" + name))
        expect(page.locator("html")).to_have_attribute("lang", form["locale"][:2])
        expect(page.locator("h1")).to_have_count(1)
        complaints = violations(page) + ([] if no_overflow(page) else ["wider than the screen"])
        if complaints:
            found[name] = complaints
    page.context.close()
    assert not found, json.dumps(found, indent=1, ensure_ascii=False)
    assert not told


def test_from_the_link_to_a_letter_by_hand(browser: Browser, fresh: Served) -> None:
    context = browser.new_context(locale="de-DE", base_url=fresh.address)
    page = context.new_page()
    told = watch(page)
    page.goto("/")
    expect(page.locator("h1")).to_have_count(1)
    make_owner(page, fresh)
    page.get_by_role("link", name="Von Hand").first.click()
    page.locator("#names").fill("Müller GmbH; 12.000\nHaus & Hof\nSchäfer; 500")
    page.locator("button[name=spread]").click()
    expect(page.locator("input[name=name]").first).to_have_value("Müller GmbH")
    page.locator("select[name=step]").first.select_option("300")
    page.locator("select[name=gut]").first.select_option("A")
    page.locator("main button.primary").click()
    for _ in range(40):
        page.goto("/customers/")
        if page.locator("table.customers tbody tr").count() == 3:
            break
        page.wait_for_timeout(250)
    row = page.get_by_role("row", name="Müller GmbH")
    expect(row).to_contain_text("geschätzt")
    # The link is spent, and a second person is sent to sign in.
    page.goto(fresh.start_link)
    expect(page.locator("#username")).to_have_count(0)
    page.locator(".tools form button", has_text="Abmelden").click()
    expect(page.locator("#id_login")).to_be_visible()
    page.goto("/customers/")
    page.locator("#id_login").fill(USER)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main button.primary").click()
    expect(page.locator("table.customers tbody tr")).to_have_count(3)
    context.close()
    assert not told


def test_a_page_that_never_answers_holds_up_no_run(
    owner: Page, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(served, "ANSWERS_WITHIN", 0.5)
    with pytest.raises(AssertionError, match="gave no answer"):
        owner.evaluate("new Promise(() => {})")
    monkeypatch.undo()
    assert owner.evaluate("1 + 1") == 2


def test_a_word_and_its_undo(owner: Page) -> None:
    owner.goto("/customers/")
    owner.locator("table.customers tbody a").nth(5).click()
    proposal = owner.locator("h1").inner_text()
    owner.locator("input[name=group][value=C]").check()
    owner.locator("#reason").fill("Zahlt nur nach Mahnung")
    owner.locator("form.word button.primary").click()
    expect(owner.locator("main")).to_contain_text("Zahlt nur nach Mahnung")
    owner.locator("ul.done button[data-undo]").first.click()
    expect(owner.locator("main [role=status]").first).to_be_visible()
    for _ in range(40):
        if owner.locator("h1").inner_text() == proposal:
            break
        owner.wait_for_timeout(250)
        owner.reload()
    assert owner.locator("h1").inner_text() == proposal
    expect(owner.locator("main")).not_to_contain_text("Zahlt nur nach Mahnung")


def test_search_while_typing_keeps_the_filter(owner: Page) -> None:
    told = watch(owner)
    owner.goto("/customers/?sort=name&order=up")
    owner.keyboard.press("/")
    owner.keyboard.type("grosse 3", delay=20)
    expect(owner.locator("table.customers tbody tr")).to_have_count(1)
    expect(owner.locator("table.customers tbody")).to_contain_text("Kunde 3")
    assert "q=grosse" in owner.url
    # Back and forth must show whole pages, not the swapped part alone.
    owner.locator("table.customers tbody a").first.click()
    owner.go_back()
    expect(owner.locator("header.frame")).to_be_visible()
    assert not told


def test_sorting_tells_its_direction(owner: Page) -> None:
    owner.goto("/customers/")
    expect(owner.locator("th.revenue")).to_have_attribute("aria-sort", "descending")
    owner.locator("th.revenue a").click()
    expect(owner.locator("th.revenue")).to_have_attribute("aria-sort", "ascending")


def test_keys_move_and_help_opens(owner: Page) -> None:
    owner.goto("/customers/")
    owner.keyboard.press("j")
    owner.keyboard.press("j")
    expect(owner.locator("a[data-row]").nth(1)).to_be_focused()
    owner.keyboard.press("Enter")
    first = owner.url
    owner.keyboard.press("j")
    expect(owner).not_to_have_url(first)
    owner.keyboard.press("?")
    expect(owner.locator("#help")).to_be_visible()


def test_a_bad_row_is_named_and_the_import_comes_back_out(owner: Page) -> None:
    owner.goto("/files/")
    owner.locator("table.invoices a[data-row]").first.click()
    expect(owner.locator("ul.messages")).to_contain_text("Rechnungen 2026.csv")
    owner.locator("form[action$='/take-back/'] button").click()
    expect(owner.locator("h1")).to_be_visible()
    expect(owner.locator("form[action$='/take-back/']")).to_have_count(0)
    owner.goto("/done/")
    owner.locator("ul.done button[data-undo]").first.click()
    owner.goto("/files/")
    owner.locator("table.invoices a[data-row]").first.click()
    expect(owner.locator("form[action$='/take-back/'] button")).to_be_visible()


def test_without_javascript_everything_still_works(
    browser: Browser, filled: Served, tmp_path_factory: pytest.TempPathFactory
) -> None:
    state = tmp_path_factory.getbasetemp() / "owner.json"
    context = browser.new_context(
        locale="de-DE", storage_state=state, base_url=filled.address, java_script_enabled=False
    )
    page = context.new_page()
    page.goto("/customers/")
    page.locator("#q").fill("kunde 2")
    page.locator("form.search button").click()
    expect(page.locator("table.customers tbody")).to_contain_text("Kunde 2")
    context.close()


@pytest.fixture(scope="module")
def dropped(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Served, Path]]:
    """A house of its own, for a drop of everything."""
    served = Served(tmp_path_factory.mktemp("dropped") / "data")
    state = tmp_path_factory.getbasetemp() / "dropped.json"
    try:
        context = browser.new_context(locale="de-DE")
        make_owner(context.new_page(), served)
        context.storage_state(path=state)
        context.close()
        yield served, state
    finally:
        served.stop()


def test_one_drop_of_everything(browser: Browser, dropped: tuple[Served, Path]) -> None:
    served, state = dropped
    page = signed_in(browser, served, state, DESK)
    told = watch(page)
    page.goto("/files/")
    page.locator("#files").set_input_files(
        [
            {"name": "2013.zip", "mimeType": "application/zip", "buffer": archive()},
            {"name": "zeiten.json", "mimeType": "application/json", "buffer": tag_log()},
        ]
    )
    page.locator("form.drop button").click()
    # First what the tags mean, then which firm is the own one, then one press.
    page.locator("form.layout input[name=customer]").first.fill("Mühle Beispiel GmbH")
    assert not violations(page)
    page.locator("form.layout button.primary").click()
    own = page.locator("form[action$='/own/']")
    expect(own).to_contain_text("Werkstatt Ahorn", timeout=15_000)
    assert not violations(page)
    own.get_by_label("Werkstatt Ahorn").check()
    own.locator("button.primary").click()
    expect(page.locator("form[action$='/run/']")).to_be_visible(timeout=15_000)
    expect(page.locator("h1")).to_contain_text("10 neue Einträge")
    expect(page.locator("main")).to_contain_text("Einkäufe, bleiben draußen")
    expect(page.locator("main")).to_contain_text("7 Std.")
    assert not violations(page)
    assert no_overflow(page)
    page.locator("form[action$='/run/'] button").click()
    expect(page.locator("form[action$='/take-back/']")).to_be_visible(timeout=15_000)
    for _ in range(40):
        page.goto("/customers/")
        if page.locator("table.customers tbody tr").count() == 3:
            break
        page.wait_for_timeout(250)
    page.get_by_role("link", name="Mühle Beispiel GmbH").click()
    expect(page.locator("main")).to_contain_text("storniert")
    expect(page.locator("main")).to_contain_text("Am Markt 3, 04109 Leipzig")
    expect(page.locator("#work + table")).to_contain_text("Umbau")
    assert not violations(page)
    page.context.close()
    assert not told


def test_the_same_drop_again_changes_nothing(
    browser: Browser, dropped: tuple[Served, Path]
) -> None:
    served, state = dropped
    page = signed_in(browser, served, state, PHONE)
    page.goto("/files/")
    page.locator("#files").set_input_files(
        [{"name": "2013.zip", "mimeType": "application/zip", "buffer": archive()}]
    )
    page.locator("form.drop button").click()
    expect(page.locator("form[action$='/run/']")).to_be_visible(timeout=15_000)
    expect(page.locator("h1")).to_contain_text("Everything in these files is known already.")
    assert not violations(page)
    assert no_overflow(page)
    page.context.close()
