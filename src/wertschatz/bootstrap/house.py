"""Puts the house together for pages, jobs and terminal: use cases with everything they need."""

from __future__ import annotations

import datetime as dt
import gc
import uuid
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import suppress
from functools import cache, partial
from pathlib import Path

# First of all: it makes Django ready for everything that follows.
from wertschatz.bootstrap import ground  # noqa: F401
from wertschatz.bootstrap.rooms.balance import BalanceRoom
from wertschatz.bootstrap.rooms.budget import BudgetRoom
from wertschatz.bootstrap.rooms.calendars import CalendarsRoom
from wertschatz.bootstrap.rooms.care import CareRoom
from wertschatz.bootstrap.rooms.contacts import ContactsRoom
from wertschatz.bootstrap.rooms.door import DoorRoom
from wertschatz.bootstrap.rooms.groups import GroupsRoom
from wertschatz.bootstrap.rooms.hygiene import HygieneRoom
from wertschatz.bootstrap.rooms.people import PeopleRoom
from wertschatz.bootstrap.rooms.pledges import PledgesRoom
from wertschatz.bootstrap.rooms.portfolio import PortfolioRoom
from wertschatz.bootstrap.rooms.profile import ProfileRoom
from wertschatz.bootstrap.rooms.replay import ReplayRoom
from wertschatz.bootstrap.rooms.reviews import ReviewsRoom
from wertschatz.bootstrap.rooms.rings import RingsRoom
from wertschatz.bootstrap.rooms.rules import RulesRoom
from wertschatz.bootstrap.rooms.systems import SystemsRoom
from wertschatz.bootstrap.rooms.tasks import TasksRoom
from wertschatz.bootstrap.rooms.telephone import TelephoneRoom
from wertschatz.bootstrap.rooms.whole import WholeRoom
from wertschatz.bootstrap.rooms.workday import WorkDayRoom
from wertschatz.django_settings import SECRET_KEY, start
from wertschatz.domain.customers.costing import rate_of
from wertschatz.domain.customers.parameters import Limits
from wertschatz.integrations.files.pool import ReadingPool
from wertschatz.ports.customers import AddedByHand, HandEntry
from wertschatz.ports.files import LayoutAnswer, Question, Source
from wertschatz.ports.payments import Part
from wertschatz.ports.seen import Seen
from wertschatz.storage import (
    contact_book,
    derived,
    duplicates,
    example_notes,
    inbox,
    own_area,
    own_names,
    owner,
    watched_folder,
)
from wertschatz.storage.customer_base import CustomerBase
from wertschatz.storage.folder import ASSESSMENT_LOCK
from wertschatz.storage.imports import Imports, clean_up, loading_lock
from wertschatz.storage.limits_book import LimitsBook
from wertschatz.storage.locks import file_lock
from wertschatz.storage.models import Import, Job
from wertschatz.storage.notebook import Notebook, forget_moods
from wertschatz.storage.owners_book import OwnersBook
from wertschatz.storage.settlements import Settlements
from wertschatz.storage.spent_time import keep_days
from wertschatz.storage.undo import UndoOutcome, undo
from wertschatz.usecases import (
    add_by_hand,
    assess_the_base,
    estimate_effort,
    find_duplicates,
    import_files,
    merge_customers,
    note_a_cost,
    note_a_mark,
    say_my_word,
    say_the_area_code,
    set_limits,
    settle_a_payment,
    start_the_house,
    take_the_watched,
)
from wertschatz.usecases.refusals import Refused
from wertschatz.wording.watched import read_me


