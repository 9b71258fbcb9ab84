"""The to-leave list: how each thing is noticed, and the time it gives back."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from wertschatz.bootstrap.house import house
from wertschatz.domain.worktime.leave import Notice
from wertschatz.storage.queries.actions import newest_by
from wertschatz.usecases.refusals import Refused
from wertschatz.web.language import language_for
from wertschatz.web.posted import actor
from wertschatz.wording import leave as words

CODES = ("leave_added", "leave_ended", "leave_left", "leave_happened")
IDEAS = ("late", "break", "mail", "group_c", "calls_to", "by_hand")


def page(request: HttpRequest) -> HttpResponse:
    """All that stands on one's list; something new joins it below."""
    problem = None
    if request.method == "POST":
        try:
            _add(request)
        except Refused as refused:
            problem = refused
        else:
            return redirect("leave")
    return _page(request, problem)


def _add(request: HttpRequest) -> None:
    sent = request.POST
    each = sent.get("each", "").strip()
    if each and not (each.isdecimal() and len(each) < 5):
        raise Refused("limit_not_read", {"value": each[:30]})
    house().put_on_leave_list(
        actor(request), text=sent.get("text", ""), notice=sent.get("notice", ""),
        never=sent.get("never") != "less", people=sent.get("people", "")[:2000].splitlines(),
        each_minutes=int(each) if each else None,
    )  # fmt: skip


@require_POST
def tick(request: HttpRequest, item: UUID) -> HttpResponse:
    """Today it was left, or it happened."""
    try:
        house().tick_leave(item, request.POST.get("left") == "1", actor(request))
    except Refused as refused:
        return _page(request, refused)
    return redirect("leave")


@require_POST
def end(request: HttpRequest, item: UUID) -> HttpResponse:
    """Off the list."""
    try:
        house().take_off_leave_list(item, actor(request))
    except Refused as refused:
        return _page(request, refused)
    return redirect("leave")


def _page(request: HttpRequest, problem: Refused | None) -> HttpResponse:
    language, me = language_for(request), actor(request)
    lines = house().leave_list(me)
    most = max(lines, key=lambda line: line.back.minutes, default=None)
    context = {
        "problem": problem, "typed": request.POST if problem else {},
        "title": words.title_text(
            most.text if most else "", most.back.minutes if most else 0, len(lines), language
        ),
        "lines": [
            {
                "row": line, "how": words.notice_name(line.notice, language),
                "back": words.back_text(line.back.minutes, line.back.all_minutes, language),
                "before": "" if line.notice is Notice.BY_HAND
                else words.before_text(line.back.before, line.back.spent, language),
            }
            for line in lines
        ],
        "notices": [(code, words.notice_name(code, language)) for code in IDEAS],
        "last": newest_by(me, CODES),
    }  # fmt: skip
    return render(request, "leave/page.html", context, status=422 if problem else 200)
