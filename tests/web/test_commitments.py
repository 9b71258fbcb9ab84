"""Offers, promises and wishes on their pages."""

from __future__ import annotations

import datetime as dt

import pytest
from django.urls import reverse

from tests.web.test_duplicates import base
from tests.web.test_noted import client
from wertschatz.bootstrap.house import house
from wertschatz.domain.customers.commitments import OUTCOMES, CommitmentKind
from wertschatz.domain.customers.preferences import EVERY_DAY, Preference, Way
from wertschatz.storage.models import Commitment, Mark
from wertschatz.storage.models import Preference as Kept

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["de", "en"])
def test_one_line_keeps_it_and_one_press_ends_it(language: str) -> None:
    one, _ = base()
    owner, sheet = client("owner", language), reverse("customer", args=[one.uuid])
    form = {"commitment": "theirs", "matter": "Treppenhaus", "sum": "1200", "due": "2020-01-01"}
    answer = owner.post(reverse("commitment", args=[one.uuid]), form)
    assert answer["Location"] == f"{sheet}#commitments"
    made = Commitment.objects.get()
    assert (made.cents, made.due_on) == (120_000, dt.date(2020, 1, 1))
    section = owner.get(sheet).content.decode().split('id="commitments"')[1].split("</section>")[0]
    assert "Treppenhaus" in section
    assert section.count("data-undo") == 1
    ends = OUTCOMES[CommitmentKind.THEIRS]
    assert all(f'name="outcome" value="{end}"' in section for end in ends)
    here = {"outcome": "broken", "next": f"{sheet}#commitments"}
    answer = owner.post(reverse("commitment_end", args=[made.uuid]), here)
    assert answer["Location"] == f"{sheet}#commitments"
    assert Mark.objects.get().kind == "promise_broken"
    section = owner.get(sheet).content.decode().split('id="commitments"')[1].split("</section>")[0]
    assert 'name="outcome"' not in section


@pytest.mark.parametrize("wrong", [{"sum": "viel"}, {"due": "morgen"}, {"matter": ""}])
def test_what_was_typed_is_still_there_when_it_is_refused(wrong: dict[str, str]) -> None:
    one, _ = base()
    form = {"commitment": "ours", "matter": "Entwurf zeigen", **wrong}
    answer = client("owner").post(reverse("commitment", args=[one.uuid]), form)
    assert answer.status_code == 422
    section = answer.content.decode().split('id="commitments"')[1].split("</section>")[0]
    assert 'role="alert"' in section
    assert '<option value="ours" selected>' in section
    assert all(f'value="{value}"' in section for value in wrong.values())
    assert not Commitment.objects.exists()


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_page_says_what_comes_first_and_the_list_only_when_something_is_due(
    language: str,
) -> None:
    one, _ = base()
    owner, page = client("owner", language), reverse("pledges")
    link = f'href="{page}"'
    assert link not in owner.get(reverse("customers")).content.decode()
    house().make_commitment(
        one.uuid, kind="offer", about="Regal", due_on=house().today() + dt.timedelta(1), actor=None
    )
    assert link not in owner.get(reverse("customers")).content.decode()
    calm = owner.get(page).content.decode().split("<h1>")[1].split("</h1>")[0]
    house().make_commitment(
        one.uuid, kind="ours", about="Muster", due_on=house().today(), actor=None
    )
    assert link in owner.get(reverse("customers")).content.decode()
    told = owner.get(page).content.decode()
    assert told.split("<h1>")[1].split("</h1>")[0] != calm
    assert told.index("Muster") < told.index("Regal", told.index('id="later"'))
    made = Commitment.objects.get(about="Muster")
    end = reverse("commitment_end", args=[made.uuid])
    answer = owner.post(end, {"outcome": "kept", "next": page})
    assert answer["Location"] == page
    assert "data-undo" in owner.get(page).content.decode()
    assert owner.post(end, {"outcome": "kept"}).status_code == 422


def test_a_wish_is_a_sentence_and_stands_on_top_when_now_is_not_the_time() -> None:
    one, _ = base()
    owner, sheet = client("owner"), reverse("customer", args=[one.uuid])
    page = owner.get(sheet).content.decode()
    seen = page.split('name="seen" value="')[1].split('"')[0]
    form = {"prefers": "1", "seen": seen, "best": "mail", "never": ["call"], "from": "09:00",
            "until": "16:30", "weekday": ["0", "1", "2", "3"]}  # fmt: skip
    assert owner.post(reverse("preference", args=[one.uuid]), form).status_code == 302
    page = client_page(sheet, "en")
    assert "Best by e-mail; not by telephone; Monday to Thursday, 9 to 16:30 o’clock." in page
    assert "Please not by telephone; better by e-mail." in page.split('id="why"')[0]
    house().say_preference(one.uuid, Preference(never=frozenset({Way.VISIT})), actor=None)
    assert "Please not" not in client_page(sheet, "en")


def client_page(address: str, language: str) -> str:
    from django.test import Client

    from wertschatz.storage.models import User

    made = Client()
    made.force_login(
        User.objects.get(username="owner"),
        backend="django.contrib.auth.backends.ModelBackend",
    )
    made.cookies["wertschatz_language"] = language
    return made.get(address).content.decode()


def test_outside_their_times_a_time_for_both_is_proposed() -> None:
    one, _ = base()
    owner = client("owner", "en")
    today = house().now().astimezone(house().zone).weekday()
    others = frozenset(EVERY_DAY - {today, 5, 6})
    house().say_preference(one.uuid, Preference(weekdays=others), actor=None)
    top = owner.get(reverse("customer", args=[one.uuid])).content.decode().split('id="why"')[0]
    assert "A good time for both of you:" in top
    assert "09:00" in top


def test_who_comes_second_sees_both_and_chooses() -> None:
    one, _ = base()
    owner, address = client("owner", "en"), reverse("preference", args=[one.uuid])
    sheet = reverse("customer", args=[one.uuid])
    seen = owner.get(sheet).content.decode().split('name="seen" value="')[1].split('"')[0]
    house().say_preference(one.uuid, Preference(best=Way.LETTER), actor=None)
    form = {"prefers": "1", "seen": seen, "best": "mail", "prefers_note": "erst nach zehn"}
    answer = owner.post(address, form)
    assert answer.status_code == 409
    both = answer.content.decode().split('id="preference"')[1].split("</section>")[0]
    assert "Best by letter." in both
    assert "Best by e-mail. erst nach zehn" in both
    assert Kept.objects.get().best == "letter"
    again = both.split('name="seen" value="')[1].split('"')[0]
    assert owner.post(address, {**form, "seen": again}).status_code == 302
    assert Kept.objects.get().best == "mail"


def test_a_time_that_is_none_is_refused_with_what_was_chosen() -> None:
    one, _ = base()
    form = {"prefers": "1", "from": "mittags", "never": ["call"]}
    answer = client("owner").post(reverse("preference", args=[one.uuid]), form)
    assert answer.status_code == 422
    section = answer.content.decode().split('id="preference"')[1].split("</section>")[0]
    assert 'name="never" value="call" checked' in section
    assert 'role="alert"' in section
    assert not Kept.objects.exists()
