"""How a reading child and its parent talk: frames of plain values with their length in front."""

from __future__ import annotations

import marshal
from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Any

from wertschatz.ports.files import (
    AppointmentRow,
    CallRow,
    CardRow,
    Document,
    InvoiceRow,
    LayoutAnswer,
    MailRow,
    PaymentRow,
    Question,
    Role,
    Row,
    TimeRow,
)

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
            {str(role): place for role, place in a.columns.items()}, a.date_order, dict(a.rules),
            a.decimal_mark,
        )
        for fingerprint, a in answers.items()
    }  # fmt: skip


def answers_from(plain: Mapping[str, Any]) -> dict[str, LayoutAnswer]:
    """Plain values back into answers."""
    return {
        fingerprint: LayoutAnswer(
            {Role(role): place for role, place in columns.items()}, order, rules, mark
        )
        for fingerprint, (columns, order, rules, mark) in plain.items()
    }


def plain_question(question: Question) -> Frame:
    """A question as plain values, without its file."""
    guess = {str(role): place for role, place in question.guess.items()}
    return (
        question.fingerprint, question.columns, question.samples, guess, question.date_example,
        question.kind, question.amount_example,
    )  # fmt: skip


ROW_KINDS: Mapping[type[Row], str] = {
    InvoiceRow: "rows", TimeRow: "times", PaymentRow: "payments", CallRow: "calls",
    CardRow: "cards", AppointmentRow: "appointments", MailRow: "mails",
}  # fmt: skip
"""Each kind of row and the word for it on the pipe; an invoice with its document: 'documents'."""


def plain_row(row: Row) -> Frame:
    """A row as a plain tuple, its document too."""
    if type(row) is InvoiceRow and row.document is not None:
        return (*row[:-1], tuple(row.document))
    return tuple(row)


def rows_from(kind: str, plain: Sequence[Frame]) -> list[Row]:
    """Plain tuples of one kind (see `ROW_KINDS`) back into rows."""
    if kind == "documents":
        made = _MADE["rows"]
        return [made((*row[:-1], row[-1] and Document(*row[-1]))) for row in plain]
    return list(map(_MADE[kind], plain))


_MADE: Mapping[str, Callable[[Frame], Row]] = {
    kind: partial(tuple.__new__, row) for row, kind in ROW_KINDS.items()
}


def question_from(file: str, plain: Frame) -> Question:
    """Plain values back into a question about `file`."""
    fingerprint, columns, samples, guess, example, kind, amount = plain
    roles = {Role(role): place for role, place in guess.items()}
    return Question(file, fingerprint, columns, samples, roles, example, kind, amount)
