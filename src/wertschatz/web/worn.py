"""The tags on a customer's page."""

from __future__ import annotations

from django.http import HttpRequest

from wertschatz.storage.queries.customers import CustomerSheet, customer_phone
from wertschatz.storage.queries.tags import all_tags, tags_of


def tags_part(request: HttpRequest, sheet: CustomerSheet) -> dict[str, object]:
    """What the customer carries, what could be put on, and its telephone."""
    mine = tags_of(sheet.uuid)
    worn = {tag.uuid for tag in mine}
    return {
        "tags": mine, "phone": customer_phone(sheet.uuid),
        "other_tags": [tag for tag in all_tags() if tag.uuid not in worn],
    }  # fmt: skip
