"""The thread that decides: whatever it does, the loop answers in time without it."""

from __future__ import annotations

import asyncio
import gc
import logging
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from wertschatz.domain.rules.rule import Verdict
from wertschatz.integrations.phone.trial import told
from wertschatz.ports.telephone import (
    TRIAL,
    Answer,
    Call,
    HttpSystem,
    NotGenuine,
    Options,
    Reply,
    Request,
    Unreadable,
)
from wertschatz.snapshot.files import Unusable
from wertschatz.snapshot.journal import Entry
from wertschatz.snapshot.situation import Line, Situation
from wertschatz.usecases.answer_the_phone import Heard, late

log = logging.getLogger("wertschatz.gate")
PATIENCE_SECONDS = 0.3
"""So long an exchange waits for a decision; then it is told to ring the owner."""
TOGETHER = 64
"""Decisions that share one write to the disk."""
MOST_WAITING = 1_000
"""More than that, and the telephone rings without a decision."""
LOOK_SECONDS = 0.5
"""Without a call, too, somebody looks who may ask: boxes are listened to before they ring."""
COLLECTED = 20_000
"""Decisions after which garbage is collected though nobody leaves us a moment for it."""
QUIET_SECONDS = 10.0
"""Between two lines in the log about the same fault."""


class Telephone(Protocol):
    """What decides and keeps; everything of it is called by the desk's thread alone, but
    `last` and `systems`."""

    @property
    def last(self) -> Situation | None:
        """The newest situation that could be read."""

    def situation(self) -> Situation:
        """As it is now; raises `Unusable`."""

    @property
    def systems(self) -> Mapping[str, HttpSystem]:
        """All that ask by HTTP, by name."""

    def hear(self, call: Call, line: Line, *, once: bool) -> Heard:
        """Decides; `once`: the same may not be told again much later. Raises NotGenuine and
        whatever can break."""

    def would(self, call: Call) -> Answer:
        """Decides a call that is none: nothing is kept of it. Raises whatever can break."""

    def keep(self, heard: Sequence[Heard]) -> None:
        """Journals all of it, or raises."""

    def correct(self, entry: Entry, call: Call) -> None:
        """Journals that it rang instead, or raises."""

    def unhear(self, call: Call) -> None:
        """It was not journaled after all."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the thread made of a ticket."""

    answer: Answer | None = None
    """None: none could be made, so it rings."""
    reply: Reply | None = None
    entry: Entry | None = None
    refused: int = 0
    """HTTP status of a request that is turned away: 403 or 404."""


RINGS = Outcome()


@dataclass(frozen=True, slots=True)
class Correction:
    """It rang, whatever the journal says."""

    entry: Entry
    call: Call


@dataclass(eq=False, slots=True)
class Ticket:
    """One thing to be decided: a request under a secret address, or a call as it was read."""

    secret: str
    request: Request | None = None
    call: Call | None = None
    deadline: float = 0.0
    """On the monotonic clock."""
    done: asyncio.Future[Outcome] | None = None
    trial: bool = False
    """Somebody only wants to know; of requests their header says so."""
    late: bool = False
    """The loop has answered without us."""
    heard: Heard | None = field(default=None)


