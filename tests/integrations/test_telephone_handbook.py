"""The handbook of the telephone: a page a system in both languages, each option with its name."""

from __future__ import annotations

import re
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from wertschatz.integrations.phone import fastagi
from wertschatz.integrations.phone.registry import systems
from wertschatz.integrations.phone.twilio import fallback_file

DOCS = Path(__file__).parents[2] / "docs"
NAMES = {"json": "kamailio", "fastagi": "asterisk", "fritzbox": "fritzbox"}
CODES = sorted({*systems(), "fastagi", "fritzbox"})


def pages(code: str) -> list[str]:
    """Both pages of a system, German first."""
    name = NAMES.get(code, code)
    found = [DOCS / f"{word}-{name}.md" for word in ("telefon", "telephone")]
    return [path.read_text("utf-8") for path in found]


@pytest.mark.parametrize("code", CODES)
def test_every_system_has_its_page_in_both_languages(code: str) -> None:
    german, english = pages(code)
    name = NAMES.get(code, code)
    assert f"(telephone-{name}.md)" in german
    assert f"(telefon-{name}.md)" in english
    assert german.count("\n## ") == english.count("\n## ")
    for overview, word in (("telefon.md", "telefon"), ("telephone.md", "telephone")):
        assert f"({word}-{name}.md)" in (DOCS / overview).read_text("utf-8")


@pytest.mark.parametrize("code", sorted(systems()))
def test_every_option_is_explained_and_used(code: str) -> None:
    module = sys.modules[type(systems()[code]).__module__]
    source = Path(str(module.__file__)).read_text("utf-8")
    used = set(re.findall(r'options\.get\(\s*"(\w+)"', source))
    used |= set(re.findall(r'"(prompt_\w+|say_\w+)"', source))
    used |= {"owner"} if "owner_of" in source else set()
    assert used == set(module.OPTIONS)
    for page in pages(code):
        assert {name for name in module.OPTIONS if f"`{name}`" not in page} == set()


def test_every_link_between_the_pages_leads_somewhere() -> None:
    for page in DOCS.glob("tele*.md"):
        for target in re.findall(r"\]\(([\w.-]+)\)", page.read_text("utf-8")):
            assert (DOCS / target).exists(), (page.name, target)


def test_the_dialplan_sets_and_reads_what_we_set() -> None:
    for page in pages("fastagi"):
        plan = page.split("```")[1]
        verdicts = set(re.findall(r'"\$\{GATE\}" = "(\w+)"', plan))
        assert verdicts == {"colleague", "call_back", "in_writing"}
        # Before every question it is set to ring: Asterisk keeps that when we fail.
        lines = plan.splitlines()
        asks = [at for at, line in enumerate(lines) if "AGI(agi:" in line]
        assert len(asks) == 2
        assert all("Set(GATE=put_through)" in "".join(lines[at - 2 : at]) for at in asks)
        said = {"GATE", "GATE_REASON", "GATE_RETRY", "GATE_DIAL"}
        assert set(re.findall(r"GATE(?:_[A-Z]+)?", page)) == said
    assert fastagi.RINGS == b'SET VARIABLE GATE "put_through"\n'


def test_the_fallback_of_the_handbook_is_the_one_we_make() -> None:
    wanted = ET.tostring(ET.fromstring(fallback_file(("+4930…",))))
    for page in pages("twilio"):
        assert ET.tostring(ET.fromstring(page.split("```")[1].strip())) == wanted
