"""Every write of the house as one line: a new one joins the test of undo by being written here.

Each does one thing to some row that two small numbers choose. What cannot be done just now may
raise; then nothing may have changed.
"""

from __future__ import annotations

import datetime as dt
import uuid
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, TypeVar

from tests.storage.everything import billed, called, card, mailed, paid, take_in
from wertschatz.bootstrap.house import House, house
from wertschatz.domain.customers.contacts import ContactKind
from wertschatz.domain.customers.marks import MarkKind
from wertschatz.domain.customers.preferences import Hours, Preference
from wertschatz.domain.customers.register import Entry, print_of
from wertschatz.domain.rules.moment import NOBODY, callback_slots
from wertschatz.domain.rules.rule import Span, Verdict, When
from wertschatz.domain.rules.told import Text
from wertschatz.domain.values import Group
from wertschatz.domain.worktime.dayplan import Placed
from wertschatz.domain.worktime.repeating import Rhythm, Unit
from wertschatz.ports.care import Detail, Given, Someone
from wertschatz.ports.customers import HandEntry
from wertschatz.ports.door import Promise
from wertschatz.ports.payments import Part
from wertschatz.ports.profile import EnquiryEntry, TraitsEntry
from wertschatz.ports.rings import Heard
from wertschatz.ports.rules import Times
from wertschatz.ports.tasks import TaskEntry
from wertschatz.ports.workday import BufferSaid
from wertschatz.storage.imports import by_hand
from wertschatz.storage.models import (
    Attention,
    CalendarSource,
    CallBack,
    CallOut,
    CaredFor,
    CareNotice,
    Colleague,
    Commitment,
    Contact,
    Customer,
    Device,
    Enquiry,
    Firm,
    Goodbye,
    GoodbyeStep,
    GroupDecision,
    Invoice,
    KnownNumber,
    LeaveItem,
    Matter,
    OwnName,
    Party,
    Payment,
    Review,
    Ring,
    SavedFilter,
    Tag,
    Task,
    User,
    Word,
)
from wertschatz.storage.profile_book import ProfileBook
from wertschatz.storage.queries.day import next_working_day
from wertschatz.usecases.analyse_the_base import DecidedMeanwhile
from wertschatz.usecases.refusals import Refused
from wertschatz.usecases.say_the_rules import Wish
from wertschatz.usecases.take_the_call import CHOICES

NOTHING = (Refused, LookupError, ValueError, DecidedMeanwhile)
"""What a write raises that cannot be done just now."""
NAMES = ("Anna Probe GmbH", "Bert Beispiel", "Carla Muster AG", "Dora Neu", "Emil Späth")
KINDS = tuple(ContactKind)
TAGS = ("Stammgast", "Probe", "Ulm")
Chosen = TypeVar("Chosen")


@dataclass(frozen=True, slots=True)
class Pick:
    """Chooses rows and values by two small numbers."""

    first: int
    second: int

    def one(self, of: Sequence[Chosen]) -> Chosen:
        """Raises LookupError where there is none."""
        if not of:
            raise LookupError
        return of[self.first % len(of)]

    def other(self, of: Sequence[Chosen]) -> Chosen:
        """By the second number."""
        return Pick(self.second, 0).one(of)

    def customer(self) -> uuid.UUID:
        return self.one(_customers())

    def owner(self) -> int:
        return _owner().pk


def _customers() -> list[uuid.UUID]:
    return list(Customer.objects.order_by("id").values_list("uuid", flat=True))


def _owner() -> User:
    return User.objects.order_by("id")[0]


def _ids(model: Any, **wanted: Any) -> list[int]:
    return list(model.objects.filter(**wanted).order_by("id").values_list("id", flat=True))


def _heard(home: House, pick: Pick) -> Heard:
    """A call that came in."""
    found = home.heard_call(pick.one(_uuids(Ring)))
    assert found is not None
    return found


def _promise_call(home: House, pick: Pick) -> None:
    call = _heard(home, pick)
    home.promise_call(call, pick.other(home.way_for(call)[1]), actor=pick.owner())


def _type(home: House, pick: Pick) -> None:
    names = {pick.one(NAMES), pick.other(NAMES)}
    gut = pick.one((None, Group.A, Group.C))
    home.add_by_hand([HandEntry(name, 100_000 + pick.second, 300, gut) for name in names], None)


