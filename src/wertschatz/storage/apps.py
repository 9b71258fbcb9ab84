"""Makes the tables known to Django under the name `storage`."""

from django.apps import AppConfig


class StorageConfig(AppConfig):
    """The one Django app with tables."""

    name = "wertschatz.storage"
    label = "storage"
    default_auto_field = "django.db.models.BigAutoField"
