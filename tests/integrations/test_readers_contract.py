"""One test for every file format: what a reader yields for each golden file, to the last field."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from wertschatz.integrations.files.frames import ROW_KINDS
from wertschatz.integrations.files.registry import best_reader, readers
from wertschatz.ports.files import (
    Document,
    InvoiceRow,
    Item,
    LayoutAnswer,
    Member,
    Reader,
    Role,
    Source,
    TimeRow,
)
from wertschatz.ports.problems import PROBLEMS, Problem

GOLDEN = Path(__file__).parent / "golden"
READERS = {reader.name: reader for reader in readers()}
CASES = [
    pytest.param(READERS[folder.name], file, id=f"{folder.name}-{file.stem}")
    for folder in sorted(GOLDEN.iterdir())
    if folder.name in READERS
    for file in sorted(folder.glob("*.json"))
]


def _day(ordinal: int | None) -> str | None:
    return None if ordinal is None else date.fromordinal(ordinal).isoformat()


def _plain(item: Item) -> dict[str, Any]:
    """A document stands beside its row, without what it leaves open."""
    if isinstance(item, InvoiceRow):
        days = {"on": _day(item.on), "due_on": _day(item.due_on), "paid_on": _day(item.paid_on)}
        row = {"row": [*item._replace(**days)][:-1]}  # type: ignore[arg-type]
        return row if item.document is None else {**row, "document": _document(item.document)}
    if isinstance(item, TimeRow):
        return {"time": [*item._replace(on=_day(item.on))]}  # type: ignore[arg-type]
    if type(item) in ROW_KINDS:
        days = {
            name: _day(getattr(item, name)) for name in ("on", "value_on") if hasattr(item, name)
        }
        kind = ROW_KINDS[type(item)].removesuffix("s")
        return {kind: json.loads(json.dumps(item._replace(**days)))}  # type: ignore[union-attr]
    if isinstance(item, Member):
        return {"member": [item.name, item.path.read_text(encoding="utf-8")]}
    if isinstance(item, Problem):
        return {"problem": [item.code, item.line, dict(item.facts)]}
    return {
        "question": {
            "columns": list(item.columns),
            "samples": [list(sample) for sample in item.samples],
            "guess": {str(role): place for role, place in item.guess.items()},
            "date_example": item.date_example,
            **({} if item.kind == "invoices" else {"kind": item.kind}),
            **({"amount_example": item.amount_example} if item.amount_example else {}),
        }
    }


def _document(document: Document) -> dict[str, Any]:
    days = {"original_on": _day(document.original_on)}
    return {name: value for name, value in {**document._asdict(), **days}.items() if value}


class _AnyLayout(dict[str, LayoutAnswer]):
    """The same answer whatever the fingerprint."""

    def __init__(self, plain: dict[str, Any]) -> None:
        super().__init__()
        columns = {Role(role): place for role, place in plain["columns"].items()}
        self._answer = LayoutAnswer(
            columns, plain["date_order"], plain.get("rules", {}), plain.get("decimal_mark", "")
        )

    def get(self, key: str, default: Any = None) -> Any:
        return self._answer


@pytest.mark.parametrize(("reader", "expected"), CASES)
def test_golden(reader: Reader, expected: Path, tmp_path: Path) -> None:
    """Rows, problems and questions exactly as written down, in order."""
    golden = json.loads(expected.read_text(encoding="utf-8"))
    file = next(p for p in expected.parent.glob(f"{expected.stem}.*") if p.suffix != ".json")
    answers = _AnyLayout(golden["answers"]) if "answers" in golden else {}
    items = list(reader.read(Source(file, file.name, tmp_path / "scratch"), answers))
    assert [_plain(item) for item in items] == golden["items"]


@pytest.mark.parametrize(("reader", "expected"), CASES)
def test_codes_are_listed(reader: Reader, expected: Path) -> None:
    """Every golden problem stands in the closed list, so that it has a sentence."""
    items = json.loads(expected.read_text(encoding="utf-8"))["items"]
    assert {item["problem"][0] for item in items if "problem" in item} <= set(PROBLEMS)


@pytest.mark.parametrize(("reader", "expected"), CASES)
def test_the_right_reader_is_found(reader: Reader, expected: Path) -> None:
    """The best score belongs to the format in whose folder the file lies."""
    file = next(p for p in expected.parent.glob(f"{expected.stem}.*") if p.suffix != ".json")
    assert best_reader(file.read_bytes()[:65_536], file.name) is reader


def test_every_reader_has_golden_files() -> None:
    """A format without a pair is not tested."""
    assert {folder.name for folder in GOLDEN.iterdir()} == set(READERS)
