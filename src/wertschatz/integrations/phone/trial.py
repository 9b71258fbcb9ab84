"""What the gate says to whoever tries it out: the decision, and the answer a system would get."""

from __future__ import annotations

import json
from dataclasses import dataclass

from wertschatz.ports.telephone import Answer, Reply


@dataclass(frozen=True, slots=True)
class Told:
    """The answer to a trial."""

    verdict: str
    """As in `Verdict`."""
    reason: str = ""
    """One sentence in the owner's language."""
    name: str = ""
    """Of whoever calls from that number; '' unknown."""
    document: str = ""
    """What the telephone system would get."""
    status: int = 200
    """Of that answer."""


def told(answer: Answer, reply: Reply) -> Reply:
    """The decision beside the answer in the words of the system."""
    said = {
        "verdict": answer.decision.verdict.value, "reason": answer.sentence,
        "name": answer.who.name if answer.who is not None else "",
        "document": reply.body.decode("utf-8", "replace"), "status": reply.status,
    }  # fmt: skip
    return Reply(json.dumps(said, ensure_ascii=False).encode(), "application/json")


def read_told(body: bytes) -> Told | None:
    """Back again; None for anything else, such as the answer of a gate that was too slow."""
    try:
        said = json.loads(body)
        return Told(
            str(said["verdict"]), str(said["reason"]), str(said["name"]), str(said["document"]),
            int(said["status"]),
        )  # fmt: skip
    except (ValueError, KeyError, TypeError, RecursionError):
        return None
