"""Kind words: occasions come from facts and never twice, one a day, and gifts keep to the law."""

from __future__ import annotations

import datetime as dt
import time
from dataclasses import replace

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from wertschatz.domain.care.consent import (
    Channel,
    Said,
    Word,
    open_channels,
    refused_all,
    standing,
)
from wertschatz.domain.care.gifts import (
    Gift,
    Given,
    State,
    counted,
    ledger,
    limit_of,
    with_gift,
)
from wertschatz.domain.care.noticing import LONGEST, When, is_back, when
from wertschatz.domain.care.occasions import (
    CODES,
    Bill,
    Birthday,
    Day,
    Facts,
    anniversary,
    occasions,
)
from wertschatz.domain.care.rhythm import Pace, Turn, due_list, due_on
from wertschatz.domain.care.suggestion import (
    Snooze,
    Someone,
    may_call,
    suggestion,
    waited_days,
)
from wertschatz.domain.values import Group, Reason
from wertschatz.wording.care import reason_text, year_text

TODAY = dt.date(2026, 11, 30)
days = st.dates(dt.date(2016, 1, 1), dt.date(2036, 12, 31))


def ago(number: int) -> dt.date:
    return TODAY - dt.timedelta(days=number)


LONG_AGO = ago(3000)


def bill(age: int, cents: int = 10_000, *, early: int | None = None) -> Bill:
    due = ago(age) + dt.timedelta(days=14)
    paid = None if early is None else due - dt.timedelta(days=early)
    return Bill(f"R{age}", ago(age), cents, due, paid)


def codes(facts: Facts, today: dt.date = TODAY, since: dt.date = LONG_AGO) -> set[str]:
    return {one.code for one in occasions(facts, today, since)}


# -- occasions

EVERY = {
    "paid_early_again": Facts("x", bills=[bill(n, early=9) for n in (90, 60, 30)]),
    "years_together": Facts("x", since=dt.date(2016, 11, 28)),
    "first_order": Facts("x", bills=[bill(20)]),
    "round_order": Facts("x", bills=[bill(20 + 9 * n) for n in range(10)]),
    "special_order": Facts("x", bills=[bill(40, 90_000), *(bill(60 + 9 * n) for n in range(6))]),
    "recommended": Facts("x", recommended=[Day("1", ago(8))]),
    "problem_solved": Facts("x", solved=[Day("1", ago(8), "Schublade")]),
    "birthday": Facts("x", birthdays=[Birthday("Petra", "--11-30")]),
    "gone_quiet": Facts("x", bills=[bill(400 - 30 * n) for n in range(9)]),
    "thanks_owed": Facts("x", owed=[Day("1", ago(8), "Türen")]),
    "noted": Facts("x", noted=[Day("1", ago(1), "Anruf gut gelöst")]),
}


@pytest.mark.parametrize("code", CODES)
def test_each_kind_is_found(code: str) -> None:
    assert code in codes(EVERY[code])


@pytest.mark.parametrize(
    ("code", "facts"),
    [
        ("paid_early_again", Facts("x", bills=[bill(n, early=9) for n in (60, 30)])),
        ("paid_early_again", Facts("x", bills=[bill(n, early=2) for n in (90, 60, 30)])),
        ("years_together", Facts("x", since=dt.date(2019, 11, 28))),
        ("special_order", Facts("x", bills=[bill(1, 29_999), *(bill(9 + n) for n in range(6))])),
        ("special_order", Facts("x", bills=[bill(1, 90_000), *(bill(9 + n) for n in range(4))])),
        ("gone_quiet", Facts("x", bills=[bill(150 - 30 * n) for n in range(5)])),
        ("thanks_owed", Facts("x", owed=[Day("1", ago(8))], thanked=[ago(8)])),
        ("recommended", Facts("x", recommended=[Day("1", ago(61))])),
        ("birthday", Facts("x", birthdays=[Birthday("Petra", "--12-04")])),
    ],
)
def test_and_not_where_the_facts_do_not_carry_it(code: str, facts: Facts) -> None:
    assert code not in codes(facts)


def test_a_large_order_is_one_occasion_and_not_two() -> None:
    usual = [bill(9 * n) for n in range(1, 9)]
    for cents, code in ((30_000, "special_order"), (29_999, "thanks_owed")):
        facts = Facts("x", bills=usual, owed=[Day("1", ago(5), "Küche", cents)])
        assert codes(facts) & {"special_order", "thanks_owed"} == {code}


