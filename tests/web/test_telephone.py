"""The page on which a telephone system is connected, changed and tried out."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests.gate.house import PEOPLE, REACHES, GateProcess, journaled
from tests.web.test_access import client_of
from tests.web.test_groups import take_back
from wertschatz.bootstrap import asking
from wertschatz.bootstrap.asking import Gate
from wertschatz.bootstrap.house import House, house
from wertschatz.domain.rules.moment import Setup
from wertschatz.domain.rules.ready import ready_made
from wertschatz.integrations.phone.registry import options
from wertschatz.snapshot.directory import write_directory
from wertschatz.snapshot.situation import write_situation
from wertschatz.storage.models import Device, Ring

pytestmark = pytest.mark.django_db
C_NUMBER = "03077700123"


@pytest.fixture(autouse=True)
def gate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> GateProcess:
    """A gate of this test's own; not started yet."""
    made = GateProcess(tmp_path)
    there = Gate(tmp_path, "127.0.0.1", made.port, made.agi_port)
    monkeypatch.setattr(House, "gate", property(lambda self: there))
    monkeypatch.setattr(House, "folder", property(lambda self: tmp_path))
    monkeypatch.setattr(asking, "SECONDS", 5.0)
    return made


@pytest.fixture
def owner() -> Client:
    made = client_of("owner")
    made.cookies["wertschatz_language"] = "en"
    return made


def text_of(client: Client, address: str = "/telephone/") -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode()


def connect(client: Client, kind: str, **more: str) -> Device:
    answer = client.post(reverse("telephone_new"), {"kind": kind, **more})
    assert answer.status_code == 302
    return Device.objects.latest("id")


def change(client: Client, device: Device, **sent: str) -> int:
    return client.post(reverse("telephone_change", args=[device.uuid]), sent).status_code


def attempt(client: Client, device: Device, number: str) -> str:
    answer = client.post(reverse("telephone_try", args=[device.uuid]), {"number": number})
    assert answer.status_code == 200
    told = re.search(r'<div class="told" role="status">(.*?)</div>', answer.content.decode(), re.S)
    assert told is not None
    return told[1]


@contextmanager
def running(gate: GateProcess) -> Iterator[None]:
    """The gate, with what the house tells it."""
    told = replace(house().situation(), setup=Setup(rules=ready_made(), area_code="030",
                                                    language="en"))  # fmt: skip
    house().gate_folder.mkdir(exist_ok=True)
    write_situation(house().gate_folder, None, told)
    write_directory(house().gate_folder, None, REACHES, PEOPLE, "1 1")
    try:
        gate.start()
        yield
    finally:
        gate.kill()


def test_each_system_gets_its_whole_address_and_is_taken_back(
    owner: Client, gate: GateProcess
) -> None:
    assert "No telephone system asks your rules yet." in text_of(owner)
    for kind in options():
        device = connect(owner, kind)
        text = text_of(owner)
        address = {
            "fritzbox": "listens to its call monitor",
            "fastagi": f"agi://127.0.0.1:{gate.agi_port}/{device.secret}",
        }.get(kind, f"http://127.0.0.1:{gate.port}/t/{device.secret}")
        assert address in text
        take_back(owner)
        assert device.secret not in text_of(owner)
    assert not Device.objects.exists()


