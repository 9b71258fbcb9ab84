"""The own page as the world sees it, with its form; without any script."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

from django.core.signing import BadSignature, Signer
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.template.loader import render_to_string
from django.utils import translation
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt

from wertschatz.bootstrap.house import house
from wertschatz.domain.profile.enquiry import LONGEST
from wertschatz.domain.profile.fit import CameBy, Size
from wertschatz.domain.profile.questions import SHOWN, Question
from wertschatz.ports.profile import EnquiryEntry
from wertschatz.storage.queries.told import firm_name
from wertschatz.usecases.refusals import Refused
from wertschatz.wording import profile as words
from wertschatz.wording.catalogue import translate

ADDRESSES = {"de": "outside_de", "en": "outside_en"}
MOST_BYTES = 100_000
"""Of what is sent; more is not even read."""
FIELDS = ("name", "contact", "text", "trade", "size", "region", "came_by", "job")
TRAP = "leave_empty"
"""Nobody sees this field, and no browser has anything to fill in under this name."""
STATUS = {"enquiries_too_many": 429, "enquiries_full": 429, "enquiry_too_large": 413}
"""Refusal → what the answer is called."""
SIGNER = Signer(salt="enquiry")


def _guarded(view: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    # A stranger has no session that a foreign page could misuse, and may refuse every cookie.
    made = csrf_exempt(never_cache(view))
    made.most_bytes = MOST_BYTES  # type: ignore[attr-defined]
    return made


@_guarded
def in_german(request: HttpRequest) -> HttpResponse:
    """The page and its form in German."""
    return _page(request, "de")


@_guarded
def in_english(request: HttpRequest) -> HttpResponse:
    """The same in English."""
    return _page(request, "en")


def _page(request: HttpRequest, language: str) -> HttpResponse:
    if not house().profile_outside(language):
        raise Http404("profile")
    problem: Refused | None = None
    typed: dict[str, str] = {}
    with translation.override(language):
        if request.method == "POST":
            try:
                _take(request, language)
            except _Again as again:
                problem, typed = again.problem, again.typed
            else:
                answer: HttpResponse = redirect(ADDRESSES[language])
                answer["Location"] += "?sent=1#enquiry"
                return answer
        context = {
            **_about(language), "form": True, "problem": problem, "typed": typed,
            "sent": "sent" in request.GET, "longest": LONGEST,
            "stamp": typed.get("stamp") or SIGNER.sign(str(int(house().now().timestamp()))),
            "sizes": [(one.value, translate(words.SIZES[one], language)) for one in Size],
            "ways": [(one.value, translate(words.CAME_BY[one], language)) for one in CameBy],
            "other": next(
                (ADDRESSES[one] for one in ADDRESSES
                 if one != language and house().profile_outside(one)), "",
            ),
        }  # fmt: skip
        status = 200
        if problem is not None:
            status = STATUS.get(problem.code, 422)
        answer = render(request, "outside/page.html", context, status=status)
    answer.headers["Content-Language"] = language
    return answer


class _Again(Exception):
    """The form is shown once more with what was typed."""

    def __init__(self, problem: Refused, typed: dict[str, str]) -> None:
        super().__init__(problem.code)
        self.problem, self.typed = problem, typed


def _take(request: HttpRequest, language: str) -> None:
    if too_large(request, MOST_BYTES):
        raise _Again(Refused("enquiry_too_large"), {})
    sent = {name: request.POST.get(name, "") for name in FIELDS}
    stamp = request.POST.get("stamp", "")[:200]
    try:
        house().take_enquiry(
            EnquiryEntry(**sent), language, trap=request.POST.get(TRAP, ""),
            since=_since(stamp), address=str(request.META.get("REMOTE_ADDR", "")),
        )  # fmt: skip
    except Refused as refused:
        shown = {name: text[: LONGEST.get(name, 20)] for name, text in sent.items()}
        kept = stamp if _since(stamp) is not None else ""
        raise _Again(refused, {**shown, "stamp": kept}) from None


def _since(stamp: str) -> float | None:
    """Seconds since the form was given out; None: it is not ours."""
    try:
        given = int(SIGNER.unsign(stamp))
    except (BadSignature, ValueError):
        return None
    return house().now().timestamp() - given


def too_large(request: HttpRequest, most: int) -> bool:
    """More is sent than the page takes; without a length nothing is read at all."""
    length = request.META.get("CONTENT_LENGTH") or "0"
    return not str(length).isdecimal() or int(length) > most


def _about(language: str) -> dict[str, object]:
    answers = house().profile_shown(language)
    return {
        "spoken": language, "firm": firm_name(),
        "parts": [(one, answers[one]) for one in SHOWN if answers.get(one, "").strip()],
        "notices": [
            (one, answers.get(one, "")) for one in (Question.IMPRINT, Question.PRIVACY)
        ],
    }  # fmt: skip


def rendered(request: HttpRequest, language: str, files: Mapping[str, str]) -> str:
    """The page as a file: no form, and nothing that leads back to this house. `files`: language →
    name of its file."""
    with translation.override(language):
        others = [(one, name) for one, name in files.items() if one != language]
        return render_to_string("outside/page.html", {**_about(language), "others": others})


def style() -> bytes:
    """The style of the pages."""
    return (Path(__file__).parent / "static" / "wertschatz.css").read_bytes()
