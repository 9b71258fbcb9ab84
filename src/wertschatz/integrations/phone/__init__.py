"""Telephone systems that ask us or tell us: one system a file, found by its name."""
