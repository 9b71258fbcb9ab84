"""Ids that may leave the house: sorted by the time they were made, and not to be guessed.

RFC 9562, section 5.7: 48 bits of milliseconds, version, 74 random bits.
"""

import secrets
import time
import uuid


def uuid7() -> uuid.UUID:
    """A new UUID of version 7."""
    milliseconds = time.time_ns() // 1_000_000
    value = (milliseconds & (1 << 48) - 1) << 80
    value |= 0x7 << 76
    dice = secrets.randbits(12 + 62)
    value |= dice >> 62 << 64
    value |= 0b10 << 62
    value |= dice & (1 << 62) - 1
    return uuid.UUID(int=value)
