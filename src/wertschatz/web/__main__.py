"""The process that serves the pages (`python -m wertschatz.web`), kept alive by the supervisor."""

from __future__ import annotations

import gc
import logging

from wertschatz.bootstrap import lifeline


def main() -> None:
    """Builds the pages and serves them."""
    lifeline.hold()
    gc.disable()  # while a hundred thousand lasting objects come in, there is nothing to collect
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    from wertschatz.bootstrap.house import web_application  # heavy: only once we are tied
    from wertschatz.web.live import Live
    from wertschatz.web.server import serve

    pages = web_application()
    gc.freeze()
    gc.enable()
    serve(pages, Live)


if __name__ == "__main__":
    main()
