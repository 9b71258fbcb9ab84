"""Pages that are killed again and again: no visitor is ever turned away."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request

import pytest

from wertschatz.serve import supervisor

ROUNDS = 5 if os.environ.get("TORTURE") == "short" else 40

KEEPER = """
import logging, sys
from wertschatz.serve import supervisor
supervisor.PAUSES = (0.05,)
fd = int(sys.argv[1])
pages = supervisor.Child("web", [sys.executable, "-c", sys.argv[2]],
    {"WERTSCHATZ_SOCKET": str(fd)}, (fd,), ready_variable="WERTSCHATZ_READY")
log = logging.getLogger("t"); log.addHandler(logging.NullHandler()); log.propagate = False
supervisor.Supervisor([pages], log).run()
"""

PAGES = """
import os
from wertschatz.bootstrap import lifeline
from wertschatz.web.server import serve
lifeline.hold()
def pages(environ, start_response):
    start_response("200 OK", [("Content-Type", "text/plain")])
    return [str(os.getpid()).encode()]
serve(pages)
"""


def ask(port: int) -> int:
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/", timeout=20) as answer:
        return int(answer.read())


@pytest.mark.torture
def test_killed_pages_answer_again_and_refuse_nobody() -> None:
    assert len(supervisor.PAUSES) > 1  # what is shortened here is long in the house
    with socket.create_server(("127.0.0.1", 0), backlog=64) as listener:
        port, fd = listener.getsockname()[1], listener.fileno()
        keeper = subprocess.Popen([sys.executable, "-c", KEEPER, str(fd), PAGES], pass_fds=(fd,))
        try:
            seen: set[int] = set()
            for _ in range(ROUNDS):
                newest = ask(port)
                os.kill(newest, signal.SIGKILL)
                time.sleep(0.02)
                seen.add(newest)
                assert ask(port) not in seen, "refused, or answered by the dead"
        finally:
            keeper.terminate()
            assert keeper.wait(5) == 0
