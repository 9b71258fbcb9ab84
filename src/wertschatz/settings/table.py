"""The one table of what starting needs: name, kind, default, sentence and what must hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

Value = str | int | bool | Path
"""What a setting holds once it was read."""

PREFIX = "WERTSCHATZ_"


def _(sentence: str) -> str:
    """Marks a sentence for the translators; it is translated where it is shown."""
    return sentence


class Kind(StrEnum):
    """How a setting is written down."""

    TEXT = "text"
    WHOLE_NUMBER = "whole number"
    CHOICE = "choice"
    PATH = "path"
    SWITCH = "switch"


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table. `must` says (as msgid) what `check` demands of a value."""

    name: str
    kind: Kind
    default: Value
    sentence: str
    must: str
    check: Callable[[Value], bool]
    choices: tuple[str, ...] = ()

    @property
    def variable(self) -> str:
        """The environment variable that sets it."""
        return PREFIX + self.name.upper()


def _is_path(value: Value) -> bool:
    return isinstance(value, Path) and "\0" not in str(value)


def _is_host(value: Value) -> bool:
    text = str(value)
    return bool(text) and text.isascii() and not set(text) & set(" /@?#\0")


def _is_port(value: Value) -> bool:
    return isinstance(value, int) and 1 <= value <= 65535


def _is_port_or_none(value: Value) -> bool:
    return value == 0 or _is_port(value)


def _is_base_url(value: Value) -> bool:
    if value == "":
        return True
    try:
        parts = urlsplit(str(value))
        return (
            parts.scheme in {"http", "https"}
            and bool(parts.hostname)
            and parts.port != 0
            and parts.path in {"", "/"}
            and not (parts.query or parts.fragment or parts.username)
        )
    except ValueError:
        return False


def _is_proxy(value: Value) -> bool:
    import ipaddress  # a rare setting: not worth the time of every start

    if value == "":
        return True
    try:
        ipaddress.ip_address(str(value))
    except ValueError:
        return False
    return True


def _is_database(value: Value) -> bool:
    if value == "":
        return True
    try:
        parts = urlsplit(str(value))
        return (
            parts.scheme in {"postgresql", "postgres"} and len(parts.path) > 1 and parts.port != 0
        )
    except ValueError:
        return False


def _is_zone(value: Value) -> bool:
    try:
        ZoneInfo(str(value))
    except (OSError, ValueError, KeyError):  # an unknown zone is a KeyError
        return False
    return True


def _is_folder(value: Value) -> bool:
    """Empty, or a whole path: what it is seen from must not matter."""
    try:
        return value == "" or (
            "\0" not in str(value) and Path(str(value)).expanduser().is_absolute()
        )
    except RuntimeError:  # ~somebody who is not known here
        return False


def _is_switch(value: Value) -> bool:
    return isinstance(value, bool)


def _is_language(value: Value) -> bool:
    return value in {"de", "en"}


SETTINGS: tuple[Setting, ...] = (
    Setting(
        "data",
        Kind.PATH,
        Path("~/.local/share/wertschatz"),
        _("The folder that holds everything: database, key, backups, inbox and log."),
        _("It must be the path of a folder."),
        _is_path,
    ),
    Setting(
        "host",
        Kind.TEXT,
        "127.0.0.1",
        _("The address on which the pages listen; as it stands, only this computer reaches them."),
        _("It must be a host name or an address of this computer, such as 127.0.0.1."),
        _is_host,
    ),
    Setting(
        "port",
        Kind.WHOLE_NUMBER,
        8321,
        _("The port on which the pages listen."),
        _("It must be a whole number from 1 to 65535."),
        _is_port,
    ),
    Setting(
        "base_url",
        Kind.TEXT,
        "",
        _("The address that people type, if it is another one than host and port."),
        _("It must be an address such as https://wertschatz.example without a path, or empty."),
        _is_base_url,
    ),
    Setting(
        "trusted_proxy",
        Kind.TEXT,
        "",
        _("The address of a proxy in front of the pages, whose word on https is believed."),
        _("It must be an IP address such as 127.0.0.1, or empty."),
        _is_proxy,
    ),
    Setting(
        "database",
        Kind.TEXT,
        "",
        _("Empty for the database file in the data folder, or the address of a PostgreSQL."),
        _("It must be empty or look like postgresql://user:password@host/name."),
        _is_database,
    ),
    Setting(
        "encrypt",
        Kind.SWITCH,
        False,
        _("Whether the database file is encrypted; decided before the very first start."),
        _("It must be on or off, and can only be on for the database file in the data folder."),
        _is_switch,
    ),
    Setting(
        "language",
        Kind.CHOICE,
        "de",
        _("The language of the terminal, and of the pages until a person chooses another."),
        _("It must be de or en."),
        _is_language,
        ("de", "en"),
    ),
    Setting(
        "zone",
        Kind.TEXT,
        "Europe/Berlin",
        _("The time zone in which your days begin and end."),
        _("It must be the name of a time zone such as Europe/Berlin."),
        _is_zone,
    ),
    Setting(
        "watched",
        Kind.TEXT,
        "",
        _("The folder whose files come in by themselves; empty for “watched” in the data folder."),
        _(
            "It must be empty or the whole path of a folder that neither holds the data folder "
            "nor lies in it."
        ),
        _is_folder,
    ),
    Setting(
        "gate_host",
        Kind.TEXT,
        "127.0.0.1",
        _("The address on which telephone systems ask; as it stands, only this computer can."),
        _("It must be a host name or an address of this computer, such as 127.0.0.1."),
        _is_host,
    ),
    Setting(
        "gate_port",
        Kind.WHOLE_NUMBER,
        8322,
        _("The port on which telephone systems ask."),
        _("It must be a whole number from 1 to 65535."),
        _is_port,
    ),
    Setting(
        "fastagi_port",
        Kind.WHOLE_NUMBER,
        4573,
        _("The port on which an Asterisk asks over FastAGI; 0 for none."),
        _("It must be a whole number from 0 to 65535."),
        _is_port_or_none,
    ),
)
"""The one table: environment, file, handbook and (later) the settings page are made from it."""

BY_NAME: Mapping[str, Setting] = {row.name: row for row in SETTINGS}
