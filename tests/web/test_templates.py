"""Templates keep to the strict content policy, and the style stays small."""

from __future__ import annotations

import gzip
import re
from pathlib import Path

import pytest

import wertschatz.web

WEB = Path(wertschatz.web.__file__).parent
TEMPLATES = sorted((WEB / "templates").rglob("*.html"))
BANNED = {
    "inline style": re.compile(r"\sstyle\s*="),
    "style element": re.compile(r"<style\b"),
    "inline script": re.compile(r"<script(?![^>]*\bsrc=)"),
    "event attribute": re.compile(r"\son[a-z]+\s*="),
    "hx-on": re.compile(r"hx-on"),
    "js: value": re.compile(r"[\"']\s*(?:js|javascript):"),
    "unescaped text": re.compile(r"\|\s*safe\b|autoescape off"),
    "address elsewhere": re.compile(r"(?:src|href|action)=[\"'](?:https?:)?//"),
}


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_nothing_that_the_content_policy_forbids(template: Path) -> None:
    text = template.read_text("utf-8")
    assert [name for name, pattern in BANNED.items() if pattern.search(text)] == []


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.name)
def test_every_sent_form_carries_its_token(template: Path) -> None:
    if template.parent.name == "outside":
        return  # anybody may send that form: it is exempt, and no stranger gets a cookie
    text = template.read_text("utf-8")
    for form in re.findall(r"<form\b.*?</form>", text, re.DOTALL):
        if re.search(r"method=\"post\"", form):
            assert "{% csrf_token %}" in form


def test_the_style_is_under_12_kilobytes() -> None:
    whole = b"".join(path.read_bytes() for path in sorted((WEB / "static").glob("*.css")))
    assert len(gzip.compress(whole)) < 12 * 1024


def test_every_format_has_a_name_on_the_pages() -> None:
    from wertschatz.integrations.files.registry import readers

    text = (WEB / "templates" / "files" / "_kind.html").read_text("utf-8")
    missing = [reader.name for reader in readers() if f'kind == "{reader.name}"' not in text]
    assert missing == []
