"""Who may see which page: every page is registered, an unregistered one is seen by nobody."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any
from urllib.parse import urlsplit

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect
from django.urls import URLPattern, path, reverse
from django.utils.cache import add_never_cache_headers
from django.utils.http import url_has_allowed_host_and_scheme


class Access(StrEnum):
    """For whom a page is."""

    PUBLIC = "public"
    STAFF = "staff"
    """Everyone who is signed in. Shows no groups and no reasons to staff."""
    OWNER = "owner"


View = Callable[..., HttpResponseBase]
REGISTER: dict[str, Access] = {}
"""Name of a page → for whom it is."""


def page(route: str, view: View, name: str, access: Access) -> URLPattern:
    """A page with its access registered."""
    REGISTER[name] = access
    return path(route, view, name=name)


class AccessMiddleware:
    """Lets nobody through to a page that is not registered for them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Passes the request on; the decision falls when the page is known.

        Whoever only comes to an address that takes nothing but forms (after signing in, or with
        Enter in the line of the address) is shown home instead of an empty page.
        """
        answer = self.get_response(request)
        if answer.status_code == 405 and request.method == "GET":
            return redirect("home")
        return answer

    def process_view(
        self, request: HttpRequest, view: View, args: tuple[Any, ...], kwargs: dict[str, Any]
    ) -> HttpResponseBase | None:
        """Refuses before the page runs."""
        match = request.resolver_match
        access = REGISTER.get(match.view_name or "") if match else None
        if access is None:
            raise Http404("not registered")
        if access is Access.PUBLIC:
            return None
        if not request.user.is_authenticated:
            return _to_sign_in(request)
        if access is Access.OWNER and not getattr(request.user, "is_owner", False):
            raise PermissionDenied
        return None


def _to_sign_in(request: HttpRequest) -> HttpResponseBase:
    answer = redirect_to_login(_came_from(request), reverse("account_login"))
    if request.headers.get("HX-Request") != "true":
        return answer
    # Where a part of a page is swapped, the door would stand within the page.
    whole = HttpResponse(headers={"HX-Redirect": answer["Location"]})
    add_never_cache_headers(whole)
    return whole


def _came_from(request: HttpRequest) -> str:
    """The page to come back to: never the address of a form or of a part of a page."""
    here = request.get_full_path()
    asked = request.headers.get("HX-Current-URL")
    if asked is None and request.method not in {"GET", "HEAD"}:
        asked = request.headers.get("Referer")
    if not asked or not url_has_allowed_host_and_scheme(asked, {request.get_host()}):
        return here
    page = urlsplit(asked)
    return f"{page.path}?{page.query}" if page.query else page.path or here
