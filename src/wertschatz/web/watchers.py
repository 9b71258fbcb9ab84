"""Who looks at a page that listens: asked once when it begins to, and again now and then."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module

from django.conf import settings
from django.contrib.auth import get_user
from django.db import close_old_connections
from django.http import HttpRequest, parse_cookie

from wertschatz.web.access import REGISTER, Access
from wertschatz.web.language import language_for

STREAM = "events"
"""The name under which the stream is registered."""


@dataclass(frozen=True, slots=True)
class Watcher:
    """A person who is signed in."""

    user: int
    owner: bool
    language: str
    session: str


def watcher_of(headers: Mapping[str, str]) -> Watcher | None:
    """The person, by the headers of the request (names in lower case); None: nobody who may.

    Asks the database: to be called in a thread that may wait.
    """
    close_old_connections()
    try:
        return _watcher(headers)
    finally:
        close_old_connections()


def still_there(watcher: Watcher) -> bool:
    """The session goes on, and the person may still see the same."""
    cookie = f"{settings.SESSION_COOKIE_NAME}={watcher.session}"
    now = watcher_of({"cookie": cookie})
    return now is not None and (now.user, now.owner) == (watcher.user, watcher.owner)


def _watcher(headers: Mapping[str, str]) -> Watcher | None:
    request = HttpRequest()
    request.COOKIES = parse_cookie(headers.get("cookie", ""))
    request.META["HTTP_ACCEPT_LANGUAGE"] = headers.get("accept-language", "")
    key = request.COOKIES.get(settings.SESSION_COOKIE_NAME)
    if not key:
        return None
    request.session = import_module(settings.SESSION_ENGINE).SessionStore(key)
    user = get_user(request)
    import_module(settings.ROOT_URLCONF)  # a stream may be asked for before any page
    owner = bool(getattr(user, "is_owner", False))
    if not user.is_authenticated or (REGISTER.get(STREAM) is not Access.STAFF and not owner):
        return None
    return Watcher(int(user.pk or 0), owner, language_for(request), key)
