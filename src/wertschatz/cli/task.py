"""`wertschatz task`: tasks in one line each, at the terminal."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from wertschatz.cli import exit_codes
from wertschatz.cli.data import data_option, open_house
from wertschatz.cli.exit_codes import ExitCode
from wertschatz.cli.language import Spoken, lang_option, language_of
from wertschatz.ports.tasks import FileKind
from wertschatz.usecases.refusals import Refused
from wertschatz.wording import formats
from wertschatz.wording.catalogue import N_, Plural, translate, translate_plural
from wertschatz.wording.hours import clock
from wertschatz.wording.refusals import refusal_text
from wertschatz.wording.sentences import fill
from wertschatz.wording.tasks import importance_name

if TYPE_CHECKING:
    from wertschatz.bootstrap.house import House
    from wertschatz.storage.queries.tasks import TaskLine, Tasks

ADDED, DONE = N_("Captured: {title}"), N_("Done: {title}")
NOTHING, WAITING, LATER = N_("Nothing is to be done."), N_("With others"), N_("Later")
TAKEN = Plural("{tasks} task was taken in.", "{tasks} tasks were taken in.")


@click.group(
    "task", cls=Spoken, epilog=exit_codes.HELP, help=N_("Tasks by importance: add, list, done.")
)
def task() -> None:
    """Tasks by importance: add, list, done."""


def _options(command: Callable[..., Any]) -> Callable[..., Any]:
    user = click.option("--user", default="", metavar="NAME", help=N_("Whose tasks."))
    return user(lang_option(data_option(command)))


@contextmanager
def _at_home(data: Path | None, language: str, user: str) -> Iterator[tuple[House, int]]:
    """The house, and whose tasks; a refusal ends the command with its sentence."""
    with open_house(data, language, must_exist=True) as house:
        try:
            yield house, _who(house, user)
        except Refused as refused:
            click.echo(refusal_text(refused.code, refused.facts, language), err=True)
            sys.exit(ExitCode.WRONG_CALL)


def _who(house: House, user: str) -> int:
    if not user:
        only = house.only_account()
        if only is None:
            raise Refused("task_whose")
        return only
    from wertschatz.storage.models import User

    found = User.objects.filter(username=user, is_active=True).values_list("pk", flat=True).first()
    if found is None:
        raise Refused("account_missing", {"name": user[:60]})
    return found


@task.command("add", help=N_("Capture one line: “Write the offer tomorrow 30m ! @Miller”."))
@click.argument("words", nargs=-1, required=True)
@_options
def add(words: tuple[str, ...], user: str, lang: str | None, data: Path | None) -> None:
    """Capture one line."""
    language = language_of(lang)
    with _at_home(data, language, user) as (house, me):
        from wertschatz.storage.queries.tasks import task_line

        kept = house.capture_task(" ".join(words), me)
        line = task_line(kept.row, me)
        text = _text(line, language) if line else ""
    click.echo(fill(translate(ADDED, language), {"title": text}, language))


@task.command("list", help=N_("What is open, the most important first."))
@_options
def listed(user: str, lang: str | None, data: Path | None) -> None:
    """What is open, the most important first."""
    language = language_of(lang)
    with _at_home(data, language, user) as (house, me):
        tasks = _open(house, me)
    parts = [(importance_name(one, language), lines) for one, lines in tasks.classes]
    parts += [
        (translate(WAITING, language), tasks.waiting),
        (translate(LATER, language), tasks.later),
    ]
    number = 0
    for name, lines in parts:
        if lines:
            click.echo(name)
        for line in lines:
            number += 1
            click.echo(f"{number:4}  {_text(line, language)}")
    if not number:
        click.echo(translate(NOTHING, language))


@task.command("done", help=N_("A task is done: its number in the list, or its title."))
@click.argument("which")
@_options
def done(which: str, user: str, lang: str | None, data: Path | None) -> None:
    """A task is done."""
    language = language_of(lang)
    with _at_home(data, language, user) as (house, me):
        line = _meant(_open(house, me).listed, which)
        house.end_task(line.uuid, "done", me)
    click.echo(fill(translate(DONE, language), {"title": line.title}, language))


@task.command("export", help=N_("All that is open as a todo.txt, or with .ics as VTODO."))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@_options
def export(file: Path, user: str, lang: str | None, data: Path | None) -> None:
    """All that is open as a file."""
    kind = FileKind.VTODO if file.suffix.casefold() == ".ics" else FileKind.TODO_TXT
    with _at_home(data, language_of(lang), user) as (house, me):
        written = house.tasks_file(kind, me)
    if str(file) == "-":
        click.echo(written.decode(), nl=False)
    else:
        file.write_bytes(written)


@task.command("import", help=N_("Take in a todo.txt, or a calendar with VTODO."))
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False, exists=True))
@_options
def take_in(file: Path, user: str, lang: str | None, data: Path | None) -> None:
    """Take in a file."""
    language = language_of(lang)
    with _at_home(data, language, user) as (house, me):
        taken = house.take_tasks_in(file.read_bytes(), me)
    count = taken.new + taken.changed
    sentence = translate_plural(TAKEN.one, TAKEN.many, count, language)
    click.echo(fill(sentence, {"tasks": count}, language))


def _open(house: House, me: int) -> Tasks:
    from wertschatz.storage.queries.tasks import open_tasks

    return open_tasks(me, house.today())


def _meant(lines: list[TaskLine], which: str) -> TaskLine:
    if which.isascii() and which.isdigit() and 1 <= int(which) <= len(lines):
        return lines[int(which) - 1]
    same = [line for line in lines if line.title.casefold() == which.strip().casefold()]
    if len(same) != 1:
        raise Refused("task_unclear", {"text": which[:60]})
    return same[0]


def _text(line: TaskLine, language: str) -> str:
    parts = [line.title]
    if line.customer_name:
        parts.append(line.customer_name)
    if line.minutes is not None:
        parts.append(formats.hours(line.minutes, language))
    if line.due_on is not None:
        at = "" if line.due_minute is None else f" {clock(line.due_minute)}"
        parts.append(formats.day(line.due_on, language) + at)
    return ", ".join(parts)
