"""Who may see which page: every page is registered, an unregistered one is seen by nobody."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase
from django.urls import URLPattern, path


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
        """Passes the request on; the decision falls when the page is known."""
        return self.get_response(request)

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
            return redirect_to_login(request.get_full_path(), "account_login")
        if access is Access.OWNER and not getattr(request.user, "is_owner", False):
            raise PermissionDenied
        return None
