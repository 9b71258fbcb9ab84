"""The analysis: an appointment that leads through the customers, one at a time, by keyboard."""

from __future__ import annotations

import datetime as dt
import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from wertschatz.bootstrap.house import house
from wertschatz.domain.customers.marks import MarkKind
from wertschatz.domain.customers.parameters import Limits
from wertschatz.domain.customers.review import AT_MOST
from wertschatz.ports.reviews import DecidedMeanwhile
from wertschatz.storage.limits_book import limits_on
from wertschatz.storage.queries import review_end
from wertschatz.storage.queries import reviews as read
from wertschatz.storage.queries.actions import newest_by
from wertschatz.storage.queries.customers import currency, standing
from wertschatz.usecases.refusals import Refused
from wertschatz.web.language import language_for
from wertschatz.web.posted import actor, whole
from wertschatz.web.presses import presses
from wertschatz.wording.refusals import refusal_text

LETTERS = ("A", "B", "C")
STEP_CODES = ("review_decided", "review_passed", "review_settled", "mark_noted")
LIST_CODES = ("review_planned", "review_put_off", "review_cancelled", "review_begun")


def listing(request: HttpRequest) -> HttpResponse:
    """The appointment: when, how long, and all analyses there were."""
    return _page(request, None)


def _page(
    request: HttpRequest, problem: Refused | None, problem_in: uuid.UUID | None = None
) -> HttpResponse:
    lines = read.reviews()
    open_ones = [one for one in lines if not (one.ended_at or one.cancelled)]
    slot = house().free_slot()
    in_sight, now = read.customers_in_sight(), house().now()
    context = {
        "running": [one for one in open_ones if one.started_at],
        "planned": [one for one in open_ones if not one.started_at],
        "over": [one for one in lines if one.ended_at],
        "let_be": [one for one in lines if one.cancelled and one.planned_at > now],
        "slot": slot, "minutes": house().analysis_minutes(), "customers": in_sight,
        "most": min(AT_MOST, in_sight), "more": in_sight > AT_MOST, "problem": problem,
        "problem_in": problem_in, "typed": request.POST, "standing": standing(),
        "newest": newest_by(actor(request), LIST_CODES),
    }  # fmt: skip
    return render(request, "analysis/list.html", context, status=422 if problem else 200)


def _when(request: HttpRequest) -> dt.datetime:
    """Day and hour of the form, in the firm's zone; raises Refused."""
    text = f"{request.POST.get('on', '').strip()}T{request.POST.get('hour', '').strip()}"
    try:
        return dt.datetime.fromisoformat(text).replace(tzinfo=house().zone)
    except ValueError:
        raise Refused("moment_not_read", {"value": text.replace("T", " ").strip()[:30]}) from None


@require_POST
def plan(request: HttpRequest) -> HttpResponse:
    """An appointment, or one that begins at once."""
    try:
        if "now" in request.POST:
            review = house().begin_analysis_at_once(actor(request))
            return redirect("analysis_step", review=review)
        house().plan_analysis(_when(request), actor(request))
    except Refused as refused:
        return _page(request, refused)
    return redirect("analysis")


@require_POST
def put_off(request: HttpRequest, review: uuid.UUID) -> HttpResponse:
    """To another time."""
    try:
        house().put_off_analysis(review, _when(request), actor(request))
    except Refused as refused:
        return _page(request, refused, review)
    return redirect("analysis")


@require_POST
def cancel(request: HttpRequest, review: uuid.UUID) -> HttpResponse:
    """It will not take place."""
    try:
        house().cancel_analysis(review, actor(request))
    except Refused as refused:
        return _page(request, refused)
    return redirect("analysis")


def entry(request: HttpRequest, review: uuid.UUID) -> HttpResponse:
    """The appointment as a file for the calendar."""
    address = request.build_absolute_uri(reverse("analysis"))
    content = house().analysis_entry(review, language_for(request), address)
    if content is None:
        raise Http404("analysis")
    response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="wertschatz.ics"'
    return response


@require_POST
def begin(request: HttpRequest, review: uuid.UUID) -> HttpResponse:
    """Now."""
    try:
        house().begin_analysis(review, actor(request))
    except Refused as refused:
        return _page(request, refused)
    return redirect("analysis_step", review=review)


def step(request: HttpRequest, review: uuid.UUID) -> HttpResponse:
    """The next customer, or the one at a place."""
    at = request.GET.get("at")
    return _step(request, review, whole(at, 0) if at else None)


def _step(
    request: HttpRequest,
    review: uuid.UUID,
    place: int | None,
    problem: Refused | None = None,
    *,
    meanwhile: bool = False,
) -> HttpResponse:
    line = read.review_line(review)
    if line is None or line.cancelled:
        raise Http404("analysis")
    if line.started_at is None:
        return redirect("analysis")
    found = None if line.ended_at else read.step_of(review, house().today(), place)
    if found is None:
        return redirect("analysis_end", review=review)
    today = house().today()
    limits = Limits.from_mapping(limits_on(today))
    context = {
        "step": found, "line": found.line, "currency": currency(), "letters": LETTERS,
        "problem": problem, "meanwhile": meanwhile,
        "typed": {"reason": request.POST.get("reason", "")}, "wished": request.POST.get("group"),
        "presses": presses(tuple(MarkKind), limits, found.marks), "today": today,
        "customer": found.customer, "back": _address(review, found.place),
        "newest": newest_by(actor(request), STEP_CODES, line.started_at),
    }  # fmt: skip
    status = 409 if meanwhile else 422 if problem else 200
    return render(request, "analysis/step.html", context, status=status)


def _address(review: uuid.UUID, place: int) -> str:
    """This very customer, looked at or not."""
    return f"{reverse('analysis_step', args=[review])}?at={place}"


@require_POST
def look(request: HttpRequest, review: uuid.UUID) -> HttpResponse:
    """The word on one customer; on to the next."""
    place = whole(request.POST.get("place"), 0)
    try:
        house().look_at(
            review, place, group=request.POST.get("group", ""),
            reason=request.POST.get("reason", ""), seen=whole(request.POST.get("seen"), 0),
            outcome=request.POST.get("outcome", ""), actor=actor(request),
        )  # fmt: skip
    except Refused as refused:
        return _step(request, review, place, refused)
    except DecidedMeanwhile:
        return _step(request, review, place, meanwhile=True)
    return redirect("analysis_step", review=review)


@require_POST
def settled(request: HttpRequest, review: uuid.UUID) -> HttpResponse:
    """All that have not moved stay as they are."""
    try:
        house().confirm_settled(review, actor(request))
    except Refused as refused:
        return _step(request, review, None, refused)
    return redirect("analysis_step", review=review)


@require_POST
def finish(request: HttpRequest, review: uuid.UUID) -> HttpResponse:
    """Enough for today."""
    try:
        house().end_analysis(review, actor(request))
    except Refused as refused:
        told = refusal_text(refused.code, refused.facts, language_for(request))
        messages.info(request, told)
    return redirect("analysis_end", review=review)


def end(request: HttpRequest, review: uuid.UUID) -> HttpResponse:
    """Who moved and why, and what that means for the week."""
    found = review_end.end_of(review)
    if found is None:
        raise Http404("analysis")
    over = found.review.ended_at
    newest = newest_by(actor(request), ("review_ended",), over) if over else None
    context = {"end": found, "review": found.review, "newest": newest}
    return render(request, "analysis/end.html", context)