def test_behind_a_proxy_providers_get_its_address_and_it_is_signed(
    owner: Client, gate: GateProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    device = connect(owner, "twilio")
    assert "does not reach this address" in text_of(owner)
    there = Gate(tmp_path, "0.0.0.0", gate.port, gate.agi_port, "https://gate.example")
    monkeypatch.setattr(House, "gate", property(lambda self: there))
    text = text_of(owner)
    assert f"https://gate.example/t/{device.secret}" in text
    assert "does not reach this address" not in text
    made = connect(owner, "sipgate")
    assert made.options == {"url": f"https://gate.example/t/{made.secret}"}
    kamailio = connect(owner, "json")
    assert f"http://127.0.0.1:{gate.port}/t/{kamailio.secret}" in text_of(owner)


def test_options_are_kept_masked_and_refused_where_they_cannot_be(owner: Client) -> None:
    device = connect(owner, "placetel", label="Büro")
    assert change(owner, device, label="Laden", secret="geheim", voicemail="yes", evil="x") == 302
    device.refresh_from_db()
    assert device.options == {"secret": "geheim", "voicemail": "yes"}
    text = text_of(owner)
    assert re.search(r'name="secret" type="password"[^>]* value="geheim"', text)
    assert "Laden" in text
    box = connect(owner, "fritzbox")
    answer = owner.post(reverse("telephone_change", args=[box.uuid]), {"port": "soon"})
    assert answer.status_code == 422
    assert 'value="soon"' in answer.content.decode()
    assert b"is no port" in answer.content
    assert owner.post(reverse("telephone_new"), {"kind": "roof"}).status_code == 422


def test_two_people_see_both_versions_and_no_secret_is_read_aloud(owner: Client) -> None:
    device = connect(owner, "placetel")
    seen = re.search(r'name="seen" value="([^"]*)"', text_of(owner))
    assert seen is not None
    plain = seen[1].replace("&quot;", '"')
    assert change(owner, device, label="A", secret="theirs", seen=plain) == 302
    answer = owner.post(
        reverse("telephone_change", args=[device.uuid]),
        {"label": "B", "secret": "mine", "seen": plain},
    )
    assert answer.status_code == 409
    table = re.search(r"<tbody>(.*)</tbody>", answer.content.decode(), re.S)
    assert table is not None
    assert "A</td><td>B" in table[1]
    assert "theirs" not in table[1]
    assert "mine" not in table[1]
    device.refresh_from_db()
    assert device.label == "A"


def test_revoked_it_is_gone_and_comes_back(owner: Client) -> None:
    device = connect(owner, "json")
    assert change(owner, device, act="revoke") == 302
    assert device.secret not in text_of(owner)
    assert change(owner, device, act="revoke") == 422
    assert change(owner, device, label="x") == 422
    take_back(owner)
    assert device.secret in text_of(owner)


def test_the_last_call_that_was_heard_stands_there(owner: Client) -> None:
    connect(owner, "json")
    assert "No call from Kamailio (JSON) was heard yet." in text_of(owner)
    Ring.objects.create(
        uuid="01900000-0000-7000-8000-0000000000aa", system="json", call_id="1", at=house().now(),
        verdict="put_through", reason="x",
    )  # fmt: skip
    assert "Last call from Kamailio (JSON)" in text_of(owner)


def test_the_fallback_file_rings_at_the_owner(owner: Client) -> None:
    device = connect(owner, "twilio")
    address = reverse("telephone_fallback", args=[device.uuid])
    assert owner.get(address).status_code == 422
    change(owner, device, owner="+4930111, sip:me@x")
    answer = owner.get(address)
    assert answer["Content-Disposition"] == 'attachment; filename="fallback.xml"'
    assert b"<Number>+4930111</Number><Sip>sip:me@x</Sip>" in answer.content
    take_back(owner)
    take_back(owner)
    assert owner.get(address).status_code == 404


def test_without_the_gate_a_friendly_sentence(owner: Client) -> None:
    assert "It is not running" in text_of(owner)
    assert "has not been told your rules yet" in text_of(owner)
    for kind in ("json", "fastagi"):
        assert "The gate is not running" in attempt(owner, connect(owner, kind), C_NUMBER)
    with socket.create_server(("127.0.0.1", house().gate.port)):
        assert "It is not running" in text_of(owner)


def test_the_gate_itself_answers_through_every_system_and_keeps_nothing(
    owner: Client, gate: GateProcess
) -> None:
    agreed = {
        "json": {"user": "a", "password": "b"}, "placetel": {"secret": "s"},
        "twilio": {"auth_token": "t", "url": "https://gate.example/t/x#tt=3000"},
        "sipgate": {"user": "a", "password": "ä"}, "fastagi": {},
    }  # fmt: skip
    devices = {kind: connect(owner, kind) for kind in agreed}
    for kind, device in devices.items():
        change(owner, device, **agreed[kind])
    bare = connect(owner, "placetel")
    with running(gate):
        assert "It runs and answers" in text_of(owner)
        assert "What it knows is of" in text_of(owner)
        for device in devices.values():
            for _ in range(2):
                told = attempt(owner, device, C_NUMBER)
                assert "<strong>In writing</strong>" in told, device.kind
                assert device.kind == "fastagi" or "Café Chaos" in told
            assert "<strong>Put through</strong>" in attempt(owner, device, "")
        assert "takes no request from this system yet" in attempt(owner, bare, C_NUMBER)
        late = connect(owner, "json")
        assert "does not know this address" in attempt(owner, late, C_NUMBER)
        late = connect(owner, "fastagi")
        assert "does not know this address" in attempt(owner, late, C_NUMBER)
        assert journaled(gate.data) == []
        # A second call within minutes would be another matter: the trial was none.
        asked = gate.ask(C_NUMBER, "trial", devices["fastagi"].secret)
        assert asked.status == 404
    assert not Ring.objects.exists()


def test_what_is_no_number_breaks_nothing(owner: Client, gate: GateProcess) -> None:
    devices = [connect(owner, kind) for kind in ("json", "sipgate", "fastagi")]
    with running(gate):
        for number in ("x\r\nagi_network_script: y", "\u202e" * 60, "'\"<b>", "＋４９", "+" * 60):
            for device in devices:
                assert "<b>'" not in attempt(owner, device, number)


def test_every_page_of_the_chapter_leads_to_every_other(owner: Client) -> None:
    names = ("rules", "rules_times", "rules_people", "telephone", "calls", "callbacks", "door",
             "unplug", "told", "replay")  # fmt: skip
    palette = text_of(owner, reverse("palette"))
    for here in names:
        text = text_of(owner, reverse(here))
        around = re.search(
            r'<nav class="filters" aria-label="Telephone and door">(.*?)</nav>', text
        )
        assert around is not None, here
        assert [f'href="{reverse(one)}"' in around[1] for one in names] == [True] * len(names)
        assert f'href="{reverse(here)}" aria-current="page"' in around[1], here
        assert f'data-href="{reverse(here)}"' in palette, here


def test_it_says_what_a_mobile_alone_cannot_do(owner: Client) -> None:
    text = text_of(owner)
    assert "asks nobody before it rings" in text
    assert "docs/telephone-twilio.md" in text
