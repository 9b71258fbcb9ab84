"""The page of files: what came in by kind, from where, and taking it back on the spot."""

from __future__ import annotations

import datetime as dt
import re

import pytest
from django.test import Client
from django.urls import reverse

from tests.storage.rows import AT, row, take_in
from wertschatz.bootstrap.house import house
from wertschatz.storage import watched
from wertschatz.storage.models import Customer, Import, User
from wertschatz.storage.queries.imports import brought, imports_page
from wertschatz.storage.watched_folder import Found, Note
from wertschatz.wording.imports import brought_text

pytestmark = pytest.mark.django_db
FILES = "/files/"
TAG = re.compile(r"<[^>]+>")


@pytest.fixture
def client() -> Client:
    made = Client(headers={"accept-language": "en"})
    owner = User.objects.create_user("anna", password="x", role="owner", language="en")
    made.force_login(owner, backend="django.contrib.auth.backends.ModelBackend")
    return made


def page(client: Client, query: str = "") -> str:
    answer = client.get(FILES + query)
    assert answer.status_code == 200
    return answer.content.decode()


def rows(text: str) -> list[str]:
    """The lines of the table, as they read."""
    body = text.partition("<tbody>")[2].partition("</tbody>")[0]
    return [" ".join(TAG.sub(" ", line).split()) for line in body.split("</tr>")[:-1]]


REPORT = {
    "format": 1, "checked": True, "new": 3, "changed": 1, "times": 14, "times_known": 2,
    "payments": 40, "payments_known": 40, "calls": 9, "calls_known": 4, "mails": 1,
    "appointments": 2, "cards": 5, "cards_known": 1,
}  # fmt: skip


def test_new_entries_are_counted_by_kind_and_known_ones_are_not() -> None:
    assert brought(REPORT) == {
        "new": 3, "changed": 1, "times": 12, "calls": 5, "mails": 1, "appointments": 2, "cards": 4,
    }  # fmt: skip
    assert brought({}) == {}
    assert brought_text(brought(REPORT), "en") == (
        "3 new invoices, 1 changed invoice, 12 spans of work, 5 calls, 1 mail, 2 appointments, "
        "4 addresses"
    )
    assert brought_text({}, "en") == "nothing new"


def test_the_table_says_from_where_what_and_in_which_state(client: Client) -> None:
    def made(kind: str, state: str, report: dict[str, object]) -> None:
        Import.objects.create(kind=kind, state=state, started_at=AT, report=report)

    made("files", "live", REPORT)
    made("watched", "failed", {"checked": True, "rows": 4, "known": 4})
    made("terminal", "withdrawn", {"checked": True, "new": 1})
    made("demo", "loading", {})
    made("hand", "live", {})
    found = rows(page(client))
    assert len(found) == 4
    assert "example" in found[0]
    assert "–" in found[0]
    assert "terminal" in found[1]
    assert "Taken back" in found[1]
    assert "watched folder" in found[2]
    assert "nothing new" in found[2]
    assert "Take back" not in found[2]
    assert "dropped" in found[3]
    assert "3 new invoices, 1 changed invoice, 12 spans of work, 5 calls" in found[3]
    assert "Take back" in found[3]


def test_taken_back_and_over_again_on_the_spot(client: Client) -> None:
    source, _ = take_in([row()])
    here = {"next": FILES + "?page=1"}
    answer = client.post(reverse("file_take_back", args=[source.uuid]), here)
    assert answer.headers["Location"] == here["next"]
    source.refresh_from_db()
    assert source.state == "withdrawn"
    text = page(client)
    assert "Taken back." in text
    (line,) = imports_page().lines
    assert line.bring_back is not None
    assert reverse("undo", args=[line.bring_back]) in text
    assert client.post(reverse("undo", args=[line.bring_back]), here).status_code == 302
    source.refresh_from_db()
    assert source.state == "live"
    assert imports_page().lines[0].bring_back is None


@pytest.mark.parametrize("elsewhere", ["https://elsewhere.example/", "//elsewhere.example/", ""])
def test_taking_back_leads_nowhere_else(client: Client, elsewhere: str) -> None:
    source, _ = take_in([row()])
    answer = client.post(
        reverse("file_take_back", args=[source.uuid]), {"next": elsewhere}
    )  # fmt: skip
    assert answer.headers["Location"] == reverse("file", args=[source.uuid])


def test_fifty_on_a_page(client: Client) -> None:
    for day in range(51):
        Import.objects.create(started_at=AT + dt.timedelta(days=day), state="failed")
    assert len(rows(page(client))) == 50
    assert "Page 1 of 2, 51 imports" in page(client)
    assert len(rows(page(client, "?page=2"))) == 1
    assert 'rel="next"' not in page(client, "?page=2")
    assert len(rows(page(client, "?page=99"))) == 1


@pytest.mark.parametrize(
    ("kind", "report", "told"),
    [
        ("watched", {"questions": 1}, True),
        ("files", {"sellers_asked": True}, True),
        ("watched", {"refusals": ["archive_locked", "format_unknown"]}, True),
        ("watched", {"refusals": ["format_unknown"]}, False),
        ("files", {"refusals": ["archive_locked"]}, False),
        ("watched", {}, False),
    ],
)
def test_one_line_says_that_a_draft_waits(
    client: Client, kind: str, report: dict[str, object], told: bool
) -> None:
    Import.objects.create(kind=kind, started_at=AT, report={"checked": True, **report})
    Import.objects.create(kind=kind, started_at=AT, report={"questions": 1}, state="failed")
    text = page(client)
    assert ("1 import waits for an answer of yours." in text) is told
    assert ("Waits for your answer" in rows(text)[1]) is told
    assert ("nothing new" in rows(text)[1]) is not told


def test_the_watched_folder_is_named_with_what_stays_in_it(client: Client) -> None:
    watched.write([Found("Bank/zu <b>.csv", 0, 0)], Note.UNREADABLE)
    watched.write([Found("eben.csv", 0, 0)], Note.TAKEN)
    text = page(client)
    assert str(house().watched_folder) in text
    assert "Bank/zu &lt;b&gt;.csv cannot be read" in text
    assert "eben.csv" not in text


@pytest.mark.parametrize("merged", [False, True])
def test_who_lies_in_the_archive_and_is_named_by_a_new_file_is_told(
    client: Client, merged: bool
) -> None:
    take_in([row("Müller GmbH", "1"), row("Roth", "2"), row("Alt", "3")])
    one, _, old = Customer.objects.order_by("id")
    if merged:
        house().merge(old.uuid, into=one.uuid, actor=None)
    house().archive(one.uuid, True, None)
    quiet, _ = take_in([row("Roth", "8")])
    source, _ = take_in([row("Alt" if merged else "Müller GmbH", "9"), row("Roth", "10")])
    one.refresh_from_db()
    assert one.archived
    address = reverse("file", args=[source.uuid])
    told = client.get(address).content.decode()
    assert "name a customer in the archive" in told
    assert f'<a href="{reverse("customer", args=[one.uuid])}">Müller GmbH</a>' in told
    assert "archive;" not in client.get(reverse("file", args=[quiet.uuid])).content.decode()
    house().archive(one.uuid, False, None)
    assert "archive;" not in client.get(address).content.decode()
