"""Both catalogues are complete, and say in German what the English sentence says."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

from wertschatz.wording.catalogue import known_language, translate, translate_plural


def tool() -> ModuleType:
    """The program that collects the sentences; it lies beside this test."""
    path = Path(__file__).with_name("messages.py")
    spec = importlib.util.spec_from_file_location("wertschatz_messages", path)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    spec.loader.exec_module(module)
    return module


def test_the_committed_catalogues_are_complete() -> None:
    messages = tool()
    assert messages.complaints(messages.found()) == []


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """A product with one program and one page."""
    package = tmp_path / "shop"
    (package / "templates").mkdir(parents=True)
    (package / "shop.py").write_text(
        'N_("{n} open")\nPlural("{n} customer", "{n} customers")\nx.translate(table)\n'
    )
    (package / "templates" / "page.html").write_text(
        "{% load i18n %}\n   <p>{% translate 'Hello' %}</p>\n <b>it's</b>\n"
        "{% blocktranslate count n=n trimmed %}{{ n }} row{% plural %}\n {{ n }} rows"
        "{% endblocktranslate %}{% translate 'May' context 'month' %}"
    )
    return package


def test_sentences_of_programs_and_pages_are_found(package: Path) -> None:
    assert {tuple(key) for key in tool().found(package)} == {
        ("", "{n} open", ""),
        ("", "{n} customer", "{n} customers"),
        ("", "Hello", ""),
        ("", "%(n)s row", "%(n)s rows"),
        ("month", "May", ""),
    }


def test_a_missing_translation_and_a_lost_placeholder_are_told(package: Path) -> None:
    messages = tool()
    fragment = package / "part.po"
    fragment.write_text(
        'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
        'msgid "{n} open"\nmsgstr "offen"\n\nmsgid "Nowhere"\nmsgstr "Nirgends"\n'
    )
    sentences = messages.found(package)
    assert messages.update(sentences, [fragment], package) == ["not used anywhere: Nowhere"]
    told = messages.complaints(sentences, package)
    assert "de: placeholders ['{n}'] differ: {n} open" in told
    assert "de: not translated: Hello" in told
    assert not [line for line in told if line.startswith("en:")]


def test_language_is_an_argument() -> None:
    assert translate("Not in any catalogue", "de") == "Not in any catalogue"
    assert translate("", "de") == ""
    assert translate_plural("{n} Zebra", "{n} Zebras", 2, "en") == "{n} Zebras"
    assert [known_language(tag) for tag in ("de-AT", "en_GB", "fr", "")] == ["de", "en", "de", "de"]
