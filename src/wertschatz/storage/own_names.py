"""How documents name the owner's firm: said once, taken back like anything else."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Sequence

from wertschatz.domain.customers.documents import folded_id
from wertschatz.domain.customers.identity import folded_name
from wertschatz.storage.journal import writing
from wertschatz.storage.models import OwnName


def say(said: Sequence[tuple[str, str]], *, by: int | None, at: dt.datetime) -> uuid.UUID | None:
    """Keeps names and VAT ids of the firm; None: all of them were known."""
    wanted: dict[tuple[str, str], str] = {}
    for name, vat_id in said:
        if name.strip():
            wanted["name", folded_name(name)[:320]] = name.strip()[:320]
        if folded_id(vat_id):
            wanted["vat", folded_id(vat_id)[:320]] = vat_id.strip()[:320]
    for kind, value in OwnName.objects.values_list("kind", "value"):
        wanted.pop((kind, value), None)
    if not wanted:
        return None
    facts = {"name": next(iter(wanted.values()))}
    with writing("own_firm_named", by=by, at=at, facts=facts) as pen:
        for (kind, value), shown in wanted.items():
            pen.create(OwnName(kind=kind, value=value, shown=shown))
    return pen.action.uuid


def forget(name_id: int, *, by: int | None, at: dt.datetime) -> uuid.UUID | None:
    """Documents with this name are no longer the firm's; None: it was not there."""
    row = OwnName.objects.filter(pk=name_id).first()
    if row is None:
        return None
    with writing("own_firm_forgotten", by=by, at=at, facts={"name": row.shown}) as pen:
        pen.delete(row)
    return pen.action.uuid


def listed() -> list[tuple[int, str]]:
    """Id and name of all of them, names first."""
    return list(OwnName.objects.order_by("kind", "shown").values_list("id", "shown"))
