"""Figures and reasons as the reader writes them; the sentences themselves stand in wording."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django import template
from django.utils import timezone, translation

from wertschatz.domain.customers import helpful
from wertschatz.domain.customers.assessment import Sure
from wertschatz.domain.customers.budget import Part
from wertschatz.domain.customers.duplicates import Kind
from wertschatz.domain.customers.marks import MarkKind
from wertschatz.domain.customers.phones import dialled_number
from wertschatz.domain.values import Group, Reason
from wertschatz.ports.problems import Problem
from wertschatz.wording import (
    actions,
    contacts,
    customers,
    duplicates,
    formats,
    imports,
    payments,
    problems,
    refusals,
    watched,
)
from wertschatz.wording.budget import drift_text, today_text

register = template.Library()


def _language() -> str:
    return (translation.get_language() or "de")[:2]


@register.filter
def money(cents: int | None, currency: str = "EUR") -> str:
    """An amount in minor units of a currency."""
    return "–" if cents is None else formats.money(cents, currency or "EUR", _language())


@register.filter
def rate(value: str) -> str:
    """A rate of exchange, as a decimal number."""
    places = max(2, min(6, len(value.partition(".")[2])))
    return formats.decimal(float(value), _language(), places)


@register.filter
def ratio(value: float) -> str:
    """A ratio with two decimals."""
    return formats.decimal(value, _language(), 2)


@register.filter
def day(value: dt.date | str | None) -> str:
    """A day."""
    if isinstance(value, str):
        value = dt.date.fromisoformat(value) if value else None
    return "–" if value is None else formats.day(value, _language())


@register.filter
def moment(value: dt.datetime | None) -> str:
    """A day and the time of day, where the firm is."""
    if value is None:
        return "–"
    here = timezone.localtime(value)
    return f"{formats.day(here.date(), _language())}, {here:%H:%M}"


@register.filter
def dialled(number: str) -> str:
    """A telephone number as one writes it here: '030 23125001', '+43 1 3101234'."""
    return dialled_number(number)


@register.filter
def number(value: int | None) -> str:
    """A whole number."""
    return "–" if value is None else formats.number(value, _language())


@register.filter
def hours(minutes: int | None) -> str:
    """Minutes as hours and minutes."""
    return "–" if minutes is None else formats.hours(minutes, _language())


@register.filter
def duration(seconds: int | None) -> str:
    """Hours and minutes of so many seconds."""
    return hours(None if seconds is None else (seconds + 30) // 60)


@register.filter
def reason(value: Reason) -> str:
    """The sentence of a reason."""
    return customers.reason_text(value, _language())


@register.filter
def per_mille(value: int | None) -> str:
    """Whole per mille as per cent, in whole numbers; below one in a hundred it says so."""
    if value is None:
        return "–"
    return formats.percent(value // 10, _language()) if value >= 10 else "< 1 %"


@register.filter
def drift(value: Reason) -> str:
    """The one sentence of the week."""
    return drift_text(value, _language())


@register.filter
def left_today(value: Part) -> str:
    """What is left today of the time of a group."""
    return today_text(value, _language())


@register.filter
def change(value: Reason) -> str:
    """What would change the group."""
    return customers.change_text(value, _language())


@register.filter
def most_helpful(values: Any) -> str:
    """Which file would help most, from the reasons; '' where nothing is missing."""
    found = helpful.most_helpful(values)
    return "" if found is None else customers.help_text(found, _language())


@register.filter
def mark(value: MarkKind) -> str:
    """What a mark says."""
    return customers.mark_text(value, _language())


@register.filter
def contact_kind(kind: str) -> str:
    """What a kind of contact is called."""
    return contacts.contact_kind(kind, _language())


@register.filter
def contact_way(way: str | None) -> str:
    """Who began a contact, or that it came to nothing."""
    return contacts.contact_way(way or "", _language())


@register.filter
def mood_name(mood: int) -> str:
    """How somebody felt after a contact."""
    return contacts.mood_name(mood, _language())


@register.filter
def limit(name: str) -> str:
    """What a limit of the analysis means."""
    return customers.limit_text(name, _language())


@register.filter
def limit_value(value: int, name: str) -> str:
    """The value of a limit with what it is counted in."""
    return customers.limit_value_text(name, value, _language())


@register.filter
def unit(value: str, count: int) -> str:
    """What a limit is counted in."""
    return customers.unit_text(value, count, _language())


@register.filter
def sure(value: str) -> str:
    """How sure a proposal is."""
    return customers.sure_text(Sure(value), _language())


@register.filter
def group_name(value: str) -> str:
    """'Group A' … 'Undecided'."""
    return customers.group_name(Group(value) if value else None, _language())


@register.filter
def group_meaning(value: str) -> str:
    """What belonging to the group means for one's time."""
    return customers.group_meaning(Group(value) if value else None, _language())


@register.filter
def likeness(value: Reason) -> str:
    """Why two customers may be one, or may not."""
    return duplicates.likeness_text(value, _language())


@register.filter
def likeness_kind(value: str) -> str:
    """How sure it is that two customers are one."""
    return duplicates.kind_text(Kind(value), _language())


@register.filter
def payment_why(value: Reason) -> str:
    """Why a payment is assigned, asked about or left, or how a customer pays."""
    return payments.payment_text(value, _language())


@register.filter
def left_name(code: str) -> str:
    """Why payments are left, in a word or two."""
    return payments.left_name(code, _language())


@register.filter
def tally(value: Any) -> str:
    """How many payments are assigned."""
    return payments.counts_text(value.received, value.assigned, value.asked, _language())


@register.filter
def problem(value: Problem) -> str:
    """The sentence of a problem."""
    return problems.problem_text(value, _language())


@register.filter
def brought(counts: dict[str, int]) -> str:
    """How many new entries of each kind an import brought."""
    return imports.brought_text(counts, _language())


@register.filter
def watched_note(note: str, path: str) -> str:
    """Why a file stays in the watched folder."""
    return watched.note_text(note, path, _language())


@register.filter
def action(value: Any) -> str:
    """What was done, as a sentence."""
    return actions.action_text(value.code, value.facts, _language())


@register.filter
def first_action(value: Any) -> str:
    """What would have to be taken back first."""
    return actions.action_text(value.first_code, value.first_facts, _language())


@register.filter
def why_not(code: str) -> str:
    """Why something can no longer be undone."""
    return actions.why_not_text(code, _language())


@register.filter
def refusal(value: Any) -> str:
    """Why a wish was not met."""
    return refusals.refusal_text(value.code, value.facts, _language())


@register.filter
def item(values: Any, key: Any) -> Any:
    """One entry of a mapping or list."""
    return values[key]
