"""Which of the live rows that mean one movement counts: statements overlap, in several formats."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable

from wertschatz.domain.customers.accounts import account_id, text_start
from wertschatz.domain.customers.paying.once import Told, without_twins
from wertschatz.storage.models import Import, Payment

AT_ONCE = 5000


def count_once() -> int:
    """Marks those that count; returns how many marks changed.

    Of rows with one key the newest, and of those that mean one movement one.
    """
    live = Payment.objects.filter(source__state=Import.State.LIVE)
    rows = live.order_by("id").values_list(
        "id", "key", "file_id", "account", "on", "cents", "end_to_end", "purpose", "name",
        "entry_cents", "counted",
    )  # fmt: skip
    newest: dict[str, Told] = {}
    marked: set[int] = set()
    for pk, key, file, account, on, cents, end, purpose, name, entry, counted in rows.iterator():
        day: dt.date = on  # type: ignore[assignment]
        text = text_start(end, purpose, name)
        told = Told(pk, key, file or 0, account_id(account), day.toordinal(), cents, text, entry)
        newest[key] = told
        if counted:
            marked.add(pk)
    counting = {told.id for told in without_twins(newest.values())}
    marked |= set(
        Payment.objects.filter(counted=True)
        .exclude(source__state=Import.State.LIVE)
        .values_list("id", flat=True)
    )
    _mark(counting - marked, counted=True)
    _mark(marked - counting, counted=False)
    return len(counting ^ marked)


def _mark(ids: Iterable[int], *, counted: bool) -> None:
    wanted = sorted(ids)
    for start in range(0, len(wanted), AT_ONCE):
        Payment.objects.filter(id__in=wanted[start : start + AT_ONCE]).update(counted=counted)
