"""Whatever is done in whatever order: taking back finds the exact earlier state, or says why."""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator
from typing import Any

import pytest
from django.apps import apps
from django.db import connection, transaction
from django.db.models import Q
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.storage.everything import AS_OF, AT, ZONE
from tests.storage.writes import NOTHING, WRITES, Pick, begin
from wertschatz.bootstrap.house import house
from wertschatz.storage import derived
from wertschatz.storage.find_customers import can_be_seen
from wertschatz.storage.journal import image
from wertschatz.storage.models import Action, Change, Customer, EnquiryGram, Gram, Import

pytestmark = pytest.mark.django_db
BY_FILES = {"alias", "card", "contact", "invoice", "membership", "payment", "witness"}
"""Tables that files fill: what counts of them are the rows of imports that are live."""
LEFT_OUT = {
    "action", "change", "revision", "job", "importfile", "importproblem", "mapping", "watchedfile",
    "assessment", "assessmentrun", "yearletter", "likeness", "comparison", "gram", "doubt",
    "enquirygram",
}  # fmt: skip
"""The journal itself, what jobs need, and what they work out anew; grams are looked at apart."""
State = dict[tuple[str, int], dict[str, Any]]
SHORT = os.environ.get("TORTURE") == "short"


def tables() -> list[Any]:
    models = apps.get_app_config("storage").get_models()
    return [one for one in models if one._meta.model_name not in LEFT_OUT]


def seen(model: Any, parties: set[int]) -> Iterator[Any]:
    """The rows of one table that a page may show; `parties` are those of visible customers."""
    name, rows = model._meta.model_name, model._default_manager.all()
    if name in BY_FILES:
        rows = rows.filter(source__state=Import.State.LIVE)
    elif name == "customer":
        rows = rows.filter(party__in=parties)
    elif name == "party":
        rows = rows.filter(Q(customer=None) | Q(pk__in=parties))
    elif name == "settlement":
        rows = rows.filter(said=True)
    elif name == "import":
        rows = rows.filter(state=Import.State.LIVE)
    yield from rows


def state(*, jobs: bool) -> dict[Any, Any]:
    """Everything that counts; with `jobs` after these worked out what files bring with them."""
    if jobs:
        derived.renew(AS_OF, AT, ZONE)
    found: dict[Any, Any] = {}
    visible = Customer.objects.filter(can_be_seen())
    parties = set(visible.values_list("party_id", flat=True))
    for model in tables():
        for row in seen(model, parties):
            found[str(model._meta.model_name), row.pk] = image(row)
            if model is Import:
                found["import", row.pk] = row.kind
    for invoice in (key for key in found if key[0] == "invoice"):
        found[invoice].pop("newer")  # a hint only, it may stay
    grams = Gram.objects.filter(party__in=parties).values_list("gram", "party_id")
    asked = EnquiryGram.objects.values_list("gram", "enquiry_id")
    return {**found, "grams": sorted(grams), "enquiry grams": sorted(asked)}


def do(name: str, pick: Pick) -> Action | None:
    """Does one thing; None: it could not be done, and left nothing."""
    last = Action.objects.order_by("id").last()
    try:
        with transaction.atomic():
            WRITES[name](house(), pick)
    except NOTHING:
        assert Action.objects.order_by("id").last() == last
        return None
    done = list(Action.objects.filter(pk__gt=last.pk if last else 0))
    assert len(done) <= 1, f"{name} is {len(done)} actions"
    return done[0] if done else None


def differences(one: dict[Any, Any], other: dict[Any, Any]) -> dict[Any, Any]:
    keys = one.keys() | other.keys()
    return {key: (one.get(key), other.get(key)) for key in keys if one.get(key) != other.get(key)}


