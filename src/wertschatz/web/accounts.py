"""How accounts are made: only by a link of the house, never by signing up."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _


class Adapter(DefaultAccountAdapter):  # type: ignore[misc]
    """Sign-up is closed; the owner's account comes from the link at the terminal."""

    # The German of the library says "du".
    error_messages = {  # noqa: RUF012 - as the library declares it
        **DefaultAccountAdapter.error_messages,
        "too_many_login_attempts": _(
            "Too many failed attempts to sign in. Please wait five minutes, then try again."
        ),
        "rate_limited": _("Too many requests at once. Please wait a minute, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Nobody signs up by themselves."""
        return False

    def respond_user_inactive(self, request: HttpRequest, user: object) -> HttpResponse:
        """Who may no longer sign in stands at the door, and reads why."""
        messages.info(request, _("You may no longer sign in here. Please ask the owner."))
        return redirect("account_login")

    def add_message(
        self,
        request: HttpRequest,
        level: int,
        message_template: str | None = None,
        *args: Any,
        **kwargs: Any,
    ) -> None:
        """Says only what one cannot see: that the new password holds."""
        if message_template == "account/messages/password_changed.txt":
            super().add_message(request, level, message_template, *args, **kwargs)
