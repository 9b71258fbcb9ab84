"""Tasks by importance: captured in one line, changed, moved, done; as files in and out."""

from __future__ import annotations

import datetime as dt
import uuid

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from wertschatz.bootstrap.house import house
from wertschatz.domain.customers.spans import minutes_of
from wertschatz.domain.worktime.day import CLASSES
from wertschatz.domain.worktime.repeating import MOST_EVERY, Rhythm, Unit
from wertschatz.ports.tasks import FileKind, MatterKind, TaskEntry
from wertschatz.storage.queries import tasks as read
from wertschatz.storage.queries.actions import newest_by
from wertschatz.storage.queries.contacts import named
from wertschatz.storage.tasks_book import TASK_CODES
from wertschatz.usecases.refusals import Refused
from wertschatz.web.language import language_for
from wertschatz.web.posted import actor, next_page, whole
from wertschatz.wording.preferences import weekday_text
from wertschatz.wording.tasks import importance_name, unit_name

LATELY = dt.timedelta(hours=12)
MOST_BYTES = 2_000_000
NAMES = {FileKind.TODO_TXT: "todo.txt", FileKind.VTODO: "wertschatz-tasks.ics"}
TYPES = {FileKind.TODO_TXT: "text/plain; charset=utf-8", FileKind.VTODO: "text/calendar"}


def page(request: HttpRequest, problem: Refused | None = None) -> HttpResponse:
    """Everything that is open, the most important first."""
    me, home = actor(request), house()
    today = home.today()
    open_ones = read.open_tasks(me, today)
    context = {
        "tasks": open_ones, "ended": read.ended_lately(me), "today": today, "problem": problem,
        "typed": request.POST if problem else {}, "more": open_ones.listed,
        "newest": newest_by(me, TASK_CODES, home.now() - LATELY),
    }  # fmt: skip
    return render(request, "tasks/list.html", context, status=422 if problem else 200)


@require_POST
def add(request: HttpRequest) -> HttpResponse:
    """One line, from anywhere: a task, or something for the inbox."""
    line, me = request.POST.get("line", "")[:1000], actor(request)
    try:
        if request.POST.get("as") == "matter":
            kept = house().put_aside(request.POST.get("kind", MatterKind.IDEA), line, me)
        else:
            kept = house().capture_task(line, me)
    except Refused as refused:
        return page(request, refused)
    messages.info(request, str(kept.action), extra_tags="captured")
    return redirect(next_page(request, "tasks"))


def sheet(request: HttpRequest, task: uuid.UUID, problem: Refused | None = None) -> HttpResponse:
    """One task, to be changed."""
    me, language = actor(request), language_for(request)
    line = read.task_line(task, me)
    if line is None:
        raise Http404("task")
    if request.method == "POST" and problem is None:
        try:
            house().change_task(task, _entry(request, line), me)
        except Refused as refused:
            return sheet(request, task, refused)
        return _back(task)
    context = {
        "line": line, "problem": problem, "today": house().today(),
        "importances": [(one, importance_name(one, language)) for one in CLASSES],
        "units": [(one.value, unit_name(one, language)) for one in Unit],
        "weekdays": [(day, weekday_text(day, language)) for day in range(7)],
        "most_every": MOST_EVERY, "sent": request.POST if problem else {},
        "chosen": line.repeats.weekdays if line.repeats else (),
        "due_time": "{:02d}:{:02d}".format(*divmod(line.due_minute or 0, 60)),
    }  # fmt: skip
    return render(request, "tasks/sheet.html", context, status=422 if problem else 200)


@require_POST
def press(request: HttpRequest, task: uuid.UUID) -> HttpResponse:
    """Done, in the bin, up, down, or to a place by hand."""
    sent, me, home = request.POST, actor(request), house()
    try:
        if "importance" in sent:
            before = _uuid(sent.get("before", ""))
            home.put_task(task, whole(sent["importance"], 0), before, me)
        elif sent.get("move") in ("up", "down"):
            home.move_task(task, -1 if sent["move"] == "up" else 1, me)
        else:
            home.end_task(task, sent.get("state", ""), me)
            return redirect(next_page(request, "tasks"))
    except Refused as refused:
        return page(request, refused)
    return _back(task)


