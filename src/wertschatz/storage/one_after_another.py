"""Two presses in the same instant: the second one sees what the first one wrote."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import IntegrityError, transaction

P = ParamSpec("P")
R = TypeVar("R")


def one_after_another(write: Callable[P, R]) -> Callable[P, R]:
    """What is looked at and what is written is one transaction.

    SQLite lets in one writer at a time, so the second one looks when the first is done. PostgreSQL
    stops the second one only at a unique column: it looks once more.
    """

    @wraps(write)
    def twice_at_most(*args: P.args, **kwargs: P.kwargs) -> R:
        try:
            with transaction.atomic():
                return write(*args, **kwargs)
        except IntegrityError:
            with transaction.atomic():
                return write(*args, **kwargs)

    return twice_at_most