class Desk:
    """Takes tickets from the loop, decides them in its thread, and hands the outcomes back."""

    def __init__(
        self,
        build: Callable[[], Telephone],
        tell: Callable[[Entry, Answer], None] = lambda entry, answer: None,
        patience: float = PATIENCE_SECONDS,
    ) -> None:
        self._build, self._tell, self.patience = build, tell, patience
        self._loop = asyncio.get_running_loop()
        self._telephone: Telephone | None = None
        self._waiting: deque[Ticket | Correction] = deque()
        self._bell = threading.Condition()
        self._ends = False
        self._said: dict[str, float] = {}
        self._uncollected = 0
        self._thread = threading.Thread(target=self._run, name="desk", daemon=True)

    def open(self) -> None:
        """Starts the thread."""
        self._thread.start()

    def close(self) -> None:
        """What waits is still decided, for a moment."""
        with self._bell:
            self._ends = True
            self._bell.notify()
        self._thread.join(timeout=1)

    # -- in the loop

    async def decide(self, ticket: Ticket) -> Outcome:
        """The outcome; `RINGS` where there is none in time."""
        ticket.deadline = time.monotonic() + self.patience
        ticket.done = self._loop.create_future()
        with self._bell:
            if len(self._waiting) >= MOST_WAITING:
                return RINGS
            self._waiting.append(ticket)
            self._bell.notify()
        timer = self._loop.call_later(self.patience, self._give_up, ticket)
        try:
            return await ticket.done
        except asyncio.CancelledError:
            # The exchange hung up: whatever is decided is still kept.
            raise
        finally:
            timer.cancel()

    @property
    def last(self) -> Situation | None:
        """The newest situation, for whoever must answer without the thread."""
        return None if self._telephone is None else self._telephone.last

    @property
    def systems(self) -> Mapping[str, HttpSystem]:
        """All that ask by HTTP, by name."""
        return {} if self._telephone is None else self._telephone.systems

    def _give_up(self, ticket: Ticket) -> None:
        if ticket.done is not None and not ticket.done.done():
            ticket.late = True
            self._complain("late", "no decision in time, so it rings")
            ticket.done.set_result(RINGS)

    def _deliver(self, outcomes: Sequence[tuple[Ticket, Outcome]]) -> None:
        for ticket, outcome in outcomes:
            entry = outcome.entry
            if ticket.late and entry is not None and entry.verdict and ticket.call is not None:
                if entry.verdict != Verdict.PUT_THROUGH:
                    with self._bell:
                        self._waiting.append(Correction(entry, ticket.call))
                        self._bell.notify()
                entry = late(entry)
            if ticket.done is not None and not ticket.done.done():
                ticket.done.set_result(outcome)
            if entry is not None and outcome.answer is not None:
                self._tell(entry, outcome.answer)

    # -- in the thread

    def _run(self) -> None:
        while self._telephone is None and not self._ends:
            try:
                self._telephone = self._build()
            except Exception:
                log.exception("the gate cannot be built; every call rings")
                time.sleep(LOOK_SECONDS)
            else:
                self._look()
        gc.collect()
        gc.freeze()  # what lasts need not be looked through again
        while True:
            with self._bell:
                if not self._waiting and not self._ends:
                    self._bell.wait(LOOK_SECONDS)
                if not self._waiting and self._ends:
                    return
                batch = [self._waiting.popleft() for _ in range(min(TOGETHER, len(self._waiting)))]
            if batch:
                self._work(batch)
                self._uncollected += len(batch)
            else:
                self._look()
            if self._uncollected and (not batch or self._uncollected > COLLECTED):
                # The process does not do it by itself: it would be while somebody waits.
                gc.collect(1)
                self._uncollected = 0

    def _look(self) -> None:
        assert self._telephone is not None  # noqa: S101
        try:
            self._telephone.situation()
        except Exception as error:
            self._complain("snapshot", f"every call rings: {error}")

    def _work(self, batch: Sequence[Ticket | Correction]) -> None:
        assert self._telephone is not None  # noqa: S101
        tickets = [one for one in batch if isinstance(one, Ticket)]
        outcomes = [(ticket, self._outcome(self._telephone, ticket)) for ticket in tickets]
        outcomes = self._kept(self._telephone, outcomes)
        if outcomes:
            self._loop.call_soon_threadsafe(self._deliver, outcomes)
        for one in batch:
            if isinstance(one, Correction):
                try:
                    self._telephone.correct(one.entry, one.call)
                except Exception as error:
                    self._complain("correct", f"the journal is not corrected: {error!r}")

    def _outcome(self, telephone: Telephone, ticket: Ticket) -> Outcome:
        try:
            return self._decided(telephone, ticket)
        except NotGenuine:
            return Outcome(refused=403)
        except Unusable as error:
            self._complain("snapshot", f"every call rings: {error}")
        except Exception:
            self._complain("fault", "a call could not be decided, so it rings", exc_info=True)
        return RINGS

    def _decided(self, telephone: Telephone, ticket: Ticket) -> Outcome:
        line = telephone.situation().line(ticket.secret)
        if line is None:
            return Outcome(refused=404)
        if ticket.request is None:
            assert ticket.call is not None  # noqa: S101
            if ticket.trial:
                return Outcome(telephone.would(ticket.call))
            ticket.heard = telephone.hear(ticket.call, line, once=False)
            return Outcome(ticket.heard.answer, None, ticket.heard.entry)
        system = telephone.systems.get(line.system)
        if system is None:
            return Outcome(refused=404)
        try:
            ticket.call = system.read(ticket.request, line.options)
        except Unreadable:
            return Outcome(reply=system.rings(line.options))
        if TRIAL in ticket.request.headers:
            answer = telephone.would(ticket.call)
            return Outcome(answer, told(answer, system.reply(ticket.call, answer, line.options)))
        ticket.heard = telephone.hear(ticket.call, line, once=True)
        reply = system.reply(ticket.call, ticket.heard.answer, line.options)
        return Outcome(ticket.heard.answer, reply, ticket.heard.entry)

    def _kept(
        self, telephone: Telephone, outcomes: list[tuple[Ticket, Outcome]]
    ) -> list[tuple[Ticket, Outcome]]:
        """One write for all; where it fails, all of them ring."""
        now = time.monotonic()
        kept = []
        for ticket, outcome in outcomes:
            heard = ticket.heard
            decided = outcome.entry is not None and bool(outcome.entry.verdict)
            if decided and heard is not None and ticket.call is not None and now > ticket.deadline:
                # It rings already.
                assert outcome.entry is not None  # noqa: S101
                outcome = Outcome(outcome.answer, None, late(outcome.entry))
                ticket.heard = Heard(heard.answer, outcome.entry, heard.digest)
                telephone.unhear(ticket.call)
            kept.append((ticket, outcome))
        heard_now = [one.heard for one, _ in kept if one.heard and one.heard.entry is not None]
        if not heard_now:
            return kept
        try:
            telephone.keep(heard_now)
        except Exception as error:
            self._complain("journal", f"the journal cannot be written, so it rings: {error!r}")
            for ticket, _ in kept:
                if ticket.call is not None and ticket.heard and ticket.heard.entry is not None:
                    telephone.unhear(ticket.call)
            return [
                (ticket, RINGS if outcome.entry is not None else outcome)
                for ticket, outcome in kept
            ]
        return kept

    def _complain(self, about: str, words: str, *, exc_info: bool = False) -> None:
        """Into the log, though not a line for every call of a flood."""
        now = time.monotonic()
        if now - self._said.get(about, -QUIET_SECONDS) >= QUIET_SECONDS:
            self._said[about] = now
            log.warning("%s", words, exc_info=exc_info)


def rings(desk: Desk, secret: str, request: Request) -> Reply | None:
    """The answer without a decision, in the words of whichever system asks; None: nobody knows."""
    situation = desk.last
    line = situation.line(secret) if situation is not None else None
    if line is not None:
        system = desk.systems.get(line.system)
        return None if system is None else system.rings(line.options)
    if situation is not None:
        return None
    # No snapshot at all: whoever can read the request also knows what lets it ring.
    for system in desk.systems.values():
        if _reads(system, request):
            return system.rings(Options())
    return None


def _reads(system: HttpSystem, request: Request) -> bool:
    try:
        system.read(request, Options())
    except NotGenuine:
        return True
    except Exception:
        return False
    return True
