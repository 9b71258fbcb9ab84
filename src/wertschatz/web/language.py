"""In which language a page answers: as chosen, else as the browser asks, else German."""

from __future__ import annotations

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils import translation

from wertschatz.wording.catalogue import LANGUAGES

COOKIE = "wertschatz_language"


def language_for(request: HttpRequest) -> str:
    """'de' or 'en'."""
    for chosen in (request.COOKIES.get(COOKIE), request.session.get("language")):
        if chosen in LANGUAGES:
            return str(chosen)
    for part in request.headers.get("accept-language", "").split(","):
        tag = part.split(";")[0].strip().lower()[:2]
        if tag in LANGUAGES:
            return tag
    return settings.LANGUAGE_CODE


class LanguageMiddleware:
    """Sets the language for the length of one request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answers in the person's language and says so in the head."""
        language = language_for(request)
        request.LANGUAGE_CODE = language
        with translation.override(language):
            response = self.get_response(request)
        response.headers.setdefault("Content-Language", language)
        return response
