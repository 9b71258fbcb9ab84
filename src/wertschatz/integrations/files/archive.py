"""Opens ZIP archives: every file in one is read like a file of its own."""

from __future__ import annotations

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

from wertschatz.integrations.files.progress import PROGRESS
from wertschatz.ports.files import Answers, Item, Member, Source
from wertschatz.ports.problems import Problem

ENTRIES = 10_000
TOTAL_BYTES = 500_000_000
"""Of all files unpacked: what is read of an archive, not what it claims."""
RATIO = 200
"""Lists shrink to a twentieth, no list to a two-hundredth."""
_ALWAYS_FINE = 20_000_000
_PIECE = 1 << 20
_HIDDEN = re.compile(r"(^|/)(\.(?!\./)|__MACOSX/|Thumbs\.db$|desktop\.ini$)", re.IGNORECASE)
_OFFICE = (b"[Content_Types].xml", b"mimetypeapplication/", b"META-INF/")
_OTHERS = {
    b"Rar!": "RAR",
    b"7z\xbc\xaf": "7z",
    b"\x1f\x8b": "gzip",
    b"BZh": "bzip2",
    b"\xfd7zXZ": "xz",
    b"\x28\xb5\x2f\xfd": "zstd",
}


class Archive:
    """The reader for ZIP archives."""

    name = "archive"

    def score(self, head: bytes, name: str) -> int:
        """Sure of a ZIP, unless it is the wrapping of an office document."""
        if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
            return 5 if any(mark in head[:200] for mark in _OFFICE) else 60
        return 60 if _other_kind(head) else 0

    def read(self, source: Source, answers: Answers) -> Iterator[Item]:
        """A `Member` for each file, unpacked into the scratch folder as far as the limits allow."""
        with source.path.open("rb") as file:
            other = _other_kind(file.read(512))
        if other or source.scratch is None:
            yield Problem("archive_other", source.name, None, {"kind": other or "ZIP"})
            return
        try:
            with zipfile.ZipFile(source.path) as box:
                yield from _members(box, source.scratch, source)
        except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError, OverflowError):
            yield Problem("archive_broken", source.name)


READER = Archive()


def _other_kind(head: bytes) -> str:
    if head[257:262] == b"ustar":
        return "tar"
    return next((kind for mark, kind in _OTHERS.items() if head.startswith(mark)), "")


def _members(box: zipfile.ZipFile, scratch: Path, source: Source) -> Iterator[Item]:
    inner = [info for info in box.infolist() if not info.is_dir() and not _is_hidden(info)]
    refused = _too_much(inner)
    if refused:
        code, fact = refused
        yield Problem(code, source.name, None, fact)
        return
    scratch.mkdir()
    left = TOTAL_BYTES
    for number, info in enumerate(inner):
        name = f"{source.name}/{_name(info)}"
        if info.flag_bits & 1:
            yield Problem("archive_locked", source.name, None, {"member": _name(info)})
            return
        target = scratch / str(number)
        try:
            left -= _unpack(box, info, target, left)
        except (zipfile.BadZipFile, EOFError, ValueError, NotImplementedError) as error:
            del error
            yield Problem("archive_member_skipped", source.name, None, {"member": _name(info)})
            continue
        except zipfile.LargeZipFile:
            yield Problem("archive_too_large", source.name, None, {"mb": TOTAL_BYTES // 1_000_000})
            return
        yield Member(target, name)
    if not inner:
        yield Problem("archive_empty", source.name)


def _is_hidden(info: zipfile.ZipInfo) -> bool:
    return _HIDDEN.search(info.filename) is not None


def _too_much(inner: list[zipfile.ZipInfo]) -> tuple[str, dict[str, int | str | bool]] | None:
    """By what the archive says of itself; while unpacking it is counted again."""
    if len(inner) > ENTRIES:
        return "archive_too_many", {"count": len(inner), "most": ENTRIES}
    large = sum(info.file_size for info in inner)
    small = sum(info.compress_size for info in inner)
    if large > TOTAL_BYTES or (large > _ALWAYS_FINE and large > RATIO * max(small, 1)):
        return "archive_too_large", {"mb": TOTAL_BYTES // 1_000_000}
    return None


def _unpack(box: zipfile.ZipFile, info: zipfile.ZipInfo, target: Path, left: int) -> int:
    """Writes one file; returns its size. Raises `LargeZipFile` beyond what is left."""
    size = 0
    with box.open(info) as packed, target.open("wb") as out:
        while piece := packed.read(_PIECE):
            size += len(piece)
            if size > left or (size > _ALWAYS_FINE and size > RATIO * max(info.compress_size, 1)):
                raise zipfile.LargeZipFile
            out.write(piece)
            PROGRESS.on_step()
    return size


def _name(info: zipfile.ZipInfo) -> str:
    """The name as it was meant: without the flag for UTF-8 it may be that, or an old code page."""
    if info.flag_bits & 0x800:
        return info.filename
    raw = info.filename.encode("cp437", errors="replace")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp850", errors="replace")
