"""Two owners in a real browser: what one built on is named, the second sees both versions, many at
once go back as one; with a picture of each page in every form.

The pictures lie in `test-results/two-people/`, as page-language-scheme-width.png.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple, cast

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.web.served import PASSWORD, USER, Served, make_owner, take_in
from tests.web.test_browser import no_overflow, violations, watch

pytestmark = pytest.mark.browser
PICTURES = Path(__file__).parents[2] / "test-results" / "two-people"
OTHER = "Anna"
LANGUAGES, WIDTHS = ("de", "en"), (375, 1280)
PNG = b"\x89PNG\r\n\x1a\n"
LIST = "section[aria-labelledby=history] ul.done li"


class Two(NamedTuple):
    """Two owners of one house, each on a browser of his or her own."""

    first: Page
    second: Page
    told: list[str]
    """Everything that the browsers complained about."""

    def both_to(self, address: str) -> None:
        """Both open the same page, before either of them changes anything."""
        for page in self:
            if isinstance(page, Page):
                page.goto(address)


@pytest.fixture(scope="module")
def house(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A house with a list of invoices and two owners; nobody else's test looks at it."""
    served = Served(tmp_path_factory.mktemp("two-people") / "data")
    try:
        context = browser.new_context(locale="de-DE", base_url=served.address)
        page = context.new_page()
        make_owner(page, served)
        take_in(page, served)
        page.goto("/people/")
        page.locator("#name").fill(OTHER)
        page.locator("#password").fill(PASSWORD)
        page.locator("input[name=role][value=owner]").check()
        page.locator("main button.primary").click()
        expect(page.locator("main h1")).to_contain_text("2")
        context.close()
        yield served
    finally:
        served.stop()


def signed_in_as(browser: Browser, served: Served, name: str) -> BrowserContext:
    context = browser.new_context(locale="de-DE", base_url=served.address)
    page = context.new_page()
    page.goto("/sign-in/")
    page.locator("#id_login").fill(name)
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main button.primary").click()
    expect(page.locator("header form[action$='/sign-out/']")).to_be_attached()
    page.close()
    return context


@pytest.fixture
def two(browser: Browser, house: Served) -> Iterator[Two]:
    contexts = [signed_in_as(browser, house, name) for name in (USER, OTHER)]
    first, second = (context.new_page() for context in contexts)
    told = watch(first)
    second_told = watch(second)
    yield Two(first, second, told)
    for context in contexts:
        context.close()
    # A version that was refused answers 409 on purpose; the browser says so.
    assert [one for one in told + second_told if "409" not in one] == []


def speak(page: Page, language: str) -> None:
    # Of the whole house: with the address of a page it would hold below that page only.
    house = page.evaluate("location.origin")
    page.context.add_cookies(
        [{"name": "wertschatz_language", "value": language, "url": str(house)}]
    )


def picture(page: Page, name: str, language: str) -> None:
    """One in light and dark, on a telephone and at a desk; the page is clean in each of them."""
    PICTURES.mkdir(parents=True, exist_ok=True)
    expect(page.locator("html")).to_have_attribute("lang", language)
    before = page.viewport_size
    for scheme in ("light", "dark"):
        page.emulate_media(color_scheme=cast("None", scheme))
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            form = f"{name}-{language}-{scheme}-{width}"
            assert violations(page) == [], form
            assert no_overflow(page), f"{form} is wider than the screen"
            shot = page.screenshot(path=PICTURES / f"{form}.png", full_page=True)
            assert shot.startswith(PNG)
            assert int.from_bytes(shot[16:20], "big") == width, form
    if before is not None:
        page.set_viewport_size(before)


def customer(page: Page, place: int) -> str:
    page.goto("/customers/?sort=name&order=up")
    return page.locator("table.customers a[data-row]").nth(place).get_attribute("href") or ""


def decide(page: Page, letter: str, reason: str) -> None:
    page.check(f"form.word input[name=group][value={letter}]")
    page.fill("#reason", reason)
    page.locator("form.word button.primary").click()


def estimate(page: Page, minutes: str) -> None:
    page.select_option("#step", minutes)
    page.locator("form[action$='/effort/'] button").click()


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_second_sees_both_versions_and_writes_hers(two: Two, language: str) -> None:
    address = customer(two.first, LANGUAGES.index(language))
    two.second.goto("/")
    speak(two.second, language)
    two.both_to(address)
    decide(two.first, "A", "treu seit Jahren")
    expect(two.first.locator(LIST).first).to_be_visible()
    with two.second.expect_response(lambda answer: answer.status == 409):
        decide(two.second, "C", "nur noch schriftlich")
    main = two.second.locator("main")
    expect(main.locator("h1")).to_contain_text(USER)
    expect(main.locator("td", has_text="treu seit Jahren")).to_be_visible()
    expect(main.locator("td", has_text="nur noch schriftlich")).to_be_visible()
    picture(two.second, "both-versions", language)
    # Nothing of hers was written before she says so.
    two.first.goto(address)
    expect(two.first.locator("section[aria-labelledby=word]")).to_contain_text("treu seit Jahren")
    main.locator("button.primary").focus()
    two.second.keyboard.press("Enter")
    expect(two.second).to_have_url(re.compile(re.escape(address)))
    expect(two.second.locator("section[aria-labelledby=word]")).to_contain_text(
        "nur noch schriftlich"
    )


