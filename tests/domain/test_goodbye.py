"""The goodbye keeps to contract and notice; the gentle line raises few false alarms."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wertschatz.domain.customers.gentle import LONG, gentle
from wertschatz.domain.customers.goodbye import (
    BINDING,
    STEPS,
    Balance,
    Planned,
    Terms,
    advice,
    balance_of,
    earliest_end,
    follow,
    free_minutes,
    hinders,
    notice_by,
    replanned,
    steps,
)

days = st.dates(dt.date(2000, 1, 1), dt.date(2090, 1, 1))


@given(days, st.none() | days, st.none() | st.integers(0, 3660))
def test_nothing_binding_comes_before_the_notice_allows(
    start: dt.date, until: dt.date | None, notice: int | None
) -> None:
    end = earliest_end(start, until, notice)
    planned = steps(start, until, notice)
    assert tuple(one.code for one in planned) == STEPS
    assert all(one.on >= start for one in planned)
    assert [one.on for one in planned] == sorted(one.on for one in planned)
    assert all(one.on >= end for one in planned if one.code in BINDING)
    if notice:
        assert end >= start + dt.timedelta(days=notice)


@given(days, st.none() | days, st.none() | st.integers(0, 3660))
def test_the_letter_is_out_early_enough_for_the_notice(
    start: dt.date, until: dt.date | None, notice: int | None
) -> None:
    on = {one.code: one.on for one in steps(start, until, notice)}
    assert on["last_order"] >= on["letter"] + dt.timedelta(days=notice or 0)
    by = notice_by(start, until, notice)
    if by is not None:
        assert on["last_order"] == until
        assert on["letter"] <= by


@pytest.mark.parametrize(
    ("until", "notice", "letter", "end"),
    [
        (None, None, "2026-12-24", "2027-02-24"),
        (None, 90, "2026-12-24", "2027-03-24"),
        ("2026-12-31", 30, "2026-12-01", "2026-12-31"),
        # The notice for the contract's own day has passed: it counts from the letter on.
        ("2026-12-31", 90, "2026-12-24", "2027-03-24"),
        ("2027-12-31", 90, "2026-12-24", "2027-12-31"),
    ],
)
def test_days_as_one_would_lay_them(
    until: str | None, notice: int | None, letter: str, end: str
) -> None:
    day = dt.date.fromisoformat(until) if until else None
    on = {one.code: one.on for one in steps(dt.date(2026, 11, 24), day, notice)}
    assert (on["letter"].isoformat(), on["last_order"].isoformat()) == (letter, end)


@given(days, st.none() | days, st.none() | st.integers(0, 400), st.sampled_from(STEPS), days)
def test_whatever_day_is_moved_order_and_notice_hold(
    start: dt.date, until: dt.date | None, notice: int | None, code: str, day: dt.date
) -> None:
    planned = steps(start, until, notice)
    why = hinders(planned, code, day, until, notice)
    if why is not None:
        assert why.code in {"step_out_of_order", "step_before_notice"}
        assert dt.date.fromisoformat(str(why.facts["on"])) > day
        return
    moved = [Planned(one.code, day) if one.code == code else one for one in planned]
    after = follow(moved, until, notice)
    on = {one.code: one.on for one in after}
    assert on[code] == day
    assert [one.on for one in after] == sorted(one.on for one in after)
    assert on["last_order"] >= earliest_end(on["letter"], until, notice)


@given(days, st.dates(), st.none() | st.integers(0, 3660))
def test_a_contract_of_any_day_is_borne(start: dt.date, until: dt.date, notice: int | None) -> None:
    by = notice_by(start, until, notice)
    assert by is None or by >= start
    assert by is None or by + dt.timedelta(days=notice or 0) == until


terms = st.builds(Terms, st.none() | days, st.none() | st.integers(0, 400))


@given(days, st.integers(0, 900), terms, terms, st.integers(0, 5))
def test_corrected_terms_lay_what_is_not_done_as_if_they_had_been_known(
    began: dt.date, later: int, before: Terms, after: Terms, count: int
) -> None:
    today, done = began + dt.timedelta(days=later), set(STEPS[:count])
    planned = steps(began, before.contract_until, before.notice_days)
    moved = replanned(planned, done, began, today, (before, after))
    assert not done & moved.keys()
    on = {one.code: moved.get(one.code, one.on) for one in planned}
    rest = [on[code] for code in STEPS if code not in done]
    assert rest == sorted(rest)
    if "last_order" not in done:
        assert on["last_order"] >= earliest_end(on["letter"], after.contract_until,
                                                after.notice_days)  # fmt: skip
    if not done:
        wanted = steps(began, after.contract_until, after.notice_days)
        if {one.code: one.on for one in wanted}["letter"] < today:
            wanted = steps(today, after.contract_until, after.notice_days)
        assert on == {one.code: one.on for one in wanted}


@given(days, terms, st.integers(1, 3000))
def test_what_a_person_moved_stays_where_the_terms_allow_it(
    began: dt.date, after: Terms, more: int
) -> None:
    planned = list(steps(began))
    planned[-1] = Planned("thanks", planned[-1].on + dt.timedelta(days=more))
    moved = replanned(planned, (), began, began, (Terms(None, None), after))
    end = moved.get("last_order", planned[-2].on)
    assert moved.get("thanks", planned[-1].on) == max(planned[-1].on, end)


def test_what_becomes_free_is_a_months_part() -> None:
    assert free_minutes(None, dt.date(2026, 1, 1), dt.date(2026, 6, 30)) is None
    assert free_minutes(6 * 60, dt.date(2026, 1, 1), dt.date(2026, 6, 30)) == 60


@given(st.integers(-10**9, 10**9), st.integers(0, 10**9), st.none() | st.integers(0, 10**6),
       st.integers(0, 10**7))  # fmt: skip
def test_shares_are_never_negative(
    revenue: int, every: int, minutes: int | None, all_: int
) -> None:
    found = balance_of(revenue, every, minutes, all_, None)
    assert found.revenue_per_mille >= 0
    assert found.minutes_per_mille is None or found.minutes_per_mille >= 0


def of(share: int) -> Balance:
    return Balance(0, share, None, None, None)


@pytest.mark.parametrize(
    ("content", "share", "code"),
    [
        (None, 299, "goodbye_ask"),
        (True, 0, "goodbye_content"),
        (False, 0, "goodbye_unhappy"),
        (False, 300, "goodbye_too_large"),
    ],
)
def test_what_is_kinder(content: bool | None, share: int, code: str) -> None:
    assert advice(content, of(share)).code == code


@pytest.mark.parametrize(
    "text",
    [
        "Krankenhaus Nord GmbH",
        "Dr. Sommer rief an",
        "Idiotensichere Anleitung gewünscht",
        "Praxis für Therapie und Training",
        "Operation GmbH",
        "Frau Krebs rief an",
        "Herr Depp möchte ein Angebot",
        "Depp & Söhne",
        "Gauner GmbH",
        "Familie Penner",
        "Spinner GmbH hat bestellt",
        "Suppe mit Krebs",
        "Schwein vom Hof Meier geliefert",
        "Kosten der Operation am Dach",
        "Therapie-Liege repariert",
        "Das Holz war faul",
        "Dumm gelaufen: falscher Tag",
        "Seminar Burnout-Prävention gebucht",
        "Corona-Kiste bestellt",
        "wants an idiot-proof manual",
        "Account disabled",
        "Two-stroke engine, stroke of luck",
        "is sick of waiting",
        "ill-advised discount",
        "Zentrum für Diagnose",
        "Sauerteig, Saubermann, Faulbaum",
        "Hat dreimal nach Rabatt gefragt und am 3. Mai nicht gezahlt",
        "",
    ],
)
def test_innocent_words_raise_no_eyebrow(text: str) -> None:
    assert gentle(text) == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("So ein IDIOT!", "gentle_insult"),
        ("blöd wie immer", "gentle_insult"),
        ("what a moron", "gentle_insult"),
        ("Der Trottel hat wieder nicht bezahlt", "gentle_insult"),
        ("eine richtige NERVENSÄGE am Telefon", "gentle_insult"),
        ("ist schwanger", "gentle_health"),
        ("ist seit März krank", "gentle_health"),
        ("leidet an Parkinson", "gentle_health"),
        ("he is seriously ill", "gentle_health"),
        ("er hat Krebs", "gentle_health"),
        ("x" * (LONG + 1), "gentle_long"),
    ],
)
def test_what_is_worth_a_second_thought(text: str, code: str) -> None:
    assert [reason.code for reason in gentle(text)] == [code]


@given(st.text(max_size=2000))
def test_any_text_is_borne(text: str) -> None:
    codes = [reason.code for reason in gentle(text)]
    assert len(codes) == len(set(codes))
