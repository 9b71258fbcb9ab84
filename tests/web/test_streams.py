"""Event streams: who is let in, what is told, and how they end."""

from __future__ import annotations

import asyncio
import datetime as dt
import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import pytest
from django.conf import settings as conf
from django.contrib.auth import logout
from django.test import Client, RequestFactory

from tests.web.rings import customer_known, event
from wertschatz.storage.models import User
from wertschatz.web.live import told
from wertschatz.web.ringing import Ringing
from wertschatz.web.streams import MOST, WAITING, EventStreams
from wertschatz.web.watchers import Watcher, still_there, watcher_of

OWNER = Watcher(1, True, "en", "one")
STAFF = Watcher(2, False, "en", "two")
KNOWN = customer_known("01930000-0000-7000-8000-000000000000", "Anna Probe", "C")


class Reader:
    """A browser that reads a stream."""

    def __init__(self, streams: EventStreams, **scope: Any) -> None:
        self.status, self.text, self.ended = 0, "", False
        self.gone = asyncio.Event()
        self.reads = asyncio.Event()
        self.reads.set()
        asked = {"type": "http", "path": "/events/", "method": "GET", "headers": [], **scope}
        self.task = asyncio.ensure_future(streams(asked, self._receive, self._send))

    async def _receive(self) -> dict[str, Any]:
        await self.gone.wait()
        return {"type": "http.disconnect"}

    async def _send(self, message: Any) -> None:
        await self.reads.wait()
        self.status = message.get("status", self.status)
        self.text += message.get("body", b"").decode()
        self.ended = message["type"] == "http.response.body" and not message.get("more_body")

    async def until(self, holds: Callable[[], bool]) -> None:
        async with asyncio.timeout(5):
            while not holds():  # noqa: ASYNC110 - it looks from outside
                await asyncio.sleep(0.005)

    @property
    def calls(self) -> list[dict[str, Any]]:
        lines = [one for one in self.text.splitlines() if one.startswith("data: ")]
        return [json.loads(one.removeprefix("data: ")) for one in lines]


def streams_of(ringing: Ringing, watcher: Watcher | None, **more: Any) -> EventStreams:
    async def pages(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 299})

    asked: dict[str, Any] = {
        "who": lambda headers: watcher, "still": lambda one: True, "render": told,
        "now": lambda: dt.datetime.now(dt.UTC), **more,
    }  # fmt: skip
    return EventStreams(pages, ringing, **asked)


def run(work: Callable[[], Awaitable[None]]) -> None:
    async def all_of_it() -> None:
        async with asyncio.timeout(20):
            await work()

    asyncio.run(all_of_it())


def test_whoever_is_not_signed_in_hears_nothing() -> None:
    async def work() -> None:
        ringing = Ringing()
        reader = Reader(streams_of(ringing, None))
        await reader.task
        ringing.hear(event())
        assert (reader.status, reader.text) == (401, "")
        posted = Reader(streams_of(ringing, OWNER), method="POST")
        await posted.task
        assert posted.status == 405
        page = Reader(streams_of(ringing, None), path="/customers/")
        await page.task
        assert page.status == 299

    run(work)


def test_staff_hear_name_and_verdict_and_nothing_of_a_letter() -> None:
    async def work() -> None:
        ringing = Ringing()
        owner = Reader(streams_of(ringing, OWNER))
        staff = Reader(streams_of(ringing, STAFF))
        await owner.until(lambda: "retry" in owner.text and "retry" in staff.text)
        ringing.hear(
            event(
                known=KNOWN, group="C", verdict="in_writing", reason="c_in_writing", rule=9,
                sentence="Group C is asked to write.",
            )
        )  # fmt: skip
        await staff.until(lambda: bool(staff.calls and owner.calls))
        html = staff.calls[0]["html"]
        assert "Anna Probe is calling." in html
        assert "In writing." in html
        assert "data-ring-post" not in html
        assert "data-ring-behind" not in html
        for secret in ("Group", "letter", "in writing,", "c_in_writing", "promise nothing"):
            assert secret not in staff.text.replace("In writing.", "")
        # The owner's screen shows the instruction, and the letter only on a key.
        told = owner.calls[0]["html"]
        assert "Ask for it in writing" in told
        assert "Group C" not in told
        assert 'class="letter' not in told
        assert owner.calls[0]["said"] == "Anna Probe is calling. Alt T leads there."
        for reader in (owner, staff):
            reader.gone.set()
            await reader.task

    run(work)


