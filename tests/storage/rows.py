"""Rows as a reader would yield them, for tests that need no file."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Iterator, Sequence
from pathlib import Path
from zoneinfo import ZoneInfo

from tests.storage.day import AT as AT
from wertschatz.domain.customers.parameters import Limits
from wertschatz.ports.customers import Imports as ImportsPort
from wertschatz.ports.files import Answers, Begun, Event, Finished, InvoiceRow, Rows, Source
from wertschatz.storage.imports import Imports
from wertschatz.storage.models import Import, ImportFile
from wertschatz.usecases.import_files import Outcome, load_files

LIMITS = Limits().as_mapping()


def row(
    customer: str = "Müller GmbH",
    number: str = "1",
    on: str = "2026-03-01",
    cents: int = 10_000,
    *,
    due: str | None = "2026-03-15",
    paid: str | None = None,
    currency: str = "EUR",
    line: int = 2,
    customer_number: str = "",
) -> InvoiceRow:
    def day(text: str | None) -> int | None:
        return None if text is None else dt.date.fromisoformat(text).toordinal()

    return InvoiceRow(
        line, customer, customer_number, "", number, dt.date.fromisoformat(on).toordinal(),
        day(due), day(paid), True, cents, None, "net", currency,
    )  # fmt: skip


def reading(*files: Sequence[InvoiceRow]):  # type: ignore[no-untyped-def]
    """A `ReadFiles` that knows these files."""

    def read(sources: Sequence[Source], answers: Answers) -> Iterator[Event]:
        for source, rows in zip(sources, files, strict=True):
            yield Begun(source.name, "invoice_list")
            yield Rows(source.name, rows, len(rows))
            yield Finished(source.name, "invoice_list", uuid.uuid4().hex, len(rows), len(rows))

    return read


class Kept(Imports):
    """Imports whose files lie nowhere."""

    def sources(self, import_id: uuid.UUID) -> list[Source]:

        files = ImportFile.objects.filter(source__uuid=import_id).order_by("id")
        return [Source(Path("/dev/null"), file.name) for file in files]


def kept(kind: type[Kept] = Kept) -> ImportsPort:
    """Imports of a firm in Berlin that counts in euro."""
    return kind(Path("/"), "EUR", ZoneInfo("Europe/Berlin"))


def draft(*names: str) -> Import:
    """A draft import with files of these names."""
    source = Import.objects.create(started_at=AT)
    for name in names or ("rechnungen.csv",):
        ImportFile.objects.create(source=source, name=name, path="given")
    return source


def take_in(*files: Sequence[InvoiceRow]) -> tuple[Import, Outcome]:
    """Loads files and makes them live."""
    source = draft(*(f"datei-{number}.csv" for number, _ in enumerate(files)))
    outcome = load_files(kept(), reading(*files), source.uuid, AT)
    source.refresh_from_db()
    return source, outcome