@require_POST
def take_in(request: HttpRequest) -> HttpResponse:
    """A file, todo.txt or VTODO."""
    file = request.FILES.get("file")
    try:
        if file is None or (file.size or 0) > MOST_BYTES:
            raise Refused("tasks_not_read")
        taken = house().take_tasks_in(file.read(), actor(request))
    except Refused as refused:
        return page(request, refused)
    if taken.action is None:
        messages.info(request, "", extra_tags="nothing-new")
    return redirect("tasks")


def file(request: HttpRequest, kind: str) -> HttpResponse:
    """All open tasks as a file."""
    if kind not in set(FileKind):
        raise Http404("file")
    which = FileKind(kind)
    answer = HttpResponse(house().tasks_file(which, actor(request)), content_type=TYPES[which])
    answer["Content-Disposition"] = f'attachment; filename="{NAMES[which]}"'
    return answer


def _back(task: uuid.UUID) -> HttpResponse:
    """To the list, and there to the same line."""
    return redirect(f"{reverse('tasks')}#t-{task}")


def _entry(request: HttpRequest, line: read.TaskLine) -> TaskEntry:
    sent = request.POST
    minutes = None
    if typed := sent.get("minutes", "").strip():
        minutes = minutes_of(typed)
        if minutes is None:
            raise Refused("minutes_of_task_not_read", {"value": typed[:30]})
    return TaskEntry(
        sent.get("title", "")[:1000], sent.get("note", "")[:10_000],
        whole(sent.get("importance"), 0), minutes, _customer(sent.get("customer", ""), line),
        day_of(sent.get("from_on", "")), day_of(sent.get("due_on", "")),
        _minute(sent.get("due_time", "")), sent.get("waiting_for", "")[:1000],
        sent.get("delegated_to", "")[:1000], day_of(sent.get("delegated_until", "")),
        _rhythm(request, line),
    )  # fmt: skip


def _customer(text: str, line: read.TaskLine) -> uuid.UUID | None:
    text = text.strip()[:200]
    if not text:
        return None
    if text == line.customer_name:
        return line.customer
    found = named(text)
    if len(found) != 1:
        raise Refused("caller_unclear" if found else "task_customer_unknown", {"text": text[:60]})
    return found[0].uuid


def _rhythm(request: HttpRequest, line: read.TaskLine) -> Rhythm | None:
    """As it was, where nobody said otherwise: the form does not show all that a rhythm knows."""
    said, was = _rhythm_said(request), line.repeats
    days = (day_of(request.POST.get("from_on", "")), day_of(request.POST.get("due_on", "")))
    if said is None or was is None or days != (line.from_on, line.due_on):
        return said
    same = (said.every, said.unit, said.weekdays) == (was.every, was.unit, was.weekdays)
    return was if same else said


def _rhythm_said(request: HttpRequest) -> Rhythm | None:
    sent = request.POST
    every = sent.get("every", "").strip()
    if not every:
        return None
    try:
        unit = Unit(sent.get("unit", ""))
        days = {int(day) for day in sent.getlist("weekday") if day in set("0123456")}
        return Rhythm(whole(every, 0), unit, frozenset(days if unit is Unit.WEEK else ()))
    except ValueError:
        raise Refused("rhythm_not_read") from None


def day_of(text: str) -> dt.date | None:
    """A day as a field sends it; None for nothing; raises Refused."""
    text = text.strip()
    try:
        return dt.date.fromisoformat(text) if text else None
    except ValueError:
        raise Refused("day_not_read", {"value": text[:30]}) from None


def _minute(text: str) -> int | None:
    text = text.strip()
    try:
        at = dt.time.fromisoformat(text.zfill(5)) if text else None
    except ValueError:
        raise Refused("until_not_read", {"value": text[:30]}) from None
    return None if at is None else at.hour * 60 + at.minute


def _uuid(text: str) -> uuid.UUID | None:
    try:
        return uuid.UUID(text)
    except ValueError:
        return None
