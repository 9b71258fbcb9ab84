"""Profile and enquiries: kept by version, a flood bounded, a yes becomes a customer, all undone."""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable
from dataclasses import replace

import pytest

from tests.storage.writes import begin
from wertschatz.bootstrap.house import house
from wertschatz.domain.customers.register import print_of
from wertschatz.domain.profile import spam
from wertschatz.domain.profile.fit import Because, Criterion, Proposal, Says, Wish
from wertschatz.domain.profile.questions import Question
from wertschatz.domain.values import Group
from wertschatz.ports.customers import HandEntry
from wertschatz.ports.profile import EnquiryEntry, TraitsEntry
from wertschatz.storage.models import (
    Action,
    Assessment,
    Customer,
    Enquiry,
    FreshStart,
    Traits,
    User,
)
from wertschatz.storage.queries import enquiries as read
from wertschatz.usecases.refusals import Refused

pytestmark = pytest.mark.django_db
ASKED = EnquiryEntry(
    "Gasthof Krone", "krone@example.org", "Wir suchen zwölf Tische.", "Gastronomie", "small",
    "86150 Augsburg", "recommended", "Tische",
)  # fmt: skip


@pytest.fixture(autouse=True)
def base(db: None) -> None:
    begin()


def owner() -> int:
    return User.objects.get(username="owner").pk


def by_form(address: str = "192.0.2.1", **more: str) -> uuid.UUID:
    typed = EnquiryEntry(**{"contact": "a@b.example", "text": "Bitte eine Treppe", **more})
    return house().take_enquiry(typed, "de", trap="", since=30.0, address=address)


def undo_last() -> None:
    action = Action.objects.order_by("-id")[0]
    assert house().undo(action.uuid, owner()).done


def test_answers_are_kept_by_version_and_taken_back() -> None:
    home = house()
    home.say_profile("serve", "de", "  Handwerker  \n", owner())
    home.say_profile("serve", "de", "Handwerker und Wirte", owner())
    assert home.say_profile("serve", "de", "Handwerker und Wirte", owner()) is None
    assert home.profile("de") == {Question.SERVE: "Handwerker und Wirte"}
    assert home.profile("en") == {}
    assert [one.text for one in read.versions(Question.SERVE, "de").lines] == ["Handwerker"]
    undo_last()
    assert home.profile("de") == {Question.SERVE: "Handwerker"}


@pytest.mark.parametrize(
    ("question", "language", "text", "code"),
    [("nothing", "de", "x", "profile_question_unknown"), ("serve", "fr", "x",
     "profile_question_unknown"), ("serve", "de", "x" * 6001, "words_too_long")],
)  # fmt: skip
def test_no_other_answer_is_kept(question: str, language: str, text: str, code: str) -> None:
    with pytest.raises(Refused) as refused:
        house().say_profile(question, language, text, owner())
    assert refused.value.code == code


def test_nothing_goes_outside_without_imprint_and_privacy_notice() -> None:
    home = house()
    home.say_profile("serve", "de", "Handwerker", owner())
    home.say_profile("imprint", "de", "Firma, Weg 1, Ulm", owner())
    for refused_call in (lambda: home.show_profile(True, owner()), home.profile_languages):
        with pytest.raises(Refused) as refused:
            refused_call()
        assert refused.value.code == "profile_incomplete"
    home.say_profile("privacy", "de", "Wir speichern nur die Anfrage.", owner())
    assert home.profile_languages() == ("de",)
    assert not home.profile_outside()
    home.show_profile(True, owner())
    assert home.profile_outside("de")
    assert not home.profile_outside("en")
    # Begun in English: its own notices are asked for, too.
    home.say_profile("serve", "en", "Joiners", owner())
    with pytest.raises(Refused):
        home.profile_languages()
    # Emptied while it is open: it is no longer shown.
    home.say_profile("imprint", "de", "", owner())
    assert not home.profile_outside("de")


def test_a_flood_is_bounded_and_refused_with_a_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(spam, "MOST_HELD", 20)
    taken, codes = 0, set()
    for number in range(120):
        try:
            by_form(f"192.0.2.{number % 100}")
        except Refused as refused:
            codes.add(refused.code)
        else:
            taken += 1
    assert taken == Enquiry.objects.count() == spam.IN_ALL + 20
    assert codes == {"enquiries_full"}
    # Above the limit an honest one is held, and says why.
    assert read.counts() == read.Counts(waiting=spam.IN_ALL, held=20)
    assert {one.doubts for one in read.enquiries().held.lines} == {("many",)}


