"""The part of the day that stays free: said by the owner, or learned, and from which days."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from wertschatz.bootstrap.house import house
from wertschatz.domain.worktime.replan import (
    BUFFERS,
    DAYS_NEEDED,
    USUAL_BUFFER,
    buffer_from,
    needed_percent,
)
from wertschatz.ports.workday import BufferSaid
from wertschatz.storage.queries.actions import newest_of
from wertschatz.storage.queries.day import buffer_of
from wertschatz.usecases.keep_a_part_free import percent_from
from wertschatz.usecases.refusals import Refused
from wertschatz.web.posted import actor


def page(request: HttpRequest) -> HttpResponse:
    """What is said, what is learned, and each day that it is learned from."""
    me, problem = actor(request), None
    if request.method == "POST":
        try:
            house().keep_a_part_free(_said(request), me)
        except Refused as refused:
            problem = refused
        else:
            return redirect("free_part")
    days = house().learned_from(me)
    learned = buffer_from([one for _, one in days])
    said = house().buffer_said()
    kept = sum(needed_percent(one) <= learned for _, one in days) if learned else 0
    context = {
        "buffer": buffer_of(me, house().today()), "said": said, "learned": learned,
        "always": request.POST.get("always") == "1" if problem else said.always,
        "percent": request.POST.get("percent", "") if problem else said.percent,
        "days": [(on, one, needed_percent(one)) for on, one in reversed(days)],
        "known": len(days), "kept": kept, "needed": DAYS_NEEDED, "usual": USUAL_BUFFER,
        "lowest": BUFFERS[0], "highest": BUFFERS[1],
        "problem": problem, "last": newest_of("buffer_said"),
    }  # fmt: skip
    return render(request, "day/free_part.html", context, status=422 if problem else 200)


def _said(request: HttpRequest) -> BufferSaid:
    """Raises Refused."""
    percent = percent_from(request.POST.get("percent", ""))
    return BufferSaid(percent, request.POST.get("always") == "1")
