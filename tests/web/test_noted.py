"""Marks, costs, limits and pictures on their pages; staff note, and see no groups."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.web.test_access import client_of
from tests.web.test_duplicates import base
from wertschatz.bootstrap.house import house
from wertschatz.domain.customers.marks import OWNERS_ALONE, STAFF_KINDS, MarkKind
from wertschatz.domain.customers.parameters import PARAMETERS
from wertschatz.storage.models import Assessment, DirectCost, Mark, Parameter
from wertschatz.web.limits import PARTS
from wertschatz.web.presses import PRESSES
from wertschatz.wording.customers import mark_text

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("the_day_of_the_rows")]


def client(role: str, language: str = "de") -> Client:
    made = client_of(role)
    made.cookies["wertschatz_language"] = language
    return made


@pytest.mark.parametrize("language", ["de", "en"])
def test_every_limit_stands_on_the_page_once(language: str) -> None:
    names = [name for _, part in PARTS for name in part]
    assert sorted(names) == sorted(one.name for one in PARAMETERS)
    page = client("owner", language).get(reverse("limits")).content.decode()
    assert all(page.count(f'name="{name}"') == 1 for name in names)


def test_limits_are_set_told_in_the_title_and_refused_with_what_was_typed() -> None:
    owner = client("owner")
    form = {"costs_year": "30.000", "own_pay_year": "54480", "late_days": "21"}
    assert owner.post(reverse("limits"), form).status_code == 302
    assert dict(Parameter.objects.values_list("name", "value")) == {
        "costs_year": 30_000, "own_pay_year": 54_480, "late_days": 21
    }  # fmt: skip
    page = owner.get(reverse("limits")).content.decode()
    assert "60,00" in page.split("<h1>")[1].split("</h1>")[0]
    for wrong in ({"late_days": "viele"}, {"late_days": "9999"}):
        answer = owner.post(reverse("limits"), {**form, **wrong})
        assert answer.status_code == 422
        assert f'value="{wrong["late_days"]}"' in answer.content.decode()
    assert Parameter.objects.count() == 3


def test_the_owner_notes_and_sees_it_with_its_day() -> None:
    one, _ = base()
    owner = client("owner")
    address = reverse("mark", kwargs={"customer": one.uuid})
    owner.post(address, {"kind": "tone", "note": "laut geworden", "on": ""})
    page = owner.get(reverse("customer", kwargs={"customer": one.uuid})).content.decode()
    assert "laut geworden" in page
    refused = owner.post(address, {"kind": "tone", "on": "gestern"})
    assert refused.status_code == 422
    assert Mark.objects.count() == 1


def test_every_kind_of_mark_has_its_button() -> None:
    names = [kind for _, row in PRESSES for kind in row]
    assert sorted(names) == sorted(MarkKind)


def test_one_press_notes_and_tells_how_far_it_has_come() -> None:
    """Kind alone is enough; afterwards the page stands where it was pressed, with its undo."""
    one, _ = base()
    owner = client("owner")
    sheet = reverse("customer", kwargs={"customer": one.uuid})
    answer = owner.post(reverse("mark", kwargs={"customer": one.uuid}), {"kind": "tone"})
    assert answer["Location"] == f"{sheet}#marks"
    page = owner.get(sheet).content.decode()
    assert "1 von 3 Tagen" in button(page, "tone")
    assert "<span" not in button(page, "demands")
    marks = page.split('id="marks"')[1].split("</section>")[0]
    assert marks.count("data-undo") == 1


def test_what_makes_a_criterion_is_told_as_the_limits_are() -> None:
    one, _ = base()
    house().set_limits({"marks_needed": 2, "marks_months": 6}, None)
    page = client("owner", "en").get(reverse("customer", kwargs={"customer": one.uuid}))
    assert "2 in 6 months" in page.content.decode()


def button(page: str, kind: str) -> str:
    return page.split(f'name="kind" value="{kind}">')[1].split("</button>")[0]


@pytest.mark.parametrize(("part", "form"), [
    ("mark", {"kind": "tone", "note": "laut am Telefon", "on": "2999-01-01"}),
    ("cost", {"amount": "12,50 Mark", "about": "laut am Telefon"}),
])  # fmt: skip
def test_what_was_typed_is_still_there_when_it_is_refused(part: str, form: dict[str, str]) -> None:
    one, _ = base()
    answer = client("owner").post(reverse(part, kwargs={"customer": one.uuid}), form)
    assert answer.status_code == 422
    section = answer.content.decode().split(f'id="{part}s"')[1].split("</section>")[0]
    assert 'role="alert"' in section
    assert 'value="laut am Telefon"' in section


def test_a_customer_tells_by_which_limits_it_was_assessed() -> None:
    one, _ = base()
    owner = client("owner", "en")
    sheet = reverse("customer", kwargs={"customer": one.uuid})
    house().assess()
    assert 'by <a href="/limits/">the usual limits</a>' in owner.get(sheet).content.decode()
    house().set_limits({"late_days": 21, "costs_year": 9_000}, None)
    page = owner.get(sheet).content.decode()
    assert "Then 14\u00a0days; today 21\u00a0days." in page
    house().assess()
    page = owner.get(sheet).content.decode()
    assert "Here 21\u00a0days; usually 14\u00a0days." in page
    assert "today" not in page.split('id="why"')[1].split("</section>")[0]


def test_no_ratio_without_revenue_is_said_even_below_nought() -> None:
    one, _ = base()
    house().estimate(one.uuid, minutes_month=300, actor=None)
    house().assess()
    Assessment.objects.update(revenue_cents=-100, effort_ratio=None)
    page = client("owner").get(reverse("customer", kwargs={"customer": one.uuid}))
    assert "ohne Umsatz keiner" in page.content.decode()


def test_every_number_on_a_customers_page_opens_its_cause() -> None:
    one, _ = base()
    house().estimate(one.uuid, minutes_month=300, actor=None)
    house().set_limits({"costs_year": 9_000}, None)
    house().note_cost(one.uuid, cents=500, about="Holz", on=None, actor=None)
    house().assess()
    owner = client("owner")
    page = owner.get(reverse("customer", kwargs={"customer": one.uuid})).content.decode()
    for cause in ("#invoices", "#effort", "#noted-costs", "/limits/#limits-hour",
                  "/customers/pictures/#scatter"):  # fmt: skip
        assert f'href="{cause}"' in page, cause
        there, _, part = cause.partition("#")
        target = owner.get(there).content.decode() if there else page
        assert f'id="{part}"' in target, cause


def test_the_owner_notes_a_cost_as_amounts_are_written() -> None:
    one, _ = base()
    owner = client("owner")
    address = reverse("cost", kwargs={"customer": one.uuid})
    assert owner.post(address, {"amount": "1.300,50", "about": "Holz"}).status_code == 302
    assert owner.post(address, {"amount": ""}).status_code == 422
    assert DirectCost.objects.get().cents == 130_050


@pytest.mark.parametrize("language", ["de", "en"])
def test_staff_note_facts_and_see_no_group(language: str) -> None:
    one, _ = base()
    staff = client("staff", language)
    address = reverse("mark", kwargs={"customer": one.uuid})
    page = staff.get(address).content.decode()
    assert all(mark_text(kind, language) in page for kind in STAFF_KINDS)
    assert not any(f'value="{kind}"' in page for kind in OWNERS_ALONE)
    assert 'class="letter' not in page
    assert staff.post(address, {"kind": "drained"}).status_code == 422
    answer = staff.post(address, {"kind": "demands", "note": "umsonst nachgebessert"})
    assert answer.status_code == 302
    assert answer["Location"] == reverse("customers")
    assert Mark.objects.get().kind == "demands"
    told = staff.get(answer["Location"]).content.decode()
    assert mark_text(MarkKind.DEMANDS, language) in told
    assert 'class="letter' not in told


@pytest.mark.parametrize("language", ["de", "en"])
def test_the_pictures_are_drawn_or_say_what_is_missing(language: str) -> None:
    owner = client("owner", language)
    assert b"<svg" not in owner.get(reverse("pictures")).content
    one, _ = base()
    house().estimate(one.uuid, minutes_month=300, actor=None)
    house().assess()
    page = owner.get(reverse("pictures")).content.decode()
    assert page.count("<svg") == 4
    assert reverse("limits") in page
    house().set_limits({"costs_year": 50_000}, None)
    house().assess()
    assert owner.get(reverse("pictures")).content.decode().count("<svg") == 6
