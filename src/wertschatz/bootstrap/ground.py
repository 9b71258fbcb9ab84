"""The ground that every room of the house stands on: Django made ready, the clock, the firm."""

from __future__ import annotations

import datetime as dt
import os
from pathlib import Path
from zoneinfo import ZoneInfo

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wertschatz.django_settings")
django.setup()

from wertschatz.bootstrap import clock  # noqa: E402
from wertschatz.django_settings import start  # noqa: E402
from wertschatz.storage.models import Firm  # noqa: E402


class Ground:
    """What every use case needs to be told: where, when, in which currency."""

    @property
    def folder(self) -> Path:
        """The data folder."""
        return Path(start.data)

    @property
    def zone(self) -> ZoneInfo:
        """The firm's time zone."""
        return ZoneInfo(Firm.objects.values_list("zone", flat=True).first() or start.zone)

    @property
    def currency(self) -> str:
        """The firm's currency."""
        return Firm.objects.values_list("currency", flat=True).first() or "EUR"

    def now(self) -> dt.datetime:
        """The instant, in UTC."""
        return clock.now()

    def today(self) -> dt.date:
        """The day where the firm is."""
        return clock.now().astimezone(self.zone).date()
