"""Order in the base: tags, saved filters, changes to many at once, the archive."""

from __future__ import annotations

from wertschatz.bootstrap.ground import Ground


class HygieneRoom(Ground):
    """Order in the base: tags, saved filters, changes to many at once, the archive."""