def test_keeping_the_other_version_writes_nothing(two: Two) -> None:
    address = customer(two.first, 3)
    two.both_to(address)
    estimate(two.first, "300")
    expect(two.first.locator("#step")).to_have_value("300")
    before = two.first.locator(LIST).count()
    with two.second.expect_response(lambda answer: answer.status == 409):
        estimate(two.second, "1200")
    two.second.locator("main form.line a").click()
    expect(two.second).to_have_url(re.compile(re.escape(address)))
    expect(two.second.locator("#step")).to_have_value("300")
    expect(two.second.locator(LIST)).to_have_count(before)


@pytest.mark.parametrize(("language", "hers"), [("de", "30"), ("en", "40")])
def test_limits_that_two_change_at_once(two: Two, language: str, hers: str) -> None:
    two.second.goto("/")
    speak(two.second, language)
    two.both_to("/limits/")
    # The same figure: another one would not be in the way.
    for page, days in ((two.first, "20"), (two.second, hers)):
        page.locator("input[name=late_days]").fill(days)
        page.locator("form.limits button.primary, form.limits > button").first.click()
        page.wait_for_load_state()
    main = two.second.locator("main")
    expect(main.locator("h1")).to_contain_text(USER)
    expect(main.locator("td", has_text="20").first).to_be_visible()
    picture(two.second, "both-limits", language)
    main.locator("button.primary").click()
    expect(two.second.locator("input[name=late_days]")).to_have_value(hers)


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_built_on_it_is_named_and_goes_first(two: Two, language: str) -> None:
    address = customer(two.first, 4 + LANGUAGES.index(language))
    two.first.goto(address)
    estimate(two.first, "300")
    two.second.goto(address)
    estimate(two.second, "1200")
    speak(two.first, language)
    two.first.goto("/done/")
    newest, earlier = (two.first.locator("ul.done li").nth(at) for at in (0, 1))
    expect(newest.locator("button[data-undo]")).to_be_visible()
    expect(newest).to_contain_text(OTHER)
    expect(earlier.locator("button[data-undo]")).to_have_count(0)
    first = earlier.locator("a[href*='#a-']")
    assert (first.get_attribute("href") or "").endswith(f"#{newest.get_attribute('id')}")
    line = two.first.locator(f"#{earlier.get_attribute('id')}")
    picture(two.first, "done", language)
    newest.locator("button[data-undo]").focus()
    two.first.keyboard.press("Enter")
    told = two.first.locator("main [role=status]")
    expect(told.locator("button")).to_be_visible()
    picture(two.first, "taken-back", language)
    # What stood in the way is gone: the earlier one can be taken back now.
    expect(line.locator("button[data-undo]")).to_be_visible()
    line.locator("button[data-undo]").click()
    expect(told.locator("button")).to_be_visible()
    two.first.goto(address)
    expect(two.first.locator("#step")).to_have_value("")


def test_the_page_of_what_was_done_knows_by_whom(two: Two) -> None:
    two.second.goto(customer(two.second, 6))
    decide(two.second, "B", "von Anna")
    two.first.goto("/done/")
    two.first.locator("nav.filters a", has_text=OTHER).click()
    lines = two.first.locator("ul.done li")
    expect(lines.first).to_contain_text(OTHER)
    expect(lines.filter(has_not_text=OTHER)).to_have_count(0)
    two.first.locator("nav.filters a", has_text=USER).click()
    expect(lines.first).to_contain_text(USER)


@pytest.mark.parametrize("language", LANGUAGES)
def test_many_at_once_go_back_as_one(two: Two, language: str) -> None:
    page = two.first
    page.goto("/")
    speak(page, language)
    page.goto("/customers/")
    rows = page.locator("table.customers tbody tr")
    everybody = rows.count()
    page.locator("details.many summary").first.click()
    page.locator("[data-all]").check()
    page.locator("#many-tag").fill("Messe")
    page.locator("button[name=wish][value=tag]").click()
    expect(page.locator("table.customers tbody tr", has_text="Messe")).to_have_count(everybody)
    picture(page, "many", language)
    page.goto("/done/")
    line = page.locator("ul.done li").first
    expect(line).to_contain_text(str(everybody))
    line.locator("button[data-undo]").click()
    page.goto("/customers/")
    expect(page.locator("table.customers tbody tr", has_text="Messe")).to_have_count(0)
    expect(rows).to_have_count(everybody)
