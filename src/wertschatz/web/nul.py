"""Takes NUL bytes out of whatever a page is asked or sent: no database text may hold one."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponseBase, QueryDict

NUL = "\0"


class NulMiddleware:
    """PostgreSQL refuses a text with a NUL byte, SQLite cuts it off in comparisons; nobody types
    one. So it is taken out here once, and no page has to think of it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """What stands in the address is cleaned before anybody reads it."""
        request.GET = without_nul(request.GET)  # type: ignore[assignment]
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Any, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> None:
        """What a form sent, once the page is known; the check against forgery has read it."""
        kwargs.update({k: v.replace(NUL, "") for k, v in kwargs.items() if isinstance(v, str)})
        most = getattr(view, "most_bytes", None)
        if most is not None and _length(request) > most:
            return  # of a public form that is flooded nothing is read
        if request.method == "POST":
            sent = request.POST
            cleaned = without_nul(sent)
            if cleaned is not sent:
                request.POST = cleaned  # type: ignore[assignment]


def _length(request: HttpRequest) -> int:
    length = str(request.META.get("CONTENT_LENGTH") or "0")
    return int(length) if length.isdecimal() else 0


def without_nul(asked: QueryDict) -> QueryDict:
    """The same, where no text holds one; else a copy without."""
    if not any(NUL in text for name, texts in asked.lists() for text in (name, *texts)):
        return asked
    cleaned = QueryDict(mutable=True, encoding=asked.encoding)
    for name, texts in asked.lists():
        for text in texts:
            cleaned.appendlist(name.replace(NUL, ""), text.replace(NUL, ""))
    cleaned._mutable = False
    return cleaned
