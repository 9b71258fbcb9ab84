"""Profile and fit: the law of equal treatment, shrinkage, order, spam, and where they came from."""

from __future__ import annotations

import doctest
import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wertschatz.domain.profile import equal, fit, origins, questions, spam
from wertschatz.domain.profile.equal import Ground, unequal
from wertschatz.domain.profile.fit import (
    ENOUGH,
    LESS,
    MORE,
    Because,
    Criterion,
    Held,
    Proposal,
    Says,
    Seen,
    Wish,
    fit_of,
    held_against,
    shrunk,
    taken_together,
)
from wertschatz.domain.profile.origins import FEWEST_A, Came, Origin, most_came
from wertschatz.domain.profile.questions import Question, found_in, missing, next_open, words_of
from wertschatz.domain.profile.spam import Doubt, Place, doubts, place_of, sender_of
from wertschatz.domain.values import Group


@pytest.mark.parametrize("module", [equal, fit, questions, spam, origins])
def test_the_examples_in_the_words(module: object) -> None:
    assert doctest.testmod(module).failed == 0  # type: ignore[arg-type]


# -- equal treatment


@pytest.mark.parametrize(
    ("language", "text", "grounds"),
    [
        ("de", "Keine Ausländer.", [Ground.ORIGIN]),
        ("de", "nur Deutsche", [Ground.ORIGIN]),
        ("de", "Wir arbeiten ausschließlich für Deutsche", [Ground.ORIGIN]),
        ("de", "NUR DEUTSCHE", [Ground.ORIGIN]),
        ("de", "keine Schwarzen", [Ground.ORIGIN]),
        ("de", "Keine schwarzen Menschen", [Ground.ORIGIN]),
        ("de", "keine Polen, bitte", [Ground.ORIGIN]),
        ("de", "keine polnischen Kunden", [Ground.ORIGIN]),
        ("de", "Keine Asiaten", [Ground.ORIGIN]),
        ("de", "Menschen anderer Hautfarbe", [Ground.ORIGIN]),
        ("en", "No foreigners, no refugees", [Ground.ORIGIN]),
        ("en", "no Asians", [Ground.ORIGIN]),
        ("en", "no Polish customers", [Ground.ORIGIN]),
        ("en", "people of another race", [Ground.ORIGIN]),
        ("de", "KEINE FRAUEN", [Ground.SEX]),
        ("de", "Kein Auftrag von Schwangeren", [Ground.SEX]),
        ("en", "We do not serve women.", [Ground.SEX]),
        ("de", "Keine Muslime und keine Juden", [Ground.RELIGION]),
        ("de", "Menschen anderen Glaubens", [Ground.RELIGION]),
        ("de", "keine Hindus", [Ground.RELIGION]),
        ("en", "no people of other faiths", [Ground.RELIGION]),
        ("de", "Rollstuhlfahrer nicht", [Ground.DISABILITY]),
        ("de", "keine Blinden", [Ground.DISABILITY]),
        ("en", "people in wheelchairs", [Ground.DISABILITY]),
        ("de", "Keine älteren Leute", [Ground.AGE]),
        ("de", "keine Alten", [Ground.AGE]),
        ("de", "keine Älteren und keine Eilaufträge", [Ground.AGE]),
        ("de", "Keine 70-jährigen", [Ground.AGE]),
        ("de", "Kunden über 60", [Ground.AGE]),
        ("de", "Kunden unter 18 Jahren", [Ground.AGE]),
        ("de", "niemand unter 25 Jahren", [Ground.AGE]),
        ("en", "Nobody over 70 years", [Ground.AGE]),
        ("de", "Keine Schwulen", [Ground.IDENTITY]),
        ("en", "no gay couples", [Ground.IDENTITY]),
        ("de", "Keine Senioren; keine Türken", [Ground.ORIGIN, Ground.AGE]),
        ("de", "Weder Schwangere noch Behinderte", [Ground.SEX, Ground.DISABILITY]),
    ],
)
def test_whom_not_is_held_against_the_law(language: str, text: str, grounds: list[Ground]) -> None:
    assert [one.ground for one in unequal(text, language)] == grounds


