"""Reads the files that a shop owner's tools export, each format in its own small module."""
