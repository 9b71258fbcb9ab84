"""A setting that cannot be used, with all that a person needs to mend it."""

from __future__ import annotations


class SettingProblem(ValueError):
    """A setting cannot be used: which one, where it came from, what must hold, what came instead.

    `must` is an English msgid; `came` never holds a password.
    """

    def __init__(self, name: str, source: str, must: str, came: str) -> None:
        self.code = "setting_unusable"
        self.name, self.source, self.must, self.came = name, source, must, came
        super().__init__(f"{name} ({source}): {must} Found: {came}")
