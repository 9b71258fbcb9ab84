"""Who is taken for the same customer, and who never is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from wertschatz.domain.customers.duplicates import Kind, Known, Proposal, proposals, same_marks
from wertschatz.domain.customers.names import compared


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Müller GmbH", "Mueller GmbH"),
        ("Tischlerei Öztürk e.K.", "TISCHLEREI OEZTUERK"),
        ("Herr Dr. med. Max Groß", "Max Gross"),
        ("Groß, Max", "Prof. Max Groß"),
        ("Müller & Söhne GmbH & Co. KG", "Söhne und Müller"),
        ("Dupont S.à r.l.", "Dupont SARL"),
        ("Acme Inc.", "ACME, Incorporated"),
        ("Neu UG (haftungsbeschränkt)", "Neu U.G."),
        ("Kanzlei Roth PartG mbB", "Kanzlei Roth"),
        ("Sportverein e.V.", "Sportverein e. V."),
        ("Firma Hans Huber", "Fa. Hans Huber"),
    ],
)
def test_written_otherwise_is_the_same_name(left: str, right: str) -> None:
    assert compared(left).words == compared(right).words


@pytest.mark.parametrize(
    ("left", "right"),
    [
        ("Müller", "Tischlerei Müller"),
        ("Bauer", "Baur"),
        ("A. B. Müller", "C. D. Müller"),
        ("HR Consulting", "Consulting"),
        ("Filiale 1", "Filiale 2"),
        ("Umbau", "Bau"),
    ],
)
def test_another_name_stays_another(left: str, right: str) -> None:
    assert compared(left).words != compared(right).words


@given(st.text(max_size=60))
def test_words_stand_in_order(name: str) -> None:
    words = compared(name).words.split()
    assert words == sorted(words)


def judged(left: Known, right: Known, similarity: float) -> list[Proposal]:
    return proposals([left, right], {(0, 1): similarity})


ONE, TWO = Known(1, "Müller GmbH"), Known(2, "Mueller GmbH")


def codes(found: list[Proposal]) -> list[str]:
    return [reason.code for reason in found[0].reasons]


def test_the_same_vat_id_is_sure_however_unlike_the_names() -> None:
    left, right = replace(ONE, vat_id="DE 123456788"), Known(2, "Ganz anders", vat_id="de123456788")
    found = judged(left, right, 20)
    assert [(pair.kind, pair.first, pair.second) for pair in found] == [(Kind.SURE, 1, 2)]
    assert codes(found) == ["same_vat"]
    assert list(same_marks([left, right])) == [(0, 1)]


def test_a_mail_box_of_many_is_no_mark() -> None:
    many = [Known(number, f"K{number}", email="post@portal.example") for number in range(21)]
    assert list(same_marks(many)) == []
    assert len(list(same_marks(many[:3]))) == 3


@pytest.mark.parametrize(
    ("left", "right", "similarity", "kind", "code"),
    [
        (ONE, TWO, 100, Kind.LIKELY, "same_name"),
        (ONE, TWO, 85, Kind.LIKELY, "similar_name"),
        (replace(ONE, postcode="12345"), replace(TWO, postcode="12345"), 80, Kind.LIKELY,
         "same_postcode"),
        (replace(ONE, town="Köln"), replace(TWO, town="Koeln"), 82, Kind.LIKELY, "same_town"),
        (replace(ONE, postcode="12345"), replace(TWO, postcode="54321"), 100, Kind.ASK,
         "other_postcode"),
        (replace(ONE, town="Köln"), replace(TWO, town="Bonn"), 100, Kind.ASK, "other_town"),
        (replace(ONE, number="1", tool="a"), replace(TWO, number="2", tool="a"), 100, Kind.ASK,
         "other_number"),
        (ONE, replace(TWO, name="Müller AG"), 100, Kind.ASK, "other_form"),
        (Known(1, "Frau Roth"), Known(2, "Herr Roth"), 100, Kind.ASK, "other_salutation"),
        (replace(ONE, vat_id="DE1", email="a@b.de"), replace(TWO, vat_id="DE2", email="A@b.de"),
         100, Kind.ASK, "other_vat"),
    ],
)  # fmt: skip
def test_hints_for_and_against(
    left: Known, right: Known, similarity: float, kind: Kind, code: str
) -> None:
    found = judged(left, right, similarity)
    assert [pair.kind for pair in found] == [kind]
    assert code in codes(found)


@pytest.mark.parametrize(
    ("left", "right", "similarity"),
    [
        (ONE, TWO, 84),
        (replace(ONE, postcode="12345"), replace(TWO, postcode="54321"), 90),
        (replace(ONE, number="1", tool="a"), replace(TWO, number="2", tool="a"), 94),
        (replace(ONE, vat_id="DE1"), replace(TWO, vat_id="DE2"), 100),
        (Known(1, "WEG Ring 5"), Known(2, "WEG Ring 7"), 95),
        (ONE, replace(TWO, id=1), 100),
    ],
)
def test_too_little_is_not_proposed(left: Known, right: Known, similarity: float) -> None:
    assert judged(left, right, similarity) == []


def test_numbers_of_two_tools_and_vat_ids_of_two_countries_say_nothing() -> None:
    left = replace(ONE, number="1", tool="a", vat_id="DE1")
    right = replace(TWO, number="2", tool="b", vat_id="ATU2")
    assert judged(left, right, 100)[0].kind is Kind.LIKELY


def test_two_that_are_nearly_equally_alike_are_both_asked() -> None:
    three = [ONE, TWO, Known(3, "Müler GmbH")]
    near = proposals(three, {(0, 1): 95.0, (0, 2): 94.0})
    assert [(pair.second, pair.kind) for pair in near] == [(2, Kind.ASK), (3, Kind.ASK)]
    assert codes(near)[-1] == "others_alike"
    clear = proposals(three, {(0, 1): 97.0, (0, 2): 94.0})
    assert [(pair.second, pair.kind) for pair in clear] == [(2, Kind.LIKELY)]


def test_several_names_of_one_customer_make_one_proposal() -> None:
    known = [Known(1, "Alt"), Known(1, "Müller"), Known(2, "Mueller")]
    found = proposals(known, {(0, 2): 86.0, (1, 2): 100.0, (0, 1): 100.0})
    assert [(pair.first, pair.second, pair.points) for pair in found] == [(1, 2, 100)]


knowns = st.builds(
    Known, st.integers(1, 9), st.sampled_from(["Müller GmbH", "Roth", "Roth AG", "K 1", ""]),
    number=st.sampled_from(["", "1", "2"]), vat_id=st.sampled_from(["", "DE1", "DE2"]),
    postcode=st.sampled_from(["", "1", "2"]), email=st.sampled_from(["", "a@b.de"]),
    tool=st.sampled_from(["", "x"]),
)  # fmt: skip


@given(knowns, knowns, st.floats(0, 100))
def test_a_pair_is_judged_alike_from_both_sides(
    left: Known, right: Known, similarity: float
) -> None:
    there = judged(left, right, similarity)
    back = judged(right, left, similarity)
    assert [(p.first, p.second, p.kind, p.points) for p in there] == [
        (p.first, p.second, p.kind, p.points) for p in back
    ]
    for pair in there:
        assert pair.first < pair.second
        assert pair.kind is not Kind.SURE or {"same_vat", "same_email"} & set(codes(there))
        assert pair.reasons
