"""A telephone system that may ask: its address, what is agreed with it, and back again."""

from __future__ import annotations

import uuid
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wertschatz.bootstrap.house import house
from wertschatz.integrations.phone.registry import options
from wertschatz.ports.seen import ChangedMeanwhile
from wertschatz.ports.systems import System
from wertschatz.storage.models import Action, Device, User
from wertschatz.storage.systems_book import system_seen
from wertschatz.usecases.connect_a_telephone import _checked
from wertschatz.usecases.refusals import Refused

KINDS = sorted(options())


@pytest.fixture
def me(db: None) -> int:
    return User.objects.create_user("owner", password="x", role="owner").pk


def undo_newest(me: int) -> None:
    newest = Action.objects.filter(undone_by=None).exclude(code="undo").latest("id")
    assert house().undo(newest.uuid, me).done


def test_every_system_of_the_folder_can_be_connected(me: int) -> None:
    assert KINDS == ["fastagi", "fritzbox", "json", "placetel", "sipgate", "twilio"]
    secrets = set()
    for kind in KINDS:
        made = Device.objects.get(uuid=house().connect_system(kind, "", me))
        assert made.kind == kind
        secrets.add(made.secret)
        # The gate knows it at once: it is in what the snapshot is written from.
        assert made.secret in {one.secret for one in house().situation().lines}
    assert len(secrets) == len(KINDS)
    assert all(len(secret) >= 32 for secret in secrets)


def test_each_step_is_taken_back(me: int) -> None:
    device = house().connect_system("placetel", "Büro", me)
    house().change_system(device, "Laden", {"secret": "s3"}, me)
    assert house().change_system(device, "Laden", {"secret": "s3"}, me) is None
    house().revoke_system(device, me)
    assert house().connected_systems() == []
    undo_newest(me)
    row = Device.objects.get()
    assert (row.label, row.options, row.revoked_at) == ("Laden", {"secret": "s3"}, None)
    undo_newest(me)
    row.refresh_from_db()
    assert (row.label, row.options) == ("Büro", {})
    undo_newest(me)
    assert not Device.objects.exists()


def test_two_who_change_the_same_see_both(me: int) -> None:
    device = house().connect_system("placetel", "", me)
    seen = system_seen(Device.objects.get(), options()["placetel"])
    house().change_system(device, "", {"secret": "theirs", "owner": "1"}, me, seen)
    with pytest.raises(ChangedMeanwhile) as caught:
        house().change_system(device, "", {"secret": "mine"}, me, seen)
    # What they entered where the form showed nothing is not emptied unseen, either.
    assert caught.value.now == {"secret": "theirs", "owner": "1"}
    assert Device.objects.get().options == {"secret": "theirs", "owner": "1"}
    newer = {**seen, **caught.value.now}
    house().change_system(device, "", {"secret": "mine"}, me, newer)
    assert Device.objects.get().options == {"secret": "mine"}


@pytest.mark.parametrize(
    ("kind", "label", "chosen", "code"),
    [
        ("roof", "", {}, "system_unknown"), ("door", "", {}, "system_unknown"),
        ("json", "x" * 101, {}, "name_too_long"), ("json", "", {"owner": "1" * 501},
         "field_too_long"),
        ("twilio", "", {"url": "gate.example/t/x"}, "address_not_read"),
        ("sipgate", "", {"key_prompt": "https://[x"}, "address_not_read"),
        ("fritzbox", "", {"port": "0"}, "port_not_read"),
        ("fritzbox", "", {"port": "70000"}, "port_not_read"),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_nothing_is_written(
    me: int, kind: str, label: str, chosen: dict[str, str], code: str
) -> None:
    before = Action.objects.count()
    with pytest.raises(Refused) as caught:
        house().connect_system(kind, label, me, chosen)
    assert caught.value.code == code
    assert Action.objects.count() == before


def test_a_revoked_or_unknown_one_and_a_door_are_none(me: int) -> None:
    gone = house().connect_system("json", "", me)
    house().revoke_system(gone, me)
    house().make_door_page("Flur", me)
    door = Device.objects.get(kind="door").uuid
    for device in (gone, door, uuid.uuid4()):
        for attempt in (
            lambda device=device: house().change_system(device, "x", {}, me),
            lambda device=device: house().revoke_system(device, me),
            lambda device=device: house().try_system(device, "030"),
            lambda device=device: house().twilio_fallback(device),
        ):
            with pytest.raises(Refused) as caught:
                attempt()
            assert caught.value.code == "system_gone"


@given(
    st.sampled_from(KINDS), st.text(max_size=90),
    st.dictionaries(st.sampled_from(["owner", "secret", "user", "evil"]), st.text(max_size=80)),
)  # fmt: skip
def test_only_known_options_are_kept_as_one_line_of_what_can_be_seen(
    kind: str, label: str, chosen: dict[str, Any]
) -> None:
    found = _checked(System(kind, label, chosen), options())
    assert set(found.options) <= set(options()[kind])
    for text in (found.label, *found.options.values()):
        assert text.isprintable()
        assert text == text.strip()
    assert all(found.options.values())
