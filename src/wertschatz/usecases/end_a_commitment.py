"""“They accepted”, “I kept it”, “the order did not come”: how an offer or a promise ended."""

from __future__ import annotations

import datetime as dt
import uuid

from wertschatz.domain.customers.commitments import OUTCOMES, Outcome, mark_for
from wertschatz.ports.commitments import AlreadyEnded, CommitmentBook
from wertschatz.usecases.refusals import Refused


def end_a_commitment(
    book: CommitmentBook,
    commitment: uuid.UUID,
    *,
    outcome: str,
    on: dt.date,
    by: int | None,
    at: dt.datetime,
) -> uuid.UUID:
    """Keeps the end; what the customer promised and did not keep is noted as a mark with it."""
    try:
        kind = book.kind_of(commitment)
        if outcome not in OUTCOMES[kind]:
            raise Refused("outcome_unknown", {"outcome": outcome[:30]})
        ended = Outcome(outcome)
        return book.end(commitment, ended, mark_for(kind, ended), on=on, by=by, at=at)
    except KeyError:
        raise Refused("commitment_gone") from None
    except AlreadyEnded:
        raise Refused("commitment_ended") from None
