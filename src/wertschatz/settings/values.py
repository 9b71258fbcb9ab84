"""All settings, checked, and what follows from them: addresses, files, keys."""

from __future__ import annotations

import json
import secrets
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from urllib.parse import urlsplit

from wertschatz.settings.problem import SettingProblem
from wertschatz.settings.table import BY_NAME, _

KEY_FILE = "key.json"
WATCHED = "watched"
"""The watched folder where nobody named another, in the data folder."""


@dataclass(frozen=True, slots=True)
class Keys:
    """What the key file holds: the secret that signs, and the key of the database if encrypted."""

    secret: str
    database_key: str | None

    def __repr__(self) -> str:
        """Never the keys themselves: a representation ends up in logs."""
        return f"Keys(encrypted={self.database_key is not None})"


@dataclass(frozen=True)
class Settings:
    """All settings, checked, and what follows from them. Fields are named as in the table."""

    data: Path
    host: str
    port: int
    base_url: str
    trusted_proxy: str
    database: str
    encrypt: bool
    language: str
    zone: str
    watched: str
    gate_host: str
    gate_port: int
    fastagi_port: int

    @property
    def watched_folder(self) -> Path:
        """The folder whose files come in by themselves."""
        return Path(self.watched).expanduser() if self.watched else self.data / WATCHED

    @property
    def address(self) -> str:
        """Where a browser finds the pages, with a slash at the end."""
        if self.base_url:
            return self.base_url.rstrip("/") + "/"
        host = _EVERYWHERE.get(self.host, self.host)
        return f"http://[{host}]:{self.port}/" if ":" in host else f"http://{host}:{self.port}/"

    @property
    def database_file(self) -> Path:
        """The database file (not there where PostgreSQL holds the data)."""
        return self.data / "wertschatz.sqlite3"

    @property
    def upload_folder(self) -> str | None:
        """Where files lie while they arrive; None (the system's place) before the first start."""
        inbox = self.data / "inbox"
        return str(inbox) if inbox.is_dir() else None

    @property
    def allowed_hosts(self) -> list[str]:
        """The names under which a browser may ask for the pages."""
        named = urlsplit(self.base_url).hostname or ""
        own = f"[{self.host}]" if ":" in self.host else self.host
        known = ["127.0.0.1", "localhost", "[::1]", own, f"[{named}]" if ":" in named else named]
        return [host for host in dict.fromkeys(known) if host and host not in _EVERYWHERE]

    @property
    def trusted_origins(self) -> list[str]:
        """The origin behind a proxy, which a form may be sent from."""
        return [self.base_url.rstrip("/")] if self.base_url else []

    @property
    def secure_cookies(self) -> bool:
        """Whether people reach the pages by https."""
        return self.base_url.startswith("https://")

    @property
    def secret(self) -> str:
        """The secret that signs sessions and links."""
        return self.keys.secret

    @property
    def database_key(self) -> str | None:
        """The key of the database file (64 hex digits), None where it is not encrypted."""
        return self.keys.database_key

    @cached_property
    def keys(self) -> Keys:
        """What the key file holds; passing keys while there is none. Raises `SettingProblem`."""
        path = self.data / KEY_FILE
        try:
            found = json.loads(path.read_text("utf-8"))
            keys = Keys(str(found["secret"]), found["database_key"])
        except FileNotFoundError:
            return Keys(secrets.token_urlsafe(48), None)
        except (OSError, ValueError, KeyError, TypeError) as error:
            must = _("The key file must be the one that the first start has written.")
            raise SettingProblem(KEY_FILE, str(path), must, type(error).__name__) from error
        if self.encrypt and keys.database_key is None:
            must = _("Encryption must be chosen before the very first start.")
            raise SettingProblem("encrypt", str(path), must, BY_NAME["encrypt"].variable)
        return keys


_EVERYWHERE = {"0.0.0.0": "127.0.0.1", "::": "::1"}  # noqa: S104
"""Hosts that mean every address of this computer, and the one that it calls itself."""
