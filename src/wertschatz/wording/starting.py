"""What the terminal says when the product starts, or cannot start."""

from __future__ import annotations

from collections.abc import Mapping

from wertschatz.wording.catalogue import N_, translate

SENTENCES: Mapping[str, str] = {
    "address": N_("Wertschatz is here: {address}"),
    "stop_hint": N_("Ctrl-C ends it. Your data lies in {path}"),
    "one_time_link": N_("Nobody owns it yet. Open this link once to make your account: {link}"),
    "preparing": N_("The database is being prepared …"),
    "updating": N_(
        "The database is being brought up to date; where it is large, that may take some minutes. "
        "A backup of it as it was has been made: {backup}"
    ),
    "good_bye": N_("Wertschatz has ended."),
    "child_died": N_(
        "A part of the program ({name}) ended unexpectedly and is started again. "
        "Why is written in {log}"
    ),
    "prepare_failed": N_(
        "The database could not be prepared, nothing was started. "
        "Why is written in {log}. If the program was renewed just now: the backup made before "
        "lies in {backups}"
    ),
    "port_taken": N_(
        "Port {port} on {host} is taken by another program. "
        "Start on another one: WERTSCHATZ_PORT={other} make run"
    ),
    "port_forbidden": N_(
        "Port {port} is kept for the administrator of this computer. "
        "Take one from 1024 on, such as 8321."
    ),
    "host_unusable": N_(
        "This computer has no address {host} to listen on. "
        "Take 127.0.0.1, or one of its own addresses. ({cause})"
    ),
    "setting_unusable": N_("The setting {name} cannot be used. {must} Found: “{came}” ({source})"),
    "folder_unwritable": N_(
        "The data folder {path} cannot be written to ({cause}). "
        "Name another one with --data, or give yourself the right to write there."
    ),
    "folder_foreign": N_(
        "The folder {path} holds other things ({example}) and would be closed to others. "
        "Name an empty or new folder with --data."
    ),
    "key_file_missing": N_(
        "The database is encrypted, and its key file is gone. "
        "Put {path} back from where you keep a copy; without it nobody can read the data."
    ),
    "database_in_use": N_(
        "The data in {path} are in use by another process of Wertschatz "
        "(waited {seconds} seconds). End it, then try again."
    ),
    "already_serving": N_("Wertschatz already runs on this data folder: {address}"),
}
"""Code → English sentence with the places for its facts. A code is never renamed or reused."""


def sentence(code: str, language: str, **facts: str | int) -> str:
    """The sentence for a code in `language`, its facts filled in."""
    return translate(SENTENCES[code], language).format_map(facts)


def setting_sentence(language: str, *, name: str, source: str, must: str, came: str) -> str:
    """What is wrong with a setting; `must` is the msgid that the table of settings gives."""
    return sentence(
        "setting_unusable",
        language,
        name=name,
        source=source,
        must=translate(must, language),
        came=came,
    )