def test_who_opens_a_page_while_it_rings_sees_it() -> None:
    async def work() -> None:
        ringing = Ringing()
        ringing.hear(event(known=KNOWN))
        reader = Reader(streams_of(ringing, OWNER))
        await reader.until(lambda: bool(reader.calls))
        reader.gone.set()
        await reader.task

    run(work)


def test_a_sign_of_life_and_the_end_of_the_session() -> None:
    async def work() -> None:
        here = {"yes": True}
        streams = streams_of(Ringing(), OWNER, heartbeat=0.02, still=lambda watcher: here["yes"])
        reader = Reader(streams)
        await reader.until(lambda: reader.text.count(": still here\n\n") >= 2)
        here["yes"] = False
        await reader.task
        assert reader.ended
        assert not streams.open

    run(work)


def test_a_database_that_does_not_answer_ends_nothing() -> None:
    def breaks(watcher: Watcher) -> bool:
        raise OSError("locked")

    async def work() -> None:
        reader = Reader(streams_of(Ringing(), OWNER, heartbeat=0.02, still=breaks))
        await reader.until(lambda: reader.text.count(": still here\n\n") >= 2)
        reader.gone.set()
        await reader.task

    run(work)


def test_signing_out_ends_the_streams_of_that_session_alone() -> None:
    async def work() -> None:
        who = iter([OWNER, Watcher(1, True, "en", "other")])
        streams = streams_of(Ringing(), None, who=lambda headers: next(who))
        one = Reader(streams)
        await one.until(lambda: "retry" in one.text)
        other = Reader(streams)
        await other.until(lambda: "retry" in other.text)
        streams.end("one")
        await one.task
        assert one.ended
        assert not other.task.done()
        streams.end()
        await other.task

    run(work)


def test_a_reader_that_does_not_read_is_dropped() -> None:
    async def work() -> None:
        ringing = Ringing()
        streams = streams_of(ringing, OWNER, patience=0.05)
        stuck, well = Reader(streams), Reader(streams)
        await well.until(lambda: "retry" in well.text and "retry" in stuck.text)
        stuck.reads.clear()
        ringing.hear(event(call_id="1"))
        await well.until(lambda: len(streams.open) == 1)
        assert len(well.calls) == 1
        assert stuck.task.done()
        # One that is only slow, while very much happens, waits in a queue of its own size.
        well.reads.clear()
        for number in range(WAITING + 3):
            ringing.hear(event(call_id=f"more {number}"))
        await stuck.until(lambda: not streams.open)
        assert well.task.done()

    run(work)


def test_nobody_takes_all_the_streams() -> None:
    async def work() -> None:
        streams = streams_of(Ringing(), OWNER)
        readers = [Reader(streams) for _ in range(MOST)]
        await readers[0].until(lambda: all("retry" in one.text for one in readers))
        more = Reader(streams)
        await more.task
        assert more.status == 429
        readers[0].gone.set()
        await readers[0].task
        again = Reader(streams)
        await again.until(lambda: "retry" in again.text)
        streams.end()
        await asyncio.gather(again.task, *(one.task for one in readers))

    run(work)


def headers_of(client: Client) -> Mapping[str, str]:
    key = client.cookies[conf.SESSION_COOKIE_NAME].value
    return {"cookie": f"x=1; {conf.SESSION_COOKIE_NAME}={key}", "accept-language": "en"}


@pytest.mark.django_db
def test_a_person_is_known_by_the_session_as_long_as_it_lasts() -> None:
    user = User.objects.create_user("jana", password="x", role="staff", language="en")
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    headers = headers_of(client)
    watcher = watcher_of(headers)
    assert watcher is not None
    assert (watcher.user, watcher.owner, watcher.language) == (user.pk, False, "en")
    assert still_there(watcher)
    User.objects.filter(pk=user.pk).update(role="owner")
    assert not still_there(watcher)  # what is told has to change
    User.objects.filter(pk=user.pk).update(is_active=False)
    assert watcher_of(headers) is None
    assert watcher_of({}) is None
    assert watcher_of({"cookie": f"{conf.SESSION_COOKIE_NAME}=wrong"}) is None


@pytest.mark.django_db
def test_signing_out_is_told_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    from wertschatz.web.live import Live

    ended: list[str | None] = []
    live = Live(lambda scope, receive, send: None)  # type: ignore[arg-type, return-value]
    monkeypatch.setattr(live.streams, "end", ended.append)
    client = Client()
    user = User.objects.create_user("jana", password="x", role="staff")
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    request = RequestFactory().get("/")
    request.session, request.user = client.session, user
    key = client.session.session_key
    logout(request)
    assert ended == [key]
