"""Whose a call, mail or appointment is."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from wertschatz.domain.customers.leading import EVERYBODYS, Leads, leads_from
from wertschatz.domain.customers.phones import block_of, local_number, normal_number

NUMBERS = st.integers(0, 999).map(lambda n: f"+493023125{n:03}")
REACH = st.lists(
    st.one_of(
        st.tuples(st.integers(1, 3), st.just("phone"), NUMBERS | st.just("+49302312500")),
        st.tuples(
            st.integers(1, 3), st.just("mail"),
            st.sampled_from(["a@x.example", "b@x.example", "a@y.example", "c@gmx.de"]),
        ),
        st.tuples(
            st.integers(1, 3), st.just("name"),
            st.sampled_from(["Anna Probe GmbH", "Anna Probe", "Bert Beispiel"]),
        ),
    ),
    max_size=8,
)  # fmt: skip


@given(REACH, st.randoms(use_true_random=False))
def test_the_order_in_which_ways_become_known_does_not_matter(
    reach: list[tuple[int, str, str]], dice: st.DataObject
) -> None:
    turned = list(reach)
    dice.shuffle(turned)  # type: ignore[attr-defined]
    asked = [("call", "+49302312517"), ("mail", "neu@x.example"), ("mail", "c@gmx.de")]
    one, other = leads_from(reach), leads_from(turned)
    assert [one.whose(*ask) for ask in asked] == [other.whose(*ask) for ask in asked]
    title = "Termin mit Anna Probe GmbH"
    assert one.whose("appointment", "", title) == other.whose("appointment", "", title)


@given(REACH)
def test_what_reaches_two_leads_to_nobody_and_what_reaches_one_to_that_one(
    reach: list[tuple[int, str, str]],
) -> None:
    leads = leads_from(reach)
    for customer, kind, text in reach:
        if kind == "name":
            continue
        owners = {who for who, other, what in reach if (other, what) == (kind, text)}
        found = leads.whose("call" if kind == "phone" else "mail", text)
        if len(owners) == 1:
            assert found == customer
        else:
            assert found is None or kind != "phone" or _behind_a_block(leads, text)


def _behind_a_block(leads: Leads, number: str) -> bool:
    return any(number[:-digits] in leads.blocks for digits in range(1, 5))


@given(st.sampled_from(sorted(EVERYBODYS)))
def test_a_domain_of_everybody_names_nobody(domain: str) -> None:
    assert leads_from([(1, "mail", f"eva@{domain}")]).whose("mail", f"jan@{domain}") is None


@given(NUMBERS, st.sampled_from(["{}", "00{}", "+{}", "tel:+{}"]), st.sampled_from(["", " ", "-"]))
def test_a_number_is_itself_in_any_spelling(number: str, form: str, between: str) -> None:
    bare = number[1:]
    split = between.join((bare[:2], bare[2:4], bare[4:8], bare[8:]))
    written = form.format(split) if form != "{}" else "0" + between.join((bare[2:4], bare[4:]))
    assert normal_number(written) == number
    assert local_number(written) == ""


@given(NUMBERS)
def test_a_local_number_needs_the_area_and_then_is_the_same(number: str) -> None:
    local = number[len("+4930") :]
    assert (normal_number(local), local_number(local)) == ("", local)
    assert normal_number(local, "030") == number


@given(NUMBERS, st.integers(0, 9999))
def test_an_extension_belongs_to_its_switchboard(number: str, extension: int) -> None:
    board = number.rstrip("0") + "0"
    leads = leads_from([(7, "phone", board)])
    assert block_of(board)
    assert leads.whose("call", f"{block_of(board)}{extension}") == 7