def test_whoever_was_there_when_the_data_begin_is_not_called_new() -> None:
    facts = Facts("x", bills=[bill(20)])
    assert "first_order" in codes(facts, since=ago(3000))
    assert "first_order" not in codes(facts, since=ago(30))


bills = st.lists(
    st.builds(
        Bill,
        key=st.integers(0, 40).map(str),
        on=days,
        cents=st.integers(-5_000, 500_000),
        due_on=st.none() | days,
        paid_on=st.none() | days,
    ),
    max_size=14,
)
dated = st.lists(st.builds(Day, key=st.sampled_from("abc"), on=days), max_size=4)
any_facts = st.builds(
    Facts,
    key=st.just("x"),
    bills=bills,
    contacts=st.lists(days, max_size=12),
    since=st.none() | days,
    birthdays=st.lists(
        st.builds(
            Birthday,
            who=st.sampled_from(["Petra", "Ivo"]),
            born=st.sampled_from(
                ["--02-29", "1964-02-29", "--12-31", "1990-01-01", "x", "--13-99"]
            ),
        ),
        max_size=3,
    ),
    recommended=dated,
    solved=dated,
    owed=dated,
    noted=dated,
    thanked=st.lists(days, max_size=4),
)


# A busy machine makes the lists slowly.
calm = settings(suppress_health_check=[HealthCheck.too_slow], deadline=None)


@calm
@given(any_facts, days, st.none() | days)
def test_no_fact_is_an_occasion_twice(facts: Facts, today: dt.date, since: dt.date | None) -> None:
    found = occasions(facts, today, since)
    assert len({one.fact for one in found}) == len(found)
    assert {one.code for one in found} <= set(CODES)


@calm
@given(any_facts, days, st.integers(1, 400))
def test_the_same_fact_has_the_same_name_on_a_later_day(
    facts: Facts, today: dt.date, later: int
) -> None:
    # Otherwise it would ask again although it had its attention.
    now = {one.fact: one for one in occasions(facts, today, None)}
    then = {one.fact: one for one in occasions(facts, today + dt.timedelta(days=later), None)}
    for fact in now.keys() & then.keys():
        assert now[fact].code == then[fact].code
        assert now[fact].reason.code == then[fact].reason.code


@pytest.mark.parametrize(
    ("year", "expected"),
    [(2027, dt.date(2027, 3, 1)), (2028, dt.date(2028, 2, 29)), (2100, dt.date(2100, 3, 1))],
)
def test_whoever_is_born_on_29_february_is_never_congratulated_early(
    year: int, expected: dt.date
) -> None:
    assert anniversary(2, 29, year) == expected
    found = occasions(Facts("x", birthdays=[Birthday("Ida", "1964-02-29")]), expected)
    assert [one.on for one in found] == [expected]


@given(st.dates(dt.date(1900, 1, 1), dt.date(2020, 12, 31)), st.integers(2021, 2100))
def test_a_birthday_comes_once_a_year(born: dt.date, year: int) -> None:
    facts, seen = Facts("x", birthdays=[Birthday("Ida", born.isoformat())]), set()
    day = dt.date(year, 1, 8)
    while day < dt.date(year, 12, 28):
        seen |= {one.fact for one in occasions(facts, day) if one.on.year == year}
        day += dt.timedelta(days=3)
    assert len(seen) <= 1


def test_a_birthday_is_one_however_the_name_is_written() -> None:
    facts = {
        occasions(Facts("x", birthdays=[Birthday(who, "--11-30")]), TODAY)[0].fact
        for who in ("Petra Roth", "Roth, Petra", "petra  ROTH")
    }
    assert len(facts) == 1
    long = occasions(Facts("x", birthdays=[Birthday("y" * 300, "--11-30")]), TODAY)[0].fact
    assert len(long) < 60


def test_a_birthday_that_is_past_is_told_so() -> None:
    facts = Facts("x", birthdays=[Birthday("Ida", "1966-11-29")])
    reasons = [occasions(facts, day)[0].reason for day in (ago(1), TODAY)]
    assert [reason_text(one, "en") for one in reasons] == [
        "Ida turns 60 on 29\u00a0Nov\u00a02026.", "Ida turned 60 on 29\u00a0Nov\u00a02026.",
    ]  # fmt: skip


