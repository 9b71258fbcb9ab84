"""How a reading child and its parent talk: frames of plain values with their length in front."""

from __future__ import annotations

import marshal
from collections.abc import Mapping
from typing import Any

from wertschatz.ports.files import LayoutAnswer, Question, Role

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
        fingerprint: ({str(role): place for role, place in a.columns.items()}, a.date_order)
        for fingerprint, a in answers.items()
    }


def answers_from(plain: Mapping[str, Any]) -> dict[str, LayoutAnswer]:
    """Plain values back into answers."""
    return {
        fingerprint: LayoutAnswer({Role(role): place for role, place in columns.items()}, order)
        for fingerprint, (columns, order) in plain.items()
    }


def plain_question(question: Question) -> Frame:
    """A question as plain values, without its file."""
    guess = {str(role): place for role, place in question.guess.items()}
    return (question.fingerprint, question.columns, question.samples, guess, question.date_example)


def question_from(file: str, plain: Frame) -> Question:
    """Plain values back into a question about `file`."""
    fingerprint, columns, samples, guess, example = plain
    roles = {Role(role): place for role, place in guess.items()}
    return Question(file, fingerprint, columns, samples, roles, example)
