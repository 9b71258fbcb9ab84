"""The call list of a FRITZ!Box, in its newer form of eight columns."""

from __future__ import annotations

from collections.abc import Iterator

from wertschatz.bootstrap.example.exports.export import Export, clock
from wertschatz.bootstrap.example.firm import PHONE
from wertschatz.bootstrap.example.history import History
from wertschatz.bootstrap.example.talks import Call

_HEADER = "Typ;Datum;Name;Rufnummer;Landes-/Ortsnetzbereich;Nebenstelle;Eigene Rufnummer;Dauer"
_KINDS = {"in": "1", "missed": "2", "rejected": "3", "out": "4"}
_PLACES = {"030": "Berlin", "040": "Hamburg", "0221": "Köln", "069": "Frankfurt", "089": "München"}


def exports(history: History) -> Iterator[Export]:
    """Newest first, as the box lists them; UTF-8 with its mark."""
    lines = ["sep=;", _HEADER, *(_line(call) for call in reversed(history.calls))]
    content = ("\r\n".join(lines) + "\r\n").encode("utf-8-sig")
    yield Export("fritzbox_calls", "FRITZ!Box_Anrufliste.csv", content)


def _line(call: Call) -> str:
    area, _, rest = call.number.partition(" ")
    own = PHONE.partition(" ")[2].replace(" ", "")
    return ";".join(
        (
            _KINDS[call.kind], f"{call.on:%d.%m.%y} {clock(call.start)}", call.name,
            area + rest.replace(" ", ""), _PLACES.get(area, ""), call.extension, own,
            f"{call.minutes // 60}:{call.minutes % 60:02}",
        )
    )  # fmt: skip
