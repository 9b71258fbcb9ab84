"""Turns bytes into values and back, for formats that files and servers share."""