def doubtful(address: str = "192.0.2.1") -> uuid.UUID:
    typed = EnquiryEntry(contact="a@b.example", text="Bitte")
    return house().take_enquiry(typed, "de", trap="x", since=30.0, address=address)


def test_doubtful_ones_use_up_nothing_of_the_honest(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(spam.IN_ALL):
        doubtful(f"192.0.2.{number // spam.PER_SENDER}")
    with pytest.raises(Refused) as refused:
        doubtful("192.0.2.99")
    assert refused.value.code == "enquiries_too_many"
    by_form("192.0.2.0")
    assert read.counts() == read.Counts(waiting=1, held=spam.IN_ALL)
    # The heap is full: it is told so, for an hour would change nothing.
    monkeypatch.setattr(spam, "MOST_HELD", spam.IN_ALL)
    Enquiry.objects.update(at=house().now() - dt.timedelta(hours=2))
    with pytest.raises(Refused) as refused:
        doubtful("192.0.2.99")
    assert refused.value.code == "enquiries_full"
    by_form("192.0.2.0")


def test_of_ipv6_a_whole_line_is_one_sender() -> None:
    for number in range(spam.PER_SENDER):
        by_form(f"2001:db8:0:1::{number + 1:x}")
    with pytest.raises(Refused):
        by_form("2001:db8:0:1:ffff::1")
    by_form("2001:db8:0:2::1")


def test_all_that_are_held_go_into_the_bin_and_come_back() -> None:
    seen = [doubtful(f"192.0.2.{number}") for number in range(3)]
    made = by_form("192.0.2.9")
    later = doubtful("192.0.2.10")
    house().throw_held_away(seen[-1], owner())
    # What came since the page was seen stays, and so does whoever is not doubted.
    found = read.enquiries()
    pages = (found.held, found.open)
    assert [[one.uuid for one in page.lines] for page in pages] == [[later], [made]]
    assert Action.objects.order_by("-id")[0].facts == {"enquiries": 3}
    assert house().throw_held_away(seen[-1], owner()) is None
    undo_last()
    assert read.counts() == read.Counts(waiting=1, held=4)
    with pytest.raises(Refused):
        house().throw_held_away(uuid.uuid4(), owner())


def test_what_went_on_waits_no_longer_and_the_undecided_come_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked, silent, new = (house().write_enquiry(ASKED, owner()) for _ in range(3))
    gone = house().write_enquiry(ASKED, owner())
    for one in (asked, silent):
        house().decide_enquiry(one, "ask", owner(), reply="Bis wann?")
    house().enquiry_went(silent, "silent", owner())
    house().enquiry_went(gone, "declined", owner())
    found = read.enquiries()
    assert [one.uuid for one in found.open.lines] == [new, asked]
    assert [one.uuid for one in found.answered.lines] == [gone, silent]
    assert found.counts == read.Counts(waiting=1, asked=1, answered=2)
    monkeypatch.setattr(read, "SHOWN", 1)
    found = read.enquiries(read.Pages(open=2, answered=9))
    assert found.counts == read.Counts(waiting=1, asked=1, answered=2)
    # The page behind the last one is the last one.
    assert [one.uuid for one in (*found.open.lines, *found.answered.lines)] == [asked, silent]
    assert (found.open.page, found.open.pages, found.answered.page) == (2, 2, 2)


def test_two_who_decide_at_once_hear_of_each_other() -> None:
    made = house().write_enquiry(ASKED, owner())

    def seen() -> str:
        line = read.enquiry_line(made)
        assert line is not None
        return line.seen

    before = seen()
    house().decide_enquiry(made, "yes", owner(), reply="Gern.", seen=before)
    calls: tuple[Callable[[str], object], ...] = (
        lambda print_: house().decide_enquiry(made, "no", owner(), reply="Nein", seen=print_),
        lambda print_: house().throw_enquiry_away(made, owner(), seen=print_),
        lambda print_: house().enquiry_went(made, "silent", owner(), seen=print_),
        lambda print_: house().enquiry_to_customer(made, owner(), seen=print_),
    )
    for call in calls:
        with pytest.raises(Refused) as refused:
            call(before)
        assert refused.value.code == "enquiry_decided_meanwhile"
    # The same once more is no quarrel.
    assert house().decide_enquiry(made, "yes", owner(), reply="Gern.", seen=before) is None
    house().enquiry_to_customer(made, owner(), seen=seen())
    for call in calls:
        with pytest.raises(Refused) as refused:
            call(seen())
        assert refused.value.code == "enquiry_customer_there"
    house().decide_enquiry(made, "yes", owner(), reply="Sehr gern.", seen=seen())


@pytest.mark.parametrize(("decision", "reply"), [("no", ""), ("yes", "Wort")])
def test_words_for_a_no_are_none_for_a_yes(decision: str, reply: str) -> None:
    made = house().write_enquiry(ASKED, owner())
    house().decide_enquiry(made, decision, owner(), reply="Wort")
    house().enquiry_to_customer(made, owner())
    line = read.enquiry_line(made)
    assert line is not None
    assert (line.decision, line.reply) == ("yes", reply)


def test_what_steers_a_terminal_is_not_kept() -> None:
    typed = EnquiryEntry("Kro\x1b[2Jne\u202e", "a@b.example", "Zw\x1b]0;x\x07ölf\nTische \u2066gut")
    line = read.enquiry_line(house().write_enquiry(typed, owner()))
    assert line is not None
    assert (line.name, line.text) == ("Kro [2Jne", "Zw ]0;x ölf\nTische  gut")


def test_one_sender_cannot_fill_the_list() -> None:
    for _ in range(spam.PER_SENDER):
        by_form()
    with pytest.raises(Refused):
        by_form()
    by_form("192.0.2.2")
    # An hour later there is room again.
    Enquiry.objects.update(at=house().now() - dt.timedelta(hours=2))
    by_form()


def test_the_address_is_not_kept_as_it_is() -> None:
    by_form("192.0.2.77")
    row = Enquiry.objects.get()
    assert "192" not in row.sender
    assert len(row.sender) == 32


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        (EnquiryEntry(contact="a@b.example"), "enquiry_text_missing"),
        (EnquiryEntry(text="Bitte"), "enquiry_contact_missing"),
        (EnquiryEntry("x" * 1_000_000, "a@b.example", "Bitte"), "field_too_long"),
        (EnquiryEntry("x", "a@b.example", "y" * 6001), "field_too_long"),
        (EnquiryEntry("x", "a@b.example", "y", size="huge"), "enquiry_choice_unknown"),
        (EnquiryEntry("x", "a@b.example", "y", came_by="<b>"), "enquiry_choice_unknown"),
    ],
)
def test_what_the_form_refuses(typed: EnquiryEntry, code: str) -> None:
    with pytest.raises(Refused) as refused:
        house().take_enquiry(typed, "de", trap="", since=30.0, address="192.0.2.1")
    assert refused.value.code == code
    assert not Enquiry.objects.exists()


