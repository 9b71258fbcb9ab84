"""Takes the XML out of a hybrid PDF without looking at its pages."""

from __future__ import annotations

import io
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import TYPE_CHECKING, Any

from wertschatz.integrations.files.documents.xml import SIZE_LIMIT, Refusal

if TYPE_CHECKING:
    from pypdf import PdfReader
    from pypdf.generic import DictionaryObject

KNOWN_NAMES = ("factur-x.xml", "xrechnung.xml", "zugferd-invoice.xml", "order-x.xml")
"""In the order they are tried; ZUGFeRD 1.0 writes its own with capitals."""

_TRIED = 20
"""So many attachments are looked into; each may take a moment."""
_NODES_LIMIT = 2_000
_PAGES_LIMIT = 50
_STREAMS = ("/UF", "/F", "/Unix", "/DOS", "/Mac")
_TOO_LARGE = Refusal("document_too_large", None, {"limit": SIZE_LIMIT // 1_000_000})


def xml_inside(data: bytes) -> Iterator[bytes | Refusal]:
    """The attached XML files, the likeliest first, or one refusal. Nothing: there is none."""
    from pypdf.errors import DependencyError, FileNotDecryptedError, LimitReachedError

    with _bounds():
        try:
            reader = _opened(data)
            if reader is None:
                yield Refusal("pdf_locked")
                return
            found = sorted(_found(reader), key=lambda pair: pair[0])
            unpacked = 0
            for _, specification in found[:_TRIED]:
                content = _content(specification)
                yield content
                unpacked += len(content) if isinstance(content, bytes) else 0
                if unpacked > SIZE_LIMIT:
                    return
        except MemoryError:
            raise
        except LimitReachedError:
            yield _TOO_LARGE
        except (DependencyError, FileNotDecryptedError):
            yield Refusal("pdf_locked")
        except Exception:  # a damaged file ends in whatever its pieces happen to be
            yield Refusal("pdf_broken")


@contextmanager
def _bounds() -> Iterator[None]:
    """What may be unpacked at most; the rest of the library's limits fits our memory."""
    from pypdf import apply_configuration

    with apply_configuration(
        zlib_maximum_output_length=SIZE_LIMIT,
        lzw_maximum_output_length=SIZE_LIMIT,
        run_length_maximum_output_length=SIZE_LIMIT,
        brotli_maximum_output_length=SIZE_LIMIT,
        array_based_stream_maximum_output_length=SIZE_LIMIT,
        stream_decoding_work_maximum_length=3 * SIZE_LIMIT,
        zlib_maximum_recovery_input_length=500_000,
        disable_legacy_handling=True,
    ):
        yield


@cache
def _silenced() -> None:
    """The library tells each oddity of a file to the log, where nobody needs it."""
    import logging

    logging.getLogger("pypdf").setLevel(logging.CRITICAL + 1)


def _opened(data: bytes) -> PdfReader | None:
    """The PDF, None when the empty password does not open it."""
    from pypdf import PasswordType, PdfReader

    _silenced()
    reader = PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and reader.decrypt("") == PasswordType.NOT_DECRYPTED:
        return None
    return reader


def _found(reader: PdfReader) -> list[tuple[int, DictionaryObject]]:
    """(rank, file specification) of each attachment that may be an invoice."""
    root = reader.root_object
    found: dict[int, tuple[int, DictionaryObject]] = {}
    for specification in (*_listed(root.get("/AF")), *_named(root), *_pinned(reader, found)):
        rank = _rank(specification)
        if rank is not None:
            found.setdefault(id(specification), (rank, specification))
    return list(found.values())


def _resolved(thing: Any) -> Any:
    return thing.get_object() if hasattr(thing, "get_object") else thing


def _listed(thing: Any) -> Iterator[DictionaryObject]:
    """File specifications of an array of associated files (ISO 32000-2, 14.13)."""
    entries = _resolved(thing)
    for entry in entries[:_NODES_LIMIT] if isinstance(entries, list) else [entries]:
        specification = _resolved(entry)
        if isinstance(specification, dict) and "/EF" in specification:
            yield specification  # type: ignore[misc]


def _named(root: DictionaryObject) -> Iterator[DictionaryObject]:
    """File specifications of the name tree (ISO 32000-1, 7.9.6), however deep."""
    names = _resolved(root.get("/Names"))
    waiting = [_resolved(names.get("/EmbeddedFiles"))] if isinstance(names, dict) else []
    for _ in range(_NODES_LIMIT):
        if not waiting:
            return
        node = waiting.pop(0)
        if not isinstance(node, dict):
            continue
        # Names and specifications take turns; some forget a name, so each is looked at.
        for entry in _resolved(node.get("/Names")) or ():
            yield from _listed(entry)
        kids = _resolved(node.get("/Kids")) or ()
        waiting += [_resolved(kid) for kid in kids[:_NODES_LIMIT]]


def _pinned(reader: PdfReader, found: dict[int, Any]) -> Iterator[DictionaryObject]:
    """Files pinned to a page as an annotation; pages are only opened when nothing else is there."""
    if found:
        return
    for page, _ in zip(reader.pages, range(_PAGES_LIMIT), strict=False):
        yield from _listed(page.get("/AF"))
        for entry in _resolved(page.get("/Annots")) or ():
            annotation = _resolved(entry)
            if isinstance(annotation, dict) and annotation.get("/Subtype") == "/FileAttachment":
                yield from _listed(annotation.get("/FS"))


def _rank(specification: DictionaryObject) -> int | None:
    """How likely it is an invoice, 0 the likeliest; None: it is no XML by name or kind."""
    names = [_file_name(_resolved(specification.get(key, ""))) for key in _STREAMS]
    for rank, known in enumerate(KNOWN_NAMES):
        if known in names:
            return rank
    if any(name.endswith(".xml") for name in names):
        return len(KNOWN_NAMES)
    stream = _stream(specification)
    kind = "" if stream is None else str(stream.get("/Subtype", "")).lower()
    return len(KNOWN_NAMES) + 1 if "xml" in kind else None


def _file_name(written: Any) -> str:
    plain = written.decode("latin-1") if isinstance(written, bytes) else str(written)
    return plain.strip("\0 ").lower()


def _stream(specification: DictionaryObject) -> Any:
    files = _resolved(specification.get("/EF"))
    if not isinstance(files, dict):
        return None
    streams = (_resolved(files[key]) for key in _STREAMS if key in files)
    return next((stream for stream in streams if hasattr(stream, "get_data")), None)


def _content(specification: DictionaryObject) -> bytes | Refusal:
    stream = _stream(specification)
    if stream is None:
        return Refusal("pdf_broken")
    data = stream.get_data()
    if len(data) > SIZE_LIMIT:
        return _TOO_LARGE
    return data if isinstance(data, bytes) else str(data).encode()