def test_the_year_of_early_payments_is_told() -> None:
    facts = Facts("x", bills=[bill(n, early=9) for n in (90, 60, 10)])
    found = occasions(facts, dt.date(2027, 1, 8), LONG_AGO)
    told = [reason_text(one.reason, "en") for one in found if one.code == "paid_early_again"]
    assert len(told) == 1
    assert "early in 2026" in told[0]


def test_thousands_of_orders_are_no_hindrance() -> None:
    many = Facts("x", bills=[bill(n, 10_000 + n) for n in range(20_000, 0, -1)])
    began = time.process_time()
    occasions(many, TODAY, LONG_AGO)
    assert time.process_time() - began < 3


def test_only_a_round_birthday_is_told_as_a_number() -> None:
    def age(born: str) -> object:
        found = occasions(Facts("x", birthdays=[Birthday("Ida", born)]), TODAY)
        return found[0].reason.facts.get("age")

    assert age("1966-11-30") == 60
    assert age("1967-11-30") is None
    assert age("--11-30") is None


# -- the one suggestion

said = st.dictionaries(st.sampled_from(Channel), st.sampled_from(Said))
people = st.dictionaries(
    st.sampled_from(["a", "b", "c", "d"]),
    st.builds(
        Someone,
        key=st.just(""),
        group=st.none() | st.sampled_from(Group),
        inside=st.booleans(),
        business=st.booleans(),
        thanked_on=st.none() | days,
        said=st.none() | said,
    ),
)
some = st.lists(
    st.tuples(st.sampled_from(["a", "b", "c", "d"]), st.sampled_from(sorted(EVERY))), max_size=6
)
snoozes = st.lists(
    st.builds(
        Snooze,
        key=st.sampled_from(["", "a", "b"]),
        code=st.sampled_from(["", "birthday", "noted"]),
        until=st.none() | days,
    ),
    max_size=3,
)


@given(people, some, snoozes)
def test_nothing_is_suggested_against_a_wish(
    people: dict[str, Someone], some: list[tuple[str, str]], off: list[Snooze]
) -> None:
    found = [
        one
        for key, code in some
        for one in occasions(replace(EVERY[code], key=key), TODAY, LONG_AGO)
    ]
    best = suggestion(found, people, TODAY, snoozes=off)
    if best is None:
        return
    person = people[best.occasion.key]
    assert not refused_all(person.said or {})
    assert not any(one.holds(best.occasion, TODAY) for one in off)
    for channel in best.channels:
        assert (person.said or {}).get(channel) is not Said.OBJECTED
    again = suggestion(
        found, people, TODAY, snoozes=off, given=[(best.occasion.key, best.occasion.fact)]
    )
    assert again is None or again.occasion != best.occasion
    assert suggestion(found, people, TODAY, snoozes=off, answered=True) is None


def noted(key: str) -> Facts:
    return Facts(key, noted=[Day("1", ago(3))])


def test_whoever_waited_longest_and_matters_comes_first() -> None:
    found = [one for key in "abc" for one in occasions(noted(key), TODAY)]
    everyone = {
        "a": Someone("a", Group.A, thanked_on=ago(30)),
        "b": Someone("b", Group.B, thanked_on=ago(200)),
        "c": Someone("c", Group.C),
    }
    best = suggestion(found, everyone, TODAY)
    assert best is not None
    assert best.occasion.key == "b"
    assert best.why.facts["days"] == 200
    birthday = occasions(Facts("c", birthdays=[Birthday("Ida", "--11-30")]), TODAY)
    best = suggestion([*found, *birthday], everyone, TODAY)
    assert best is not None
    assert best.occasion.code == "birthday"


@given(st.none() | days)
def test_nobody_waits_longer_than_a_year(thanked: dt.date | None) -> None:
    assert 0 <= waited_days(Someone("a", thanked_on=thanked), TODAY) <= 365


# -- consent


@given(said, st.booleans())
def test_an_objection_always_holds(words: dict[Channel, Said], business: bool) -> None:
    for inside in (True, False):
        ways = open_channels(words, business=business, inside=inside)
        assert not any(words.get(way) is Said.OBJECTED for way in ways)
    person = Someone("a", Group.A, business=business, said=words)
    if may_call(person):
        assert words.get(Channel.PHONE) is Said.ALLOWED or (business and Channel.PHONE not in words)