def test_what_is_doubtful_is_held_and_never_lost() -> None:
    typed = EnquiryEntry(contact="a@b.example", text="http://a http://b http://c")
    made = house().take_enquiry(typed, "de", trap="x", since=None, address="192.0.2.1")
    found = read.enquiries()
    assert [one.uuid for one in found.held.lines] == [made]
    assert found.held.lines[0].doubts == ("trap", "stamp", "links")
    assert not found.open.lines
    house().enquiry_genuine(made, owner())
    assert [one.uuid for one in read.enquiries().open.lines] == [made]
    house().throw_enquiry_away(made, owner())
    assert read.counts() == read.Counts(binned=1)
    assert [one.uuid for one in read.enquiries().binned.lines] == [made]
    undo_last()
    assert [one.uuid for one in read.enquiries().open.lines] == [made]


@pytest.mark.parametrize(("decision", "place"), [("ask", "open"), ("no", "answered")])
def test_who_is_answered_is_no_longer_doubted(decision: str, place: str) -> None:
    typed = EnquiryEntry(contact="a@b.example", text="Bitte")
    made = house().take_enquiry(typed, "de", trap="x", since=30.0, address="192.0.2.1")
    house().decide_enquiry(made, decision, owner(), reply="x")
    assert [one.uuid for one in getattr(read.enquiries(), place).lines] == [made]
    undo_last()
    assert [one.uuid for one in read.enquiries().held.lines] == [made]


