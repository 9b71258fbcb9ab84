"""The buttons that log a contact, and what was logged of a customer just now."""

from __future__ import annotations

import datetime as dt
import uuid

from django.http import HttpRequest

from wertschatz.bootstrap.house import house
from wertschatz.domain.customers.contacts import MOODS
from wertschatz.storage.find_customers import seen_parts
from wertschatz.storage.queries import contacts as read
from wertschatz.storage.queries.customers import CustomerSheet
from wertschatz.web.posted import actor


def choices() -> dict[str, object]:
    """Each kind with its usual minutes; the first one is what the key `n` goes to."""
    return {"kinds": list(house().usual_minutes().items()), "moods": list(MOODS)}


def just_logged(request: HttpRequest, customer: uuid.UUID) -> list[read.LoggedLine]:
    """What this person logged last of the customer, if it was today or yesterday."""
    yesterday = house().today() - dt.timedelta(days=1)
    try:
        return read.logged_since(seen_parts(customer), yesterday, actor(request))
    except KeyError:  # its import has just been taken back
        return []


def log_part(request: HttpRequest, sheet: CustomerSheet) -> dict[str, object]:
    """For a customer's page."""
    return {"log": {**choices(), "lines": just_logged(request, sheet.uuid)}}
