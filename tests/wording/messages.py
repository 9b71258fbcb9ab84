"""Collects every sentence of the product and keeps both catalogues complete.

`python tests/wording/messages.py [--merge FILE.po ...]` updates the catalogues,
`python tests/wording/messages.py --check` only looks, and ends with 1 when something is missing.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import polib
from babel.messages.extract import extract
from django.utils.translation.template import templatize

ROOT = Path(__file__).parents[2]
PACKAGE = ROOT / "src" / "wertschatz"
LANGUAGES = ("de", "en")
KEYWORDS = {
    **dict.fromkeys(("_", "N_", "gettext", "gettext_lazy", "gettext_noop", "translate"), None),
    **dict.fromkeys(("ngettext", "ngettext_lazy", "translate_plural", "Plural"), (1, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3)),
}
METADATA = {
    "Project-Id-Version": "wertschatz",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|(?<!\{)\{\w+(?::[^{}]*)?\}(?!\})|%%")


class Key(NamedTuple):
    """What makes a sentence one entry: its context, the English text and its plural."""

    context: str
    one: str
    many: str


Messages = dict[Key, list[str]]
"""Sentence → the files it stands in."""


def found(package: Path = PACKAGE) -> Messages:
    """Every marked sentence in the package's programs and page templates."""
    messages: Messages = {}
    for file in sorted(package.rglob("*")):
        place = file.relative_to(package.parent).as_posix()
        for key in sentences(file):
            places = messages.setdefault(key, [])
            if place not in places:
                places.append(place)
    return messages


def sentences(file: Path) -> Iterator[Key]:
    """The marked sentences of one file."""
    if file.suffix == ".py":
        text = file.read_text("utf-8")
    elif file.suffix in {".html", ".txt"} and "templates" in file.parts:
        # In parentheses, so that the blanked page is not taken for an indented program.
        text = "(" + templatize(file.read_text("utf-8")) + "\n)"
    else:
        return
    stream = io.BytesIO(text.encode())
    options = {"encoding": "utf-8"}
    for _line, message, _comments, context in extract("python", stream, KEYWORDS, (), options):
        one, many = message if isinstance(message, tuple) else (message, "")
        if one:
            yield Key(context or "", one, many or "")


def catalogue_file(language: str, package: Path = PACKAGE) -> Path:
    """Where the catalogue of a language lies."""
    return package / "locale" / language / "LC_MESSAGES" / "django.po"


def loaded(file: Path) -> dict[Key, polib.POEntry]:
    """The entries of a catalogue, without those marked obsolete."""
    if not file.exists():
        return {}
    return {key_of(entry): entry for entry in polib.pofile(str(file)) if not entry.obsolete}


def key_of(entry: polib.POEntry) -> Key:
    """The key of a catalogue entry."""
    return Key(entry.msgctxt or "", entry.msgid, entry.msgid_plural or "")


def renewed(messages: Messages, language: str, known: dict[Key, polib.POEntry]) -> polib.POFile:
    """The catalogue for exactly these sentences, with the translations known so far."""
    catalogue = polib.POFile(wrapwidth=96)
    catalogue.metadata = {**METADATA, "Language": language}
    for key in sorted(messages, key=lambda key: (messages[key][0], key)):
        entry = polib.POEntry(
            msgctxt=key.context or None,
            msgid=key.one,
            msgid_plural=key.many or "",
            occurrences=[(place, "") for place in messages[key]],
        )
        if PLACEHOLDER.search(key.one + key.many) and "%(" in key.one:
            entry.flags = ["python-format"]
        translated = english(key) if language == "en" else forms(known.get(key))
        if key.many:
            entry.msgstr_plural = dict(enumerate(translated or ("", "")))
        else:
            entry.msgstr = translated[0] if translated else ""
        catalogue.append(entry)
    return catalogue


def english(key: Key) -> tuple[str, ...]:
    """English stays as it is."""
    return (key.one, key.many) if key.many else (key.one,)


def forms(entry: polib.POEntry | None) -> tuple[str, ...]:
    """The translated forms of an entry; () where it is not translated."""
    if entry is None or "fuzzy" in entry.flags:
        return ()
    if entry.msgid_plural:
        both = tuple(entry.msgstr_plural.get(number, "") for number in (0, 1))
        return both if all(both) else ()
    return (entry.msgstr,) if entry.msgstr else ()


def complaints(messages: Messages, package: Path = PACKAGE) -> list[str]:
    """Everything that is wrong with the committed catalogues, a line each."""
    lines: list[str] = []
    for language in LANGUAGES:
        file = catalogue_file(language, package)
        known = loaded(file)
        lines += [f"{language}: missing: {key.one}" for key in messages if key not in known]
        lines += [f"{language}: no longer used: {key.one}" for key in known if key not in messages]
        for key, entry in known.items():
            lines += [f"{language}: {what}: {key.one}" for what in faults(key, entry)]
        compiled = file.with_suffix(".mo")
        if not file.exists() or not compiled.exists():
            lines.append(f"{language}: no catalogue yet")
        elif compiled.read_bytes() != polib.pofile(str(file)).to_binary():
            lines.append(f"{language}: django.mo is older than django.po")
    return lines


def faults(key: Key, entry: polib.POEntry) -> Iterator[str]:
    """What is wrong with one entry: not translated, or other placeholders than the original."""
    translated = forms(entry)
    if not translated:
        yield "not translated"
        return
    wanted = set(PLACEHOLDER.findall(key.one + " " + key.many))
    needed = set(PLACEHOLDER.findall(key.many or key.one))
    for number, text in enumerate(translated):
        has = set(PLACEHOLDER.findall(text))
        singular = bool(key.many) and number == 0  # "ein Kunde" may do without its figure
        if has - wanted or (needed - has and not singular):
            yield f"placeholders {sorted(has ^ wanted)} differ"


def update(messages: Messages, fragments: Sequence[Path], package: Path = PACKAGE) -> list[str]:
    """Writes both catalogues; gives back the fragments' sentences that no program uses."""
    merged: dict[Key, polib.POEntry] = {}
    for fragment in fragments:
        merged.update(loaded(fragment))
    for language in LANGUAGES:
        file = catalogue_file(language, package)
        file.parent.mkdir(parents=True, exist_ok=True)
        catalogue = renewed(messages, language, {**loaded(file), **merged})
        catalogue.save(str(file))
        file.with_suffix(".mo").write_bytes(polib.pofile(str(file)).to_binary())
    return [f"not used anywhere: {key.one}" for key in merged if key not in messages]


def main(arguments: Sequence[str]) -> int:
    """Updates or checks; 0 when both catalogues are complete, or after an update."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--check", action="store_true", help="only look, write nothing")
    parser.add_argument("--merge", nargs="+", type=Path, default=[], metavar="FILE.po")
    options = parser.parse_args(arguments)
    messages = found()
    lines = [] if options.check else update(messages, options.merge)
    lines += complaints(messages)
    for line in lines:
        sys.stdout.write(f"{line}\n")
    sys.stdout.write(f"{len(messages)} sentences, {len(lines)} remarks\n")
    return 1 if options.check and lines else 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