def test_a_consumer_is_not_called_without_consent() -> None:
    assert not may_call(Someone("a", Group.A, business=False))
    assert not may_call(Someone("a", Group.A, business=True, said={Channel.PHONE: Said.ASKED}))
    assert may_call(Someone("a", Group.A, business=False, said={Channel.PHONE: Said.ALLOWED}))
    assert may_call(Someone("a", Group.A))
    assert not may_call(Someone("a", Group.B))


@given(st.lists(st.builds(Word, st.sampled_from(Channel), st.sampled_from(Said), days)))
def test_the_newest_word_holds(words: list[Word]) -> None:
    for channel, holds in standing(words).items():
        newest = max(one.on for one in words if one.channel is channel)
        last = [one for one in words if one.channel is channel and one.on == newest][-1]
        assert holds is last.said


# -- rhythm


@given(
    st.lists(
        st.builds(
            Turn,
            key=st.integers(0, 99).map(str),
            group=st.none() | st.sampled_from(Group),
            last_on=st.none() | days,
            own_days=st.none() | st.integers(0, 400),
            not_before=st.none() | days,
        ),
        max_size=20,
    ),
    st.builds(Pace, minutes_each=st.integers(1, 60), minutes_week=st.integers(0, 300)),
    days,
    st.integers(0, 400),
)
def test_what_is_due_fits_into_the_time(
    turns: list[Turn], pace: Pace, today: dt.date, used: int
) -> None:
    found = due_list(turns, pace, today, used)
    assert len(found.now) * pace.minutes_each <= max(pace.minutes_week - used, 0)
    assert found.enough == (pace.minutes_week - used < pace.minutes_each)
    every = [one for one in turns if (day := due_on(one, pace)) and day <= today]
    assert len(found.now) + found.later == len(every)
    for one in every:
        assert one.not_before is None or one.not_before <= today


def test_any_contact_resets_the_rhythm() -> None:
    pace = Pace()
    turn = Turn("a", Group.A, last_on=ago(42))
    assert [one.key for one in due_list([turn], pace, TODAY).now] == ["a"]
    assert due_list([Turn("a", Group.A, last_on=ago(41))], pace, TODAY).now == ()
    assert due_list([Turn("a", Group.A, ago(99), own_days=0)], pace, TODAY).now == ()
    assert due_list([Turn("a", Group.C, ago(999))], pace, TODAY).now == ()


# -- noticing


@pytest.mark.parametrize(
    ("line", "first", "last"),
    [
        ("Tochter macht im Mai Abitur", "2027-05-01", "2027-05-31"),
        ("Hochzeit am 12.6.", "2027-06-12", None),
        ("Hochzeit am 12. 6. 2028", "2028-06-12", None),
        ("Umzug am 3. Dezember", "2026-12-03", None),
        ("Umzug Anfang Dezember", "2026-12-01", "2026-12-31"),
        ("wedding on 12 June", "2027-06-12", None),
        ("wedding on June 12th, 2028", "2028-06-12", None),
        ("daughter graduates in May", "2027-05-01", "2027-05-31"),
        ("Messe am Freitag", "2026-12-04", None),
        ("new shop opens tomorrow", "2026-12-01", None),
        ("in zwei Wochen Urlaub", "2026-12-14", None),
        ("back in 3 weeks", "2026-12-21", None),
        ("nächste Woche Messe", "2026-12-07", "2026-12-13"),
        ("Jubiläum 2027-02-01", "2027-02-01", None),
        ("Schaltkind, 29.2.", "2028-02-29", None),
        ("Feier am 12.6. 18 Uhr", "2027-06-12", None),
        ("12.6. 80 Gäste", "2027-06-12", None),
        ("3.5. 50", "2027-05-03", None),
        ("Feier am 12.6.28", "2028-06-12", None),
        ("Feier am 12.6", "2027-06-12", None),
        ("party on the 12th of June", "2027-06-12", None),
        ("next Friday she moves", "2026-12-04", None),
        ("Umzug nächsten Freitag", "2026-12-04", None),
        ("im Juli 3 Wochen weg", "2027-07-01", "2027-07-31"),
        ("im Mai 25 Jahre verheiratet", "2027-05-01", "2027-05-31"),
        ("in July 3 weeks off", "2027-07-01", "2027-07-31"),
        ("back by March", "2027-03-01", "2027-03-31"),
        ("Order 12 may come, party on 3 May", "2027-05-03", None),
        ("Messe war am 20.11.2026", "2026-11-20", None),
        ("geheiratet am 3.5.2024, Feier im Mai", "2027-05-01", "2027-05-31"),
    ],
)
def test_the_date_in_a_line(line: str, first: str, last: str | None) -> None:
    begin = dt.date.fromisoformat(first)
    end = dt.date.fromisoformat(last) if last else begin
    assert when(line, TODAY) == When(begin, end)


