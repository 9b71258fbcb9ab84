"""The telephone rings in a real browser: the dialog, its keys, and who goes on typing."""

from __future__ import annotations

import datetime as dt
import os
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.web.rings import Gate, customer_known, serve_pages
from tests.web.served import PASSWORD, Served, make_owner, take_in
from tests.web.test_browser import FORMS, no_overflow, signed_in, violations, watch
from tests.web.test_browser_assessment import MAKE_STAFF

pytestmark = pytest.mark.browser
LOCK = (
    "import sys, time\n"
    "from wertschatz.bootstrap import house\n"
    "from django.db import connection, transaction\n"
    "from wertschatz.storage.models import Firm\n"
    "with transaction.atomic():\n"
    "    Firm.objects.update(area_code='030')\n"
    "    print('held', flush=True)\n"
    "    sys.stdin.readline()\n"
    "    transaction.set_rollback(True)\n"
)


@dataclass
class Rung:
    """A house of which only the pages run, and a gate that the test lets ring."""

    address: str
    """As the browser helpers want it."""
    data: Path
    owner: Path
    staff: Path
    customer: str
    """UUID of a customer in C by the owner's word."""
    name: str
    gate: Gate

    def ring(self, **said: Any) -> dict[str, Any]:
        known = customer_known(self.customer, self.name, "C")
        told = {
            "known": known, "group": "C", "verdict": "in_writing", "reason": "c_in_writing",
            "facts": {"rule": 9}, "rule": 9, **said,
        }  # fmt: skip
        self.gate.wait()
        return self.gate.tell(**told)


@pytest.fixture(scope="module")
def rung(browser: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Rung]:
    served = Served((folder := tmp_path_factory.mktemp("ring")) / "data")
    owner, staff, data = folder / "owner.json", folder / "staff.json", folder / "data"
    environment = {**os.environ, "WERTSCHATZ_DATA": str(data), "WERTSCHATZ_LANGUAGE": "de"}
    context = browser.new_context(locale="de-DE", base_url=served.address)
    page = context.new_page()
    make_owner(page, served)
    take_in(page, served)
    link = page.locator("a[data-row]").nth(2)
    name, customer = link.inner_text(), link.get_attribute("href") or ""
    page.goto(customer)
    page.locator("input[name=group][value=C]").check()
    page.locator("form.word button.primary").click()
    context.storage_state(path=owner)
    subprocess.run([sys.executable, "-c", MAKE_STAFF], env=environment, check=True, timeout=120)
    context.clear_cookies()
    page.goto("/sign-in/")
    page.locator("#id_login").fill("jana")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main button.primary").click()
    context.storage_state(path=staff)
    context.close()
    served.stop()
    # Only the pages: the gate is the test itself.
    pages = serve_pages(served.address, environment)
    gate = Gate(data)
    try:
        gate.wait()
        yield Rung(
            served.address, data, owner, staff, customer.strip("/").split("/")[-1], name, gate
        )
    finally:
        pages.terminate()
        pages.wait(10)
        gate.close()


@pytest.fixture
def page(browser: Browser, rung: Rung) -> Iterator[Page]:
    """The owner at a desk; whatever rang before is put away."""
    desk = signed_in(browser, rung, rung.owner, FORMS[0].values[0])  # type: ignore[arg-type]
    told = watch(desk)
    yield desk
    desk.context.close()
    assert not told


def listening(page: Page, address: str = "/customers/") -> Locator:
    """The dialog of a page that hears the gate, without what rang before."""
    page.goto(address)
    box = page.locator("#ring")
    expect(box).to_have_attribute("data-listens", "yes")
    page.wait_for_timeout(100)
    page.evaluate(
        "for (const button of document.querySelectorAll('[data-ring-close]')) button.click()"
    )
    expect(box).to_be_hidden()
    return box


def test_whoever_types_goes_on_typing(page: Page, rung: Rung) -> None:
    box = listening(page, "/contacts/")
    field = page.locator("main input[type=search]").first
    field.focus()
    page.keyboard.type("Kunde ")
    rung.ring(call_id="typing")
    expect(box).to_be_visible()
    expect(box.locator("h2")).to_have_text(f"{rung.name} ruft an.")
    page.keyboard.type("1 g3l")
    expect(field).to_be_focused()
    expect(field).to_have_value("Kunde 1 g3l")
    expect(box).not_to_contain_text("Gruppe C")
    expect(page.locator("#ring-said")).to_have_text(f"{rung.name} ruft an. Alt T führt dorthin.")
    # No letter before its key; the instruction is there.
    assert box.locator(".letter").count() == 0
    expect(box).to_contain_text("Bitten Sie freundlich, zu schreiben.")
    page.keyboard.press("Alt+t")
    expect(box.locator("h2")).to_be_focused()
    page.keyboard.press("g")
    expect(box.locator(".letter.C")).to_be_visible()
    expect(box).to_contain_text("Mit diesem Kunden geht es schriftlich am besten.")
    page.keyboard.press("g")
    assert box.locator(".letter").count() == 0
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    expect(field).to_be_focused()
    page.keyboard.type("!")
    expect(field).to_have_value("Kunde 1 g3l!")


