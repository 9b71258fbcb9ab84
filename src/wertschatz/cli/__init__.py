"""The terminal: the same use cases as the pages."""
