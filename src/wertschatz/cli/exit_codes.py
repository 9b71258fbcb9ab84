"""What the number means that a command ends with."""

from __future__ import annotations

from enum import IntEnum

from wertschatz.wording.catalogue import N_


class ExitCode(IntEnum):
    """The numbers, the same for every command."""

    ALL_READ = 0
    """Every file was taken in; single rows may have been left out, each is named."""
    SOME_REFUSED = 1
    """At least one file was left out, or something went wrong on the way."""
    WRONG_CALL = 2
    """The command was called with arguments it does not understand."""
    NOTHING_READ = 3
    """Nothing could be read."""
    FOLDER = 4
    """The data folder cannot be used, or the program already runs on it."""
    ADDRESS = 5
    """The address is taken by another program."""
    NOT_PREPARED = 6
    """The database could not be prepared."""
    BACKUP = 7
    """A backup could not be made or put back; nothing was changed."""


HELP = "\b\n" + N_(
    """Ends with
  0  every file was taken in (single rows left out are named)
  1  at least one file was left out, or something went wrong
  2  the call was not understood
  3  nothing could be read
  4  the data folder cannot be used, or the program already runs on it
  5  the address is taken by another program
  6  the database could not be prepared
  7  a backup could not be made or put back
"""
)
"""Stands below the help of every command; the first letter keeps its lines apart."""