def test_a_polite_no_with_somebody_else_is_kept_and_followed() -> None:
    made = house().write_enquiry(ASKED, owner())
    house().decide_enquiry(made, "ask", owner(), reply="Bis wann?")
    assert [one.uuid for one in read.enquiries().open.lines] == [made]
    house().decide_enquiry(made, "no", owner(), reply="Leider nicht.", recommended="Holz Huber")
    house().enquiry_went(made, "elsewhere", owner())
    line = read.enquiries().answered.lines[0]
    assert (line.decision, line.reply, line.recommended) == ("no", "Leider nicht.", "Holz Huber")
    assert line.outcome == "elsewhere"
    with pytest.raises(Refused):
        house().decide_enquiry(made, "bin", owner())
    with pytest.raises(Refused):
        house().enquiry_went(made, "nowhere", owner())
    with pytest.raises(Refused):
        house().decide_enquiry(uuid.uuid4(), "no", owner())


def test_a_yes_becomes_a_customer_with_what_is_known_of_it() -> None:
    made = house().write_enquiry(ASKED, owner())
    customer = house().enquiry_to_customer(made, owner())
    row = Customer.objects.get(uuid=customer)
    assert (row.party.name, row.party.email, row.party.phone) == (
        "Gasthof Krone", "krone@example.org", "",
    )  # fmt: skip
    assert read.customer_traits(customer)[2] == TraitsEntry(
        "Gastronomie", "small", "86150 Augsburg", "recommended", "Tische"
    )
    line = read.enquiry_line(made)
    assert line is not None
    assert (line.decision, line.outcome, line.customer) == ("yes", "came", customer)
    with pytest.raises(Refused) as refused:
        house().enquiry_to_customer(made, owner())
    assert refused.value.code == "enquiry_customer_there"
    undo_last()
    assert not Customer.objects.filter(uuid=customer).exists()
    assert not Traits.objects.exists()
    line = read.enquiry_line(made)
    assert line is not None
    assert (line.decision, line.customer) == ("", None)


def twenty_four(letters: str = "A" * 8 + "C" * 16) -> list[uuid.UUID]:
    """Customers with confirmed letters: the first eight are of one trade, the others of another."""
    entries = [HandEntry(f"Kunde {number}", 100_000, 300, None) for number in range(len(letters))]
    house().add_by_hand(entries, owner())
    rows = list(Customer.objects.filter(party__name__startswith="Kunde ").order_by("id"))
    for number, row in enumerate(rows):
        trade = "Gastronomie" if number < 8 else "Amt"
        house().say_traits(row.uuid, TraitsEntry(trade=trade, came_by="recommended"), owner())
        house().say_word(row.uuid, group=letters[number], reason="", actor=owner())
    house().assess()
    return [row.uuid for row in rows]


def test_the_fit_counts_confirmed_customers_and_explains_itself() -> None:
    twenty_four()
    made = house().write_enquiry(ASKED, owner())
    line = read.enquiry_line(made)
    assert line is not None
    fit = house().fit(line)
    held = {one.criterion: one for one in fit.held}
    trade = held[Criterion.TRADE]
    assert (trade.alike_a, trade.alike, trade.all_a, trade.all) == (8, 8, 8, 24)
    assert trade.says is Says.FOR
    assert held[Criterion.CAME_BY].says is Says.EVEN
    assert held[Criterion.JOB].says is Says.FEW
    assert (fit.proposal, fit.because, fit.free_minutes) == (
        Proposal.YES, Because.EVIDENCE_FOR, None,
    )  # fmt: skip
    house().say_profile("unwished", "de", "Tische\nStühle", owner())
    fit = house().fit(line)
    assert (fit.wish, fit.words, fit.proposal) == (Wish.UNWISHED, ("tische",), Proposal.NO)


def test_a_letter_that_nobody_confirmed_says_nothing() -> None:
    twenty_four()
    Assessment.objects.update(confirmed=False)
    line = read.enquiry_line(house().write_enquiry(ASKED, owner()))
    assert line is not None
    assert {one.all for one in house().fit(line).held} == {0}


