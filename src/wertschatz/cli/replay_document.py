"""A replay as one JSON document."""

from __future__ import annotations

from typing import Any
from zoneinfo import ZoneInfo

from wertschatz.domain.rules.decision import Decision
from wertschatz.domain.rules.quiet import QUIET_MINUTES
from wertschatz.domain.rules.replay import Changed, Replay, Waits
from wertschatz.domain.rules.rule import Verdict
from wertschatz.usecases.replay_calls import Replayed
from wertschatz.wording.replay import gain_text
from wertschatz.wording.rules import reason_text


def document(found: Replayed, against: str, zone: ZoneInfo, language: str) -> dict[str, Any]:
    """`format` 1; days and instants as ISO text, spans in minutes, hours where the firm is."""
    compared = found.comparison
    gain = compared.gain
    return {
        "format": 1, "first": found.first.isoformat(), "last": found.last.isoformat(),
        "zone": zone.key, "against": against, "calls": len(compared.new.told),
        "outgoing": compared.new.outgoing, "rejected": compared.new.rejected,
        "old": _side(compared.old), "new": _side(compared.new),
        "gain": {
            "avoided": gain.avoided, "added": gain.added, "low_minutes": gain.low_minutes,
            "high_minutes": gain.high_minutes, "later_minutes": gain.later_minutes,
            "assumed_back_minutes": gain.back_minutes, "text": gain_text(compared, language),
        },
        "changed": [_changed(one, language) for one in compared.changed],
    }  # fmt: skip


def _side(side: Replay) -> dict[str, Any]:
    quiet = side.quiet
    return {
        "interruptions": side.interruptions,
        "verdicts": {verdict.value: side.verdicts.get(verdict, 0) for verdict in Verdict},
        "quiet": {
            "over_minutes": QUIET_MINUTES, "count": quiet.count, "minutes": quiet.minutes,
            "longest_minutes": quiet.longest_minutes, "work_minutes": quiet.work_minutes,
        },
        "waits": {group or "": _waits(waits) for group, waits in side.waits.items()},
        "interruptions_by_hour": list(side.by_hour),
    }  # fmt: skip


def _waits(waits: Waits) -> dict[str, int]:
    return {
        "calls": waits.calls, "put_through": waits.put_through, "unanswered": waits.unanswered,
        "later": waits.later, "later_median_minutes": waits.later_median_minutes,
        "later_longest_minutes": waits.later_longest_minutes, "colleague": waits.colleague,
        "in_writing": waits.in_writing, "open_ended": waits.open_ended,
    }  # fmt: skip


def _changed(one: Changed, language: str) -> dict[str, Any]:
    call = one.call
    return {
        "at": call.at.isoformat(), "number": call.number, "name": call.who.name,
        "seconds": call.seconds, "outcome": call.outcome.value,
        "old": _decision(one.old, language), "new": _decision(one.new, language),
    }  # fmt: skip


def _decision(decision: Decision, language: str) -> dict[str, Any]:
    return {
        "verdict": decision.verdict.value, "rule": decision.rule,
        "until": decision.until.isoformat() if decision.until else None,
        "reason": {
            "code": decision.reason.code, "facts": dict(decision.reason.facts),
            "text": reason_text(decision.reason, language),
        },
    }  # fmt: skip
