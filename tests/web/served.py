"""A whole house for the browser: the real command on a free port, with data to show."""

from __future__ import annotations

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Page, expect

CHROMIUM = "/usr/bin/chromium"
ARGUMENTS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
LAUNCH = {"executable_path": CHROMIUM, "headless": True, "args": ARGUMENTS}
AXE = Path(__file__).parent / "vendor" / "axe.min.js"
USER, PASSWORD = "chefin", "drei ruhige Worte"
# A house ends with the tests even where a run was killed and could no longer stop it.
ENDS_WITH_US = ["setpriv", "--pdeathsig", "TERM"] if shutil.which("setpriv") else []
LINK = re.compile(r"http://\S+/start/\S+")
ANSWERS_WITHIN = 90.0
"""Seconds for one call to the browser; what waits with a limit of its own has a shorter one."""


class Served:
    """A running house; `address` has no slash at its end.

    `clock` is an ISO instant at which its clock starts; `owned`: an earlier start made its owner;
    `more` are settings by the names of their variables.
    """

    def __init__(self, data: Path, clock: str = "", owned: bool = False, **more: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        self.address = f"http://127.0.0.1:{port}"
        self.log = data.parent / f"serve-{port}.log"
        clean = {name: value for name, value in os.environ.items() if "WERTSCHATZ" not in name}
        moved = {"WERTSCHATZ_CLOCK": clock} if clock else {}
        with self.log.open("w") as stream:
            self._process = subprocess.Popen(
                [
                    *ENDS_WITH_US,
                    sys.executable,
                    "-m",
                    "wertschatz.serve",
                    "--data",
                    str(data),
                    "--port",
                    str(port),
                ],
                env={**clean, **moved, "WERTSCHATZ_LANGUAGE": "de", **more},
                stdout=stream,
                stderr=subprocess.STDOUT,
            )
        try:
            self.start_link = self._wait_for_link(owned)
        except AssertionError:
            self.stop()
            raise

    def _wait_for_link(self, owned: bool) -> str:
        end = time.monotonic() + 120
        while time.monotonic() < end:
            found = LINK.search(self.log.read_text("utf-8"))
            if (found or owned) and self._answers():
                return found.group() if found else ""
            if self._process.poll() is not None:
                break
            time.sleep(0.1)
        raise AssertionError(self.log.read_text("utf-8"))

    def _answers(self) -> bool:
        try:
            with urllib.request.urlopen(self.address, timeout=5) as answer:
                return answer.status == 200
        except OSError:
            return False

    def stop(self) -> None:
        """Ends it as Ctrl+C does."""
        self._process.send_signal(signal.SIGTERM)
        try:
            self._process.wait(20)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(10)


def invoice_list(customers: int = 8) -> bytes:
    """An invoice list as a German tool exports it: some strong, some late, one bad row."""
    lines = ["Kundennummer;Kunde;Rechnungsnummer;Rechnungsdatum;Fälligkeit;Bezahlt am;Netto"]
    for index in range(1, customers + 1):
        for month in range(1, 6):
            late = 30 if index % 3 == 0 else 0
            lines.append(
                f"K{index};Kunde {index} Größe & Söhne;R{index}{month:02};05.{month:02}.2026;"
                f"19.{month:02}.2026;{19 if not late else 27}.{month + bool(late):02}.2026;"
                f"{90000 // index**2},50"
            )
    lines.append("K9;Kunde ohne Datum;R999;;;;100,00")
    return "\r\n".join([*lines, ""]).encode("cp1252")


def make_owner(page: Page, served: Served) -> None:
    """Follows the link of the terminal and opens the house."""
    page.goto(served.start_link)
    page.locator("#username").fill(USER)
    page.locator("#password").fill(PASSWORD)
    page.locator("#firm").fill("Werkstatt am Bach")
    page.locator("main button.primary").click()
    expect(page).to_have_url(f"{served.address}/welcome/")


def take_in(page: Page, served: Served) -> None:
    """Drops a list, looks at what was found, takes it over, and waits for the letters."""
    page.goto(f"{served.address}/files/")
    page.locator("#files").set_input_files(
        {"name": "Rechnungen 2026.csv", "mimeType": "text/csv", "buffer": invoice_list()}
    )
    page.locator("form[data-drop] button").click()
    run = page.locator("form[action$='/run/'] button")
    expect(run).to_be_visible(timeout=20_000)
    run.click()
    expect(page.locator("form[action$='/take-back/'] button")).to_be_visible(timeout=20_000)
    for _ in range(40):
        page.goto(f"{served.address}/customers/")
        if page.locator("table.customers tbody tr").count() == 8:
            return
        page.wait_for_timeout(250)
    raise AssertionError("no assessment came")
