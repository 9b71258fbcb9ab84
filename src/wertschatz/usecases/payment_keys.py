"""Which movement a row of a statement is, however often and in whatever format it comes in."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field

from wertschatz.domain.customers.accounts import account_id
from wertschatz.ports.customers import KeyedPayment
from wertschatz.ports.files import PaymentRow

NO_REFERENCE = frozenset({"NONREF", "NOTPROVIDED", "N/A", "NA", "0"})


@dataclass(slots=True)
class PaymentKeys:
    """Gives each movement its key. Equal payments of one day are real: they are numbered.

    The bank's own reference where there is one (the parts of a batch share it: numbered too),
    else a hash of account, days, amount, purpose and the other account.
    """

    _in_file: Counter[str] = field(default_factory=Counter)

    def begin_file(self) -> None:
        """Another file: numbering begins anew, so that a copy gets the same keys."""
        self._in_file.clear()

    def key(self, row: PaymentRow) -> KeyedPayment:
        """The row with its key."""
        base = _base(row)
        self._in_file[base] += 1
        count = self._in_file[base]
        return KeyedPayment(base if count == 1 else f"{base}#{count}", row)


def _base(row: PaymentRow) -> str:
    account = account_id(row.account)
    reference = row.reference.strip()
    if reference and reference.upper() not in NO_REFERENCE:
        return f"r:{account}|{reference}|{row.on}|{row.cents}"[:190]
    purpose = "".join(row.purpose.split()).upper()
    parts = (account, row.on, row.value_on, row.cents, row.currency, purpose, row.other_account)
    # The day in front: neighbours of a file are neighbours in the index too, or every 500 rows
    # would touch all of it (8 GB of log for 500,000 rows, seen in November 2026).
    return f"h:{row.on}|" + hashlib.blake2b(repr(parts).encode(), digest_size=16).hexdigest()