class House(
    BudgetRoom,
    ContactsRoom,
    PledgesRoom,
    ReviewsRoom,
    GroupsRoom,
    PortfolioRoom,
    HygieneRoom,
    WholeRoom,
    PeopleRoom,
    RulesRoom,
    ReplayRoom,
    DoorRoom,
    TelephoneRoom,
    SystemsRoom,
    RingsRoom,
    TasksRoom,
    WorkDayRoom,
    CalendarsRoom,
    BalanceRoom,
    CareRoom,
    ProfileRoom,
):
    """The use cases, ready to be called; `actor` is the id of the account that wishes it."""

    def __init__(self, pool: ReadingPool | None = None) -> None:
        self._pool = pool

    @property
    def watched_folder(self) -> Path:
        """What is put here comes in by itself."""
        return start.watched_folder

    # -- the first start

    def owner_exists(self) -> bool:
        """Somebody owns this house."""
        return owner.exists()

    def start_link_valid(self, token: str) -> bool:
        """The link at the terminal, while nobody owns the house."""
        return token == start_the_house.start_token(SECRET_KEY) and not owner.exists()

    def start_owner(
        self, token: str, *, username: str, password: str, firm: str, language: str
    ) -> int:
        """Makes the owner's account; raises Refused."""
        return start_the_house.start_the_house(
            owner.make, token=token, secret=SECRET_KEY, username=username, password=password,
            firm=firm, language=language, zone=start.zone, at=self.now(),
        )  # fmt: skip

    def new_password(self, username: str, password: str) -> None:
        """A new password for an account; whoever sits at the computer may do this."""
        start_the_house.check_password(username, password)
        if not owner.new_password(username, password):
            raise Refused("account_missing", {"name": username[:60]})

    # -- what the owner says

    def add_by_hand(self, entries: Sequence[HandEntry], actor: int | None) -> AddedByHand:
        """Customers typed or pasted; raises Refused."""
        return add_by_hand.add_by_hand(OwnersBook(), entries, by=actor, at=self.now())

    def say_word(
        self,
        customer: uuid.UUID,
        *,
        group: str,
        reason: str,
        actor: int | None,
        seen: Seen | None = None,
    ) -> uuid.UUID:
        """The owner's word on a group; '' takes it back; raises Refused, ChangedMeanwhile."""
        return say_my_word.say_my_word(
            OwnersBook(), customer, group=group, reason=reason, by=actor, at=self.now(),
            on=self.today(), seen=seen,
        )  # fmt: skip

    def estimate(
        self,
        customer: uuid.UUID,
        *,
        minutes_month: int | None,
        actor: int | None,
        seen: Seen | None = None,
    ) -> uuid.UUID:
        """About how much time a customer takes in a month; raises Refused, ChangedMeanwhile."""
        return estimate_effort.estimate_effort(
            OwnersBook(), customer, minutes_month=minutes_month, by=actor, at=self.now(), seen=seen
        )

    def note_mark(
        self,
        customer: uuid.UUID,
        *,
        kind: str,
        note: str = "",
        on: dt.date | None = None,
        owner: bool,
        actor: int | None,
    ) -> uuid.UUID:
        """A fact about dealings, today or on an earlier day; raises Refused."""
        today = self.today()
        return note_a_mark.note_a_mark(
            Notebook(), customer, kind=kind, note=note, on=on or today, today=today, owner=owner,
            by=actor, at=self.now(),
        )  # fmt: skip

    def note_cost(
        self,
        customer: uuid.UUID,
        *,
        cents: int | None,
        about: str = "",
        on: dt.date | None = None,
        actor: int | None,
    ) -> uuid.UUID:
        """What this customer alone caused in costs; raises Refused."""
        return note_a_cost.note_a_cost(
            Notebook(), customer, cents=cents, about=about, on=on or self.today(), by=actor,
            at=self.now(),
        )  # fmt: skip

    def set_limits(
        self, values: Mapping[str, int], actor: int | None, seen: Seen | None = None
    ) -> uuid.UUID | None:
        """Limits of the analysis, from today on; None: nothing differs; raises Refused,
        ChangedMeanwhile."""
        return set_limits.set_limits(
            LimitsBook(), values, on=self.today(), by=actor, at=self.now(), seen=seen
        )

    def forget_moods(self) -> int:
        """Moods whose days are over go for good."""
        kept = LimitsBook().limits(self.today())["drained_days"]
        before = self.today() - dt.timedelta(days=kept)
        return forget_moods(before) + contact_book.forget_moods(before)

    def merge(self, customer: uuid.UUID, *, into: uuid.UUID, actor: int | None) -> uuid.UUID:
        """Two customers are one; `into` keeps its name; raises Refused."""
        return merge_customers.merge_customers(
            duplicates.Mergers(), customer, into, by=actor, at=self.now()
        )

    def keep_apart(self, first: uuid.UUID, second: uuid.UUID, actor: int | None) -> uuid.UUID:
        """Two customers are two, and never proposed again; raises Refused."""
        return merge_customers.keep_customers_apart(
            duplicates.Mergers(), first, second, by=actor, at=self.now()
        )

    def assign_payment(self, payment: int, parts: Sequence[Part], actor: int | None) -> uuid.UUID:
        """A payment is for these invoices; raises Refused."""
        return settle_a_payment.assign_a_payment(
            Settlements(), payment, parts, by=actor, at=self.now()
        )

    def leave_payment(self, payment: int, actor: int | None) -> uuid.UUID:
        """A payment is about no invoice; raises Refused."""
        return settle_a_payment.leave_a_payment(Settlements(), payment, by=actor, at=self.now())

    def ask_again(self, payment: int, actor: int | None) -> uuid.UUID:
        """What was said of a payment no longer holds; raises Refused."""
        return settle_a_payment.ask_about_a_payment_again(
            Settlements(), payment, by=actor, at=self.now()
        )

    def undo(self, action: uuid.UUID, actor: int | None) -> UndoOutcome:
        """Takes an action back, or says why not."""
        return undo(action, by=actor, at=self.now())

    # -- files

    def receive_files(
        self, files: Iterable[inbox.Given], actor: int | None, kind: str = "files"
    ) -> uuid.UUID:
        """Keeps the files and asks for the dry run."""
        made = inbox.receive(self.folder, files, by=actor, at=self.now(), kind=kind)
        inbox.ask("check_import", made, self.now())
        return made

    def answer_layout(
        self,
        import_id: uuid.UUID,
        fingerprint: str,
        columns: dict[str, int],
        date_order: str,
        header: Sequence[str] = (),
        rules: dict[str, str] | None = None,
        decimal_mark: str = "",
    ) -> None:
        """Remembers what the person said about a layout, and tries the files again."""
        inbox.remember(fingerprint, list(header), columns, date_order, rules, decimal_mark)
        inbox.ask("check_import", import_id, self.now())

    def say_layout(self, question: Question, answer: LayoutAnswer) -> None:
        """The same at the terminal, which tries the files again by itself."""
        rules = dict(answer.rules) if question.kind == "rules" else None
        columns = {role.value: place for role, place in answer.columns.items()}
        header = list(question.columns)
        inbox.remember(
            question.fingerprint, header, columns, answer.date_order, rules, answer.decimal_mark
        )

    def name_own_firm(
        self, import_id: uuid.UUID, said: Sequence[tuple[str, str]], actor: int | None
    ) -> None:
        """Name and VAT id of the firm as documents state them; the files are tried again."""
        own_names.say(said, by=actor, at=self.now())
        inbox.ask("check_import", import_id, self.now())

    def say_area_code(
        self, area: str, actor: int | None, import_id: uuid.UUID | None = None
    ) -> None:
        """Of the own telephone; a draft is tried again with it; raises Refused."""
        keep = partial(own_area.say, by=actor, at=self.now())
        say_the_area_code.say_the_area_code(keep, area)
        if import_id is not None:
            inbox.ask("check_import", import_id, self.now())

    def say_own_firm(self, said: Sequence[tuple[str, str]]) -> None:
        """The same at the terminal, before the files are read."""
        own_names.say(said, by=None, at=self.now())

    def forget_own_name(self, name_id: int, actor: int | None) -> None:
        """A name is not the firm's after all."""
        own_names.forget(name_id, by=actor, at=self.now())

    def own_names(self) -> list[tuple[int, str]]:
        """Id and text of all names of the firm in documents."""
        return own_names.listed()

    def forget_layout(self, import_id: uuid.UUID, fingerprint: str) -> None:
        """The person wants to say anew what the columns of a list mean."""
        inbox.forget(fingerprint)
        inbox.ask("check_import", import_id, self.now())

    def run_import(self, import_id: uuid.UUID) -> None:
        """Asks for the import itself."""
        draft = Import.objects.filter(uuid=import_id, state=Import.State.DRAFT)
        if not draft.exists():
            raise Refused("import_not_draft")
        inbox.ask("run_import", import_id, self.now())

    def cancel_import(self, import_id: uuid.UUID) -> bool:
        """Asks the running reading to stop."""
        return inbox.cancel(import_id)

    def withdraw_import(self, import_id: uuid.UUID, actor: int | None) -> UndoOutcome:
        """Takes an import back: its rows are seen by no query any more.

        With the example goes what its people noted, unless something was built on that.
        """
        action = inbox.withdraw(import_id)
        if action is None:
            raise Refused("import_not_live")
        noted = example_notes.notes_of(import_id)
        if noted is not None:
            self.undo(noted, actor)
        return self.undo(action, actor)

    def load_example(self, actor: int | None) -> uuid.UUID:
        """Takes in the invented firm's files, as if somebody had dropped them."""
        from wertschatz.bootstrap import example

        with example.files() as files:
            given = [(name, inbox.pieces_of(path)) for name, path in files]
            made = inbox.receive(self.folder, given, by=actor, at=self.now(), kind="demo")
        inbox.ask("run_import", made, self.now())
        return made

    def note_example(self, import_id: uuid.UUID) -> None:
        """What the people of the example noted, once its files are in; nothing for others."""
        source = example_notes.waits_for_notes(import_id)
        if source is None:
            return
        from wertschatz.bootstrap import example

        today = self.today()
        notes = example_notes.Notes(
            marks=[mark[:3] for mark in example.marks(today)],
            words=example.words(today),
            # What others have set of their own stays theirs.
            costs=example.costs(today), limits={} if self._hour_told() else example.LIMITS,
            promises=example.promises(today), wishes=example.wishes(),
            cared=example.cared(today), colleagues=example.colleagues(today),
            noticed=example.noticed(today), consents=example.consents(today),
        )  # fmt: skip
        example_notes.note_all(source, notes, today=today, at=self.now())

    def _hour_told(self) -> bool:
        return rate_of(Limits.from_mapping(LimitsBook().limits(self.today()))) is not None

    # -- what the jobs process does

    def reading(self) -> ReadingPool:
        """The pool of reading children, kept warm."""
        if self._pool is None:
            self._pool = ReadingPool(size=1)
        return self._pool

    def close(self) -> None:
        """Lets the reading children go."""
        if self._pool is not None:
            self._pool.close()
            self._pool = None

    def imports(self, job: Job | None = None) -> Imports:
        """Imports as the use case needs them."""
        return Imports(self.folder, self.currency, self.zone, job, self.today())

    def check_files(self, import_id: uuid.UUID, job: Job | None = None) -> import_files.Outcome:
        """The dry run of an import."""
        return import_files.check_files(self.imports(job), self.reading(), import_id)

    def take_watched(self, import_id: uuid.UUID, job: Job | None = None) -> take_the_watched.Next:
        """The dry run of what lay in the watched folder, and the import if nothing is asked."""
        outcome = self.check_files(import_id, job)
        decided = take_the_watched.what_next(outcome)
        if decided is take_the_watched.Next.COMES_IN:
            self.run_import(import_id)
        elif decided is take_the_watched.Next.NOTHING:
            self.imports(job).give_up(import_id, outcome.report(checked=True))
        return decided

    def prepare_watched(self) -> None:
        """Makes the watched folder with a word inside; where that fails, the page says so."""
        with suppress(OSError):
            watched_folder.prepare(self.watched_folder, *read_me(start.language))

    def load_files(self, import_id: uuid.UUID, job: Job | None = None) -> import_files.Outcome:
        """The import itself, and the assessment after it."""
        with loading_lock(self.folder, import_id):
            return import_files.load_files(self.imports(job), self.reading(), import_id, self.now())

    def assess(self) -> int:
        """Assesses the whole base as of today, after whoever is doing so already."""
        # The years of a large base are a million small things that all stay: looking again and
        # again for some to forget cost a sixth of the time (7.0 s became 5.9 s, measured).
        gc.disable()
        try:
            # It is kept piece by piece: two at once would mix theirs.
            with file_lock(self.folder / ASSESSMENT_LOCK):
                derived.renew(self.today(), self.now(), self.zone)
                count = assess_the_base.assess_the_base(
                    CustomerBase(), as_of=self.today(), at=self.now()
                )
                keep_days(self.today())
                return count
        finally:
            gc.enable()

    def find_duplicates(self) -> int:
        """Compares all customers where something is new; returns how many pairs are proposed."""
        return find_duplicates.find_duplicates(duplicates.Likenesses(), self.now())

    def clean_up(self) -> int:
        """Removes what killed imports left; returns how many there were."""
        return clean_up(self.folder)

    def forget_orphans(self) -> int:
        """Removes copies of files that a killed process was making; returns how many imports."""
        return inbox.forget_orphans(self.folder, self.now() - dt.timedelta(days=1))

    def drop_import(self, import_id: uuid.UUID) -> None:
        """Forgets a draft and the copies of its files."""
        inbox.drop(self.folder, import_id)

    def import_sources(self, paths: Sequence[Source], actor: int | None = None) -> uuid.UUID:
        """Keeps files that lie on this machine, for an import at the terminal."""
        given = [(source.name, inbox.pieces_of(source.path)) for source in paths]
        return inbox.receive(self.folder, given, by=actor, at=self.now(), kind="terminal")


@cache
def house() -> House:
    """The house of this process."""
    return House()


def web_application() -> Callable[..., object]:
    """The pages as a WSGI application."""
    from django.core.wsgi import get_wsgi_application

    return get_wsgi_application()


Handlers = Mapping[str, Callable[[Job], None]]
