"""Which of the live rows that mean one movement counts: statements overlap, in several formats."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from wertschatz.domain.customers.accounts import account_id, text_start
from wertschatz.storage.models import Import, Payment

AT_ONCE = 5000


class _Told(NamedTuple):
    """A movement as one file tells it."""

    id: int
    key: str
    file: int
    account: str
    on: int
    cents: int
    text: str
    entry_cents: int | None


def count_once() -> int:
    """Marks those that count; returns how many marks changed.

    Of rows with one key the newest. Of equal amounts within a day of each other that begin alike
    and lie in different files, one: the same account as CAMT.052, CAMT.053 and CSV has different
    references. Two equal payments of one file are two.
    """
    live = Payment.objects.filter(source__state=Import.State.LIVE)
    rows = live.order_by("id").values_list(
        "id", "key", "file_id", "account", "on", "cents", "end_to_end", "purpose", "name",
        "entry_cents", "counted",
    )  # fmt: skip
    newest: dict[str, _Told] = {}
    marked: set[int] = set()
    for pk, key, file, account, on, cents, end, purpose, name, entry, counted in rows.iterator():
        day: dt.date = on  # type: ignore[assignment]
        text = text_start(end, purpose, name)
        told = _Told(pk, key, file or 0, account_id(account), day.toordinal(), cents, text, entry)
        newest[key] = told
        if counted:
            marked.add(pk)
    counting = {told.id for told in _without_twins(newest.values())}
    marked |= set(
        Payment.objects.filter(counted=True)
        .exclude(source__state=Import.State.LIVE)
        .values_list("id", flat=True)
    )
    _mark(counting - marked, counted=True)
    _mark(marked - counting, counted=False)
    return len(counting ^ marked)


def _without_twins(told: Iterable[_Told]) -> list[_Told]:
    """One of each movement that several files tell of."""
    alike: defaultdict[tuple[int, str], list[_Told]] = defaultdict(list)
    for one in told:
        alike[one.cents, one.text].append(one)
    kept: list[_Told] = []
    for several in alike.values():
        kept += several if len(several) == 1 else _of_different_files(several)
    return kept


def _of_different_files(several: list[_Told]) -> list[_Told]:
    """The file that tells most of them is believed; each row of another one meets its twin."""
    by_file: defaultdict[int, list[_Told]] = defaultdict(list)
    for one in sorted(several, key=lambda told: (told.on, told.id)):
        by_file[one.file].append(one)
    kept: list[_Told] = []
    for rows in sorted(by_file.values(), key=lambda rows: (-len(rows), rows[0].id)):
        free = list(kept)
        for one in rows:
            twin = next((other for other in free if _same(one, other)), None)
            if twin is None:
                kept.append(one)
            else:
                free.remove(twin)
    return kept


def _same(one: _Told, other: _Told) -> bool:
    accounts = {one.account, other.account} - {""}
    return len(accounts) < 2 and abs(one.on - other.on) <= 1


def same_movement(payment: Payment) -> list[int]:
    """Rows of every import that tell of this movement, whether they count or not; itself too."""
    same = set(Payment.objects.filter(key=payment.key).values_list("id", flat=True))
    return sorted({payment.pk, *same, *(one.pk for one in _twins(payment, counted=False))})


def stand_ins(gone: Iterable[Payment]) -> dict[int, int]:
    """For rows that count no more: the row that counts in its place, each only once.

    A later statement, or the same in another format, tells of the movement again.
    """
    found: dict[int, int] = {}
    for one in gone:
        same = Payment.objects.filter(key=one.key, counted=True, source__state=Import.State.LIVE)
        for other in (*same, *_twins(one, counted=True)):
            if other.pk not in found.values():
                found[one.pk] = other.pk
                break
    return found


def _twins(payment: Payment, *, counted: bool) -> list[Payment]:
    """Rows of other files that say the same in other words."""
    near = Payment.objects.filter(
        on__range=(payment.on - dt.timedelta(days=1), payment.on + dt.timedelta(days=1)),
        cents=payment.cents, counted=counted,
    ).exclude(file=payment.file_id)  # fmt: skip
    this = _text(payment), account_id(payment.account)
    others = ((one, (_text(one), account_id(one.account))) for one in near.order_by("id"))
    return [one for one, that in others if _alike(this, that)]


def _text(payment: Payment) -> str:
    return text_start(payment.end_to_end, payment.purpose, payment.name)


def _alike(one: tuple[str, str], other: tuple[str, str]) -> bool:
    return one[0] == other[0] and len({one[1], other[1]} - {""}) < 2


def _mark(ids: Iterable[int], *, counted: bool) -> None:
    wanted = sorted(ids)
    for start in range(0, len(wanted), AT_ONCE):
        Payment.objects.filter(id__in=wanted[start : start + AT_ONCE]).update(counted=counted)
