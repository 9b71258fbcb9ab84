"""Reads the settings from command line, environment, one small file, or takes the default."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path

from wertschatz.settings.problem import SettingProblem
from wertschatz.settings.table import BY_NAME, SETTINGS, Kind, Setting, Value, _
from wertschatz.settings.values import WATCHED, Settings

FILE_NAME = "wertschatz.toml"


def default_data() -> Path:
    """The data folder when nobody named one: `wertschatz` in the XDG data home."""
    home = os.environ.get("XDG_DATA_HOME", "")
    root = Path(home) if home.startswith("/") else Path("~/.local/share").expanduser()
    return root / "wertschatz"


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
    if row.name in {"database", "base_url", "gate_url"} and "@" in text:
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
    if name not in BY_NAME:
        near = get_close_matches(name, BY_NAME, n=1)
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
    data = _checked(BY_NAME["data"], *_found("data", options, environ, {}, Path()))
    assert isinstance(data, Path)  # noqa: S101  (its kind is a path)
    path = data / FILE_NAME
    written = _from_file(path)
    values: dict[str, Value] = {"data": data}
    for row in SETTINGS[1:]:
        values[row.name] = _checked(row, *_found(row.name, options, environ, written, path))
    if values["encrypt"] and values["database"]:
        row = BY_NAME["encrypt"]
        source = _found("encrypt", options, environ, written, path)[1]
        raise SettingProblem(row.name, source, row.must, "on, PostgreSQL")
    made = Settings(**values)  # type: ignore[arg-type]  # every value was checked by its row
    if values["watched"] and _one_in_the_other(made.watched_folder, data):
        # Its files are moved: the database must never be among them.
        row = BY_NAME["watched"]
        source = _found(row.name, options, environ, written, path)[1]
        raise SettingProblem(row.name, source, row.must, _shown(row, values["watched"]))
    return made


def _one_in_the_other(watched: Path, data: Path) -> bool:
    """Links followed, except for the place that is meant for it."""
    if watched == data / WATCHED:
        return False
    try:
        one, other = watched.resolve(), data.resolve()
    except (OSError, RuntimeError):  # links in a circle lead nowhere
        return False
    return one.is_relative_to(other) or other.is_relative_to(one)


def _found(
    name: str,
    options: Mapping[str, object],
    environ: Mapping[str, str],
    written: Mapping[str, object],
    path: Path,
) -> tuple[object, str]:
    """The raw value of a setting and the place it came from."""
    row = BY_NAME[name]
    if name in options:
        raw = options[name]
        return (str(raw) if isinstance(raw, Path) else raw), f"--{name.replace('_', '-')}"
    if environ.get(row.variable, "") != "":
        return environ[row.variable], row.variable
    if name in written:
        return written[name], str(path)
    return str(default_data()) if name == "data" else row.default, "default"
