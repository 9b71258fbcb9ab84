"""Nothing is lost: taking back, and two who change the same."""

from __future__ import annotations

import uuid

from wertschatz.bootstrap.ground import Ground
from wertschatz.storage.queries import actions as read


class WholeRoom(Ground):
    """Nothing is lost: taking back, and two who change the same."""

    def newest_actions(self, most: int) -> list[read.ActionLine]:
        """What was done last, newest first."""
        return read.actions_page(1, most).lines

    def action_line(self, action: uuid.UUID) -> read.ActionLine | None:
        """One thing that was done, and whether it can be taken back now."""
        return read.action_line(action)
