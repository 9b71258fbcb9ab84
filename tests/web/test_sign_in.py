"""Too many tries are told in our own words, and a reading that was broken off says so."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.core.cache import cache
from django.test import Client, RequestFactory
from django.urls import reverse

from wertschatz.bootstrap.clock import now
from wertschatz.storage.models import Import, Job, User
from wertschatz.web.faults import too_many
from wertschatz.wording.catalogue import translate

pytestmark = pytest.mark.django_db
TOO_MANY = "Too many failed attempts to sign in. Please wait five minutes, then try again."


@pytest.mark.parametrize("language", ["de", "en"])
def test_too_many_tries_are_told_politely(language: str) -> None:
    cache.clear()
    User.objects.create_user("anna", password="drei wilde Katzen", role="owner")
    client = Client(headers={"accept-language": language})
    wrong = {"login": "anna", "password": "falsch"}
    texts = [client.post(reverse("account_login"), wrong).content.decode() for _ in range(6)]
    cache.clear()
    told = translate(TOO_MANY, language)
    assert told not in texts[0]
    assert told in texts[-1]
    assert "versuche es" not in texts[-1]


def test_a_flood_gets_a_page_of_ours() -> None:
    request = RequestFactory().get("/")
    request.user, request.session = User(username="anna"), {}
    answer = too_many(request)
    assert answer.status_code == 429
    assert "Too Many Requests" not in answer.content.decode()


@pytest.mark.parametrize(("silent", "told"), [(3, False), (14, True)])
def test_a_reading_whose_process_was_killed_says_that_it_goes_on(silent: int, told: bool) -> None:
    at = now()
    client = Client(headers={"accept-language": "en"})
    owner = User.objects.create_user("anna", password="x", role="owner", language="en")
    client.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    made = Import.objects.create(started_at=at)
    Job.objects.create(
        kind="run_import", due_at=at, payload={"import_id": str(made.uuid)}, lease="x",
        lease_until=at + dt.timedelta(seconds=30 - silent),
    )  # fmt: skip
    text = client.get(reverse("file", args=[made.uuid])).content.decode()
    assert bool(re.search("goes on by itself in about 1[3-6] seconds", text)) is told
