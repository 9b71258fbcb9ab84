"""Keeps kind words, what was noticed, consents and the rhythm of staying in touch."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q

from wertschatz.domain.care.noticing import When
from wertschatz.domain.care.rhythm import PARAMETERS
from wertschatz.domain.values import Fact
from wertschatz.ports.care import Detail, Given, Someone
from wertschatz.storage import merged
from wertschatz.storage.find_customers import seen_parts
from wertschatz.storage.journal import writing
from wertschatz.storage.limits_book import own_values
from wertschatz.storage.models import (
    Attention,
    CareConsent,
    CareDetail,
    CaredFor,
    CareNotice,
    CareSnooze,
    Customer,
    Parameter,
    Party,
    User,
)
from wertschatz.storage.one_after_another import one_after_another

AREAS = ("care",)
"""No letter and no decision depends on it."""
CODES = (
    "care_added", "care_ended", "care_said", "consent_said", "attention_given",
    "attention_came_back", "care_noticed", "notice_ended", "care_snoozed", "care_set",
)  # fmt: skip


class CareBook:
    """Every call is one action with its undo; raises KeyError for whom or what there is not."""

    @one_after_another
    def add(self, who: Someone, *, by: int | None, at: dt.datetime) -> tuple[uuid.UUID, uuid.UUID]:
        """The person and the action; raises ValueError where it is one already."""
        account = None if who.account is None else User.objects.filter(uuid=who.account).first()
        if who.account is not None and account is None:
            raise KeyError(who.account)
        whose = None if who.customer is None else seen_parts(who.customer)[0]
        same = whose is not None and who.kind != "contact"
        name = who.name or (account.username if account else "")
        known: Party | None = account.party if account is not None else None
        if same and whose is not None:
            known, name = whose.party, whose.party.name
        if not name:
            raise KeyError(who.kind)
        if account is not None and CaredFor.objects.filter(account=account, ended_on=None).exists():
            raise ValueError(name)
        if (
            known is not None
            and CaredFor.objects.filter(party=known, kind=who.kind, ended_on=None).exists()
        ):
            raise ValueError(name)
        ended = CaredFor.objects.select_related("party").filter(ended_on__isnull=False)
        ended = ended.filter(kind=who.kind).order_by("-id")
        if account is not None:
            ended = ended.filter(account=account)
        elif known is not None:
            ended = ended.filter(party=known)
        else:
            ended = ended.filter(party__name=name, account=None, customer=whose)
        again = ended.first()
        with writing("care_added", by=by, at=at, facts={"name": name}, areas=AREAS) as pen:
            if again is not None:
                # The same person again, with every objection and the ledger.
                pen.update(again, again.party_id, ended_on=None)
                return again.party.uuid, pen.action.uuid
            party = known
            if party is None:
                party = Party(kind="person", name=name)
                pen.create(party)
            row = CaredFor(
                party=party, kind=who.kind, account=account, at=at, by_id=by,
                customer=whose if who.kind == "contact" else None,
            )  # fmt: skip
            pen.create(row, party.pk)
        return party.uuid, pen.action.uuid

    @one_after_another
    def end(self, person: uuid.UUID, *, on: dt.date, by: int | None, at: dt.datetime) -> uuid.UUID:
        """No longer among those one cares for; what was given stays in the ledger."""
        party = _party(person)
        rows = list(CaredFor.objects.filter(party=party, ended_on=None))
        if not rows:
            raise KeyError(person)
        facts: dict[str, Fact] = {"name": party.name}
        with writing("care_ended", by=by, at=at, facts=facts, party=party.pk, areas=AREAS) as pen:
            for row in rows:
                pen.update(row, party.pk, ended_on=on)
        return pen.action.uuid

    @one_after_another
    def say(
        self,
        person: uuid.UUID,
        detail: Detail,
        *,
        seen: Detail | None = None,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID | None:
        """None: nothing differs; raises ValueError where it is no longer what was seen."""
        party = _party(person)
        rows = list(CareDetail.objects.filter(party__in=_parties(party)))
        row = next((one for one in rows if one.party_id == party.pk), None)
        others = [one for one in rows if one.party_id != party.pk]
        now = detail_of(joined(rows))
        if seen is not None and now not in (seen, detail):
            raise ValueError(person)
        values: dict[str, object] = {
            "born": detail.born, "business": detail.business, "no_gifts": detail.no_gifts,
            "since": detail.since, "own_days": detail.own_days,
        }  # fmt: skip
        if now == detail:
            return None
        facts: dict[str, Fact] = {"name": party.name}
        with writing("care_said", by=by, at=at, facts=facts, party=party.pk, areas=AREAS) as pen:
            if row is None:
                pen.create(CareDetail(party=party, at=at, by_id=by, **values), party.pk)
            else:
                pen.update(row, party.pk, at=at, by_id=by, **values)
            # Said of those that were merged into them: else it would come through again.
            for one in others:
                pen.update(one, party.pk, at=at, by_id=by, **values)
        return pen.action.uuid

    def consent(
        self,
        person: uuid.UUID,
        channel: str,
        said: str,
        *,
        on: dt.date,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID:
        """What they allowed or refused; it is never written over."""
        party = _party(person)
        row = CareConsent(party=party, channel=channel, said=said, on=on, at=at, by_id=by)
        facts: dict[str, Fact] = {"name": party.name, "on": on.isoformat()}
        with writing("consent_said", by=by, at=at, facts=facts, party=party.pk, areas=AREAS) as pen:
            pen.create(row, party.pk)
        return pen.action.uuid

    @one_after_another
    def give(
        self, person: uuid.UUID, given: Given, *, by: int | None, at: dt.datetime
    ) -> uuid.UUID | None:
        """An attention; None: this one is kept already."""
        party = _party(person)
        if given.key is not None and Attention.objects.filter(uuid=given.key).exists():
            return None
        row = Attention(
            **({} if given.key is None else {"uuid": given.key}),
            party=party, kind=given.kind, on=given.on, gave=given.gave, said=given.said,
            gross_cents=given.gross_cents, vat_percent=given.vat_percent, given=given.given,
            occasion=given.occasion, fact=given.fact, at=at, by_id=by,
        )  # fmt: skip
        facts: dict[str, Fact] = {"name": party.name, "on": given.on.isoformat()}
        with writing(
            "attention_given", by=by, at=at, facts=facts, party=party.pk, areas=AREAS
        ) as pen:
            pen.create(row, party.pk)
        return pen.action.uuid

    @one_after_another
    def came_back(
        self, attention: uuid.UUID, text: str, *, on: dt.date, by: int | None, at: dt.datetime
    ) -> uuid.UUID | None:
        """What came back of it; None: nothing differs."""
        row = Attention.objects.select_related("party").filter(uuid=attention).first()
        if row is None:
            raise KeyError(attention)
        if row.came_back == text:
            return None
        facts: dict[str, Fact] = {"name": row.party.name}
        party = row.party_id
        with writing(
            "attention_came_back", by=by, at=at, facts=facts, party=party, areas=AREAS
        ) as pen:
            pen.update(row, party, came_back=text, came_back_on=on if text else None)
        return pen.action.uuid

    def notice(
        self,
        person: uuid.UUID,
        text: str,
        when: When | None,
        praise: bool,
        *,
        on: dt.date,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID:
        """One line."""
        party = _party(person)
        row = CareNotice(
            party=party, text=text, praise=praise, on=on, first=when.first if when else None,
            last=when.last if when else None, at=at, by_id=by,
        )  # fmt: skip
        facts: dict[str, Fact] = {"name": party.name}
        with writing("care_noticed", by=by, at=at, facts=facts, party=party.pk, areas=AREAS) as pen:
            pen.create(row, party.pk)
        return pen.action.uuid

    @one_after_another
    def end_notice(
        self, notice: uuid.UUID, *, on: dt.date, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """It comes back no more."""
        row = CareNotice.objects.select_related("party").filter(uuid=notice, ended_on=None).first()
        if row is None:
            raise KeyError(notice)
        facts: dict[str, Fact] = {"name": row.party.name}
        party = row.party_id
        with writing("notice_ended", by=by, at=at, facts=facts, party=party, areas=AREAS) as pen:
            pen.update(row, party, ended_on=on)
        return pen.action.uuid

    def snooze(
        self,
        person: uuid.UUID | None,
        code: str,
        fact: str,
        until: dt.date | None,
        *,
        on: dt.date,
        by: int | None,
        at: dt.datetime,
    ) -> uuid.UUID:
        """Not suggested before that day; None: never."""
        party = None if person is None else _party(person)
        key = None if party is None else party.pk
        facts: dict[str, Fact] = {"name": party.name if party else "…", "code": code}
        with writing("care_snoozed", by=by, at=at, facts=facts, party=key, areas=AREAS) as pen:
            row = CareSnooze(party=party, code=code, fact=fact, until=until, on=on, at=at, by_id=by)
            pen.create(row, key)
        return pen.action.uuid

    def values(self, on: dt.date) -> Mapping[str, int]:
        """The firm's own settings in force on that day."""
        return care_values(on)

    def keep(
        self, values: Mapping[str, int], *, on: dt.date, by: int | None, at: dt.datetime
    ) -> uuid.UUID:
        """These hold from that day on."""
        with writing("care_set", by=by, at=at, areas=AREAS) as pen:
            for name, value in values.items():
                pen.create(Parameter(name=name, value=value, valid_from=on, at=at, by_id=by))
        return pen.action.uuid


