"""A day of the example firm in a real browser with a moved clock: morning, interruption, closing,
the evening, and the next morning."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.web.served import Served, make_owner
from tests.web.test_browser import FORMS, no_overflow, signed_in, violations, watch

pytestmark = pytest.mark.browser
DESK, PHONE = FORMS[0].values[0], FORMS[1].values[0]
# Wednesday and Thursday, by the clock in Berlin an hour later.
MORNING, INTERRUPTED, CLOSING, EVENING, NEXT = (
    "2026-11-25T07:50:00", "2026-11-25T08:40:00", "2026-11-25T15:52:00", "2026-11-25T18:30:00",
    "2026-11-26T08:01:00",
)  # fmt: skip
BACK = "2026-12-02T08:05:00"
TASKS = """
import sys
from pathlib import Path
from wertschatz.cli.data import open_house
with open_house(Path(sys.argv[1]), "de", must_exist=True) as house:
    from wertschatz.storage.models import Task, User
    user = User.objects.get(role="owner")
    for title, importance, minutes in (
        ("Angebot Dachstuhl", 1, 60), ("Material bestellen", 1, 30), ("Ablage", 3, 240),
        ("Gro\\u00dfe Inventur", 3, 480),
    ):
        Task.objects.create(user=user, title=title, importance=importance, minutes=minutes,
                            at=house.now())
    import datetime as dt
    from wertschatz.storage.models import WorkDay
    for day, energy in ((18, 3), (19, 1), (20, 2), (23, 3)):
        WorkDay.objects.create(user=user, on=dt.date(2026, 11, day), energy=energy,
                               closed_at=dt.datetime(2026, 11, day, 16, tzinfo=dt.UTC))
"""
LATE = """
import sys, uuid
from pathlib import Path
from wertschatz.cli.data import open_house
with open_house(Path(sys.argv[1]), "de", must_exist=True) as house:
    from wertschatz.storage.models import Ring
    Ring.objects.create(uuid=uuid.uuid4(), system="json", call_id="1", name="Herr Abend",
                        at=house.now(), verdict="not_now", reason="no_rule")
