"""The jobs process: runs until it is told to stop."""

from __future__ import annotations

import datetime as dt
import logging
import signal
import sys
import threading

from wertschatz.bootstrap import lifeline


def main() -> int:
    """Cleans up after a crash, then works off jobs until SIGTERM."""
    lifeline.hold()
    # Whoever presses the door does not wait for an assessment that computes beside it: some eighty
    # times between the press and the file the thread asks for its turn again.
    sys.setswitchinterval(0.0002)
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
    from wertschatz.jobs.telephone import Threads
    from wertschatz.jobs.watching import Watcher, watch

    home.clean_up()
    home.forget_orphans()
    home.prepare_watched()
    zone = home.zone
    watcher = Watcher(home.folder, home.watched_folder, now, home.today, stop.is_set)
    watching = threading.Thread(target=watch, args=(watcher, stop), daemon=True)
    watching.start()

    def each_round(at: dt.datetime) -> None:
        leave_due_jobs(at, zone)
        home.remind_call_backs()

    tending = Threads(home, stop)
    try:
        loop(handlers(home), now, stop, each_round)
    finally:
        watching.join(timeout=1)
        tending.join(1)
        home.close()
    return 0


if __name__ == "__main__":
    sys.exit(main())
