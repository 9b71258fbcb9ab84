"""Customers at the terminal: the answer first, every letter beside its reason."""

from __future__ import annotations

from rich.box import SIMPLE
from rich.console import Console
from rich.table import Table
from rich.text import Text

from wertschatz.domain.values import Group
from wertschatz.storage.queries.customers import CustomerLine, CustomerSheet, CustomersPage
from wertschatz.storage.queries.dealings import WorkLine
from wertschatz.wording import formats
from wertschatz.wording.catalogue import N_, Plural, translate, translate_plural
from wertschatz.wording.contacts import contact_kind
from wertschatz.wording.customers import change_text, group_name, reason_text

FOUND = Plural("{count} customer.", "{count} customers.")
FURTHER = Plural("{count} more; --search finds.", "{count} more; --search finds.")
PROPOSED = N_("{group}, proposed")
COLUMNS = (N_("Customer"), N_("Group and why"), N_("Revenue"), N_("Effort"))
NEWEST = N_("The newest contacts")
NEVER = N_("No contact is known.")
UNKNOWN = N_("unknown")


def show_list(page: CustomersPage, currency: str, language: str, console: Console) -> None:
    """A table, and how many there are besides."""
    console.print(Text(_count(FOUND, page.total, language), style="bold"))
    if page.lines:
        console.print(_table(page.lines, currency, language))
    rest = page.total - len(page.lines)
    if rest > 0:
        console.print(_count(FURTHER, rest, language))


def _count(forms: Plural, count: int, language: str) -> str:
    told = translate_plural(*forms, count, language)
    return told.format(count=formats.number(count, language))


def _table(lines: list[CustomerLine], currency: str, language: str) -> Table:
    table = Table(box=SIMPLE)
    for place, title in enumerate(COLUMNS):
        table.add_column(translate(title, language), justify="right" if place > 1 else "left")
    for line in lines:
        why = reason_text(line.reasons[0], language) if line.reasons else ""
        table.add_row(
            Text(line.name), Text(f"{_letter(line, language)}: {why}"),
            Text(formats.money(line.revenue_cents, currency, language)),
            Text(_effort(line, language)),
        )  # fmt: skip
    return table


def _letter(line: CustomerLine, language: str) -> str:
    """A letter is a proposal until somebody said so."""
    name = group_name(Group(line.group) if line.group else None, language)
    if line.confirmed or not line.group:
        return name
    return translate(PROPOSED, language).format(group=name)


def _effort(line: CustomerLine, language: str) -> str:
    if line.effort_minutes is None:
        return translate(UNKNOWN, language)
    return formats.hours(line.effort_minutes, language)


def show_one(sheet: CustomerSheet, currency: str, language: str, console: Console) -> None:
    """Name, letter with every reason, figures, the newest contacts."""
    console.print(Text(" ".join(filter(None, (sheet.name, sheet.number))), style="bold"))
    line = sheet.line
    if line is not None:
        console.print(Text(_letter(line, language)))
        for reason in line.reasons:
            console.print(Text("  " + reason_text(reason, language)))
        if line.change is not None:
            console.print(Text("  " + change_text(line.change, language)))
        figures = (formats.money(line.revenue_cents, currency, language), _effort(line, language))
        for title, figure in zip(COLUMNS[2:], figures, strict=True):
            console.print(Text(f"{translate(title, language)}: {figure}"))
    console.print(Text(translate(NEWEST if sheet.dealings.work else NEVER, language)))
    for work in sheet.dealings.work:
        console.print(Text("  " + _work(work, language)))


def _work(work: WorkLine, language: str) -> str:
    parts = (
        formats.day(work.on, language), contact_kind(work.kind, language),
        formats.hours(work.minutes, language), work.about,
    )  # fmt: skip
    return ", ".join(part for part in parts if part)
