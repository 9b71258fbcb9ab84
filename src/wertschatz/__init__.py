"""Wertschatz: the customer base under the magnifying glass, time protected, relationships tended."""

__version__ = "0.1.0"
