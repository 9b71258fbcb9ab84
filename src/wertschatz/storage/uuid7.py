"""Ids that may leave the house; the gate, which knows no storage, makes the same."""

from wertschatz.snapshot.uuid7 import uuid7

__all__ = ["uuid7"]
