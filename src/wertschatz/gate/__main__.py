"""The gate process (`python -m wertschatz.gate`), kept alive by the supervisor."""

from __future__ import annotations

import sys

from wertschatz.gate.process import main

if __name__ == "__main__":
    sys.exit(main())
