"""Wrong calls and the help of every command speak the language of the person."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import click
import pytest
from babel.messages.extract import extract_from_dir

from wertschatz.__main__ import LAZY
from wertschatz.cli.language import spoken
from wertschatz.ports.files import Role
from wertschatz.wording.catalogue import translate, translate_plural
from wertschatz.wording.terminal import FORMS, WORDS


def call(*words: str, asked: str = "", **variables: str) -> tuple[int, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("LC_")}
    environment = {**kept, "LC_ALL": "C", "LANGUAGE": "fr", **variables}
    command = [sys.executable, "-m", "wertschatz", *words]
    done = subprocess.run(
        command, env=environment, input=asked, capture_output=True, text=True, timeout=60
    )
    return done.returncode, done.stdout + done.stderr


@pytest.mark.parametrize("language", ["de", "en"])
@pytest.mark.parametrize(
    ("words", "message", "facts"),
    [
        (("analyse",), "Missing argument", {}),
        (("analyse", "--colour", "x"), "No such option {name!r}.", {"name": "--colour"}),
        (("analise",), "No such command {name!r}.", {"name": "analise"}),
        (
            ("analyse", "x", "--map", "colour=1"),
            "Invalid value for {param_hint}: {message}",
            {"param_hint": "--map ROLE=COLUMN", "message": "colour=1"},
        ),
    ],
)
def test_a_wrong_call_is_told_in_the_language(
    language: str, words: tuple[str, ...], message: str, facts: dict[str, str]
) -> None:
    place = {"de": "C", "en": "en_GB.UTF-8"}[language]
    code, text = call(*words, LC_ALL=place)
    assert code == 2
    assert translate(message, language).format(**facts) in text
    assert text.startswith(translate("Usage:", language))


def test_the_language_asked_for_wins_also_in_a_wrong_call() -> None:
    _, text = call("analyse", "--lang", "en", "--date-order", "ymd", "x")
    one, many = FORMS[3]
    told = translate_plural(one, many, 2, "en")
    assert told.format(value="ymd", choices="'dmy', 'mdy'") in text
    assert spoken(["analyse", "--lang=en"]) == "en"
    assert spoken(["--lang", "en", "--lang", "de"]) == "de"


def test_who_breaks_off_is_told_so() -> None:
    code, text = call("password", "anna")
    assert code == 1
    assert text.rstrip().endswith(translate("Aborted!", "de"))


@pytest.mark.parametrize("name", ["", *LAZY])
def test_the_help_of_every_command_is_translated(name: str) -> None:
    words = [name] if name else []
    german, english = (call(*words, "--help", LC_ALL=place)[1] for place in ("C", "en_GB"))
    for text, language in ((german, "de"), (english, "en")):
        assert translate("Options", language) + ":" in text
        assert translate("Show this message and exit.", language) in text
    if translate("Options", "de") == "Options":
        pytest.skip("the German catalogue does not hold these sentences yet")
    mine = [line for line in english.splitlines() if "  " in line.strip() or line.endswith(".")]
    assert mine
    # Nothing with words in it stands the same in both, but for the names of roles.
    same = {line.strip(" .,") for line in set(mine) & set(german.splitlines())}
    assert all(set(line.split(", ")) <= set(Role) for line in same)


def test_click_still_asks_for_these_words() -> None:
    keywords = {"_": None, "ngettext": (1, 2)}
    folder = str(Path(click.__file__).parent)
    known = {row[2] for row in extract_from_dir(folder, keywords=keywords)}
    assert set(WORDS) <= known
    assert {tuple(forms) for forms in FORMS} <= known
