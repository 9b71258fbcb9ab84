"""Makes the pages' templates and static files known to Django."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """The pages; no tables in here."""

    name = "wertschatz.web"
    label = "web"