@pytest.mark.parametrize(
    "line",
    ["mag Tee", "she may come", "loves to march", "am 31.2.", "am 45.13.", "Version 2.10.3", "",
     "2027-02-30", "hat 3 Kinder", "1.1.1.1", "in der Marienstraße", "Augustin grüßt",
     "Hochzeit war am 12.6.2024", "geboren 12.6.80", "war im Mai 2020 krank", "seit Mai Vater",
     "seit dem 3.5. Chefin", "since March with us", "since 12 June", "am Morgen immer da",
     "trinkt jeden Morgen Tee", "Guten Morgen gesagt", "nie am Freitag anrufen",
     "immer am Montag unterwegs", "never on Friday", "always in on Monday", "Jan 8 Jahre",
     "Order 12 may come", "12 march by", "recommended by April", "sent by Jan", "by June",
     "grew by 3.5", "Version 3.5", "zahlt am 2.5 %"],
)  # fmt: skip
def test_no_date_where_there_is_none(line: str) -> None:
    assert when(line, TODAY) is None


@given(st.text(max_size=400), st.dates())
def test_any_line_can_be_read(line: str, today: dt.date) -> None:
    found = when(line, today)
    assert found is None or found.first <= found.last


@given(days, days)
def test_a_german_date_is_read_as_it_is_written(day: dt.date, today: dt.date) -> None:
    written = f"Fest am {day.day}.{day.month}.{day.year}"
    # What is over comes back with the next call instead.
    assert when(written, today) == (None if (today - day).days > 14 else When(day, day))
    assume((day.month, day.day) != (2, 29))
    near = when(f"Fest am {day.day}.{day.month}.", today)
    assert near is not None
    assert 0 <= (near.first - today).days <= 366


def test_a_megabyte_is_read_as_its_beginning() -> None:
    assert when("x" * LONGEST + " am 12.6." * 100_000, TODAY) is None


def test_when_a_line_comes_back() -> None:
    wedding = When(dt.date(2027, 6, 12), dt.date(2027, 6, 12))
    for day, back in (("06-04", False), ("06-05", True), ("06-26", True), ("06-27", False)):
        on = dt.date.fromisoformat(f"2027-{day}")
        assert is_back(TODAY, wedding, on, contact=True) is back
    assert is_back(TODAY, None, TODAY, contact=True)
    assert not is_back(TODAY, None, TODAY, contact=False)
    assert not is_back(ago(366), None, TODAY, contact=True)


# -- gifts


@pytest.mark.parametrize(
    ("gross", "vat", "deducts", "year", "state"),
    [
        (5_950, 19, True, 2026, State.NEAR),  # exactly 50.00 net
        (5_951, 19, True, 2026, State.OVER),
        (5_000, 19, False, 2026, State.NEAR),
        (5_001, 19, False, 2026, State.OVER),
        (4_000, 0, False, 2026, State.NEAR),
        (3_999, 0, False, 2026, State.FINE),
        (5_000, 0, False, 2024, State.NEAR),
        (5_000, 0, False, 2023, State.OVER),
        (3_500, 0, False, 2023, State.NEAR),
        (3_501, 0, False, 2023, State.OVER),
    ],
)
def test_the_cliff_of_a_year(gross: int, vat: int, deducts: bool, year: int, state: State) -> None:
    gift = Gift("a", dt.date(year, 12, 31), gross, vat)
    assert ledger([gift], deducts_vat=deducts)[0].state is state


def test_the_year_begins_anew_and_each_recipient_has_their_own() -> None:
    gifts = [
        Gift("a", dt.date(2026, 12, 31), 3_000, 0), Gift("a", dt.date(2027, 1, 1), 3_000, 0),
        Gift("b", dt.date(2026, 12, 31), 3_000, 0),
    ]  # fmt: skip
    assert [one.state for one in ledger(gifts, deducts_vat=True)] == [State.FINE] * 3
    more = Gift("a", dt.date(2026, 1, 1), 2_001, 0)
    assert with_gift(gifts, more, deducts_vat=True).state is State.OVER
    assert with_gift(gifts, more, deducts_vat=True).cents == 5_001


