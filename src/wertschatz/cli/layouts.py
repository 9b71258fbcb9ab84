"""What a call at the terminal says in advance about lists whose columns nobody knows yet."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import click

from wertschatz.ports.files import LayoutAnswer, Question, Role
from wertschatz.wording.catalogue import N_


class _WithRoles(click.Option):
    """Its help names the roles, which are the same in every language."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str] | None:
        """Names and help."""
        record = super().get_help_record(ctx)
        return record and (record[0], record[1].replace("{roles}", ", ".join(Role)))


def layout_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds `--map`, `--date-order`, `--decimal-mark`, `--rule`; the command gets them by name."""
    options = (
        click.option(
            "--map", "columns", multiple=True, metavar="ROLE=COLUMN",
            cls=_WithRoles,
            help=N_("What a column means, by name or number. Roles: {roles}."),
        ),
        click.option(
            "--date-order", type=click.Choice(["dmy", "mdy"]), default=None,
            help=N_("Whether the day or the month comes first, where a list leaves it open."),
        ),
        click.option(
            "--decimal-mark", type=click.Choice(["comma", "point"]), default=None,
            help=N_("What parts whole from decimal places, where a statement leaves it open."),
        ),
        click.option(
            "--rule", "rules", multiple=True, metavar="TEXT=CUSTOMER",
            help=N_("Whose work a tag or window title means, where a file names no customer."),
        ),
    )  # fmt: skip
    for option in reversed(options):
        command = option(command)
    return command


class Said(NamedTuple):
    """What the call answers in advance."""

    columns: dict[Role, str]
    """Role → name or number of its column."""
    date_order: str
    rules: dict[str, str]
    decimal_mark: str = ""

    @classmethod
    def of(
        cls,
        columns: Sequence[str],
        date_order: str | None,
        rules: Sequence[str],
        decimal_mark: str | None = None,
    ) -> Said:
        """As the options were given; raises click.BadParameter for what is no pair."""
        return cls(_wanted(columns), date_order or "", _rules(rules), decimal_mark or "")

    def answer(self, question: Question) -> LayoutAnswer | None:
        """What the call says about this layout; None: nothing."""
        if question.kind == "rules":
            return LayoutAnswer(rules=self.rules) if self.rules else None
        places = {role: _place(question, column) for role, column in self.columns.items()}
        columns = {role: place for role, place in places.items() if place is not None}
        if not (columns or self.date_order or self.decimal_mark):
            return None
        return LayoutAnswer(
            {**question.guess, **columns}, self.date_order, decimal_mark=self.decimal_mark
        )


def _wanted(columns: Sequence[str]) -> dict[Role, str]:
    wanted = {}
    for pair in columns:
        role, equals, column = pair.partition("=")
        if not equals or role not in list(Role):
            raise click.BadParameter(pair, param_hint="--map ROLE=COLUMN")
        wanted[Role(role)] = column
    return wanted


def _rules(pairs: Sequence[str]) -> dict[str, str]:
    rules = {}
    for pair in pairs:
        text, equals, customer = pair.partition("=")
        if not equals or not text.strip() or not customer.strip():
            raise click.BadParameter(pair, param_hint="--rule TEXT=CUSTOMER")
        rules[text.strip()] = customer.strip()
    return rules


def _place(question: Question, column: str) -> int | None:
    """The column by its name, else by its number counted from 1."""
    names = [name.strip().casefold() for name in question.columns]
    if column.strip().casefold() in names:
        return names.index(column.strip().casefold())
    if column.isdecimal() and 1 <= int(column) <= len(names):
        return int(column) - 1
    return None
