"""The process that does things at their time."""
