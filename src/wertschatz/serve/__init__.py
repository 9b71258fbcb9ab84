"""`wertschatz serve`: opens the house, keeps its processes alive, says where to find it."""

from __future__ import annotations

import errno
import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from typing import NoReturn

import click

from wertschatz import settings
from wertschatz.bootstrap import lifeline
from wertschatz.serve.log import open_log
from wertschatz.serve.supervisor import Child, Supervisor, python
from wertschatz.storage.folder import DataFolder, FolderProblem
from wertschatz.wording.catalogue import N_, known_language
from wertschatz.wording.starting import sentence, setting_sentence

EXIT_SETTING = 2
EXIT_FOLDER = 4
EXIT_ADDRESS = 5
EXIT_PREPARE = 6


@click.command(
    "serve", help=N_("Opens the pages on this computer and does what is due, until Ctrl-C.")
)
@click.option("--data", metavar="DIR", help=N_("The data folder."))
@click.option("--port", metavar="N", help=N_("The port of the pages."))
@click.option("--host", metavar="H", help=N_("The address the pages listen on."))
def command(data: str | None, port: str | None, host: str | None) -> None:
    """The command; exits with a sentence and a code of its own where it cannot start."""
    start = _settings({"data": data, "port": port, "host": host})
    folder = DataFolder(start.data)
    with _folder_problems(start.language):
        folder.prepare(encrypt=start.encrypt)
        with folder.serve_lock(start.address):
            _keys_or_exit(start)
            # Ctrl-C may come while the database is prepared.
            with _listener(start) as listener, suppress(KeyboardInterrupt):
                _Opening(start, folder, listener).run()


def _settings(given: dict[str, object]) -> settings.Settings:
    try:
        return settings.load(given)
    except settings.SettingProblem as problem:
        # The language may be the very setting that is wrong.
        _refuse_setting(problem, known_language(os.environ.get("WERTSCHATZ_LANGUAGE", "")))


def _keys_or_exit(start: settings.Settings) -> None:
    try:
        _ = start.keys
    except settings.SettingProblem as problem:
        _refuse_setting(problem, start.language)


def _refuse_setting(problem: settings.SettingProblem, language: str) -> NoReturn:
    text = setting_sentence(
        language, name=problem.name, source=problem.source, must=problem.must, came=problem.came
    )
    _leave(text, EXIT_SETTING)


def _leave(text: str, code: int) -> NoReturn:
    click.echo(text, err=True)
    raise SystemExit(code)


@contextmanager
def _folder_problems(language: str) -> Iterator[None]:
    try:
        yield
    except FolderProblem as problem:
        _leave(sentence(problem.code, language, **problem.facts), EXIT_FOLDER)


def _listener(start: settings.Settings) -> socket.socket:
    """The listening socket. It outlives a restart of the pages: no visitor is turned away."""
    family = socket.AF_INET6 if ":" in start.host else socket.AF_INET
    try:
        return socket.create_server((start.host, start.port), family=family, backlog=256)
    except OSError as error:
        codes = {errno.EADDRINUSE: "port_taken", errno.EACCES: "port_forbidden"}
        other = start.port + 1 if start.port < 65535 else start.port - 1
        text = sentence(
            codes.get(error.errno or 0, "host_unusable"),
            start.language,
            port=start.port,
            host=start.host,
            other=other,
            cause=error.strerror or "",
        )
        _leave(text, EXIT_ADDRESS)


class _Opening:
    """One run of the house, from the preparation to the end."""

    def __init__(
        self, start: settings.Settings, folder: DataFolder, listener: socket.socket
    ) -> None:
        self._start, self._folder, self._listener = start, folder, listener
        self._log = open_log(folder.log)
        self._open = False
        self._environ = {
            "WERTSCHATZ_DATA": str(start.data),
            "WERTSCHATZ_HOST": start.host,
            "WERTSCHATZ_PORT": str(start.port),
            "WERTSCHATZ_TRUSTED_PROXY": start.trusted_proxy,
        }
        pages = Child(
            "web",
            python("wertschatz.web"),
            {**self._environ, "WERTSCHATZ_SOCKET": str(listener.fileno())},
            (listener.fileno(),),
            ready_variable="WERTSCHATZ_READY",
        )
        # It waits for nobody: the telephone is answered also where the pages cannot be.
        gate = Child(
            "gate", python("wertschatz.gate"), self._environ, key_variable="WERTSCHATZ_KEY_PIPE",
            key=start.database_key or "",
        )  # fmt: skip
        self._keeper = Supervisor([pages, gate], self._log, self._on_ready, self._on_death)

    def run(self) -> None:
        """Prepares if need be, then keeps the children until the word to stop."""
        from wertschatz.bootstrap.prepare import stamp

        if stamp(self._start) is None:
            self._say("preparing")
            self._prepare()
        self._owner = self._owned()
        # Held for all children: no migration and no restore runs underneath them.
        with self._folder.shared_lock():
            self._keeper.run()
        self._say("good_bye")

    def _owned(self) -> bool:
        """Whether an owner exists, as the last preparation found."""
        from wertschatz.bootstrap.prepare import stamp

        prepared = stamp(self._start)
        return bool(prepared and prepared["owner"] is True)

    def _prepare(self) -> None:
        """Ends the program where the preparation fails."""
        # In a process of its own: what Django takes in memory is given back when it ends.
        process = subprocess.Popen(  # noqa: S603 - our own module
            python("wertschatz.bootstrap.prepare"),
            env={**os.environ, **self._environ, lifeline.VARIABLE: str(self._keeper.line)},
            pass_fds=(self._keeper.line,),
            stdin=subprocess.DEVNULL,
            stdout=None,  # it says itself when it takes long
            stderr=subprocess.PIPE,
            process_group=0,  # Ctrl-C is for us; when we end, the life line ends it too
        )
        complained = self._wait(process)
        for line in complained.decode("utf-8", "replace").splitlines():
            self._log.info("prepare: %s", line)
        if process.returncode and not self._keeper.stopping:
            self._leave_unprepared()

    def _wait(self, process: subprocess.Popen[bytes]) -> bytes:
        """What it complained of, once it ended; it does not hold up the end of the house."""
        while True:
            try:
                return process.communicate(timeout=0.2)[1]
            except subprocess.TimeoutExpired:
                if self._keeper.stopping:
                    process.kill()

    def _leave_unprepared(self) -> NoReturn:
        text = sentence(
            "prepare_failed",
            self._start.language,
            log=self._log_file(),
            backups=str(self._folder.backups),
        )
        _leave(text, EXIT_PREPARE)

    def _on_ready(self, name: str) -> None:
        """The pages answer: say so once, then start what may wait until now."""
        if self._open:
            return
        self._open = True
        self._say("address", address=self._start.address)
        if not self._owner:
            self._prepare()
            self._owner = bool(self._keeper.stopping) or self._owned()
        if not self._owner:
            self._say("one_time_link", link=self._start.address + self._link_path())
        self._say("stop_hint", path=str(self._start.data))
        self._keeper.add(Child("jobs", python("wertschatz.jobs"), self._environ))

    def _link_path(self) -> str:
        from wertschatz.usecases.start_the_house import start_token

        return f"start/{start_token(self._start.secret)}/"

    def _on_death(self, name: str, code: int) -> None:
        self._say("child_died", name=name, log=self._log_file())

    def _log_file(self) -> str:
        return str(self._folder.log / "wertschatz.log")

    def _say(self, code: str, **facts: str) -> None:
        click.echo(sentence(code, self._start.language, **facts), err=code == "child_died")
        sys.stdout.flush()
