"""Words for offers, promises and wishes."""

from __future__ import annotations

import pytest

from wertschatz.domain.customers.commitments import CommitmentKind, OffersTold, Outcome
from wertschatz.domain.customers.preferences import Preference, Way
from wertschatz.domain.values import Reason
from wertschatz.storage.commitments import CODES
from wertschatz.wording.actions import ACTION_SENTENCES, UNDONE_SENTENCES
from wertschatz.wording.commitments import DUE, KINDS, PRESSES, due_text, offers_text
from wertschatz.wording.preferences import WAYS, preference_text, unsuited_text


def test_every_code_has_its_words() -> None:
    assert set(KINDS) == set(DUE) == set(CommitmentKind)
    assert set(PRESSES) == set(Outcome)
    assert set(WAYS) == set(Way)
    assert set(CODES) <= set(ACTION_SENTENCES)
    assert set(CODES) <= set(UNDONE_SENTENCES)


def test_our_own_promise_is_said_first() -> None:
    assert due_text(set(CommitmentKind), "en") == "Something you promised is due."
    assert due_text(set(), "en") == "Nothing that was promised is due."


def test_offers_without_an_answer_are_not_counted_as_answers() -> None:
    assert offers_text(OffersTold(), "EUR", "en") == ""
    told = OffersTold(3, 900_000, 1, 200_000)
    text = "In twelve months 3 offers (€9,000.00); 1 was accepted (€2,000.00)."
    assert offers_text(told, "EUR", "en") == text


@pytest.mark.parametrize(
    ("wish", "place", "text"),
    [
        (Preference(), "", ""),
        (Preference(best=Way.MAIL, never=frozenset({Way.CALL, Way.VISIT})), "",
         "Best by e-mail; not by telephone or in person."),
        (Preference(weekdays=frozenset({0, 1, 2, 4}), from_minute=570), "",
         "Monday to Wednesday, Friday, from 9:30 o’clock on."),
        (Preference(until_minute=720, note="Nie freitags."), "Tokyo",
         "Until 12 o’clock (Tokyo time). Nie freitags."),
    ],
)  # fmt: skip
def test_wishes_as_sentences(wish: Preference, place: str, text: str) -> None:
    assert preference_text(wish, "en", place) == text


def test_what_does_not_suit_is_said_kindly() -> None:
    never = Reason("way_not_wanted", {"way": "call", "best": ""})
    assert unsuited_text(never, "en") == "Please not by telephone."
    late = Reason("time_not_wanted", {"way": "call", "minute": 1210})
    assert unsuited_text(late, "en") == "It is 20:10 there now; they asked for other times."