def test_staff_have_a_limit_for_each_occasion_and_gross() -> None:
    def gift(cents: int, occasion: str, month: int = 5) -> Gift:
        return Gift("k", dt.date(2026, month, 1), cents, 19, Given.STAFF, occasion)

    found = ledger([gift(6_000, "birthday"), gift(6_000, "wedding")], deducts_vat=True)
    assert [one.state for one in found] == [State.NEAR, State.NEAR]
    found = ledger([gift(6_000, "birthday"), gift(1, "birthday")], deducts_vat=True)
    assert [one.state for one in found] == [State.OVER]


def test_an_occasion_of_staff_over_the_turn_of_the_year_counts_once() -> None:
    def gift(day: str, occasion: str = "wedding") -> Gift:
        return Gift("k", dt.date.fromisoformat(day), 4_000, 19, Given.STAFF, occasion)

    two = [gift("2027-01-08"), gift("2026-12-20")]
    assert [(one.year, one.cents) for one in ledger(two, deducts_vat=True)] == [(2026, 8_000)]
    assert with_gift(two[1:], two[0], deducts_vat=True).state is State.OVER
    later = [gift("2026-12-20", "birthday"), gift("2027-12-20", "birthday")]
    assert [one.cents for one in ledger(later, deducts_vat=True)] == [4_000, 4_000]


def test_without_a_personal_occasion_nothing_is_free_for_staff() -> None:
    gift = Gift("k", dt.date(2026, 5, 1), 1, 19, Given.STAFF, personal=False)
    assert ledger([gift], deducts_vat=True)[0].state is State.OVER
    assert ledger([replace(gift, personal=True)], deducts_vat=True)[0].state is State.FINE


def test_input_tax_is_taken_as_it_was_in_the_year_of_the_gift() -> None:
    gifts = [Gift("a", dt.date(year, 5, 1), 5_950) for year in (2025, 2026)]
    found = ledger(gifts, deducts_vat=lambda year: year == 2025)
    assert [(one.year, one.cents) for one in found] == [(2026, 5_950), (2025, 5_000)]


def test_who_is_customer_and_staff_at_once_has_both_limits() -> None:
    gifts = [
        Gift("k", dt.date(2026, 5, 1), 5_000, 0), Gift("k", dt.date(2026, 5, 1), 6_000, 0,
                                                       Given.STAFF, "birthday"),
    ]  # fmt: skip
    assert {one.given: one.state for one in ledger(gifts, deducts_vat=True)} == {
        Given.BUSINESS: State.NEAR, Given.STAFF: State.NEAR,
    }  # fmt: skip


gifts = st.lists(
    st.builds(
        Gift,
        recipient=st.sampled_from("ab"),
        on=days,
        gross_cents=st.integers(1, 20_000),
        vat_percent=st.sampled_from([0, 7, 19]),
        given=st.sampled_from(Given),
        occasion=st.sampled_from(["", "birthday"]),
    ),
    max_size=20,
)


@given(gifts, st.booleans())
def test_the_ledger_adds_up(gifts: list[Gift], deducts: bool) -> None:
    found = ledger(gifts, deducts_vat=deducts)
    assert sum(one.gross_cents for one in found) == sum(one.gross_cents for one in gifts)
    assert sum(one.gifts for one in found) == len(gifts)
    for one in found:
        assert (one.state is State.OVER) == (one.cents > limit_of(one.given, one.year))
        assert one.left_cents == 0 or one.cents + one.left_cents == one.limit_cents
    for gift in gifts:
        assert counted(gift, deducts_vat=deducts) <= gift.gross_cents
        rest = list(gifts)
        rest.remove(gift)
        assert with_gift(rest, gift, deducts_vat=deducts) in found


@pytest.mark.parametrize(
    ("given", "back", "told"),
    [(1, 1, "2026 wurde 1 gutes Wort gegeben. 1 kam zurück."),
     (2, 0, "2026 wurden 2 gute Worte gegeben. 0 kamen zurück.")],
)  # fmt: skip
def test_one_word_is_told_as_one(given: int, back: int, told: str) -> None:
    assert year_text(2026, given, back, "de") == told


def test_one_day_is_told_as_one() -> None:
    reason = Reason("care_due", {"since_days": 1, "every_days": 14})
    assert reason_text(reason, "de").startswith("Letzter Kontakt vor 1 Tag;")
