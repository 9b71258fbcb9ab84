"""The only files that know all rooms and put them together."""