@pytest.mark.parametrize(
    ("language", "text"),
    [
        ("de", ""), ("de", "Keine Eilaufträge"), ("de", "Keine Aufträge unter 50 Euro"),
        ("de", "Firmen über 50 Mitarbeiter"), ("de", "Kunden über 20 km entfernt"),
        ("de", "Alte Fenster restaurieren wir nicht"),
        ("de", "Alte und defekte Heizungen nehmen wir nicht"),
        ("de", "Junge Unternehmen ohne Rechnungsadresse"),
        ("en", "no rush jobs, nobody who haggles"),
        ("de", "Wir arbeiten für alle, unabhängig von Herkunft, Religion und Geschlecht"),
        ("en", "Whoever does not pay, regardless of age or sex"),
        ("de", "Keine Seminare, keine Mandate"), ("de", "Kein Handel mit Romanen"),
        ("de", "Glaubwürdigkeit"), ("de", "Altbau unter 3 Zimmern"),
        ("de", "Das macht man nicht"), ("en", "We do not polish floors"),
        ("en", "No race cars"), ("de", "Kein Rasseln"), ("de", "Keine türkisen Fliesen"),
        ("de", "Keine Lieferung nach Polen"), ("de", "Nicht durch die Wand hindurch"),
        ("de", "Wir glauben nicht an Eile"), ("de", "Keine Gläubiger"),
        ("en", "Nobody who does not act in good faith"), ("en", "no acts of bad faith"),
        ("de", "ältere Heizungen"), ("de", "keine älteren Heizungen"),
        ("de", "keine alten, defekten Heizungen"), ("de", "mehrjährige Verträge"),
        ("de", "Heizungen ab 20 Jahren"), ("de", "Kunden unter 50 Kilometer"),
        ("de", "blinde Fenster"), ("de", "Keine blinden Fenster"),
        ("de", "Rollstuhlreparaturen"), ("en", "No wheelchair repairs"),
        ("de", "nur deutsche Ware"), ("de", "Nicht immer ins Schwarze"),
        ("de", "Keine Migrationen alter Server"), ("de", "Keine Ein-Mann-Betriebe"),
        ("en", "one-man jobs"), ("de", "keine ausländischen Währungen"),
    ],
)  # fmt: skip
def test_kinds_of_jobs_are_no_ground(language: str, text: str) -> None:
    assert unequal(text, language) == ()


@pytest.mark.parametrize(
    ("text", "grounds"),
    [
        ("Für Senioren und Familien", []), ("Nur für Männer", [Ground.SEX]),
        ("Ausschließlich für Männer", [Ground.SEX]), ("Ausschließlich Möbel", []),
    ],
)  # fmt: skip
def test_whom_is_looked_at_only_where_it_excludes(text: str, grounds: list[Ground]) -> None:
    assert [one.ground for one in unequal(text, "de", excluding=False)] == grounds


@given(st.text(max_size=300), st.sampled_from(["de", "en"]))
def test_any_text_is_looked_at(text: str, language: str) -> None:
    assert len(unequal(text, language)) <= len(Ground)


@pytest.mark.parametrize("language", ["de", "en"])
def test_a_long_text_takes_no_time(language: str) -> None:
    words = ("schwarze ", "unter 12 ", "keine ", "kunden unter ", "of ", "race ")
    assert unequal("".join(word * 1000 for word in words), language) in ((), (
        equal.Unequal(Ground.ORIGIN, "race"),
    ))  # fmt: skip


# -- profile


def test_what_is_missing_before_it_goes_outside() -> None:
    assert missing({}) == (Question.SERVE, Question.IMPRINT, Question.PRIVACY)
    assert missing({Question.SERVE: " ", Question.IMPRINT: "x", Question.PRIVACY: "y"}) == (
        Question.SERVE,
    )
    assert next_open({}) is Question.SERVE
    assert next_open(dict.fromkeys(Question, "x")) is None


def test_words_are_found_at_the_beginning_of_words() -> None:
    words = words_of("Möbel\n– Treppen, möbel;  x")
    assert words == ("möbel", "treppen")
    assert found_in(words, "MÖBELBAU") == ("möbel",)
    assert found_in(words, "Hausmöbel") == ()


# -- fit


def base(alike_a: int, alike: int, other_a: int, other: int) -> list[Seen]:
    def some(value: str, a: int, of: int) -> list[Seen]:
        return [
            Seen({Criterion.TRADE: value}, Group.A if number < a else Group.C)
            for number in range(of)
        ]

    return some("Hotel", alike_a, alike) + some("Amt", other_a, other)


counts = st.tuples(
    st.integers(0, 30), st.integers(0, 30), st.integers(0, 30), st.integers(0, 30)
).map(lambda four: (four[0], four[0] + four[1], four[2], four[2] + four[3]))


@given(counts)
def test_one_more_a_among_those_alike_never_speaks_against(four: tuple[int, int, int, int]) -> None:
    alike_a, alike, other_a, other = four
    if alike_a == alike:
        return
    now = held_against(Criterion.TRADE, "hotel", base(alike_a, alike, other_a, other))
    more = held_against(Criterion.TRADE, "hotel", base(alike_a + 1, alike, other_a, other))
    if Says.FEW not in {now.says, more.says}:
        assert more.times >= now.times - 1e-12