def test_who_was_merged_takes_along_what_was_known() -> None:
    one, other, *_ = twenty_four()
    third = house().write_enquiry(ASKED, owner())
    made = house().enquiry_to_customer(third, owner())
    Traits.objects.filter(customer__uuid=one).delete()
    house().merge(made, into=one, actor=owner())
    house().assess()
    assert read.customer_traits(one)[2].trade == "Gastronomie"
    assert read.customer_traits(made)[:2] == (one, "Kunde 0")
    line = read.enquiry_line(third)
    assert line is not None
    assert line.customer == one
    # Its own word wins over that of whoever was merged into it.
    house().say_traits(one, TraitsEntry(trade="Handel"), owner())
    assert read.customer_traits(made)[2].trade == "Handel"
    assert read.customer_traits(other)[2].trade == "Gastronomie"


def test_what_was_inherited_can_be_emptied() -> None:
    one, *_ = twenty_four()
    third = house().write_enquiry(ASKED, owner())
    made = house().enquiry_to_customer(third, owner())
    Traits.objects.filter(customer__uuid=one).delete()
    house().merge(made, into=one, actor=owner())
    assert house().say_traits(one, read.customer_traits(one)[2], owner()) is None
    assert house().say_traits(one, TraitsEntry(), owner()) is not None
    assert read.customer_traits(one)[2] == TraitsEntry()


def test_of_whom_nothing_is_known_no_empty_row_is_kept() -> None:
    made = house().write_enquiry(EnquiryEntry("Krone", text="x"), owner())
    house().enquiry_to_customer(made, owner())
    assert not Traits.objects.exists()


def test_who_lies_in_the_archive_is_no_evidence() -> None:
    one, *_ = twenty_four()
    before = len(read.evidence({}))
    house().archive(one, True, owner())
    assert len(read.evidence({})) == before - 1


def test_where_they_came_from_with_revenue_and_letters() -> None:
    twenty_four()
    found = {one.came_by: one for one in read.where_from()}
    recommended = found["recommended"]
    assert recommended.groups == {Group.A: 8, Group.C: 16}
    rows = Assessment.objects.filter(customer__party__name__startswith="Kunde ")
    assert recommended.revenue_cents == sum(rows.values_list("revenue_cents", flat=True)) > 0
    assert recommended.effort_known == 24
    assert list(found)[-1] == ""


def test_free_time_is_what_was_set_less_what_is_used() -> None:
    home = house()
    today = home.today()
    assert read.free_minutes(today) is None
    home.set_budget({"customer_hours_week": 20}, actor=owner())
    customer = twenty_four()[0]
    home.log_contact(
        customer, kind="call", minutes=120, on=today - dt.timedelta(weeks=1), actor=owner()
    )
    home.assess()
    assert read.free_minutes(today) == 18 * 60


def test_weeks_of_absence_are_no_free_time() -> None:
    home = house()
    today = home.today()
    monday = today - dt.timedelta(days=today.weekday())
    home.set_budget({"customer_hours_week": 20}, actor=owner())
    customer = twenty_four()[0]
    for weeks, minutes in ((1, 30), (2, 600)):
        on = monday - dt.timedelta(weeks=weeks)
        home.log_contact(customer, kind="call", minutes=minutes, on=on, actor=owner())
    home.assess()
    assert read.free_minutes(today) == 20 * 60 - 315
    FreshStart.objects.create(
        user_id=owner(), on=monday, away_since=monday - dt.timedelta(weeks=1), at=home.now()
    )
    assert read.free_minutes(today) == read.free_minutes(today, owner()) == 10 * 60


def test_a_place_without_a_postcode_is_led_through_the_towns_of_the_customers() -> None:
    customers = twenty_four()
    for number, customer in enumerate(customers):
        entry = house().entry(customer)
        place = {"postcode": "86150", "town": "Augsburg"} if number < 8 else {
            "postcode": "20095", "town": "Hamburg",
        }  # fmt: skip
        house().edit_customer(
            customer, replace(entry, **place), seen=print_of(entry), actor=owner()
        )
    # Typed by hand, without a postcode: the same region.
    house().say_traits(customers[0], TraitsEntry(region="AUGSBURG"), owner())
    for typed, alike in (("Augsburg", 8), ("86199", 8), ("hamburg", 16), ("Nirgendwo", 0)):
        made = house().write_enquiry(EnquiryEntry("x", region=typed), owner())
        line = read.enquiry_line(made)
        assert line is not None
        held = {one.criterion: one for one in house().fit(line).held}
        assert held[Criterion.REGION].alike == alike
