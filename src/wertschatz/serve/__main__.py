"""Starts the house without the other commands (`python -m wertschatz.serve`)."""

from wertschatz.serve import command

if __name__ == "__main__":
    command()
