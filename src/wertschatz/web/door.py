"""The door: closed until, focus, break; what was left at it, and the tablets that show it."""

from __future__ import annotations

import datetime as dt
import uuid
from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from wertschatz.bootstrap.house import house
from wertschatz.domain.rules.callbacks import Standing
from wertschatz.domain.rules.workdays import after_the_weekend, end_of_work, tomorrow
from wertschatz.storage.queries import door as read
from wertschatz.storage.queries.actions import newest_by
from wertschatz.storage.queries.callbacks import due_now
from wertschatz.storage.queries.day import quiet_until
from wertschatz.storage.queries.setup import setup_of
from wertschatz.usecases.refusals import Refused
from wertschatz.web import unplug
from wertschatz.web.posted import actor, next_page

MINUTES = ("15", "30", "60", "120", "240")
PRESSES = ("15", "30", "60")
CODES = (
    *(f"{kind}_{what}" for kind in ("door", "focus", "break", "unplugged")
      for what in ("until", "over")),
    "word_read", "door_page_made", "door_page_revoked",
)  # fmt: skip
LATELY = dt.timedelta(hours=12)


def page(request: HttpRequest, problem: Refused | None = None) -> HttpResponse:
    """Everything about the door of whoever is signed in."""
    me, now = actor(request), house().now()
    setup = setup_of(me, now)
    lasting = {one.kind: one.until for one in read.held(me, now)}
    context = {
        "problem": problem, "sign": house().sign_of(me), "lasting": lasting, "presses": PRESSES,
        "end": end_of_work(setup, now), "words": read.unread(me), "read": read.lately_read(me),
        "pages": [(one, request.build_absolute_uri(f"/d/{one.secret}/"))
                  for one in read.door_pages(me)],
        "typed": request.POST if problem else {}, "newest": newest_by(me, CODES, now - LATELY),
        "follows": read.whose_telephone(me),
        "breaks": setup.breaks, "now": now.astimezone(setup.tz),
    }  # fmt: skip
    return render(request, "door/page.html", context, status=422 if problem else 200)


@require_POST
def switch(request: HttpRequest) -> HttpResponse:
    """One press: something holds until then, or ends; back to where one was."""
    sent, me = request.POST, actor(request)
    try:
        if "over" in sent:
            house().open_again(sent["over"], me)
        else:
            kind = sent.get("kind", "")
            house().close_until(kind, until(request, sent.get("for", "time")), me)
    except Refused as refused:
        if sent.get("kind") == "unplugged":
            return unplug.page(request, refused)
        return page(request, refused)
    return redirect(next_page(request, "door"))


def until(request: HttpRequest, named: str) -> dt.datetime | None:
    """The time that a button or a field names; None: there is no such time; raises Refused."""
    now = house().now()
    setup = setup_of(actor(request), now)
    if named in MINUTES:
        return now + dt.timedelta(minutes=int(named))
    if named == "day":
        return end_of_work(setup, now)
    if named == "tonight":
        return tomorrow(setup, now)
    if named == "weekend":
        return after_the_weekend(setup, now)
    return _typed(request.POST.get("time", ""), now, setup.tz)


def _typed(text: str, now: dt.datetime, zone: ZoneInfo) -> dt.datetime | None:
    """'11:30' is the next time that clock shows it, '2026-12-01T09:00' that day."""
    text = text.strip()
    if not text:
        return None
    try:
        if "T" in text:
            return dt.datetime.fromisoformat(text[:16]).replace(tzinfo=zone)
        clock = dt.time.fromisoformat(text.zfill(5))
    except ValueError:
        raise Refused("until_not_read", {"value": text[:30]}) from None
    here = now.astimezone(zone)
    at = dt.datetime.combine(here.date(), clock.replace(tzinfo=None), tzinfo=zone)
    return at if at > here else at + dt.timedelta(days=1)


def held(request: HttpRequest) -> HttpResponse:
    """The line of the frame, asked again and again by every open page."""
    return render(request, "door/_held.html", held_part(actor(request)))


def held_part(me: int) -> dict[str, object]:
    """What every page's frame shows of the door and of call-backs."""
    now = house().now()
    # A closed day is silent until the next one begins: what waits can wait.
    quiet = quiet_until(me, now) is not None
    return {
        "held": read.held(me, now), "words_wait": not quiet and read.has_unread(me),
        # What is to be done now stands before what is past.
        "call_backs": [] if quiet else sorted(
            due_now(me, now), key=lambda one: one.standing is not Standing.NOW
        ),
    }  # fmt: skip


@require_POST
def word_read(request: HttpRequest, word: uuid.UUID) -> HttpResponse:
    """The owner has read it."""
    try:
        house().read_word(word, actor(request))
    except Refused as refused:
        return page(request, refused)
    return redirect("door")


@require_POST
def make_page(request: HttpRequest) -> HttpResponse:
    """A secret address for a tablet."""
    house().make_door_page(request.POST.get("label", ""), actor(request))
    return redirect("door")


@require_POST
def revoke_page(request: HttpRequest, device: uuid.UUID) -> HttpResponse:
    """The address leads nowhere from now on."""
    try:
        house().revoke_door_page(device, actor(request))
    except Refused as refused:
        return page(request, refused)
    return redirect("door")
