"""What all tests share."""

from __future__ import annotations

import pytest
from django.db import connection


@pytest.fixture(scope="session")
def django_db_modify_db_settings_xdist_suffix(request: pytest.FixtureRequest) -> None:
    """Workers need names of their own on a server; in memory each has its own database anyway."""
    worker = getattr(request.config, "workerinput", {}).get("workerid")
    if worker and connection.vendor == "postgresql":
        connection.settings_dict["TEST"]["NAME"] = f"test_wertschatz_{worker}"
