"""Whom the connected telephone systems can ring: to nobody else a call is passed on."""

from __future__ import annotations

from wertschatz.domain.rules.moment import Setup
from wertschatz.integrations.phone.registry import options, systems
from wertschatz.ports.telephone import TOLD_ONLY
from wertschatz.storage.queries.systems import connected
from wertschatz.usecases.answer_the_phone import within_reach


def by_telephone(setup: Setup) -> Setup:
    """As the gate decides a call: without colleagues whom no connected system can ring. Where none
    is connected, a person passes the call on."""
    kinds = {row.kind for row in connected(options()) if row.kind != TOLD_ONLY}
    asking = [systems().get(kind) for kind in kinds]
    dialling = [one for one in asking if one is not None]
    if not asking or len(dialling) < len(asking):  # the dialplan of an Asterisk knows its colleague
        return setup
    return within_reach(setup, lambda number: any(one.dials(number) for one in dialling))
