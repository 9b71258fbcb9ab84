"""Today: the now line, what is next and free, the plan; and the last ten minutes."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Mapping, Sequence

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from wertschatz.bootstrap.house import house
from wertschatz.bootstrap.shown_day import clock_of
from wertschatz.domain.rules.decision import Decision
from wertschatz.domain.rules.moment import Coming, Known, Setup, answer
from wertschatz.domain.rules.rule import Verdict
from wertschatz.domain.rules.situation import CallerKind
from wertschatz.domain.values import Group
from wertschatz.domain.worktime.wall import minute_at, minute_of
from wertschatz.storage.queries import day as read
from wertschatz.storage.queries import today as beside
from wertschatz.storage.queries.absence import absence_of
from wertschatz.storage.queries.actions import newest_by
from wertschatz.storage.queries.attentions import back_on_day
from wertschatz.storage.queries.enquiries import counts as enquiry_counts
from wertschatz.storage.queries.setup import setup_of
from wertschatz.storage.workday_book import CODES
from wertschatz.usecases.close_the_day import closes_from
from wertschatz.usecases.plan_the_day import broken_by
from wertschatz.usecases.refusals import Refused
from wertschatz.web.charts.energy import energy_picture
from wertschatz.web.language import language_for
from wertschatz.web.posted import actor
from wertschatz.wording.profile import waiting_text

LATELY = dt.timedelta(hours=12)
INTERRUPTIONS = (0, 15, 30, 60)
"""How long one still takes, in minutes; 0: it is over."""
CALLERS: Sequence[tuple[str, Known]] = (
    *((group.value, Known(f"any-{group}", group=group)) for group in Group),
    ("", Known("", kind=CallerKind.UNKNOWN)),
)


def who_may_come(setup: Setup, now: dt.datetime) -> list[tuple[str, Decision]]:
    """Group ('' whoever is not known) → what the rules say now of one who calls."""
    return [(name, answer(setup, Coming(now, who))) for name, who in CALLERS]


def page(
    request: HttpRequest, problem: Refused | None = None, typed: Mapping[str, str] | None = None
) -> HttpResponse:
    """Today, or silence where the day is closed."""
    me, now = actor(request), house().now()
    quiet = read.quiet_until(me, now)
    on = _on(request) or house().working_day(me)
    if quiet is not None and "on" not in request.GET and problem is None:
        return _quiet(request, quiet, None)
    shown = house().shown_day(me, on, language_for(request))
    setup = setup_of(me, now)
    coming = [one for one in shown.lines if not one.over]
    said = who_may_come(setup, now)
    begins = closes_from(shown.reading)
    passed = minute_at(on, now, shown.reading.zone)
    today = on == house().working_day(me)
    context = {
        "shown": shown, "on": on, "today": today, "problem": problem, "typed": typed or {},
        "current": next((one for one in coming if one.now and one.kind != "free"), None),
        "next": next((one for one in coming if not one.now and one.kind in _NEXT), None),
        "broken": broken_by(shown.reading, shown.kept.placed, shown.undone.tasks)
        if shown.planned else None,
        "names": dict(shown.undone.titles or {}),
        "starts": {one.task: one.start for one in shown.kept.placed},
        "welcome": [row for row in said if row[1].verdict is Verdict.PUT_THROUGH],
        "not_today": [row for row in said if row[1].verdict is not Verdict.PUT_THROUGH],
        "budget": house().budget(me), "interruptions": INTERRUPTIONS,
        "mail": [one for one in shown.lines if one.kind == "mail" and not one.over],
        "call_backs": [one for one in shown.lines if one.kind == "call_back" and not one.over],
        "closing": begins is not None and today and passed >= begins
        and shown.kept.closed_at is None,
        "absence": absence_of(me, on, shown.reading.zone)
        if today and not shown.planned else None,
        "sign": house().sign_of(me), "newest": newest_by(me, CODES, now - LATELY),
        "before": on - dt.timedelta(days=1), "after": on + dt.timedelta(days=1),
        "enquiries": _enquiries(request) if today else "",
        "thanks": house().care() if today else None,
        "noticed": back_on_day(
            me, on, shown.reading.zone, [one.task for one in shown.lines if one.kind == "task"]
        ) if today else (),
    }  # fmt: skip
    return render(request, "day/today.html", context, status=422 if problem else 200)


def _enquiries(request: HttpRequest) -> str:
    """How many enquiries wait and how many are held; '' where none is."""
    counts = enquiry_counts()
    if not (counts.waiting or counts.held):
        return ""
    return waiting_text(counts.waiting, language_for(request), counts.held)


_NEXT = {"task", "block", "appointment", "call_back", "mail", "break"}


def _quiet(request: HttpRequest, until: dt.datetime, problem: Refused | None) -> HttpResponse:
    me, now = actor(request), house().now()
    closed = newest_by(me, ("day_closed",), now - dt.timedelta(days=14))
    since = read.closed_since(me, now) or now
    context = {
        "until": until, "problem": problem, "newest": newest_by(me, CODES, now - LATELY) or closed,
        "late": beside.late_calls(me, since), "follows": _not_tomorrow(me, now),
    }  # fmt: skip
    return render(request, "day/quiet.html", context, status=422 if problem else 200)


def _not_tomorrow(me: int, now: dt.datetime) -> dt.date | None:
    """The next working day, where that is another than tomorrow."""
    follows = read.next_working_day(me, read.working_day_at(me, now))
    tomorrow = now.astimezone(house().zone).date() + dt.timedelta(days=1)
    return None if follows == tomorrow else follows


@require_POST
def change(request: HttpRequest) -> HttpResponse:
    """Plans, moves a line, takes one out, or plans anew after an interruption."""
    sent, me = request.POST, actor(request)
    on = _on(request) or house().working_day(me)
    try:
        match sent.get("what", ""):
            case "plan":
                house().plan_day(on, me)
            case "anew":
                minutes = sent.get("takes", "0")
                takes = int(minutes) if minutes.isdecimal() and len(minutes) < 6 else 0
                house().plan_anew(on, me, takes)
            case "move":
                start = _minute(sent.get("time", ""), on)
                house().move_in_plan(on, sent.get("task", ""), start, me)
            case "out":
                at = sent.get("at", "")
                line = (sent.get("task", ""), int(at) if at.isdecimal() and len(at) < 6 else -1)
                house().take_out_of_plan(on, line, me)
            case other:
                raise Refused("choice_unknown", {"value": other[:30]})
    except Refused as refused:
        return page(request, refused, sent.dict())
    day = "" if on == house().working_day(me) else f"?on={on.isoformat()}"
    return redirect(reverse("today") + day)


def _minute(text: str, on: dt.date) -> int:
    """'14:30' as a minute of that day; raises Refused."""
    try:
        clock = dt.time.fromisoformat(text.strip().zfill(5))
    except ValueError:
        raise Refused("plan_time_not_read", {"value": text[:30]}) from None
    return minute_of(on, clock.hour * 60 + clock.minute, house().zone)


def _on(request: HttpRequest) -> dt.date | None:
    text = request.POST.get("on") or request.GET.get("on") or ""
    try:
        on = dt.date.fromisoformat(text)
    except ValueError:
        return None
    # The day before and the day after have to be days, too.
    return on if dt.date.min.year < on.year < dt.date.max.year else None


# -- the last ten minutes


def close(request: HttpRequest) -> HttpResponse:
    """What was done, what moves, tomorrow, one good thing, energy; then the day is closed."""
    me, now = actor(request), house().now()
    on, problem = house().working_day(me), None
    if request.method == "POST":
        sent = request.POST
        energy = sent.get("energy", "")
        try:
            house().close_day(
                on, me, good_thing=sent.get("good_thing", ""),
                energy=int(energy) if energy.isdecimal() and len(energy) < 3 else None,
            )  # fmt: skip
        except Refused as refused:
            problem = refused
        else:
            return redirect("today")
    quiet = read.quiet_until(me, now)
    if quiet is not None:
        return _quiet(request, quiet, problem)
    language = language_for(request)
    today = house().shown_day(me, on, language)
    follows = read.next_working_day(me, on)
    begins = closes_from(today.reading)
    open_ones = {one.id for one in today.undone.tasks}
    context = {
        "on": on, "problem": problem, "typed": request.POST if problem else {},
        "done": beside.done_on(me, on, today.reading.zone),
        "moves": [today.undone.title(one.task) for one in today.kept.placed
                  if one.task in open_ones],
        "follows": follows,
        "tomorrow": None if follows is None else house().shown_day(me, follows, language),
        "from": None if begins is None else clock_of(today.reading)(begins),
        "early": begins is not None and minute_at(on, now, today.reading.zone) < begins,
        "energies": (1, 2, 3), "energy": energy_picture(beside.energy_of(me, on), language),
        "newest": newest_by(me, CODES, now - LATELY),
    }  # fmt: skip
    return render(request, "day/close.html", context, status=422 if problem else 200)


@require_POST
def late(request: HttpRequest) -> HttpResponse:
    """What came too late goes to tomorrow."""
    me = actor(request)
    try:
        ring = uuid.UUID(request.POST["ring"]) if request.POST.get("ring") else None
    except ValueError:
        ring = None
    try:
        house().leave_for_tomorrow(request.POST.get("what", ""), me, ring)
    except Refused as refused:
        quiet = read.quiet_until(me, house().now())
        return page(request, refused) if quiet is None else _quiet(request, quiet, refused)
    return redirect("today")
