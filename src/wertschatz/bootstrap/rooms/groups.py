"""Working with groups: instructions, the way out of a long call, the goodbye."""

from __future__ import annotations

from wertschatz.bootstrap.ground import Ground


class GroupsRoom(Ground):
    """Working with groups: instructions, the way out of a long call, the goodbye."""
