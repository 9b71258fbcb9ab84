"""A NUL byte in an address or a form harms no page: it is taken out before anybody reads it."""

from __future__ import annotations

import pytest
from django.http import QueryDict
from django.urls import reverse

from tests.web.test_duplicates import base
from tests.web.test_noted import client
from wertschatz.storage.models import Contact, Mark, Party
from wertschatz.web.nul import without_nul

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("role", ["owner", "staff"])
@pytest.mark.parametrize("name", ["search", "palette", "contacts"])
def test_it_is_overread_in_what_is_looked_for(role: str, name: str) -> None:
    one, _ = base()
    page = client(role).get(reverse(name), {"q": f"{one.party.name[:3]}\0{one.party.name[3:]}"})
    assert page.status_code == 200
    assert one.party.name in page.content.decode().replace("&amp;", "&")
    assert "\0" not in page.content.decode()


@pytest.mark.parametrize("name", ["customers", "done", "files", "contacts", "pledges"])
def test_it_breaks_no_list(name: str) -> None:
    base()
    asked = dict.fromkeys(("q", "group", "tag", "sort", "page", "customer", "action"), "a\x00b")
    assert client("owner").get(reverse(name), asked).status_code in {200, 404}


def test_it_is_not_kept_from_a_form() -> None:
    one, _ = base()
    owner = client("owner")
    owner.post(reverse("mark", args=[one.uuid]), {"kind": "tone", "note": "la\0ut"})
    assert Mark.objects.get().note == "laut"
    owner.post(reverse("new_customer"), {"name": "Ne\0u", "town": "Be\0rlin"})
    assert list(Party.objects.filter(name="Neu").values_list("town", flat=True)) == ["Berlin"]
    assert not Contact.objects.exists()


def test_without_one_nothing_is_copied() -> None:
    asked = QueryDict("a=1&a=2&b=")
    assert without_nul(asked) is asked
    cleaned = without_nul(QueryDict("a%00=1&a=%002"))
    assert cleaned.getlist("a") == ["1", "2"]
