"""`wertschatz customers` and `wertschatz customer NAME`: the base and one customer in figures."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wertschatz.cli import exit_codes
from wertschatz.cli.data import data_option, open_house
from wertschatz.cli.exit_codes import ExitCode
from wertschatz.cli.language import lang_option, language_of
from wertschatz.cli.whose import whose
from wertschatz.wording.catalogue import N_, translate

if TYPE_CHECKING:
    from wertschatz.storage.queries.customers import CustomersPage

ALL = 1_000_000
SHOWN = 50
GROUPS = ("A", "B", "C", "undecided")
NOT_YET = N_("Nothing has been assessed yet. While the house is open, that takes a moment.")


@click.command(
    "customers", epilog=exit_codes.HELP,
    help=N_("List the customers with their letters, revenue and effort, as last assessed."),
)  # fmt: skip
@click.option(
    "--group", type=click.Choice(GROUPS, case_sensitive=False), default=None,
    help=N_("Only this group."),
)  # fmt: skip
@click.option("--search", default="", metavar="TEXT", help=N_("Only those that match."))
@click.option("--json", "as_json", is_flag=True, help=N_("One JSON document with all of them."))
@lang_option
@data_option
def customers(
    group: str | None, search: str, as_json: bool, lang: str | None, data: Path | None
) -> None:
    """List the customers."""
    language = language_of(lang)
    with open_house(data, language, must_exist=True):
        from wertschatz.storage.queries.customers import customers_page, standing

        now = standing()
        if now is None:
            click.echo(translate(NOT_YET, language), err=True)
            sys.exit(ExitCode.NOTHING_READ)
        page = customers_page(search_for=search, group=group, size=ALL if as_json else SHOWN)
        if as_json:
            from wertschatz.cli.customer_document import base_document

            _write(base_document(page, now, language))
        else:
            _table(page, now.currency, language)


def _table(page: CustomersPage, currency: str, language: str) -> None:
    from rich.console import Console

    from wertschatz.cli.customer_sheet import show_list

    show_list(page, currency, language, Console(highlight=False))


@click.command(
    "customer", epilog=exit_codes.HELP,
    help=N_("Show one customer: figures, letter, reasons and the newest contacts."),
)  # fmt: skip
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help=N_("One JSON document instead."))
@lang_option
@data_option
def customer(name: str, as_json: bool, lang: str | None, data: Path | None) -> None:
    """Show one customer."""
    language = language_of(lang)
    with open_house(data, language, must_exist=True) as house:
        from wertschatz.storage.queries.customers import currency, customer_sheet

        sheet = customer_sheet(whose(name, language).uuid, house.today())
        if sheet is None:
            click.echo(translate(NOT_YET, language), err=True)
            sys.exit(ExitCode.NOTHING_READ)
        if as_json:
            from wertschatz.cli.customer_document import sheet_document

            _write(sheet_document(sheet, currency(), language))
        else:
            from rich.console import Console

            from wertschatz.cli.customer_sheet import show_one

            show_one(sheet, currency(), language, Console(highlight=False))


def _write(document: Mapping[str, Any]) -> None:
    text = json.dumps(document, ensure_ascii=False, indent=1)
    # A name may hold half a surrogate pair; the document stays readable all the same.
    sys.stdout.buffer.write(text.encode("utf-8", "replace") + b"\n")
