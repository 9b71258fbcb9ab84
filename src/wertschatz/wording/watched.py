"""What the watched folder says for itself, and why a file in it stays where it is."""

from __future__ import annotations

from collections.abc import Mapping

from wertschatz.wording.catalogue import N_, translate
from wertschatz.wording.sentences import fill

READ_ME = N_(
    "What you put into this folder comes into Wertschatz by itself: invoices, statements, time "
    "sheets, calls, addresses, calendars, mails, also in sub-folders or as ZIP.\n\n"
    "A file comes in once it has not changed for three seconds. Afterwards it lies here under "
    "“taken” and the date; nothing is ever deleted. What came in, and whether something is asked, "
    "stands on the page “Files”; every import can be taken back there.\n"
)
READ_ME_FILES = {"de": "LIESMICH.txt", "en": "README.txt"}
NOTE_SENTENCES: Mapping[str, str] = {
    "stuck": N_(
        "{path} has come in, but cannot be moved to “taken”. It will not come in a second time; "
        "if you want it moved, allow writing in the folder."
    ),
    "unreadable": N_(
        "{path} cannot be read, so it stays where it is. Check that it may be read; "
        "then it comes in by itself."
    ),
    "link": N_(
        "{path} is only a link to somewhere else and is not followed. "
        "Put the file itself into the folder."
    ),
    "no_file": N_("{path} is no file (a pipe or a device) and stays where it is. Take it away."),
    "no_room": N_(
        "There is not enough room on the disk of the data folder for {path}. "
        "Make room; then it comes in by itself."
    ),
    "no_folder": N_(
        "The watched folder is not there or cannot be read. It may lie on a drive that is not "
        "connected. As soon as it is there, its files come in by themselves."
    ),
}


def read_me(language: str) -> tuple[str, str]:
    """Name and text of the file that lies in the folder."""
    return READ_ME_FILES[language], translate(READ_ME, language)


def note_text(note: str, path: str, language: str) -> str:
    """Why a file stays where it is, and what to do now."""
    return fill(translate(NOTE_SENTENCES[note], language), {"path": path}, language)