def _merge(home: House, pick: Pick) -> None:
    home.merge(pick.customer(), into=pick.other(_customers()), actor=None)


def _keep_apart(home: House, pick: Pick) -> None:
    home.keep_apart(pick.customer(), pick.other(_customers()), None)


def _assign(home: House, pick: Pick) -> None:
    part = Part(pick.other(_ids(Invoice)), None)
    home.assign_payment(pick.one(_ids(Payment, cents__gt=0)), [part], pick.owner())


def _log(home: House, pick: Pick) -> None:
    on = home.today() - dt.timedelta(days=pick.second)
    home.log_contact(pick.customer(), kind=pick.other(KINDS), minutes=10, on=on, actor=None)


def _correct(home: House, pick: Pick) -> None:
    contact = pick.one(_ids(Contact, source__kind="hand"))
    home.correct_contact(
        contact, minutes=5 + pick.second, way="in", about="", by_owner=True, actor=None
    )


def _mood(home: House, pick: Pick) -> None:
    contact = pick.one(_ids(Contact, source__kind="hand"))
    home.note_mood(contact, mood=1 + pick.second % 3, actor=None)


def _look_at(home: House, pick: Pick) -> None:
    review = pick.one(list(Review.objects.order_by("id")))
    entry = pick.other(list(review.entries.order_by("place")))
    said = GroupDecision.objects.filter(customer=entry.customer).order_by("-id").first()
    home.look_at(
        review.uuid, entry.place, group=pick.other(("A", "B", "")), reason="",
        seen=said.pk if said else 0, outcome=entry.outcome, actor=pick.owner(),
    )  # fmt: skip


def _reviews(home: House, pick: Pick) -> uuid.UUID:
    return pick.one(list(Review.objects.order_by("id"))).uuid


def _people(pick: Pick) -> uuid.UUID:
    return pick.one(list(User.objects.order_by("id"))).uuid


def _uuids(model: Any) -> list[uuid.UUID]:
    return list(model.objects.order_by("id").values_list("uuid", flat=True))


def _take_call_out(home: House, pick: Pick) -> None:
    home.take_call_out(pick.one(_uuids(CallOut)), pick.other(_ids(User)))


def _goodbye_step(home: House, pick: Pick) -> None:
    step = pick.other(list(GoodbyeStep.objects.order_by("id")))
    done = home.today() if pick.first % 2 else None
    home.change_goodbye_step(step.goodbye.uuid, step.code, {"done_on": done}, None)


def _edit(home: House, pick: Pick) -> None:
    customer = pick.customer()
    entry = home.entry(customer)
    changed = pick.other(("name", "town", "number", "email", "phone"))
    typed = replace(entry, **{changed: f"0{pick.first}{pick.second}@neu.example"})
    home.edit_customer(customer, typed, seen=print_of(entry), actor=None)


def _cared(pick: Pick) -> uuid.UUID:
    """A customer, or a person by hand."""
    rows = list(Customer.objects.select_related("party").order_by("id"))
    people = [row.party.uuid for row in rows]
    people += [row.party.uuid for row in CaredFor.objects.select_related("party").order_by("id")]
    return pick.one(people)


def _day_ahead(home: House, pick: Pick) -> dt.date:
    """A working day to come."""
    found = next_working_day(pick.owner(), home.today())
    assert found is not None
    return found


def _lines(home: House, pick: Pick) -> Sequence[Placed]:
    return home.day_kept(pick.owner(), _day_ahead(home, pick)).placed


def _move_line(home: House, pick: Pick) -> None:
    task = pick.one(list(Task.objects.filter(state="open").order_by("id")))
    start = 540 + 60 * pick.second
    home.move_in_plan(_day_ahead(home, pick), str(task.uuid), start, pick.owner())


def _take_line_out(home: House, pick: Pick) -> None:
    line = pick.other(_lines(home, pick))
    home.take_out_of_plan(_day_ahead(home, pick), (line.task, line.start), pick.owner())


def _slots(home: House, pick: Pick) -> Sequence[dt.datetime]:
    return callback_slots(home.setup(pick.owner()), NOBODY, home.now(), 9)