@pytest.fixture(autouse=True)
def base(db: None, settings: Any) -> None:
    """The rows to begin with, once a test: each example leaves them as they were."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    begin()


small = st.integers(0, 4)
STEP = st.tuples(st.sampled_from(sorted(WRITES)), st.builds(Pick, small, small))
ANY_ORDER = st.lists(st.tuples(STEP, st.integers(0, 30), st.booleans()), min_size=1, max_size=14)


def trying(examples: int) -> Any:
    return settings(
        max_examples=examples, deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    )  # fmt: skip


def newest_of(action: uuid.UUID) -> uuid.UUID:
    """Whoever takes an import back undoes: what was taken back and done again stands as the doing
    again, and that is what can be taken back."""
    later = Action.objects.filter(undoes__uuid=action).values_list("uuid", flat=True).first()
    return action if later is None else newest_of(later)


def newest_first(steps: list[tuple[str, Pick]]) -> None:
    """Every earlier state is found again; taking back the taking back leads forward again."""
    with transaction.atomic():
        done: list[tuple[Action, dict[Any, Any]]] = []
        jobs = not JOBS.isdisjoint(name for name, _ in steps)
        before = state(jobs=jobs)
        for name, pick in steps:
            action = do(name, pick)
            after = state(jobs=jobs)
            if action is None:
                assert differences(before, after) == {}, f"{name} changed without a journal"
            else:
                done.append((action, before))
            before = after
        forward: list[tuple[Any, dict[Any, Any]]] = []
        for action, earlier in reversed(done):
            there = state(jobs=jobs)
            outcome = house().undo(newest_of(action.uuid), None)
            assert outcome.done, (action.code, outcome)
            assert differences(earlier, state(jobs=jobs)) == {}, action.code
            forward.append((outcome.action, there))
        for undoing, later in reversed(forward):
            outcome = house().undo(newest_of(undoing), None)
            assert outcome.done, outcome
            assert differences(later, state(jobs=jobs)) == {}
        connection.check_constraints()
        transaction.set_rollback(True)


def before_all(rows: State) -> State:
    """The same without anything the journal tells of."""
    for change in Change.objects.order_by("-id"):
        rows[change.table, change.row].update(change.before or {})
    return rows


def rows_now() -> State:
    """All rows of journaled tables, seen or not; without what is counted anew."""
    found: State = {}
    for model in tables():
        for row in model._default_manager.all():
            found[str(model._meta.model_name), row.pk] = image(row)
    for place, row in found.items():
        if place[0] == "contact":
            row.pop("minutes")
        if place[0] == "settlement" and not row["said"]:
            row.clear()
    return {place: row for place, row in found.items() if row}


def without_the_undone(base: State) -> State:
    """The base, and on it what still stands, one after the other: the plain way to say what an
    undo out of order has to come to."""
    stands: dict[int, bool] = {}
    rows = list(Action.objects.order_by("id").values_list("pk", "undoes_id"))
    for pk, undoes in reversed(rows):
        stands.setdefault(pk, True)
        if undoes is not None:
            stands[undoes] = not stands[pk]
    void = {pk for pk, undoes in rows if undoes is not None}
    found = {place: dict(row) for place, row in base.items()}
    for change in Change.objects.order_by("id"):
        place = (change.table, change.row)
        if not stands[change.action_id] or change.action_id in void:
            continue
        if change.after is None:
            found.pop(place)
        elif change.before is None:
            found[place] = dict(change.after)
        else:
            found[place].update(change.after)
    for place, row in found.items():
        if place[0] == "contact":
            row.pop("minutes", None)
    return found


FILES = {"invoices", "calls"}
JOBS = {*FILES, "withdraw", "limits"}
"""Rows of files are in no journal: they come before, and only come and go as a whole here."""


def any_order(steps: list[tuple[tuple[str, Pick], int, bool]]) -> None:
    """After each step one thing done before is tried to be taken back, or done again."""
    with transaction.atomic():
        base = before_all(rows_now())
        for (name, pick), which, tries in steps:
            if name not in FILES:
                do(name, pick)
            if tries:
                actions = list(Action.objects.order_by("-id"))
                action = actions[which % len(actions)]
                before = rows_now()
                outcome = house().undo(action.uuid, None)
                if not outcome.done:
                    assert outcome.why_not
                    assert differences(before, rows_now()) == {}
            assert differences(without_the_undone(base), rows_now()) == {}, name
        connection.check_constraints()
        transaction.set_rollback(True)


@trying(30)
@given(steps=st.lists(STEP, min_size=1, max_size=8))
@example(steps=[("edit", Pick(0, 0)), ("calls", Pick(0, 0))])
@example(steps=[("calls", Pick(0, 0)), ("edit", Pick(0, 0)), ("edit", Pick(0, 4))])
@example(steps=[("invoices", Pick(4, 2)), ("withdraw", Pick(3, 4))])
@example(
    steps=[
        ("calls", Pick(0, 0)),
        ("withdraw", Pick(3, 0)),
        ("word", Pick(0, 0)),
        ("merge", Pick(0, 1)),
    ]
)
def test_newest_first_finds_every_earlier_state(steps: list[tuple[str, Pick]]) -> None:
    newest_first(steps)


@trying(60)
@given(steps=ANY_ORDER)
def test_in_any_order_what_stands_is_all_that_counts(
    steps: list[tuple[tuple[str, Pick], int, bool]],
) -> None:
    any_order(steps)


@pytest.mark.torture
@trying(100 if SHORT else 1_000)
@given(steps=st.lists(STEP, min_size=5, max_size=30))
def test_many_newest_first(steps: list[tuple[str, Pick]]) -> None:
    newest_first(steps)


@pytest.mark.torture
@trying(200 if SHORT else 2_000)
@given(steps=ANY_ORDER)
def test_many_in_any_order(steps: list[tuple[tuple[str, Pick], int, bool]]) -> None:
    any_order(steps)


@pytest.mark.parametrize("name", sorted(WRITES.keys() - {"settled"}))
def test_each_write_can_be_done_at_all(name: str) -> None:
    """A line of the table that never does anything would prove nothing. (What is settled needs
    figures that agree with a word; tests/web/test_analysis.py has them.)"""
    for before in BEFORE.get(name, ()):
        assert do(before, Pick(0, 1))
        house().assess()
    for first, second in ((0, 1), (1, 0), (1, 1), (0, 0), (2, 1), (0, 3)):
        if do(name, Pick(first, second)) is not None:
            return
    raise AssertionError(name)


BEFORE = {
    "goodbye": ("word for C",),
    "person no longer": ("person cared for",), "came back": ("kind word",),
    "notice over": ("noticed",),
    "thing ticked": ("thing to leave",), "thing off the list": ("thing to leave",),
    "correct": ("contact",), "mood": ("contact",), "payment asked again": ("payment left",),
    "not my firm": ("own firm",), "clock stops": ("clock",), "clock dropped": ("clock",),
    "analysis put off": ("analysis planned",), "analysis cancelled": ("analysis planned",),
    "analysis begun": ("analysis planned",), "looked at": ("analysis planned", "analysis begun"),
    "settled": ("word", "analysis planned", "analysis begun"),
    "call out over": ("call out",), "call out taken": ("account", "call out"),
    "goodbye terms": ("word for C", "goodbye"),
    "goodbye step": ("word for C", "goodbye"), "goodbye ends": ("word for C", "goodbye"),
    "promise ends": ("promise",), "door page gone": ("door page",),
    "word left": ("door page",), "word read": ("door page", "word left"),
    "telephone system changed": ("telephone system",),
    "telephone system gone": ("telephone system",),
    "call back moved": ("call back",), "call back ends": ("call back",),
    "ready-made rules": ("rule",), "number gone": ("number",),
    "colleague changed": ("colleague",), "colleague gone": ("colleague",),
    "colleague moved": ("colleague", "colleague"),
    "tag off": ("tag",), "tag renamed": ("tag",), "tag gone": ("tag",), "filter gone": ("filter",),
    "analysis ended": ("analysis planned", "analysis begun"),
    "calendar gone": ("calendar",), "feed gone": ("feed",),
    "task changed": ("task",), "task ended": ("task",), "task moved": ("task", "task"),
    "task put": ("task",), "matter out": ("matter",), "matter delegated": ("matter",),
    "word put aside": ("door page", "word left"),
    "enquiry corrected": ("enquiry",), "enquiry genuine": ("enquiry by the form",),
    "enquiry binned": ("enquiry",), "enquiry decided": ("enquiry",), "enquiry went": ("enquiry",),
    "enquiry becomes a customer": ("enquiry",),
    "held enquiries binned": ("enquiry by the form",),
    "plan line moved": ("task", "day planned"), "plan line out": ("task", "day planned"),
}  # fmt: skip