def care_values(on: dt.date) -> dict[str, int]:
    """Every setting of this chapter on that day."""
    defaults = {name: default for name, (default, _, _) in PARAMETERS.items()}
    return {**defaults, **own_values(on, PARAMETERS)}


def joined(rows: Iterable[CareDetail]) -> CareDetail | None:
    """Of several that were merged: the newest that was said, and "no gifts" from any."""
    found: CareDetail | None = None
    for newer in sorted(rows, key=lambda one: (one.at, one.pk)):
        found = newer if found is None else _both(found, newer)
    return found


def _both(older: CareDetail, newer: CareDetail) -> CareDetail:
    def newest(name: str) -> Any:
        value = getattr(newer, name)
        return getattr(older, name) if value in (None, "") else value

    return CareDetail(
        party_id=newer.party_id, at=newer.at, no_gifts=older.no_gifts or newer.no_gifts,
        **{name: newest(name) for name in ("born", "business", "since", "own_days")},
    )  # fmt: skip


def detail_of(row: CareDetail | None) -> Detail:
    """The same as somebody says it."""
    if row is None:
        return Detail()
    return Detail(row.born, row.business, row.no_gifts, row.since, row.own_days)


def _parties(party: Party) -> list[int]:
    """And those of all customers that were merged into this one."""
    others = Customer.objects.filter(merged_into__party=party).values_list("party_id", flat=True)
    return [party.pk, *others]


def _party(person: uuid.UUID) -> Party:
    """Somebody one cares for: a customer (whom it was merged into), or a person by hand."""
    party = Party.objects.filter(uuid=person).first()
    if party is None:
        raise KeyError(person)
    row = Customer.objects.select_related("merged_into__party").filter(party=party).first()
    if row is not None:
        return merged.target(row).party
    if not CaredFor.objects.filter(Q(party=party)).exists():
        raise KeyError(person)
    return party