def _call_back(home: House, pick: Pick) -> None:
    slot = pick.other(_slots(home, pick))
    whom = pick.one((Promise(slot, number="030 123456"), Promise(slot, customer=pick.customer())))
    home.promise_call_back(whom, pick.owner())


WRITES: Mapping[str, Callable[[House, Pick], object]] = {
    # -- customers
    "type": _type,
    "word": lambda home, pick: home.say_word(
        pick.customer(), group=pick.other(("A", "B", "C", "")), reason="", actor=pick.owner()
    ),
    "estimate": lambda home, pick: home.estimate(
        pick.customer(), minutes_month=pick.other((60, 300, 900)), actor=None
    ),
    "mark": lambda home, pick: home.note_mark(
        pick.customer(), kind=pick.other(tuple(MarkKind)).value, owner=True, actor=None
    ),
    "cost": lambda home, pick: home.note_cost(
        pick.customer(), cents=100 + pick.second, actor=pick.owner()
    ),
    "limits": lambda home, pick: home.set_limits(
        {pick.other(("late_days", "minutes_mail")): 20 + pick.first}, None
    ),
    "merge": _merge,
    "keep apart": _keep_apart,
    # -- files
    "invoices": lambda home, pick: take_in(
        [billed(f"RE-20{pick.first}", customer=pick.other(NAMES), customer_number="")]
    ),
    "calls": lambda home, pick: take_in([called(start=600 + 10 * pick.first)]),
    "withdraw": lambda home, pick: home.withdraw_import(pick.one(_live()), None),
    "payment assigned": _assign,
    "payment left": lambda home, pick: home.leave_payment(pick.one(_ids(Payment)), pick.owner()),
    "payment asked again": lambda home, pick: home.ask_again(pick.one(_ids(Payment)), None),
    "own firm": lambda home, pick: home.say_own_firm([(f"Firma {pick.first}", "")]),
    "not my firm": lambda home, pick: home.forget_own_name(pick.one(_ids(OwnName)), None),
    "area code": lambda home, pick: home.say_area_code(f"0{30 + pick.first}", None),
    # -- contacts
    "contact": _log,
    "correct": _correct,
    "mood": _mood,
    "clock": lambda home, pick: home.start_timer(
        pick.customer(), kind=pick.other(KINDS), actor=pick.owner()
    ),
    "clock stops": lambda home, pick: home.stop_timer(actor=pick.owner()),
    "clock dropped": lambda home, pick: home.drop_timer(actor=pick.owner()),
    # -- the analysis
    "analysis planned": lambda home, pick: home.plan_analysis(
        home.now() + dt.timedelta(days=1 + pick.first), pick.owner()
    ),
    "analysis put off": lambda home, pick: home.put_off_analysis(
        _reviews(home, pick), home.now() + dt.timedelta(days=9 + pick.second), pick.owner()
    ),
    "analysis cancelled": lambda home, pick: home.cancel_analysis(
        _reviews(home, pick), pick.owner()
    ),
    "analysis begun": lambda home, pick: home.begin_analysis(_reviews(home, pick), pick.owner()),
    "looked at": _look_at,
    "settled": lambda home, pick: home.confirm_settled(_reviews(home, pick), pick.owner()),
    "analysis ended": lambda home, pick: home.end_analysis(_reviews(home, pick), pick.owner()),
    # -- budget
    "budget": lambda home, pick: home.set_budget({"customer_hours_week": 20 + pick.first}, None),
    "fresh": lambda home, pick: home.start_fresh(
        None, pick.owner(), {one for one in _uuids(Task) if pick.second % 2}
    ),
    # -- people
    "account": lambda home, pick: home.open_account(
        name=pick.one(("anna", "bert")), password="long enough for anybody", role="staff",
        phone="", language="de", actor=pick.owner(),
    ),
    "sign in": lambda home, pick: home.let_sign_in(
        _people(pick), bool(pick.second % 2), pick.owner()
    ),
    "telephone": lambda home, pick: home.note_phone(
        _people(pick), f"030 {pick.second}", pick.owner()
    ),
    # -- groups
    "instruction": lambda home, pick: home.instruct(
        pick.one("ABC"), pick.other(("contact", "way_out")), f"so {pick.second}", None
    ),
    "way out": lambda home, pick: home.set_way_out({"way_out_minutes": 5 + pick.first}, None),
    "call out": lambda home, pick: home.call_me_out(pick.customer(), pick.owner()),
    "call out over": lambda home, pick: home.end_call_out(
        pick.one(_uuids(CallOut)), pick.owner()
    ),
    "call out taken": _take_call_out,
    "word for C": lambda home, pick: home.say_word(
        pick.customer(), group="C", reason="", actor=None
    ),
    "goodbye": lambda home, pick: home.begin_goodbye(
        pick.customer(), content=None, contract="none", contract_until=None, notice_days=None,
        other_provider="", actor=None,
    ),
    "goodbye step": _goodbye_step,
    "goodbye terms": lambda home, pick: home.correct_goodbye_terms(
        pick.one(_uuids(Goodbye)), contract="running", contract_until=None,
        notice_days=30 * pick.first, actor=None,
    ),
    "goodbye ends": lambda home, pick: home.end_goodbye(
        pick.one(_uuids(Goodbye)), pick.other(("parted", "stays")), None
    ),
    # -- promises
    "promise": lambda home, pick: home.make_commitment(
        pick.customer(), kind=pick.other(("offer", "ours", "theirs")), about="Dach", actor=None
    ),
    "promise ends": lambda home, pick: home.end_commitment(
        pick.one(_uuids(Commitment)),
        outcome=pick.other(("accepted", "declined", "withdrawn", "kept", "broken")), actor=None,
    ),
    # -- the working day
    "day planned": lambda home, pick: home.plan_day(_day_ahead(home, pick), pick.owner()),
    "plan line moved": _move_line,
    "plan line out": _take_line_out,
    "day planned anew": lambda home, pick: home.plan_anew(
        _day_ahead(home, pick), pick.owner(), 30 * pick.second
    ),
    "day closed": lambda home, pick: home.close_day(
        home.today(), pick.owner(), good_thing=pick.one(TAGS), energy=1 + pick.second % 3
    ),
    "left for tomorrow": lambda home, pick: home.leave_for_tomorrow(
        pick.one(NAMES), pick.owner(), pick.other(_uuids(Ring))
    ),
    "part kept free": lambda home, pick: home.keep_a_part_free(
        BufferSaid(30 + pick.second % 21, bool(pick.first % 2)), pick.owner()
    ),
    # -- the door
    "door closed": lambda home, pick: home.close_until(
        pick.one(("door", "focus", "break", "unplugged")),
        home.now() + dt.timedelta(minutes=15 + pick.second), pick.owner(),
    ),
    "door open": lambda home, pick: home.open_again(
        pick.one(("door", "focus", "break", "unplugged")), pick.owner()
    ),
    "door page": lambda home, pick: home.make_door_page(pick.one(TAGS), pick.owner()),
    "door page gone": lambda home, pick: home.revoke_door_page(
        pick.one(_uuids(Device)), pick.owner()
    ),
    "telephone system": lambda home, pick: home.connect_system(
        pick.one(tuple(home.system_options)), pick.other(TAGS), pick.owner()
    ),
    "telephone system changed": lambda home, pick: home.change_system(
        pick.one(_uuids(Device)), pick.other(TAGS), {"owner": f"+4930{pick.second}"}, pick.owner()
    ),
    "telephone system gone": lambda home, pick: home.revoke_system(
        pick.one(_uuids(Device)), pick.owner()
    ),
    "word left": lambda home, pick: home.leave_word(
        pick.one(list(Device.objects.order_by("id").values_list("secret", flat=True))),
        "", f"Paket {pick.second}",
    ),
    "word read": lambda home, pick: home.read_word(pick.one(_uuids(Word)), pick.owner()),
    "call back": _call_back,
    "call back moved": lambda home, pick: home.move_call_back(
        pick.one(_uuids(CallBack)), pick.other(_slots(home, pick)), pick.owner()
    ),
    "call back ends": lambda home, pick: home.end_call_back(
        pick.one(_uuids(CallBack)), pick.other(("done", "gone")), pick.owner()
    ),
    "told": lambda home, pick: home.tell(
        pick.one(tuple(Text)), pick.other(("de", "en")), pick.other(("", "So.")), pick.owner()
    ),
    "preference": lambda home, pick: home.say_preference(
        pick.customer(), Preference(note=f"nie {pick.second}"), actor=None
    ),
    # -- calendars
    "calendar": lambda home, pick: home.connect_calendar(
        f"/nowhere/{pick.second}.ics", pick.one(TAGS), pick.owner()
    ),
    "plan folder": lambda home, pick: home.write_plan_into(
        f"/nowhere/{pick.second}", bool(pick.first % 2), pick.owner()
    ),
    "calendar gone": lambda home, pick: home.disconnect_calendar(
        pick.one(_uuids(CalendarSource)), pick.owner()
    ),
    "feed": lambda home, pick: home.make_feed(bool(pick.second % 2), pick.owner()),
    "feed gone": lambda home, pick: home.end_feed(pick.one(_uuids(Device)), pick.owner()),
    # -- order in the base
    "tag": lambda home, pick: home.put_tag_on(pick.customer(), pick.other(TAGS), None),
    "tag off": lambda home, pick: home.take_tag_off(
        pick.customer(), pick.other(_uuids(Tag)), None
    ),
    "tag renamed": lambda home, pick: home.rename_tag(
        pick.one(_uuids(Tag)), pick.other(TAGS), None
    ),
    "tag gone": lambda home, pick: home.delete_tag(pick.one(_uuids(Tag)), None),
    "filter": lambda home, pick: home.keep_filter(
        pick.owner(), pick.one(TAGS), f"q={pick.second}"
    ),
    "filter gone": lambda home, pick: home.forget_filter(
        pick.owner(), pick.one(_uuids(SavedFilter))
    ),
    "many": lambda home, pick: home.change_many(
        [pick.customer(), pick.other(_customers())], tag=pick.other(TAGS), actor=None,
        wish=pick.one(("tag", "untag", "archive", "bring_back", "confirm")),
    ),
    "archive": lambda home, pick: home.archive(pick.customer(), bool(pick.second % 2), None),
    "new": lambda home, pick: home.add_customer(
        Entry(f"Fritz {pick.first}", town=pick.other(TAGS)), None
    ),
    "edit": _edit,
    # -- rules
    "rule": lambda home, pick: home.add_rule(_wish(pick), pick.owner()),
    "rule changed": lambda home, pick: home.change_rule(
        _rule(home, pick), _wish(pick), pick.owner()
    ),
    "rule moved": lambda home, pick: home.move_rule(
        _rule(home, pick), pick.other((-1, 1)), None
    ),
    "rule off": lambda home, pick: home.switch_rule(
        _rule(home, pick), bool(pick.second % 2), None
    ),
    "rule deleted": lambda home, pick: home.delete_rule(_rule(home, pick), None),
    "ready-made rules": lambda home, pick: home.ready_made_rules(pick.owner()),
    "telephone hours": lambda home, pick: home.say_telephone_hours(
        frozenset({pick.first}), [Span(480, 500 + pick.second)], None
    ),
    "times": lambda home, pick: home.say_times(
        Times(work=(Hours(frozenset({pick.first}), 480, 900 + pick.second),)), None
    ),
    "colleague": lambda home, pick: home.name_colleague(
        None, name=pick.other(TAGS), number=f"2{pick.first}", actor=None
    ),
    "colleague changed": lambda home, pick: home.name_colleague(
        pick.one(_uuids(Colleague)), name="Anna", number="", away=bool(pick.second % 2),
        actor=pick.owner(),
    ),
    "colleague moved": lambda home, pick: home.move_colleague(
        pick.one(_uuids(Colleague)), pick.other((-1, 1)), None
    ),
    "colleague gone": lambda home, pick: home.forget_colleague(
        pick.one(_uuids(Colleague)), None
    ),
    "number": lambda home, pick: home.name_number(
        f"0171 555000{pick.first}", name=pick.other(TAGS), emergency=bool(pick.second % 2),
        actor=None,
    ),
    "number gone": lambda home, pick: home.forget_number(
        pick.one([row.number for row in KnownNumber.objects.order_by("id")]), None
    ),
    # -- tasks
    "task": lambda home, pick: home.capture_task(
        f"{pick.one(TAGS)} morgen {pick.second + 5}m !", pick.owner()
    ),
    "task that comes again": lambda home, pick: home.add_task(
        TaskEntry(pick.one(TAGS), customer=pick.customer(), due_on=home.today(),
                  repeats=Rhythm(1 + pick.second % 3, Unit.WEEK)), pick.owner()
    ),
    "task changed": lambda home, pick: home.change_task(
        pick.one(_uuids(Task)), TaskEntry(pick.other(TAGS), minutes=10 + pick.second), pick.owner()
    ),
    "task moved": lambda home, pick: home.move_task(
        pick.one(_uuids(Task)), pick.other((-1, 1)), pick.owner()
    ),
    "task put": lambda home, pick: home.put_task(
        pick.one(_uuids(Task)), 1 + pick.second % 3, None, pick.owner()
    ),
    "task ended": lambda home, pick: home.end_task(
        pick.one(_uuids(Task)), pick.other(("done", "gone")), pick.owner()
    ),
    "tasks from a file": lambda home, pick: home.take_tasks_in(
        f"(A) {pick.one(TAGS)} est:{10 + pick.second}m id:{pick.first}".encode(), pick.owner()
    ),
    "matter": lambda home, pick: home.put_aside(
        "letter", pick.one(TAGS), pick.owner(), pick.customer()
    ),
    "call put aside": lambda home, pick: home.put_call_aside(
        _heard(home, pick), pick.other(TAGS), pick.owner()
    ),
    "word put aside": lambda home, pick: home.put_word_aside(
        pick.one(_uuids(Word)), pick.owner()
    ),
    "matter out": lambda home, pick: home.end_matter(
        pick.one(_uuids(Matter)), pick.other(("done", "bin")), pick.owner()
    ),
    "matter delegated": lambda home, pick: home.delegate_matter(
        pick.one(_uuids(Matter)), pick.other(TAGS), None, pick.owner()
    ),
    # -- things to leave
    "thing to leave": lambda home, pick: home.put_on_leave_list(
        pick.owner(), text=pick.one(TAGS), notice=pick.other(("late", "by_hand", "mail"))
    ),
    "thing ticked": lambda home, pick: home.tick_leave(
        pick.one(_uuids(LeaveItem)), bool(pick.second % 2), pick.owner()
    ),
    "thing off the list": lambda home, pick: home.take_off_leave_list(
        pick.one(_uuids(LeaveItem)), pick.owner()
    ),
    "days off": lambda home, pick: home.say_days_off(
        {"holiday_land": pick.first % 18, "off_24_december": pick.second % 2}, pick.owner()
    ),
    # -- kind words
    "person cared for": lambda home, pick: home.care_for(
        Someone(pick.one(("contact", "staff", "boss")), f"{pick.one(NAMES)} {pick.second}",
                pick.customer() if pick.second % 2 else None), pick.owner()
    ),
    "person no longer": lambda home, pick: home.care_no_longer(
        pick.one([one.party.uuid for one in CaredFor.objects.order_by("id")]), pick.owner()
    ),
    "said of a person": lambda home, pick: home.say_of_person(
        _cared(pick), Detail(f"--0{1 + pick.first}-11", own_days=pick.second), pick.owner()
    ),
    "consent": lambda home, pick: home.say_allowed(
        _cared(pick), pick.one(("phone", "mail", "post")),
        pick.other(("allowed", "asked", "objected")), pick.owner(),
    ),
    "kind word": lambda home, pick: home.give(
        _cared(pick), Given("gift", home.today(), pick.one(TAGS), gross_cents=pick.second * 999),
        pick.owner(),
    ),
    "came back": lambda home, pick: home.came_back(
        pick.one(_uuids(Attention)), pick.other(TAGS), pick.owner()
    ),
    "noticed": lambda home, pick: home.notice(
        f"{pick.one(TAGS)} im Mai", pick.owner(), person=_cared(pick), praise=bool(pick.second % 2)
    ),
    "notice over": lambda home, pick: home.end_notice(
        pick.one(_uuids(CareNotice)), pick.owner()
    ),
    "not now": lambda home, pick: home.not_now(
        pick.owner(), person=_cared(pick), code=pick.other(("", "birthday")), days=1 + pick.second
    ),
    "care set": lambda home, pick: home.set_care(
        {"care_days_a": 30 + pick.first, "care_deducts_vat": pick.second % 2}, pick.owner()
    ),
    # -- profile and enquiries
    "profile": lambda home, pick: home.say_profile(
        pick.one(("serve", "serve_not", "imprint")), "de", pick.other(TAGS), pick.owner()
    ),
    "profile outside": lambda home, pick: ProfileBook().open(
        bool(pick.first % 2), on=home.today(), by=pick.owner(), at=home.now()
    ),
    "enquiry": lambda home, pick: home.write_enquiry(
        EnquiryEntry(name=pick.one(TAGS), contact="a@b.example", text=pick.other(TAGS)),
        pick.owner(),
    ),
    "enquiry by the form": lambda home, pick: home.take_enquiry(
        EnquiryEntry(contact="a@b.example", text=pick.other(TAGS)), "de",
        trap="x" * (pick.second % 2), since=60, address=pick.one(TAGS),
    ),
    "enquiry corrected": lambda home, pick: home.correct_enquiry(
        pick.one(_uuids(Enquiry)), EnquiryEntry(name=pick.other(TAGS), size="small"), pick.owner()
    ),
    "enquiry genuine": lambda home, pick: home.enquiry_genuine(
        pick.one(_uuids(Enquiry)), pick.owner()
    ),
    "enquiry binned": lambda home, pick: home.throw_enquiry_away(
        pick.one(_uuids(Enquiry)), pick.owner()
    ),
    "held enquiries binned": lambda home, pick: home.throw_held_away(
        pick.one(_uuids(Enquiry)), pick.owner()
    ),
    "enquiry decided": lambda home, pick: home.decide_enquiry(
        pick.one(_uuids(Enquiry)), pick.other(("yes", "ask", "no")), pick.owner(),
        reply=pick.other(TAGS),
    ),
    "enquiry went": lambda home, pick: home.enquiry_went(
        pick.one(_uuids(Enquiry)), pick.other(("declined", "silent", "elsewhere")), pick.owner()
    ),
    "enquiry becomes a customer": lambda home, pick: home.enquiry_to_customer(
        pick.one(_uuids(Enquiry)), pick.owner()
    ),
    "traits": lambda home, pick: home.say_traits(
        pick.customer(), TraitsEntry(trade=pick.other(TAGS), came_by="search"), pick.owner()
    ),
    # -- calls
    "overrule": lambda home, pick: home.overrule_call(
        _heard(home, pick), pick.other(CHOICES), actor=pick.owner()
    ),
    "promise to call back": _promise_call,
    "log a call": lambda home, pick: home.log_call(_heard(home, pick), actor=pick.owner()),
}  # fmt: skip


