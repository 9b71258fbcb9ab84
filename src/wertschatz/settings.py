"""What starting needs: one table of settings, read from the environment or from one small file."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

Value = str | int | bool | Path
"""What a setting holds once it was read."""

PREFIX = "WERTSCHATZ_"
FILE_NAME = "wertschatz.toml"


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


class SettingProblem(ValueError):
    """A setting cannot be used: which one, where it came from, what must hold, what came instead.

    `must` is an English msgid; `came` never holds a password.
    """

    def __init__(self, name: str, source: str, must: str, came: str) -> None:
        self.code = "setting_unusable"
        self.name, self.source, self.must, self.came = name, source, must, came
        super().__init__(f"{name} ({source}): {must} Found: {came}")


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
            parts.scheme in {"postgresql", "postgres"}
            and len(parts.path) > 1
            and parts.port != 0
        )
    except ValueError:
        return False


def _is_zone(value: Value) -> bool:
    try:
        ZoneInfo(str(value))
    except (OSError, ValueError):  # ZoneInfoNotFoundError is a KeyError from the tzdata wheel
        return False
    except KeyError:
        return False
    return True


def _is_switch(value: Value) -> bool:
    return isinstance(value, bool)


def _is_language(value: Value) -> bool:
    return value in {"de", "en"}


def default_data() -> Path:
    """The data folder when nobody named one: `wertschatz` in the XDG data home."""
    home = os.environ.get("XDG_DATA_HOME", "")
    root = Path(home) if home.startswith("/") else Path("~/.local/share").expanduser()
    return root / "wertschatz"


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
)
"""The one table: environment, file, handbook and (later) the settings page are made from it."""

_BY_NAME: Mapping[str, Setting] = {row.name: row for row in SETTINGS}


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings, checked. Fields are named as in the table."""

    data: Path
    host: str
    port: int
    base_url: str
    trusted_proxy: str
    database: str
    encrypt: bool
    language: str
    zone: str

    @property
    def address(self) -> str:
        """Where a browser finds the pages, with a slash at the end."""
        if self.base_url:
            return self.base_url.rstrip("/") + "/"
        host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(self.host, self.host)  # noqa: S104
        return f"http://[{host}]:{self.port}/" if ":" in host else f"http://{host}:{self.port}/"


_SWITCH = {
    "1": True, "true": True, "yes": True, "on": True,
    "0": False, "false": False, "no": False, "off": False,
}  # fmt: skip


def _parsed(row: Setting, raw: object) -> Value | None:
    """The raw value in the kind of its row; None where that is impossible."""
    if row.kind is Kind.SWITCH:
        return raw if isinstance(raw, bool) else _SWITCH.get(str(raw).strip().lower())
    if isinstance(raw, bool):
        return None
    if row.kind is Kind.WHOLE_NUMBER:
        text = str(raw).strip()
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None
    if not isinstance(raw, str):
        return None
    if row.kind is Kind.PATH:
        return Path(raw).expanduser().absolute() if raw.strip() and "\0" not in raw else None
    return raw.strip()


def _checked(row: Setting, raw: object, source: str) -> Value:
    """The value of one row, or `SettingProblem`."""
    value = _parsed(row, raw)
    if value is None or not row.check(value):
        raise SettingProblem(row.name, source, row.must, _shown(row, raw))
    return value


def _shown(row: Setting, raw: object) -> str:
    """What came instead, short, and without the password of a database address."""
    text = str(raw)
    if row.name in {"database", "base_url"} and "@" in text:
        text = "…@" + text.rpartition("@")[2]
    return text if len(text) <= 60 else text[:59] + "…"


def _from_file(path: Path) -> dict[str, object]:
    """The settings that stand in the file; none where there is no file."""
    try:
        with path.open("rb") as file:
            found = tomllib.load(file)
    except FileNotFoundError:
        return {}
    except OSError as error:
        must = _("The settings file must be readable.")
        raise SettingProblem(FILE_NAME, str(path), must, error.strerror or "") from error
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        must = _("The settings file must consist of lines such as port = 8321.")
        raise SettingProblem(FILE_NAME, str(path), must, str(error)) from error
    for name in found:
        _demand_known(name, path)
    return found


def _demand_known(name: str, path: Path) -> None:
    if name == "data":
        must = _("The data folder cannot be named in a file that lies in it.")
        raise SettingProblem(name, str(path), must, name)
    if name not in _BY_NAME:
        near = get_close_matches(name, _BY_NAME, n=1)
        must = _("Every name in the settings file must be one of the settings.")
        raise SettingProblem(name, str(path), must, f"{name} ({near[0]}?)" if near else name)


def load(
    given: Mapping[str, object] | None = None, environ: Mapping[str, str] | None = None
) -> Settings:
    """All settings: what was given at the command line, else environment, else file, else default.

    `given` maps names to values; None counts as not given. Raises `SettingProblem`.
    """
    environ = os.environ if environ is None else environ
    options = {name: value for name, value in (given or {}).items() if value is not None}
    data = _checked(_BY_NAME["data"], *_found("data", options, environ, {}, Path()))
    assert isinstance(data, Path)  # noqa: S101  (its kind is a path)
    path = data / FILE_NAME
    written = _from_file(path)
    values: dict[str, Value] = {"data": data}
    for row in SETTINGS[1:]:
        values[row.name] = _checked(row, *_found(row.name, options, environ, written, path))
    if values["encrypt"] and values["database"]:
        row = _BY_NAME["encrypt"]
        source = _found("encrypt", options, environ, written, path)[1]
        raise SettingProblem(row.name, source, row.must, "on, PostgreSQL")
    return Settings(**values)  # type: ignore[arg-type]  # every value was checked by its row


def _found(
    name: str,
    options: Mapping[str, object],
    environ: Mapping[str, str],
    written: Mapping[str, object],
    path: Path,
) -> tuple[object, str]:
    """The raw value of a setting and the place it came from."""
    row = _BY_NAME[name]
    if name in options:
        raw = options[name]
        return (str(raw) if isinstance(raw, Path) else raw), f"--{name.replace('_', '-')}"
    if environ.get(row.variable, "") != "":
        return environ[row.variable], row.variable
    if name in written:
        return written[name], str(path)
    return str(default_data()) if name == "data" else row.default, "default"
