"""How a reading child and its parent talk: frames of plain values with their length in front."""

from __future__ import annotations

import marshal
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

from wertschatz.ports.files import Document, InvoiceRow, LayoutAnswer, Question, Role, TimeRow

Frame = tuple[Any, ...]
"""A kind ('row', 'problem' …) and its plain values."""

LENGTH_BYTES = 4


def packed(frame: Frame) -> bytes:
    """The frame as bytes. marshal: both ends run the same interpreter, and it is the fastest."""
    body = marshal.dumps(frame)
    return len(body).to_bytes(LENGTH_BYTES, "big") + body


def unpacked(body: bytes | memoryview) -> Frame:
    """The frame from its bytes, without the length."""
    frame: Frame = marshal.loads(body)  # noqa: S302 (only ever from our own child)
    return frame


def plain_answers(answers: Mapping[str, LayoutAnswer]) -> dict[str, Any]:
    """The person's answers as plain values."""
    return {
        fingerprint: (
            {str(role): place for role, place in a.columns.items()}, a.date_order, dict(a.rules)
        )
        for fingerprint, a in answers.items()
    }  # fmt: skip


def answers_from(plain: Mapping[str, Any]) -> dict[str, LayoutAnswer]:
    """Plain values back into answers."""
    return {
        fingerprint: LayoutAnswer(
            {Role(role): place for role, place in columns.items()}, order, rules
        )
        for fingerprint, (columns, order, rules) in plain.items()
    }


def plain_question(question: Question) -> Frame:
    """A question as plain values, without its file."""
    guess = {str(role): place for role, place in question.guess.items()}
    return (
        question.fingerprint, question.columns, question.samples, guess, question.date_example,
        question.kind,
    )  # fmt: skip


def plain_row(row: InvoiceRow | TimeRow) -> Frame:
    """A row as a plain tuple, its document too."""
    if type(row) is InvoiceRow and row.document is not None:
        return (*row[:-1], tuple(row.document))
    return tuple(row)


def rows_from(kind: str, plain: Sequence[Frame]) -> list[InvoiceRow] | list[TimeRow]:
    """Plain tuples of one kind ('rows', 'documents' or 'times') back into rows."""
    if kind == "times":
        return list(map(_time, plain))
    if kind == "documents":
        return [_row((*row[:-1], row[-1] and Document(*row[-1]))) for row in plain]
    return list(map(_row, plain))


_row = partial(tuple.__new__, InvoiceRow)
_time = partial(tuple.__new__, TimeRow)


def question_from(file: str, plain: Frame) -> Question:
    """Plain values back into a question about `file`."""
    fingerprint, columns, samples, guess, example, kind = plain
    roles = {Role(role): place for role, place in guess.items()}
    return Question(file, fingerprint, columns, samples, roles, example, kind)
