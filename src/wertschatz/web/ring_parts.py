"""One call as the dialog shows it: made from what the gate told, without asking a database."""

from __future__ import annotations

import datetime as dt

from django.template.loader import render_to_string
from django.utils import timezone, translation

from wertschatz.domain.customers.phones import dialled_number
from wertschatz.domain.rules.rule import Verdict
from wertschatz.ports.rings import EMERGENCY
from wertschatz.usecases.refusals import Refused
from wertschatz.web.ringing import Standing
from wertschatz.wording.calls import announced_text, chosen_text, say_text
from wertschatz.wording.clock import at_text
from wertschatz.wording.groups import always_text, instruction_text
from wertschatz.wording.rules import verdict_until

SLOT_KEYS = "abc"


def call_part(
    standing: Standing,
    *,
    owner: bool,
    language: str,
    now: dt.datetime,
    problem: Refused | None = None,
    late: bool = False,
) -> str:
    """The part as HTML. Staff see name and verdict, nothing that a letter stands behind.

    `late`: what was pressed could not be kept just now.
    """
    with translation.override(language):
        context = _context(standing, owner=owner, language=language, now=now)
        return render_to_string("calls/_call.html", {**context, "problem": problem, "late": late})


def said_text(standing: Standing, language: str) -> str:
    """What a screen reader tells of a call that comes in, or is to be logged; else ''."""
    name, call = name_of(standing), standing.call
    if call.ended_at is not None:
        return announced_text("over", name, language) if standing.to_log else ""
    if call.outgoing or call.answered_at is not None or standing.chosen:
        return ""
    return announced_text("rings" if name else "rings_without_number", name, language)


def name_of(standing: Standing) -> str:
    """Of whoever calls, as far as anybody knows; '' nobody does."""
    event = standing.call.now
    return (event.known.name if event.known else "") or event.name or dialled_number(event.number)


def _context(
    standing: Standing, *, owner: bool, language: str, now: dt.datetime
) -> dict[str, object]:
    event, here = standing.call.now, timezone.localtime(now)
    until = timezone.localtime(event.until) if event.until else None
    verdict = event.verdict if not standing.call.outgoing else None
    slot = timezone.localtime(standing.slot) if standing.slot else None
    context: dict[str, object] = {
        "standing": standing, "call": standing.call, "event": event, "id": standing.id,
        "name": name_of(standing), "owner": owner,
        "verdict": verdict and verdict_until(verdict, until, here, language),
        "advised": verdict or "",
        "chosen": standing.chosen and chosen_text(standing.chosen, slot, here, language),
    }  # fmt: skip
    if not owner:
        return context
    told = standing.chosen if standing.chosen in set(Verdict) else verdict
    return {
        **context, "instruction": _instruction(standing, language), "always": always_text(language),
        "noticed": standing.noticed,
        # In an emergency nobody reads a sentence off a screen.
        "say": told and standing.chosen != EMERGENCY and say_text(
            Verdict(told), slot or until, here, language
        ),
        "slots": [
            (key, slot, at_text(timezone.localtime(slot), here, language))
            for key, slot in zip(SLOT_KEYS, _still_to_come(standing, now), strict=False)
        ],
    }  # fmt: skip


def _instruction(standing: Standing, language: str) -> str:
    """The owner's own words for the caller's group, else those of the house; '' no group."""
    event = standing.call.now
    if not event.group:
        return ""
    own = event.known.instruction if event.known else ""
    return own or instruction_text(event.group, "contact", {}, language)


def _still_to_come(standing: Standing, now: dt.datetime) -> list[dt.datetime]:
    """Times for a call-back; until they are looked up, the one that the gate proposed."""
    event = standing.call.now
    named = event.until if event.verdict is Verdict.CALL_BACK else None
    found = standing.slots or ((named,) if named else ())
    return [slot for slot in found if slot > now]
