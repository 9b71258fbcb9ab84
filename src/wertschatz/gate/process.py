"""From the first line of the gate process to its last; the command that starts it alone."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import signal
from contextlib import suppress

import click

from wertschatz.bootstrap import lifeline
from wertschatz.bootstrap.telephone import BuiltTelephone, Start, start
from wertschatz.domain.customers import phones
from wertschatz.gate.server import Gate, Where
from wertschatz.settings import SettingProblem
from wertschatz.wording.catalogue import N_, known_language
from wertschatz.wording.starting import setting_sentence

EXIT_SETTING = 2
"""As of `wertschatz serve`."""


def main() -> int:
    """Answers telephones until SIGTERM."""
    lifeline.hold()
    gc.disable()  # the desk collects, when nobody waits
    _on_one_core()
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    begun = start(_key_of_pipe())
    phones.load()  # the first call of the day must not wait for them
    with asyncio.Runner(loop_factory=_loop) as runner:
        runner.run(_run(begun))
    return 0


def _on_one_core() -> None:
    """Loop and desk take turns at one lock: on two cores each turn has to wake the other core up
    (measured with fifty lines at once: a quarter more decisions a second on one)."""
    with suppress(AttributeError, OSError):  # not every system can, and a jail may forbid it
        os.sched_setaffinity(0, {max(os.sched_getaffinity(0))})


def _key_of_pipe() -> str | None:
    """What the supervisor hands over; None: nobody does, and the key file is asked."""
    descriptor = os.environ.pop("WERTSCHATZ_KEY_PIPE", "")
    if not descriptor:
        return None
    with os.fdopen(int(descriptor), encoding="ascii") as pipe:
        return pipe.read()


def _loop() -> asyncio.AbstractEventLoop:
    """The faster loop, where there is one."""
    try:
        import uvloop
    except ImportError:
        return asyncio.new_event_loop()
    return uvloop.new_event_loop()


async def _run(begun: Start) -> None:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    where = Where(begun.data, begun.host, begun.port, begun.agi_port, begun.trusted_proxy)
    await Gate(where, lambda: BuiltTelephone(begun)).run(stop)


@click.command("gate", help=N_("Answers the telephone system alone, without pages, until Ctrl-C."))
def command() -> None:
    """The gate by itself, for whoever keeps it alive in another way."""
    try:
        raise SystemExit(main())
    except SettingProblem as problem:
        language = known_language(os.environ.get("WERTSCHATZ_LANGUAGE", ""))
        text = setting_sentence(
            language, name=problem.name, source=problem.source, must=problem.must,
            came=problem.came,
        )  # fmt: skip
        click.echo(text, err=True)
        raise SystemExit(EXIT_SETTING) from None
