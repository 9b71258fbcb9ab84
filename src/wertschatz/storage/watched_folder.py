"""The watched folder on the disk: what lies in it, and where it goes once it has come in."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple

from wertschatz.storage.inbox import LeftOut
from wertschatz.storage.models import WatchedFile

Note = WatchedFile.Note
TAKEN = "taken"
"""The sub-folder that files are moved to; never looked into."""
READ_ME = frozenset({"LIESMICH.txt", "README.txt"})
"""Our own word in the folder itself."""
PASSING = (
    ".part", ".partial", ".filepart", ".crdownload", ".download", ".opdownload", ".tmp", ".temp",
    ".sync", ".!sync", ".bts", ".swp", "~",
)  # fmt: skip
"""Ends of names that browsers (Firefox, Chrome, Safari, Opera), WinSCP, rsync, Resilio Sync and
editors give to what is not finished yet."""
NEVER = frozenset({"thumbs.db", "desktop.ini", "icon\r"})
"""What Windows and macOS put into every folder."""
PIECE = 1 << 20


class Found(NamedTuple):
    """A file as it lies there; another size or time, and it is another file."""

    path: str
    """Below the watched folder, as the system spells it (bytes that are no text escaped)."""
    size: int
    changed_ns: int


@dataclass(slots=True)
class Look:
    """What one look into the folder shows."""

    files: list[Found] = field(default_factory=list)
    """By path."""
    notes: dict[str, Note] = field(default_factory=dict)
    """Path → why it stays where it is."""


def prepare(folder: Path, read_me: str, text: str) -> None:
    """Makes the folder (0700) with a word about what it is for; raises OSError.

    The folders above it are not made: what should lie on a drive that is not there must not be
    started anew beneath it.
    """
    if not folder.is_dir():
        folder.mkdir(mode=0o700)
    path = folder / read_me
    if not path.exists():
        path.write_text(text, "utf-8")


def is_passing(name: str) -> bool:
    """Hidden, half loaded, or the mark of a program that has the file open.

    >>> [is_passing(name) for name in (".~lock.a.ods#", "~$Liste.xlsx", "a.csv.part", "a.csv")]
    [True, True, True, False]
    """
    folded = name.casefold()
    return folded.startswith((".", "~$", "~syncthing~")) or (
        folded.endswith(PASSING) or folded in NEVER
    )


def look(folder: Path) -> Look:
    """Everything in the folder and below; raises OSError when the folder itself cannot be read."""
    found = Look()
    _look_into(folder, "", found)
    found.files.sort()
    return found


def _look_into(folder: Path, top: str, found: Look) -> None:
    waiting = [top]
    while waiting:
        below = waiting.pop()
        try:
            with os.scandir(folder / below) as entries:
                waiting += [path for entry in entries if (path := _take(entry, below, found))]
        except OSError:
            if not below:
                raise
            found.notes[below] = Note.UNREADABLE


def _take(entry: os.DirEntry[str], below: str, found: Look) -> str:
    """Notes one entry; the path of a folder that is to be looked into, else ''."""
    ours = not below and (entry.name == TAKEN or entry.name in READ_ME)
    if ours or is_passing(entry.name):
        return ""
    path = f"{below}/{entry.name}" if below else entry.name
    try:
        seen = entry.stat(follow_symlinks=False)
    except OSError:  # gone in this very moment
        return ""
    if stat.S_ISDIR(seen.st_mode):
        return path
    if stat.S_ISLNK(seen.st_mode):
        found.notes[path] = Note.LINK
    elif not stat.S_ISREG(seen.st_mode):
        found.notes[path] = Note.NO_FILE
    elif not os.access(entry.path, os.R_OK):
        found.notes[path] = Note.UNREADABLE
    else:
        found.files.append(Found(path, seen.st_size, seen.st_mtime_ns))
    return ""


class Changed(LeftOut):
    """It is another file by now, or gone: the next look will tell."""


class Unreadable(LeftOut):
    """The disk or the share does not give its bytes."""


class Stopping(Exception):
    """The program ends; what was half copied is copied again by the next start."""


def pieces(folder: Path, file: Found, stop: Callable[[], bool]) -> Iterator[bytes]:
    """The bytes of a file that stayed the same from the first to the last of them.

    Raises `Changed`, `Unreadable` or `Stopping`.
    """
    try:
        # Never through a link, and never waiting for the other end of a pipe.
        flags = os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC
        with os.fdopen(os.open(folder / file.path, flags), "rb") as source:
            _demand_same(source.fileno(), file)
            while piece := source.read(PIECE):
                if stop():
                    raise Stopping
                yield piece
            _demand_same(source.fileno(), file)
    except OSError as error:
        gone = error.errno in {errno.ENOENT, errno.ELOOP, errno.ENOTDIR}
        raise (Changed if gone else Unreadable)(file.path) from error


def _demand_same(descriptor: int, file: Found) -> None:
    if not _same(os.fstat(descriptor), file):
        raise Changed(file.path)


def _same(seen: os.stat_result, file: Found) -> bool:
    return stat.S_ISREG(seen.st_mode) and (
        (seen.st_size, seen.st_mtime_ns) == (file.size, file.changed_ns)
    )


def move(folder: Path, file: Found, day: str) -> bool:
    """Puts a file that has come in below taken/`day`, numbered where the name is taken there.

    False: it cannot be moved. True also where it is gone or another one by now: that one is new.
    """
    place = folder / file.path
    try:
        if not _same(place.lstat(), file):
            return True
        target = _free(folder / TAKEN / day / file.path)
        target.parent.mkdir(parents=True, exist_ok=True)
        place.rename(target)
        if not _same(target.lstat(), file) and not place.exists():
            # Overwritten between the two: the new one has not come in yet.
            target.rename(place)
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def _free(path: Path) -> Path:
    number, target = 1, path
    while os.path.lexists(target):
        number += 1
        target = path.with_name(f"{path.stem} ({number}){path.suffix}")
    return target
