"""The analysis as an appointment that leads through the customers."""

from __future__ import annotations

from wertschatz.bootstrap.ground import Ground


class ReviewsRoom(Ground):
    """The analysis as an appointment that leads through the customers."""
