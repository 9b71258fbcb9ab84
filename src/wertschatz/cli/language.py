"""Which language the terminal speaks: as asked for, else as the machine is set, else German."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from typing import Any

import click

from wertschatz.wording.catalogue import LANGUAGES, N_, known_language, translate


def language_of(asked: str | None) -> str:
    """'de' or 'en'; a machine set to no language at all speaks German."""
    if asked:
        return asked
    for name in ("LC_ALL", "LC_MESSAGES", "LANG"):
        if tag := os.environ.get(name, ""):
            return known_language(tag.split(".", 1)[0])
    return known_language("")


def lang_option(command: Callable[..., Any]) -> Callable[..., Any]:
    """Adds `--lang de|en`."""
    return click.option(
        "--lang", type=click.Choice(LANGUAGES), default=None, help=N_("The language to speak.")
    )(command)


def spoken(words: Sequence[str]) -> str:
    """The language of a call before it is understood, so that a wrong call is told in it too."""
    asked = None
    for word, following in zip(words, [*words[1:], ""], strict=True):
        name, _, value = word.partition("=")
        if name == "--lang" and (value or following) in LANGUAGES:
            asked = value or following
    return language_of(asked)


def in_language(command: click.Command, language: str) -> None:
    """Puts the help of a command into `language`."""
    command.help = _told(command.help, language)
    command.epilog = _told(command.epilog, language)
    for param in command.params:
        if isinstance(param, click.Option):
            param.help = _told(param.help, language)


def _told(text: str | None, language: str) -> str | None:
    if text is None:
        return None
    mark = "\b\n"  # click's: the lines below are not to be joined
    plain = text.removeprefix(mark)
    return text.removesuffix(plain) + translate(plain, language)


class Spoken(click.Group):
    """A group whose commands tell their help in the language of the call."""

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command; None for an unknown name."""
        command = super().get_command(ctx, cmd_name)
        if command is not None:
            in_language(command, spoken(sys.argv))
        return command