@pytest.mark.parametrize(
    ("key", "text"),
    [
        ("1", "Sie nehmen das Gespräch an."),
        ("2", "Das Gespräch übernimmt eine Kollegin oder ein Kollege."),
        ("5", "Sie behandeln es als Notfall."),
    ],
)
def test_one_key_overrules_and_one_takes_it_back(
    page: Page, rung: Rung, key: str, text: str
) -> None:
    box = listening(page)
    ring = rung.ring(call_id=f"key {key}")
    expect(box).to_be_visible()
    page.keyboard.press(key)  # the focus is not there: nothing happens
    page.wait_for_timeout(150)
    expect(box.locator("[data-ring-key='4']")).to_be_visible()
    page.keyboard.press("Alt+t")
    page.keyboard.press(key)
    expect(box).to_contain_text(text)
    other = page.context.new_page()
    other.goto("/calls/")
    line = other.locator(f"#c-{ring['uuid']}")
    expect(line).to_contain_text(f"Anders entschieden: {text}")
    page.bring_to_front()
    page.keyboard.press("u")
    expect(box.locator("[data-ring-key='4']")).to_be_visible()
    other.reload()
    expect(line).to_contain_text("Regel 9")
    expect(line).not_to_contain_text("Anders entschieden")


def test_what_the_rules_say_too_is_one_key_and_no_overruling(page: Page, rung: Rung) -> None:
    box = listening(page)
    rung.ring(call_id="same")
    expect(box).to_be_visible()
    page.keyboard.press("Alt+t")
    page.keyboard.press("4")
    expect(box).to_contain_text("Sie bitten, es zu schreiben.")
    page.keyboard.press("u")
    expect(box.locator("[data-ring-key='4']")).to_be_visible()


def test_a_call_back_at_a_time_that_suits_both(page: Page, rung: Rung) -> None:
    box = listening(page)
    ring = rung.ring(call_id="back")
    slots = box.locator("[name=slot]")
    expect(slots).to_have_count(3)
    expect(slots.first).to_be_hidden()
    page.keyboard.press("Alt+t")
    page.keyboard.press("b")  # not unfolded yet: no key of theirs
    page.keyboard.press("3")
    expect(slots.first).to_be_focused()
    chosen = slots.nth(1).inner_text().removesuffix(" b")
    page.keyboard.press("b")
    expect(box).to_contain_text(f"Sie rufen {chosen} zurück.")
    other = page.context.new_page()
    other.goto("/calls/")
    expect(other.locator(f"#c-{ring['uuid']}")).to_contain_text(f"Sie rufen {chosen} zurück.")
    page.bring_to_front()
    page.keyboard.press("u")
    expect(box.locator("[data-ring-key='3']")).to_be_visible()


def test_after_the_call_one_key_logs_it(page: Page, rung: Rung) -> None:
    box = listening(page)
    at = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=9)
    rung.ring(call_id="log", at=at)
    rung.gate.tell("answered", call_id="log", at=at)
    expect(box).to_contain_text(f"Am Telefon: {rung.name}")
    page.keyboard.press("Alt+t")
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    # Closed while one spoke; at the end it comes once more.
    rung.gate.tell("ended", call_id="log", at=at + dt.timedelta(minutes=7, seconds=30))
    expect(box).to_contain_text(f"Das Gespräch mit {rung.name} ist zu Ende.")
    page.keyboard.press("Alt+t")
    page.keyboard.press("l")
    expect(box).to_contain_text("Festgehalten: ein Gespräch von 8 Min.")
    other = page.context.new_page()
    other.goto("/contacts/")
    expect(other.locator("main")).to_contain_text(f"{rung.name}")
    expect(other.locator("main")).to_contain_text("8 Min.")
    page.bring_to_front()
    page.keyboard.press("u")
    expect(box.locator("[data-ring-key=l]")).to_be_visible()
    other.reload()
    expect(other.locator("main")).not_to_contain_text("8 Min.")


