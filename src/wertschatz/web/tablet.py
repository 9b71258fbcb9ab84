"""The door as a tablet shows it, at a secret address: open, closed until, break until."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from wertschatz.bootstrap.house import house
from wertschatz.storage.queries.door import door_at
from wertschatz.usecases.refusals import Refused


@never_cache
def page(request: HttpRequest, secret: str, problem: Refused | None = None) -> HttpResponse:
    """The whole page. No name of anybody and no group stands on it."""
    context = {
        "sign": _sign(secret), "secret": secret, "problem": problem, "now": house().now(),
        "left": "left" in request.GET, "typed": request.POST if problem else {},
    }  # fmt: skip
    status = 200
    if problem is not None:
        status = 429 if problem.code == "words_too_many" else 422
    return render(request, "door/tablet.html", context, status=status)


@never_cache
def sign(request: HttpRequest, secret: str) -> HttpResponse:
    """What changes of it, asked again and again."""
    return render(request, "door/_sign.html", {"sign": _sign(secret), "now": house().now()})


# Whoever knows the address may leave word, and nobody else: a tablet may refuse every cookie.
@csrf_exempt
@require_POST
def leave(request: HttpRequest, secret: str) -> HttpResponse:
    """A visitor or colleague leaves word."""
    _sign(secret)
    sent = request.POST
    try:
        house().leave_word(secret, sent.get("name", "")[:1000], sent.get("text", "")[:5000])
    except Refused as refused:
        return page(request, secret, refused)
    answer = redirect("door_tablet", secret)
    answer["Location"] += "?left=1"
    return answer


def _sign(secret: str) -> object:
    device = door_at(secret)
    if device is None:
        raise Http404("door")
    return house().sign_of(device.user_id)