def _rule(home: House, pick: Pick) -> int:
    return pick.one(home.setup().rules).id


def _wish(pick: Pick) -> Wish:
    groups = frozenset({pick.one((Group.A, Group.B, Group.C))})
    return Wish(When(groups=groups), pick.other(tuple(Verdict)))


def _live() -> list[uuid.UUID]:
    from wertschatz.storage.models import Import

    rows = Import.objects.filter(state=Import.State.LIVE).exclude(kind="hand")
    return list(rows.order_by("id").values_list("uuid", flat=True))


def begin() -> None:
    """A small base to begin with: two customers from files with a payment and calls."""
    User.objects.create(username="owner", role="owner", joined_at=house().now())
    by_hand()
    Firm.objects.create(party=Party.objects.create(name="Firma"))
    take_in(
        [billed("RE-1001", customer=NAMES[0], customer_number="10001"),
         billed("RE-1002", customer=NAMES[1], customer_number="", cents=5_000)],
        [paid(11_900), paid(4_000, purpose="Danke", other="", name="Wer")],
    )  # fmt: skip
    take_in([called(), called("0171 39200017")], [mailed("info@probe.example")])
    take_in([card(phones=("030 23125001",), emails=("info@probe.example",))])
    for name in (NAMES[0], "Wer"):
        party = Party.objects.filter(customer__isnull=False, name=name).first()
        Ring.objects.create(
            uuid=uuid.uuid4(), system="json", call_id=name, number="+493023125001", name=name,
            party=party, at=house().now(), verdict="in_writing", reason="c_in_writing",
        )  # fmt: skip