def test_the_keys_of_the_page_are_its_own(page: Page, rung: Rung) -> None:
    box = listening(page)
    rung.ring(call_id="keys")
    expect(box).to_be_visible()
    page.keyboard.press("/")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("Alt+t")
    for key in ("?", "/", "n", "j"):  # behind the dialog nothing moves
        page.keyboard.press(key)
    expect(page.locator("#help")).to_be_hidden()
    expect(box.locator("h2")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("Control+k")
    expect(page.locator("#palette")).to_be_visible()
    rung.ring(call_id="palette")
    page.keyboard.type("Kunde")
    expect(page.locator("#palette-q")).to_have_value("Kunde")
    expect(box).to_be_visible()
    page.keyboard.press("Alt+t")
    expect(page.locator("#palette")).to_be_hidden()
    expect(box.locator("h2")).to_be_focused()


def test_several_at_once_and_on_the_next_page(page: Page, rung: Rung) -> None:
    box = listening(page)
    rung.ring(call_id="several 1")
    rung.ring(call_id="several 2", number="", known=None, group="", reason="no_rule",
              verdict="put_through")  # fmt: skip
    heads = box.locator("h2")
    expect(heads).to_have_text([f"{rung.name} ruft an.", "Jemand ruft ohne Nummer an."])
    page.keyboard.press("Alt+t")
    page.keyboard.press("Alt+t")
    expect(heads.nth(1)).to_be_focused()
    page.keyboard.press("1")
    expect(box.locator("section").nth(1)).to_contain_text("Sie nehmen das Gespräch an.")
    expect(box.locator("section").nth(0)).not_to_contain_text("Sie nehmen das Gespräch an.")
    page.goto("/contacts/")
    expect(heads).to_have_count(2)
    page.keyboard.press("Alt+t")
    page.keyboard.press("Escape")
    expect(heads).to_have_count(1)
    expect(heads).to_be_focused()
    page.goto("/customers/")
    expect(heads).to_have_count(1)
    page.keyboard.press("Alt+t")
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    page.reload()
    expect(box).to_have_attribute("data-listens", "yes")
    page.wait_for_timeout(150)
    expect(box).to_be_hidden()


def test_staff_see_who_calls_and_nothing_more(browser: Browser, rung: Rung) -> None:
    page = signed_in(browser, rung, rung.staff, FORMS[0].values[0])  # type: ignore[arg-type]
    told = watch(page)
    box = listening(page)
    at = dt.datetime.now(dt.UTC) - dt.timedelta(minutes=3)
    ring = rung.ring(call_id="staff", at=at)
    expect(box).to_contain_text(f"{rung.name} ruft an.")
    expect(box).to_contain_text("Bitten Sie freundlich, zu schreiben.")
    assert box.locator("button").all_inner_texts() == ["Schließen Esc"]
    assert "promise" not in box.inner_html()
    rung.gate.tell("answered", call_id="staff", at=at)
    expect(box).to_contain_text("Am Telefon")
    for path in ("", "behind/"):
        assert page.request.get(f"/calls/{ring['uuid']}/{path}").status == 403
    page.keyboard.press("Alt+t")
    page.keyboard.press("l")
    expect(box).to_contain_text("Festgehalten")
    page.context.close()
    assert not told


def test_a_locked_database_keeps_nobody_from_seeing_who_calls(page: Page, rung: Rung) -> None:
    box = listening(page)
    environment = {**os.environ, "WERTSCHATZ_DATA": str(rung.data)}
    lock = subprocess.Popen(
        [sys.executable, "-c", LOCK], env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        assert lock.stdout is not None
        assert lock.stdout.readline() == b"held\n"
        rung.ring(call_id="locked")
        expect(box.locator("h2")).to_have_text(f"{rung.name} ruft an.", timeout=1000)
        page.keyboard.press("Alt+t")
        page.keyboard.press("g")
        expect(box.locator(".letter.C")).to_be_visible()
    finally:
        lock.communicate(b"\n", timeout=30)


def test_signed_out_elsewhere_the_stream_ends(browser: Browser, rung: Rung) -> None:
    page = signed_in(browser, rung, rung.owner, FORMS[0].values[0])  # type: ignore[arg-type]
    page.goto("/sign-in/")
    page.context.clear_cookies(name="wertschatz")
    page.goto("/sign-in/")
    page.locator("#id_login").fill("jana")
    page.locator("#id_password").fill(PASSWORD)
    page.locator("main button.primary").click()
    box = listening(page)
    other = page.context.new_page()
    other.goto("/sign-out/")
    other.locator("main button").first.click()
    expect(box).not_to_have_attribute("data-listens", "yes")
    page.context.close()


@pytest.mark.parametrize("form", FORMS)
def test_the_dialog_is_clean_in_every_form(
    browser: Browser, rung: Rung, form: dict[str, Any], tmp_path: Path
) -> None:
    page = signed_in(browser, rung, rung.owner, form)  # type: ignore[arg-type]
    told = watch(page)
    box = listening(page)
    until = dt.datetime.now(dt.UTC) + dt.timedelta(hours=3)
    rung.ring(call_id=f"form {form['locale']}", verdict="call_back", until=until.isoformat(),
              reason="b_later")  # fmt: skip
    expect(box.locator("[name=slot]").first).to_have_count(1)
    pictures = Path(os.environ.get("WERTSCHATZ_TEST_PICTURES", tmp_path))
    page.screenshot(path=pictures / f"ring-{form['locale']}.png")
    assert violations(page) == []
    page.keyboard.press("Alt+t")
    page.keyboard.press("3")
    page.keyboard.press("g")
    expect(box.locator(".letter")).to_be_visible()
    page.screenshot(path=pictures / f"ring-{form['locale']}-behind.png")
    assert violations(page) == []
    assert no_overflow(page)
    page.keyboard.press("a")
    expect(box.locator("[data-ring-key=u]")).to_be_visible()
    page.goto("/calls/")
    expect(page.locator("h1")).to_have_count(1)
    page.screenshot(path=pictures / f"calls-{form['locale']}.png")
    assert violations(page) == []
    assert no_overflow(page)
    page.context.close()
    assert not told
