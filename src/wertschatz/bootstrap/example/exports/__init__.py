"""The files of the example, one module for each kind, as real tools write them."""

from __future__ import annotations

from collections.abc import Iterator

from wertschatz.bootstrap.example.exports import (
    calendar_file,
    camt,
    datev,
    e_invoices,
    fritzbox,
    invoice_list,
    kimai,
    mailbox_file,
    sparkasse,
    todo,
    vcards,
)
from wertschatz.bootstrap.example.exports.export import Export
from wertschatz.bootstrap.example.history import History

_MODULES = (
    invoice_list, e_invoices, kimai, camt, sparkasse, fritzbox, vcards, calendar_file,
    mailbox_file, todo, datev,
)  # fmt: skip

READABLE = (
    "invoice_list", "e_invoice", "time_list", "camt", "bank_list", "fritzbox_calls", "vcard",
    "calendar", "mailbox", "datev",
)  # fmt: skip
"""Tags whose reader exists: what “try the example” loads. A new reader adds its tag here.

Still without: todo.
"""


def all_exports(history: History) -> Iterator[Export]:
    """Every file, whether it can be read yet or not."""
    for module in _MODULES:
        yield from module.exports(history)
