"""Wertschatz: the customer base under the magnifying glass, time protected, people appreciated."""

__version__ = "0.7.2"
