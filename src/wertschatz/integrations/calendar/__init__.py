"""Calendars by files: one module a kind, each found by the registry."""
