"""The jobs process: runs until it is told to stop."""

from __future__ import annotations

import logging
import signal
import sys
import threading

from wertschatz.bootstrap import lifeline


def main() -> int:
    """Cleans up after a crash, then works off jobs until SIGTERM."""
    lifeline.hold()
    logging.basicConfig(level=logging.INFO, format="%(levelname)s %(name)s: %(message)s")
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    from wertschatz.bootstrap.house import house  # loads Django, so it comes before the others

    home = house()
    from wertschatz.bootstrap.calendar import leave_due_jobs
    from wertschatz.bootstrap.clock import now
    from wertschatz.jobs.handlers import handlers
    from wertschatz.jobs.runner import loop

    home.clean_up()
    zone = home.zone
    try:
        loop(handlers(home), now, stop, lambda at: leave_due_jobs(at, zone))
    finally:
        home.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
