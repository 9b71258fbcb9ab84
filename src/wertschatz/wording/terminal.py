"""The words of the terminal itself: headings of its help, and what was wrong with a call.

They are click's own (8.5), which asks the standard library's gettext for them: the same catalogue
as ours, once `speak` has said which language.
"""

from __future__ import annotations

import gettext
import os

from wertschatz.wording.catalogue import LOCALE, N_, Plural

WORDS = (
    N_("Usage:"),
    N_("Options"),
    N_("Commands"),
    N_("Positional arguments"),
    N_("Show this message and exit."),
    N_("Try '{command} {option}' for help."),
    N_("Error: {message}"),
    N_("Aborted!"),
    N_("Missing command."),
    N_("Missing argument"),
    N_("Missing option"),
    N_("Missing parameter"),
    N_("No such option {name!r}."),
    N_("No such command {name!r}."),
    N_("Option {name!r} does not take a value."),
    N_("Invalid value: {message}"),
    N_("Invalid value for {param_hint}: {message}"),
    N_("Could not open file {filename!r}: {message}"),
    N_("{name} {filename!r} does not exist."),
    N_("{name} {filename!r} is a file."),
    N_("{name} {filename!r} is a directory."),
    N_("{name} {filename!r} is not readable."),
    N_("{name} {filename!r} is not writable."),
    N_("Choose from:\n\t{choices}"),
    N_("file"),
    N_("directory"),
    N_("path"),
    N_("default: {default}"),
)
FORMS = (
    Plural("Did you mean {possibility}?", "(Did you mean one of: {possibilities}?)"),
    Plural("Option {name!r} requires an argument.", "Option {name!r} requires {nargs} arguments."),
    Plural("Got unexpected extra argument ({args})", "Got unexpected extra arguments ({args})"),
    Plural("{value!r} is not {choice}.", "{value!r} is not one of {choices}."),
    Plural(
        "{value!r} does not match the format {format}.",
        "{value!r} does not match the formats {formats}.",
    ),
)


def speak(language: str) -> None:
    """From here on whatever this process asks gettext for is answered in `language`."""
    os.environ["LANGUAGE"] = language
    gettext.bindtextdomain("django", str(LOCALE))
    gettext.textdomain("django")
