"""All that decisions rest on beside the caller, as one small file: rewritten at every change."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from wertschatz.domain.rules.moment import Known, Setup, named_number
from wertschatz.domain.rules.plain import setup_from, setup_to
from wertschatz.ports.telephone import Options
from wertschatz.snapshot.files import Error, Unusable, open_for_reading, replacing

NAME = "situation"
FORMAT = 1
OLDEST = dt.timedelta(hours=24)
"""It is written anew several times an hour, changed or not: one so old says that nobody does."""


@dataclass(frozen=True, slots=True)
class Line:
    """A telephone system with its secret address."""

    uuid: str
    system: str
    """Code of the system."""
    secret: str
    options: Options = field(default_factory=Options)


@dataclass(frozen=True, slots=True)
class Named:
    """What the owner said of a single number."""

    name: str = ""
    kind: str = ""
    emergency: bool = False
    may_repeat: bool = False


@dataclass(frozen=True, slots=True)
class Situation:
    """As the owner's house stands."""

    setup: Setup
    made_at: dt.datetime
    """Aware."""
    rule_set: int | None = None
    """Id of the stored rules; None: those of the house."""
    lines: tuple[Line, ...] = ()
    named: Mapping[str, Named] = field(default_factory=dict)
    """By E.164."""
    instructions: Mapping[str, str] = field(default_factory=dict)
    """By group: what to do when a contact starts, in the owner's words."""

    def line(self, secret: str) -> Line | None:
        """The system that was given this address."""
        return next((one for one in self.lines if one.secret == secret), None)

    def who(self, number: str, found: Known | None) -> Known | None:
        """Whoever the directory found, with what was said of the number and the group."""
        if found is not None and found.group is not None:
            found = replace(found, instruction=self.instructions.get(found.group, ""))
        said = self.named.get(number)
        if said is None:
            return found
        return named_number(
            number, found, name=said.name, kind=said.kind, emergency=said.emergency,
            may_repeat=said.may_repeat,
        )  # fmt: skip


def situation_to(situation: Situation) -> dict[str, Any]:
    """As plain values, with everything but when it was made."""
    return {
        "setup": setup_to(situation.setup), "rule_set": situation.rule_set,
        "lines": [
            {"uuid": one.uuid, "system": one.system, "secret": one.secret,
             "options": dict(one.options.values)}
            for one in situation.lines
        ],
        "named": {
            number: {"name": one.name, "kind": one.kind, "emergency": one.emergency,
                     "may_repeat": one.may_repeat}
            for number, one in situation.named.items()
        },
        "instructions": dict(situation.instructions),
    }  # fmt: skip


def situation_from(plain: Mapping[str, Any], made_at: dt.datetime) -> Situation:
    """Back again; raises KeyError, ValueError or TypeError for what is none."""
    return Situation(
        setup=setup_from(plain["setup"]), made_at=made_at, rule_set=plain["rule_set"],
        lines=tuple(
            Line(one["uuid"], one["system"], one["secret"], Options(one["options"]))
            for one in plain["lines"]
        ),
        named={number: Named(**one) for number, one in plain["named"].items()},
        instructions=plain["instructions"],
    )  # fmt: skip


def write_situation(folder: Path, key: str | None, situation: Situation) -> None:
    """Replaces the file."""
    text = json.dumps(situation_to(situation), ensure_ascii=False)
    with replacing(folder / NAME, key, FORMAT) as connection:
        connection.execute("CREATE TABLE situation (made_at TEXT NOT NULL, plain TEXT NOT NULL)")
        connection.execute(
            "INSERT INTO situation VALUES (?, ?)", (situation.made_at.isoformat(), text)
        )


def read_situation(folder: Path, key: str | None) -> Situation:
    """The file as it is now; raises `Unusable`."""
    connection = open_for_reading(folder / NAME, key, FORMAT)
    try:
        made_at, text = connection.execute("SELECT made_at, plain FROM situation").fetchone()
        return situation_from(json.loads(text), dt.datetime.fromisoformat(made_at))
    except (Error, KeyError, ValueError, TypeError, AttributeError) as error:
        raise Unusable(f"{NAME}: {error!r}") from error
    finally:
        connection.close()