@given(counts)
def test_one_more_a_elsewhere_never_speaks_for(four: tuple[int, int, int, int]) -> None:
    alike_a, alike, other_a, other = four
    if other_a == other:
        return
    now = held_against(Criterion.TRADE, "hotel", base(alike_a, alike, other_a, other))
    more = held_against(Criterion.TRADE, "hotel", base(alike_a, alike, other_a + 1, other))
    if Says.FEW not in {now.says, more.says}:
        assert more.times <= now.times + 1e-12


@given(counts)
def test_the_share_is_drawn_towards_that_of_all(four: tuple[int, int, int, int]) -> None:
    alike_a, alike, other_a, other = four
    of_all, all_a = alike + other, alike_a + other_a
    if not alike:
        return
    usual, raw = all_a / of_all, alike_a / alike
    drawn = shrunk(alike_a, alike, all_a, of_all)
    assert min(usual, raw) - 1e-12 <= drawn <= max(usual, raw) + 1e-12
    # The more there are of them, the more they say.
    more = shrunk(alike_a * 3, alike * 3, all_a, of_all)
    assert abs(more - raw) <= abs(drawn - raw) + 1e-12


@given(counts)
def test_below_the_stated_numbers_nothing_is_said(four: tuple[int, int, int, int]) -> None:
    held = held_against(Criterion.TRADE, "hotel", base(*four))
    few = four[1] < ENOUGH or four[1] + four[3] < fit.ENOUGH_IN_ALL
    few = few or four[0] + four[2] < fit.ENOUGH_A
    assert (held.says is Says.FEW) is few
    assert (held.alike_a, held.alike) == four[:2]
    assert (held.all_a, held.all) == (four[0] + four[2], four[1] + four[3])


def test_the_counts_follow_the_customers_and_not_their_order() -> None:
    customers = base(4, 6, 6, 40)
    random.Random(7).shuffle(customers)
    assert held_against(Criterion.TRADE, " HOTEL", customers) == held_against(
        Criterion.TRADE, " HOTEL", base(4, 6, 6, 40)
    )


def test_undecided_and_unknown_count_nowhere() -> None:
    more = [Seen({Criterion.TRADE: "Hotel"}, None), Seen({}, Group.A)]
    assert held_against(Criterion.TRADE, "Hotel", base(4, 6, 6, 40) + more) == held_against(
        Criterion.TRADE, "Hotel", base(4, 6, 6, 40)
    )


@given(st.lists(st.tuples(st.sampled_from(Says), st.floats(0.05, 10)), max_size=5))
def test_together_lies_between_the_least_and_the_most(told: list[tuple[Says, float]]) -> None:
    held = [Held(Criterion.TRADE, "x", says, times=times) for says, times in told]
    speak = [one.times for one in held if one.says not in {Says.FEW, Says.UNKNOWN}]
    together = taken_together(held)
    if speak:
        assert min(speak) - 1e-9 <= together <= max(speak) + 1e-9
    else:
        assert together == 1.0


FITS = base(8, 8, 4, 40)
HOTEL = {Criterion.TRADE: "Hotel"}


@pytest.mark.parametrize(
    ("traits", "customers", "more", "proposal", "because"),
    [
        (HOTEL, FITS, {}, Proposal.YES, Because.EVIDENCE_FOR),
        (HOTEL, FITS, {"free_minutes": 0}, Proposal.ASK, Because.FULL_BUT_FITS),
        (HOTEL, FITS, {"unwished": ("eil",)}, Proposal.NO, Because.UNWISHED),
        (HOTEL, FITS, {"unwished": ("eil",), "wished": ("a",)}, Proposal.ASK, Because.MIXED),
        (HOTEL, base(0, 9, 12, 40), {}, Proposal.NO, Because.EVIDENCE_AGAINST),
        (HOTEL, base(0, 9, 12, 40), {"wished": ("a",)}, Proposal.ASK, Because.MIXED),
        (HOTEL, base(0, 9, 12, 40), {"wished": ("a",), "free_minutes": 0}, Proposal.NO,
         Because.FULL_MIXED),
        (HOTEL, FITS, {"wished": ("a",), "unwished": ("eil",), "free_minutes": 0}, Proposal.ASK,
         Because.FULL_MIXED),
        ({}, FITS, {"wished": ("a",), "unwished": ("b",), "free_minutes": 0}, Proposal.NO,
         Because.FULL_MIXED),
        ({}, FITS, {}, Proposal.ASK, Because.UNSURE),
        ({}, FITS, {"free_minutes": 10}, Proposal.NO, Because.FULL),
        ({}, [], {"wished": ("a",), "free_minutes": 600}, Proposal.YES, Because.WISHED),
    ],
)  # fmt: skip
def test_what_is_proposed_and_why(
    traits: dict[Criterion, str], customers: list[Seen], more: dict[str, object],
    proposal: Proposal, because: Because,
) -> None:  # fmt: skip
    found = fit_of(traits, customers, **more)  # type: ignore[arg-type]
    assert (found.proposal, found.because) == (proposal, because)
    assert [one.criterion for one in found.held] == list(Criterion)


