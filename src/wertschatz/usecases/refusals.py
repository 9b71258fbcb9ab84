"""When a use case says no: a code and figures; the sentence stands in wording."""

from __future__ import annotations

from collections.abc import Mapping

from wertschatz.domain.values import Fact


class Refused(Exception):
    """The wish cannot be met; `code` says why and `facts` with which figures."""

    def __init__(self, code: str, facts: Mapping[str, Fact] | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.facts = dict(facts or {})
