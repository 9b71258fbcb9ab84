"""“That is how we treat them here”: instructions for groups, and the goodbye for the brave."""

from __future__ import annotations

import datetime as dt
import uuid

from wertschatz.domain.customers.goodbye import Planned, Terms, follow, hinders, replanned
from wertschatz.domain.customers.year import months_later
from wertschatz.domain.values import Group
from wertschatz.ports.groups import GroupsBook, Plan
from wertschatz.ports.seen import Seen
from wertschatz.usecases.refusals import Refused

LONGEST_WORDS = 600
LONGEST_LETTER = 8000
LONGEST_NOTICE = 3660
MOST_MINUTES = 240
FARTHEST_MONTHS = 240
"""No contract and no step lies further ahead, or further back."""
KINDS = ("contact", "way_out")


def instruct(
    book: GroupsBook, group: str, kind: str, text: str, *, by: int | None, at: dt.datetime,
    seen: Seen | None = None,
) -> uuid.UUID:  # fmt: skip
    """The owner's own words; raises Refused, ChangedMeanwhile when others were kept since."""
    if group not in set(Group) or kind not in KINDS:
        raise Refused("group_unknown", {"group": group[:20]})
    text = text.strip()
    if len(text) > LONGEST_WORDS:
        raise Refused("words_too_long", {"most": LONGEST_WORDS, "length": len(text)})
    return book.instruct(group, kind, text, by=by, at=at, seen=seen)


def set_way_out(
    book: GroupsBook, values: dict[str, int], *, on: dt.date, by: int | None, at: dt.datetime,
    seen: Seen | None = None,
) -> uuid.UUID:  # fmt: skip
    """After how many minutes of a call the way out is shown; raises likewise."""
    if any(not 1 <= value <= MOST_MINUTES for value in values.values()):
        raise Refused("way_out_out_of_range", {"most": MOST_MINUTES})
    return book.keep_minutes(values, on=on, by=by, at=at, seen=seen)


def begin_a_goodbye(
    book: GroupsBook,
    customer: uuid.UUID,
    *,
    content: bool | None,
    contract: str,
    contract_until: dt.date | None,
    notice_days: int | None,
    other_provider: str,
    on: dt.date,
    by: int | None,
    at: dt.datetime,
) -> uuid.UUID:
    """Contracts and notice first; raises Refused."""
    if book.confirmed_letter(customer) is not Group.C:
        raise Refused("goodbye_needs_word")
    terms = _terms(contract, contract_until, notice_days, on)
    try:
        return book.begin_goodbye(
            customer, content=content, contract=contract,
            contract_until=terms.contract_until, notice_days=terms.notice_days,
            other_provider=" ".join(other_provider.split())[:300], on=on, by=by, at=at,
        )  # fmt: skip
    except KeyError:
        raise Refused("customer_gone") from None
    except ValueError:
        raise Refused("goodbye_under_way") from None


def correct_the_terms(
    book: GroupsBook, goodbye: uuid.UUID, *, contract: str, contract_until: dt.date | None,
    notice_days: int | None, on: dt.date, by: int | None, at: dt.datetime,
) -> uuid.UUID:  # fmt: skip
    """The contract says something else than was typed; raises Refused.

    Steps that are not done follow, but for those that a person has moved and that may stay.
    """
    terms = _terms(contract, contract_until, notice_days, on)
    try:
        now = book.plan_of(goodbye)
        days = replanned(now.planned, now.done, now.started_on, on, (now.terms, terms))
        return book.correct_terms(goodbye, contract, terms, days, by=by, at=at)
    except KeyError:
        raise Refused("goodbye_gone") from None


def _terms(contract: str, until: dt.date | None, notice_days: int | None, on: dt.date) -> Terms:
    """What was said of the contract; raises Refused."""
    if contract not in {"none", "running"}:
        raise Refused("contract_first")
    if notice_days is not None and not 0 <= notice_days <= LONGEST_NOTICE:
        raise Refused("notice_out_of_range", {"most": LONGEST_NOTICE})
    if contract == "none":
        return Terms(None, None)
    if until is not None:
        _near(until, on)
    return Terms(until, notice_days)


def change_a_step(
    book: GroupsBook, goodbye: uuid.UUID, code: str, values: dict[str, object], *,
    on: dt.date, by: int | None, at: dt.datetime,
) -> uuid.UUID:  # fmt: skip
    """Its day, its letter, or whether it is done; raises Refused.

    On another day, steps after it that would come too early follow.
    """
    text = values.get("text")
    if isinstance(text, str) and len(text) > LONGEST_LETTER:
        raise Refused("words_too_long", {"most": LONGEST_LETTER, "length": len(text)})
    try:
        due = values.get("due_on")
        later = _later(book.plan_of(goodbye), code, due, on) if isinstance(due, dt.date) else {}
        return book.change_step(goodbye, code, values, later, by=by, at=at)
    except KeyError:
        raise Refused("goodbye_gone") from None


def _later(now: Plan, code: str, day: dt.date, on: dt.date) -> dict[str, dt.date]:
    """The days of the steps that follow this one to its new day."""
    if code in now.done or Planned(code, day) in now.planned:
        return {}
    _near(day, on)
    terms = now.terms
    why = hinders(now.planned, code, day, terms.contract_until, terms.notice_days)
    if why is not None:
        raise Refused(why.code, why.facts)
    moved = [Planned(one.code, day) if one.code == code else one for one in now.planned]
    followed = follow(moved, terms.contract_until, terms.notice_days)
    return {
        new.code: new.on
        for new, old in zip(followed, moved, strict=True)
        if new != old and new.code not in now.done
    }


def _near(day: dt.date, on: dt.date) -> None:
    last = months_later(on, FARTHEST_MONTHS)
    if day > last:
        raise Refused("day_too_far", {"on": last.isoformat()})
    first = months_later(on, -FARTHEST_MONTHS)
    if day < first:
        raise Refused("day_too_long_ago", {"on": first.isoformat()})


def end_a_goodbye(
    book: GroupsBook, goodbye: uuid.UUID, outcome: str, *, on: dt.date, by: int | None,
    at: dt.datetime,
) -> uuid.UUID:  # fmt: skip
    """Parted, or the customer stays after all; raises Refused."""
    try:
        return book.end_goodbye(
            goodbye, "parted" if outcome == "parted" else "stays", on=on, by=by, at=at
        )
    except KeyError:
        raise Refused("goodbye_gone") from None