@given(counts, st.sampled_from([None, 0, 500]), st.booleans(), st.booleans())
def test_more_evidence_never_makes_the_proposal_worse(
    four: tuple[int, int, int, int], free: int | None, wished: bool, unwished: bool
) -> None:
    alike_a, alike, other_a, other = four
    if alike_a == alike:
        return
    order = [Proposal.NO, Proposal.ASK, Proposal.YES]
    said = {"wished": ("a",) * wished, "unwished": ("b",) * unwished}

    def proposed(a: int) -> fit.Fit:
        customers = base(a, alike, other_a, other)
        return fit_of(HOTEL, customers, free_minutes=free, **said)

    now, more = proposed(alike_a), proposed(alike_a + 1)
    if Says.FEW not in {now.held[0].says, more.held[0].says}:
        assert order.index(more.proposal) >= order.index(now.proposal)
    assert (now.wish is Wish.SILENT) is not (wished or unwished)
    assert LESS < 1 < MORE


# -- spam


@pytest.mark.parametrize(
    ("trap", "since", "texts", "found"),
    [
        ("", 3.0, ["a"], ()),
        ("", 2.9, ["a"], (Doubt.FAST,)),
        ("", 24 * 3600, ["a"], ()),
        ("", 24 * 3600 + 1, ["a"], (Doubt.OLD,)),
        ("", -5, ["a"], (Doubt.FAST,)),
        ("", 10, ["http://a", "https://b"], ()),
        ("", 10, ["http://a", "https://b www.c"], (Doubt.LINKS,)),
        ("", 10, ["https://www.a.example https://www.b.example www.c.example"], (Doubt.LINKS,)),
        ("", 10, ["https://www.a.example https://www.b.example"], ()),
        ("x", None, [], (Doubt.TRAP, Doubt.STAMP)),
        (" ", 10, [], ()),
    ],
)
def test_what_is_doubtful(
    trap: str, since: float | None, texts: list[str], found: tuple[Doubt, ...]
) -> None:
    assert doubts(trap=trap, since_seconds=since, texts=texts) == found


def test_a_flood_is_bounded() -> None:
    lying = {Place.OPEN: 0, Place.HELD: 0, Place.FULL: 0, Place.LATER: 0}
    for _ in range(10_000):
        lying[place_of(0, lying[Place.OPEN], lying[Place.HELD], doubtful=False)] += 1
    assert (lying[Place.OPEN], lying[Place.HELD]) == (spam.IN_ALL, spam.MOST_HELD)
    assert place_of(spam.PER_SENDER, 5, 0, doubtful=False) is Place.LATER
    assert place_of(0, spam.IN_ALL, 0, doubtful=True) is Place.LATER
    assert place_of(0, 0, spam.MOST_HELD, doubtful=True) is Place.FULL
    assert place_of(0, 0, spam.MOST_HELD, doubtful=False) is Place.OPEN


@given(st.ip_addresses())
def test_a_sender_is_an_address_or_a_line(address: object) -> None:
    found = sender_of(str(address))
    assert found.endswith("/64") or found.count(".") == 3
    assert sender_of("no address") == "no address"


# -- where they came from


@given(
    st.lists(
        st.builds(
            Came, st.sampled_from(["", "search", "advert"]),
            st.sampled_from([None, *Group]), st.integers(-(10**6), 10**9),
            st.none() | st.integers(0, 10**5),
        )
    )
)  # fmt: skip
def test_nobody_is_lost_on_the_way(customers: list[Came]) -> None:
    found = origins.origins(customers)
    assert sum(one.customers for one in found) == len(customers)
    assert sum(one.revenue_cents for one in found) == sum(one.revenue_cents for one in customers)
    known = [one.effort_minutes for one in customers if one.effort_minutes is not None]
    assert sum(one.effort_minutes or 0 for one in found) == sum(known)
    assert sum(one.effort_known for one in found) == len(known)
    assert all(one.came_by for one in found[:-1])


@pytest.mark.parametrize(
    ("search", "advert", "best"),
    [
        (FEWEST_A, 0, "search"), (FEWEST_A - 1, 0, None), (3, 3, None), (3, 4, "advert"),
        (0, 0, None),
    ],
)  # fmt: skip
def test_most_is_more_than_half_of_enough(search: int, advert: int, best: str | None) -> None:
    rows = [
        Origin("search", {Group.A: search}), Origin("advert", {Group.A: advert, Group.C: 90}),
        Origin("", {Group.A: 500}),
    ]  # fmt: skip
    found = most_came(rows)
    assert (found and found.came_by) == best
