"""Questions about layouts, as JSON in the row of their file."""

from __future__ import annotations

from collections.abc import Mapping

from wertschatz.ports.files import Question, Role


def question_out(question: Question) -> dict[str, object]:
    """A question as JSON."""
    return {
        "file": question.file,
        "fingerprint": question.fingerprint,
        "columns": list(question.columns),
        "samples": [list(row) for row in question.samples],
        "guess": {role.value: column for role, column in question.guess.items()},
        "date_example": question.date_example,
        "kind": question.kind,
        "amount_example": question.amount_example,
    }


def question_in(raw: Mapping[str, object]) -> Question:
    """A question from JSON."""
    guess = raw["guess"]
    return Question(
        file=str(raw["file"]),
        fingerprint=str(raw["fingerprint"]),
        columns=tuple(raw["columns"]),  # type: ignore[arg-type]
        samples=tuple(tuple(row) for row in raw["samples"]),  # type: ignore[attr-defined]
        guess={Role(name): column for name, column in guess.items()},  # type: ignore[attr-defined]
        date_example=str(raw.get("date_example", "")),
        kind=str(raw.get("kind", "invoices")),
        amount_example=str(raw.get("amount_example", "")),
    )
