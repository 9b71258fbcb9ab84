"""“These belong together”: tags put on customers, taken off, renamed, deleted."""

from __future__ import annotations

import datetime as dt
import uuid

from wertschatz.domain.customers.tags import LONGEST_TAG, tag_key, tag_name
from wertschatz.ports.hygiene import Tags
from wertschatz.usecases.refusals import Refused


def put_a_tag_on(
    tags: Tags, customer: uuid.UUID, name: str, *, by: int | None, at: dt.datetime
) -> uuid.UUID | None:
    """Puts it on; None: it is on already; raises Refused."""
    try:
        return tags.put_on(customer, checked_tag(name), by=by, at=at)
    except KeyError:
        raise Refused("customer_gone") from None


def take_a_tag_off(
    tags: Tags, customer: uuid.UUID, tag: uuid.UUID, *, by: int | None, at: dt.datetime
) -> uuid.UUID:
    """Takes it off; raises Refused."""
    try:
        return tags.take_off(customer, tag, by=by, at=at)
    except KeyError:
        raise Refused("tag_gone") from None


def rename_a_tag(
    tags: Tags, tag: uuid.UUID, name: str, *, by: int | None, at: dt.datetime
) -> uuid.UUID | None:
    """Gives it another name; raises Refused."""
    try:
        return tags.rename(tag, checked_tag(name), by=by, at=at)
    except KeyError:
        raise Refused("tag_gone") from None


def delete_a_tag(tags: Tags, tag: uuid.UUID, *, by: int | None, at: dt.datetime) -> uuid.UUID:
    """Takes it off everywhere; raises Refused."""
    try:
        return tags.delete(tag, by=by, at=at)
    except KeyError:
        raise Refused("tag_gone") from None


def checked_tag(typed: str) -> str:
    """A tag as it is kept; raises Refused where nothing was typed or far too much."""
    name = tag_name(typed)
    if not tag_key(name):
        raise Refused("tag_missing")
    if len(name) > LONGEST_TAG:
        raise Refused("tag_too_long", {"length": len(name), "most": LONGEST_TAG})
    return name
