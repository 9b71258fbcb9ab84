"""Sentences for what can be wrong with the data folder, a backup or a start."""

from __future__ import annotations

from collections.abc import Mapping

from wertschatz.wording.catalogue import N_, translate

SENTENCES: Mapping[str, str] = {
    "no_house": N_(
        "There is no data of Wertschatz in this folder ({folder}). Perhaps it is mistyped. "
        "Nothing was made; name the folder with --data."
    ),
    "backup_exists": N_(
        "{file} is already there, and no backup overwrites a file. Name another file, "
        "or a folder: then the backup finds a name by itself."
    ),
    "backup_not_written": N_(
        "The backup could not be written to {file} ({why}). Perhaps the disk is full or the "
        "folder is not yours. Nothing was changed; choose another place and try again."
    ),
    "backup_missing": N_("There is no file {file}. Look in the folder “backups” of your data."),
    "not_a_backup": N_(
        "{file} is not a backup of Wertschatz. Perhaps it is another ZIP file or was cut off "
        "on its way. Nothing was changed; choose another one."
    ),
    "backup_damaged": N_(
        "The backup {file} is damaged, perhaps cut off while it was copied. Nothing was "
        "changed; choose an older one."
    ),
    "backup_of_other_engine": N_(
        "This backup was made of another kind of database ({made}) than the one in use "
        "({here}). Nothing was changed; set the database as it was then and try again."
    ),
    "postgres_tools_missing": N_(
        "A backup of PostgreSQL needs the program {program}, which is not installed. "
        "On Debian: apt install postgresql-client"
    ),
    "postgres_tool_failed": N_(
        "The program {program} ended with a fault: {why} Nothing was changed."
    ),
    "restore_while_serving": N_(
        "Wertschatz is running on this data. End it first (Ctrl+C where it runs), then call "
        "restore again. Nothing was changed."
    ),
}


def trouble_text(code: str, facts: Mapping[str, str], language: str) -> str:
    """What happened, what it may mean, what to do now."""
    return translate(SENTENCES[code], language).format(**facts)
