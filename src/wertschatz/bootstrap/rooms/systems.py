"""Telephone systems that may ask: connected, changed, revoked, tried out."""

from __future__ import annotations

import datetime as dt
import secrets
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from wertschatz.bootstrap.asking import Gate, NoAnswer, ask_by_agi, ask_by_http
from wertschatz.bootstrap.ground import Ground
from wertschatz.django_settings import start
from wertschatz.integrations.phone import fastagi, fritzbox
from wertschatz.integrations.phone.registry import options, systems
from wertschatz.integrations.phone.trial import Told
from wertschatz.integrations.phone.twilio import fallback_file
from wertschatz.ports.seen import Seen
from wertschatz.ports.systems import System
from wertschatz.ports.telephone import Options
from wertschatz.snapshot.files import Unusable
from wertschatz.snapshot.situation import read_situation
from wertschatz.storage.models import Device
from wertschatz.storage.queries.setup import setup_of, the_owner
from wertschatz.storage.queries.systems import connected, system_at
from wertschatz.storage.systems_book import SystemsBook
from wertschatz.storage.uuid7 import uuid7
from wertschatz.usecases import connect_a_telephone
from wertschatz.usecases.refusals import Refused

SECRET_BYTES = 24
OVER_THE_INTERNET = frozenset({"sipgate", "placetel", "twilio"})
"""They ask from outside: by https, through a proxy."""


@dataclass(frozen=True, slots=True)
class GateState:
    """How the gate is."""

    runs: bool
    listens: bool
    """It has its port."""
    made_at: dt.datetime | None
    """When its snapshot was written; None: there is none that can be read."""


class SystemsRoom(Ground):
    """Telephone systems that may ask: connected, changed, revoked, tried out."""

    @property
    def system_options(self) -> Mapping[str, tuple[str, ...]]:
        """Code of every telephone system → names of its options."""
        return options()

    @property
    def gate(self) -> Gate:
        """Where the gate is."""
        return Gate(
            self.folder, start.gate_host, start.gate_port, start.fastagi_port,
            start.gate_url.rstrip("/"),
        )  # fmt: skip

    def gate_state(self) -> GateState:
        """Whether it runs, has its port, and how old what it knows is."""
        try:
            made_at = read_situation(self.folder / "snapshot", start.database_key).made_at
        except Unusable:
            made_at = None
        runs = self.gate.runs
        return GateState(runs, runs and self.gate.listens, made_at)

    def connected_systems(self) -> Sequence[Device]:
        """All that hold."""
        return connected(options())

    def connected_system(self, device: uuid.UUID) -> Device:
        """One of them; raises Refused."""
        row = system_at(device, options())
        if row is None:
            raise Refused("system_gone")
        return row

    def address_of(self, kind: str, secret: str) -> str:
        """The whole secret address; '' where we call the system instead, or it cannot ask."""
        gate = self.gate
        host = f"[{gate.near}]" if ":" in gate.near else gate.near
        if kind == fritzbox.CODE:
            return ""
        if kind == fastagi.CODE:
            return f"agi://{host}:{gate.agi_port}/{secret}" if gate.agi_port else ""
        if kind in OVER_THE_INTERNET and gate.url:
            return f"{gate.url}/t/{secret}"
        return f"http://{host}:{gate.port}/t/{secret}"

    def connect_system(
        self, kind: str, label: str, actor: int, chosen: Mapping[str, str] | None = None
    ) -> uuid.UUID:
        """A secret address for it; returns its id; raises Refused."""
        secret, device = secrets.token_urlsafe(SECRET_BYTES), uuid7()
        known = options()
        values = dict(chosen or {})
        if self.gate.url and "url" in known.get(kind, ()):
            values.setdefault("url", self.address_of(kind, secret))
        connect_a_telephone.connect_a_telephone(
            SystemsBook(), actor, System(kind, label, values), secret, device, known, by=actor,
            at=self.now(),
        )  # fmt: skip
        return device

    def change_system(
        self,
        device: uuid.UUID,
        label: str,
        chosen: Mapping[str, str],
        actor: int,
        seen: Seen | None = None,
    ) -> uuid.UUID | None:
        """Its name and options; None: nothing differs; raises Refused, ChangedMeanwhile."""
        return connect_a_telephone.change_a_telephone(
            SystemsBook(), device, label, chosen, options(), by=actor, at=self.now(), seen=seen
        )

    def revoke_system(self, device: uuid.UUID, actor: int) -> uuid.UUID:
        """Its address leads nowhere from now on; raises Refused."""
        return connect_a_telephone.revoke_a_telephone(
            SystemsBook(), device, by=actor, at=self.now()
        )

    def try_system(self, device: uuid.UUID, number: str) -> Told:
        """What the running gate says to a call from this number; nothing is kept of it. Raises
        Refused, NoAnswer."""
        row = self.connected_system(device)
        if row.kind == fastagi.CODE:
            return ask_by_agi(self.gate, row.secret, number)
        system = systems().get(row.kind)
        if system is None:
            raise NoAnswer("unknown")
        return ask_by_http(self.gate, system, row.secret, number, Options(row.options))

    def twilio_fallback(self, device: uuid.UUID) -> bytes:
        """The static file that rings the owner whatever happens; raises Refused."""
        row = self.connected_system(device)
        owner = the_owner()
        own = () if owner is None else setup_of(owner, self.now()).numbers
        named = tuple(
            filter(None, (one.strip() for one in row.options.get("owner", "").split(",")))
        )
        try:
            return fallback_file(own or named)
        except ValueError:
            raise Refused("fallback_without_number") from None
