"""The jobs process: runs until it is told to stop."""

from __future__ import annotations

import logging
import signal
import sys
import threading

from wertschatz.bootstrap import lifeline
from wertschatz.bootstrap.calendar import leave_due_jobs
from wertschatz.bootstrap.clock import now
from wertschatz.bootstrap.house import house
from wertschatz.jobs.handlers import handlers
from wertschatz.jobs.runner import loop


def main() -> int:
    """Cleans up after a crash, then works off jobs until SIGTERM."""
    lifeline.hold()
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    home = house()
    home.clean_up()
    zone = home.zone
    try:
        loop(handlers(home), now, stop, lambda at: leave_due_jobs(at, zone))
    finally:
        home.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
