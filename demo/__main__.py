"""Writes the invented firm's files into a folder: python -m demo FOLDER."""

from __future__ import annotations

import sys
from pathlib import Path

from wertschatz.bootstrap import clock, example


def main(arguments: list[str]) -> int:
    """All files up to today; 0, or 2 where no folder was named."""
    if len(arguments) != 1 or arguments[0].startswith("-"):
        print("usage: python -m demo FOLDER")
        return 2
    folder = Path(arguments[0])
    folder.mkdir(parents=True, exist_ok=True)
    written = example.write(folder, clock.today())
    size = sum(path.stat().st_size for _, path in written)
    print(f"{len(written)} files, {size / 1_000_000:.1f} MB, in {folder}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