"""
Firm = tuple[Path, Path]


def in_the_house(script: str, data: Path, clock: str) -> None:
    kept = {name: value for name, value in os.environ.items() if "WERTSCHATZ" not in name}
    environment = {**kept, "WERTSCHATZ_CLOCK": f"{clock}+00:00"}
    subprocess.run(
        [sys.executable, "-c", script, str(data)], env=environment, check=True, timeout=120
    )


def made_firm(browser: Browser, folder: Path, clock: str) -> Firm:
    """The example firm with its owner and some tasks, made at that time."""
    data, state = folder / "data", folder / "owner.json"
    served = Served(data, f"{clock}+00:00")
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
        context.storage_state(path=state)
        context.close()
    finally:
        served.stop()
    in_the_house(TASKS, data, clock)
    return data, state


@pytest.fixture(scope="module")
def firm(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Firm:
    return made_firm(browser, tmp_path_factory.mktemp("day"), MORNING)


@contextmanager
def at(clock: str, browser: Browser, firm: Firm, form: object = DESK) -> Iterator[Page]:
    """The house at that time, and the owner in it."""
    data, state = firm
    served = Served(data, f"{clock}+00:00", owned=True)
    try:
        page = signed_in(browser, served, state, form)  # type: ignore[arg-type]
        told = watch(page)
        yield page
        assert told == []
        page.context.close()
    finally:
        served.stop()


def line(page: Page, name: str) -> str:
    """When something lies in the plan."""
    return page.locator("ol.day li", has_text=name).locator(".time").first.inner_text()


def test_a_day_from_morning_to_morning(browser: Browser, firm: Firm) -> None:
    with at(MORNING, browser, firm) as page:
        page.goto("/customers/")
        page.keyboard.press("h")
        expect(page).to_have_url(re.compile("/today/$"))
        expect(page.locator("h2#plan")).to_have_text("Ein Vorschlag")
        page.locator("main button.primary").click()
        expect(page.locator("h2#plan")).to_have_text("Der Plan")
        assert line(page, "Angebot Dachstuhl").startswith("9:00")
        expect(page.locator("section:has(#left)")).to_contain_text("Große Inventur")
        expect(page.locator("section:has(#left)")).to_contain_text("die längste Lücke")
        expect(page.locator("section:has(#who)")).to_be_visible()
        assert violations(page) == []
        # By keyboard: the last change is taken back, and made again.
        page.keyboard.press("u")
        page.keyboard.press("Enter")
        expect(page.locator("h2#plan")).to_have_text("Ein Vorschlag")
        page.locator("main button.primary").click()
        expect(page.locator("h2#plan")).to_have_text("Der Plan")
    with at(INTERRUPTED, browser, firm, PHONE) as page:
        page.goto("/today/")
        before = line(page, "Material bestellen")
        page.locator("#takes").select_option("30")
        page.locator("#takes ~ button").click()
        expect(page.locator("ul.done")).to_contain_text("planned anew")
        assert int(line(page, "Angebot Dachstuhl").split(":")[0]) >= 10
        assert line(page, "Material bestellen") == before
        expect(page.locator("section:has(#moved)")).to_contain_text(
            "because the interruption lasts"
        )
        assert no_overflow(page)
        assert violations(page) == []
    with at(CLOSING, browser, firm) as page:
        page.goto("/today/")
        page.locator(".lead a[href='/today/close/']").click()
        expect(page.locator("h1")).to_have_text("Zehn Minuten, dann ist Ihr Kopf frei.")
        expect(page.locator("section:has(#moves)")).to_contain_text("Angebot Dachstuhl")
        expect(page.locator("section:has(#next)")).to_contain_text("Angebot Dachstuhl")
        assert violations(page) == []
        page.locator("#good_thing").fill("Die Sonne schien auf die Werkbank")
        page.locator("input[name=energy][value='2']").check()
        page.locator("main button.primary").click()
        expect(page.locator("h1")).to_have_text("Der Tag ist geschlossen.")
    in_the_house(LATE, firm[0], EVENING)
    with at(EVENING, browser, firm, PHONE) as page:
        page.goto("/today/")
        expect(page.locator("#held")).to_be_empty()
        expect(page.locator(".lead")).to_contain_text("9:00")
        assert no_overflow(page)
        assert violations(page) == []
        page.keyboard.press("h")
        expect(page.locator("button[data-tomorrow]")).to_have_count(0)
    with at(NEXT, browser, firm) as page:
        page.goto("/today/")
        expect(page.locator("h1")).to_contain_text("Jetzt:")
        expect(page.locator("ol.day")).to_contain_text("Angebot Dachstuhl")
        expect(page.locator("section:has(#left)")).to_contain_text("Herr Abend")
        page.goto("/done/")
        expect(page.locator("main")).not_to_contain_text("Werkbank")
        assert violations(page) == []
    # Days away, and one press by keyboard; then the pages beside, on a telephone and in the dark.
    with at(BACK, browser, firm, PHONE) as page:
        page.goto("/today/")
        back = page.locator("section:has(#back)")
        expect(back).to_contain_text("Herr Abend")
        assert no_overflow(page)
        assert violations(page) == []
        back.locator("button.primary").focus()
        page.keyboard.press("Enter")
        expect(back).to_have_count(0)
        expect(page.locator("ul.done")).to_be_visible()
        page.emulate_media(color_scheme="dark")
        for address in ("/today/free/", "/today/close/", "/balance/", "/fresh/",
                        "/today/?on=2026-12-25"):  # fmt: skip
            page.goto(address)
            assert no_overflow(page), address
            assert violations(page) == [], address
        page.goto("/today/close/")
        expect(page.locator("section:has(#energy) svg:visible circle")).to_have_count(5)
        page.goto("/today/?on=2026-12-25")
        expect(page.locator("h1")).to_contain_text("Christmas Day")
