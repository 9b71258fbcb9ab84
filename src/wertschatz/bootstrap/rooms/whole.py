"""Nothing is lost: taking back, and two who change the same."""

from __future__ import annotations

from wertschatz.bootstrap.ground import Ground


class WholeRoom(Ground):
    """Nothing is lost: taking back, and two who change the same."""
