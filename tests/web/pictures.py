"""Pictures of every page in both languages, light and dark, small and large.

    python -m tests.web.pictures FOLDER

Starts a real house on a free port with a small invented list, and ends it afterwards.
"""

from __future__ import annotations

import os
import re
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.web.documents import archive, tag_log
from tests.web.sample import LIST

FORMS = [
    (language, scheme, width)
    for language in ("de", "en")
    for scheme in ("light", "dark")
    for width in (375, 1280)
]
CHROMIUM = os.environ.get("CHROMIUM", "/usr/bin/chromium")


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def serve(folder: Path, port: int) -> tuple[subprocess.Popen[str], str]:
    """The running program and the one-time link."""
    environment = {
        **os.environ,
        "WERTSCHATZ_DATA": str(folder),
        "WERTSCHATZ_CLOCK": os.environ.get("WERTSCHATZ_CLOCK", "2013-12-31T12:00:00+00:00"),
    }
    call = [sys.executable, "-m", "wertschatz", "serve", "--port", str(port)]
    process = subprocess.Popen(call, env=environment, stdout=subprocess.PIPE, text=True)
    assert process.stdout is not None
    for line in process.stdout:
        if found := re.search(r"http\S+/start/\S+", line):
            return process, found.group()
    raise SystemExit("the house did not open")


def first_steps(page: Page, link: str, files: list[Path]) -> dict[str, str]:
    """Makes the owner, takes the files in, and returns the pages to look at by name."""
    pages = {"start": link}
    page.goto(link)
    page.fill("#username", "anna")
    page.fill("#password", "drei wilde Katzen")
    page.click("main button.primary")
    root = link.split("/start/")[0]
    page.goto(root + "/files/")
    page.set_input_files("#files", [str(file) for file in files])
    page.click("main button.primary")
    page.wait_for_selector("form[action$='/run/'], form.layout, form[action$='/own/']")
    pages["file"] = page.url
    # A second import stays with its question.
    page.goto(root + "/files/")
    page.set_input_files(
        "#files", [{"name": "zeiten.json", "mimeType": "text/json", "buffer": tag_log()}]
    )
    page.click("main button.primary")
    page.wait_for_selector("form.layout")
    pages["file-rules"] = page.url
    page.goto(root + "/files/")
    page.set_input_files(
        "#files", [{"name": "mehr.zip", "mimeType": "application/zip", "buffer": archive()}]
    )
    page.click("main button.primary")
    page.wait_for_selector("form[action$='/own/']")
    pages["file-own"] = page.url
    page.goto(pages["file"])
    if page.locator("form[action$='/own/']").count():
        page.locator("input[name=seller]").first.check()
        page.click("form[action$='/own/'] button")
        page.wait_for_selector("form[action$='/run/']")
    if page.locator("form[action$='/run/']").count():
        page.click("form[action$='/run/'] button")
        page.wait_for_selector("form[action$='/take-back/']", timeout=30_000)
        time.sleep(2)  # the assessment
    page.goto(root + "/customers/")
    for name, row in (("customer", 0), ("customer-late", 1)):
        links = page.locator("a[data-row]")
        if links.count() > row:
            pages[name] = root + str(links.nth(row).get_attribute("href"))
    pages["duplicates"] = root + "/customers/duplicates/"
    for name in ("welcome", "customers", "by-hand", "files", "done"):
        pages[name] = f"{root}/{name}/"
    pages["missing"] = root + "/nothing/"
    return pages


def shoot(browser: Browser, state: object, pages: dict[str, str], out: Path) -> None:
    """One picture a page and form."""
    for language, scheme, width in FORMS:
        context = browser.new_context(
            storage_state=state,  # type: ignore[arg-type]
            color_scheme=scheme,  # type: ignore[arg-type]
            viewport={"width": width, "height": 900},
        )
        root = pages["customers"].split("/customers/")[0]
        context.add_cookies([{"name": "wertschatz_language", "value": language, "url": root}])
        page = context.new_page()
        for name, address in pages.items():
            page.goto(address)
            wide = page.evaluate("document.documentElement.scrollWidth")
            if wide > width:
                sys.stdout.write(f"too wide: {name} {language} {width}: {wide}\n")
            page.screenshot(path=out / f"{name}-{language}-{scheme}-{width}.png", full_page=True)
        context.close()


def main() -> None:
    out = Path(sys.argv[1] if len(sys.argv) > 1 else "pictures")
    files = [Path(name) for name in sys.argv[2:]]
    out.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as player:
        if not files:
            files = [Path(folder) / "rechnungen.csv", Path(folder) / "2013.zip"]
            files[0].write_text(LIST, "utf-8")
            files[1].write_bytes(archive())
        process, link = serve(Path(folder) / "data", free_port())
        browser = player.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        try:
            context = browser.new_context(locale="de-DE")
            pages = first_steps(context.new_page(), link, files)
            shoot(browser, context.storage_state(), pages, out)
        finally:
            browser.close()
            process.terminate()
            process.wait(10)


if __name__ == "__main__":
    main()
