"""Profile, enquiries, and what customers have in common."""

from __future__ import annotations

import datetime as dt
import hashlib
import hmac
import uuid
from collections.abc import Mapping, Sequence

from wertschatz.bootstrap.ground import Ground
from wertschatz.django_settings import SECRET_KEY
from wertschatz.domain.profile.enquiry import deleted_on
from wertschatz.domain.profile.fit import Criterion, Fit, fit_of, located
from wertschatz.domain.profile.questions import INSIDE, Question, found_in, words_of
from wertschatz.domain.profile.spam import sender_of
from wertschatz.domain.rules.told import Text, outward
from wertschatz.integrations.codecs.mail_texts import ForwardedMail, forwarded
from wertschatz.ports.profile import EnquiryEntry, TraitsEntry
from wertschatz.storage.enquiry_bin import EnquiryBin
from wertschatz.storage.enquiry_book import EnquiryBook, TraitsBook
from wertschatz.storage.profile_book import ProfileBook
from wertschatz.storage.queries import enquiries as read
from wertschatz.storage.queries.setup import setup_of, the_owner
from wertschatz.storage.queries.told import firm_name, own_texts
from wertschatz.usecases import answer_an_enquiry, empty_the_bin, keep_the_profile
from wertschatz.usecases.answer_an_enquiry import Sent
from wertschatz.usecases.refusals import Refused
from wertschatz.wording.told import told_text

LARGEST_MAIL = 20_000_000


class ProfileRoom(Ground):
    """Profile, enquiries, and what customers have in common."""

    def profile(self, language: str) -> Mapping[Question, str]:
        """The answers as they hold now."""
        return ProfileBook().answers(language)

    def profile_shown(self, language: str) -> dict[Question, str]:
        """The answers as they are seen outside: without an own one the house rules say how we
        work together."""
        answers = {one: text for one, text in self.profile(language).items() if one not in INSIDE}
        whose = the_owner()
        if not answers.get(Question.TOGETHER) and whose is not None:
            own = own_texts(whose, language).get(Text.HOUSE_RULES.value)
            answers[Question.TOGETHER] = own[0] if own else self._house_rules(whose, language)
        return answers

    def _house_rules(self, whose: int, language: str) -> str:
        now = self.now()
        rules = outward(setup_of(whose, now), now)
        return told_text(Text.HOUSE_RULES, rules, firm_name(), language)

    def say_profile(
        self, question: str, language: str, text: str, actor: int | None
    ) -> uuid.UUID | None:
        """One answer; None: nothing differs; raises Refused."""
        return keep_the_profile.say_an_answer(
            ProfileBook(), question, language, text, by=actor, at=self.now()
        )

    def profile_outside(self, language: str | None = None) -> bool:
        """Whether the page is seen outside (in this language)."""
        book = ProfileBook()
        if not book.is_open(self.today()):
            return False
        return language is None or language in keep_the_profile.ready_languages(book)

    def show_profile(self, outside: bool, actor: int | None) -> uuid.UUID | None:
        """Shows the page outside, or no longer; None: it is so already; raises Refused."""
        return keep_the_profile.show_outside(
            ProfileBook(), outside, on=self.today(), by=actor, at=self.now()
        )

    def profile_languages(self) -> tuple[str, ...]:
        """In which languages files may be written; raises Refused."""
        return keep_the_profile.languages_to_export(ProfileBook())

    # -- enquiries

    def take_enquiry(
        self, typed: EnquiryEntry, language: str, *, trap: str, since: float | None, address: str
    ) -> uuid.UUID:
        """From the public form; raises Refused. `since`: seconds; `address`: where from."""
        sent = Sent(trap, since, self._print_of(address))
        return answer_an_enquiry.take_from_the_form(
            EnquiryBook(), typed, sent, language, on=self.today(), at=self.now()
        )

    def _print_of(self, address: str) -> str:
        """Tells addresses apart for a day, and names nobody."""
        text = f"enquiry {self.today().isoformat()} {sender_of(address)}".encode()
        return hmac.new(SECRET_KEY.encode(), text, hashlib.sha256).hexdigest()[:32]

    def write_enquiry(
        self, typed: EnquiryEntry, actor: int | None, *, way: str = "typed", language: str = "de"
    ) -> uuid.UUID:
        """Typed, or from a mail; raises Refused."""
        return answer_an_enquiry.write_down(
            EnquiryBook(), typed, way, language, on=self.today(), by=actor, at=self.now()
        )

    def read_mail(self, data: bytes) -> ForwardedMail:
        """Who asks, and what, in a mail that was forwarded or copied; raises Refused."""
        if len(data) > LARGEST_MAIL:
            raise Refused("enquiry_too_large")
        found = forwarded(data, self.zone)
        if not (found.text or found.contact):
            raise Refused("enquiry_mail_unread")
        return found

    def correct_enquiry(
        self, enquiry: uuid.UUID, typed: EnquiryEntry, actor: int | None
    ) -> uuid.UUID | None:
        """What is known of it; raises Refused."""
        return answer_an_enquiry.correct(EnquiryBook(), enquiry, typed, by=actor, at=self.now())

    # Where `seen` is the print of what the person saw, and it is that no more, it is refused.

    def enquiry_genuine(
        self, enquiry: uuid.UUID, actor: int | None, seen: str | None = None
    ) -> uuid.UUID | None:
        """It is held no longer, nor in the bin; raises Refused."""
        return answer_an_enquiry.hold_no_longer(
            EnquiryBook(), enquiry, seen=seen, by=actor, at=self.now()
        )

    def throw_enquiry_away(
        self, enquiry: uuid.UUID, actor: int | None, seen: str | None = None
    ) -> uuid.UUID | None:
        """It is none; raises Refused."""
        return answer_an_enquiry.throw_away(
            EnquiryBook(), enquiry, seen=seen, by=actor, at=self.now()
        )

    def throw_held_away(self, newest: uuid.UUID, actor: int | None) -> uuid.UUID | None:
        """All that are held as doubtful, up to this one; None: none is; raises Refused."""
        return answer_an_enquiry.throw_held_away(EnquiryBook(), newest, by=actor, at=self.now())

    def bin_days(self) -> int:
        """How long the bin keeps an enquiry."""
        return EnquiryBin().days(self.today())

    def set_bin_days(self, days: int | None, actor: int | None) -> uuid.UUID | None:
        """So long from today on; None: nothing differs; raises Refused."""
        return empty_the_bin.set_the_days(
            EnquiryBin(), days, on=self.today(), by=actor, at=self.now()
        )

    def empty_the_bin(self) -> int:
        """Deletes enquiries whose days in the bin are over; returns how many."""
        return empty_the_bin.empty_the_bin(EnquiryBin(), self.today(), self.zone, at=self.now())

    def deleted_on(self, lines: Sequence[read.EnquiryLine]) -> list[dt.date | None]:
        """The day on which each is deleted for good; None: it is not in the bin."""
        days, today, zone = self.bin_days(), self.today(), self.zone
        return [
            None if line.binned_at is None
            else deleted_on(line.binned_at.astimezone(zone).date(), days, today)
            for line in lines
        ]  # fmt: skip

    def decide_enquiry(
        self,
        enquiry: uuid.UUID,
        decision: str,
        actor: int | None,
        *,
        reply: str = "",
        recommended: str = "",
        seen: str | None = None,
    ) -> uuid.UUID | None:
        """Yes, a question or a polite no; raises Refused."""
        return answer_an_enquiry.decide(
            EnquiryBook(), enquiry, decision, reply=reply, recommended=recommended, seen=seen,
            by=actor, at=self.now(),
        )  # fmt: skip

    def enquiry_went(
        self, enquiry: uuid.UUID, outcome: str, actor: int | None, seen: str | None = None
    ) -> uuid.UUID | None:
        """How it went on; raises Refused."""
        return answer_an_enquiry.say_how_it_went(
            EnquiryBook(), enquiry, outcome, seen=seen, on=self.today(), by=actor, at=self.now()
        )

    def enquiry_to_customer(
        self, enquiry: uuid.UUID, actor: int | None, seen: str | None = None
    ) -> uuid.UUID:
        """A yes becomes a customer; returns it; raises Refused."""
        return answer_an_enquiry.make_a_customer(
            EnquiryBook(), enquiry, seen=seen, on=self.today(), by=actor, at=self.now()
        )

    def say_traits(
        self, customer: uuid.UUID, typed: TraitsEntry, actor: int | None
    ) -> uuid.UUID | None:
        """What a customer has in common with others; raises Refused."""
        return answer_an_enquiry.say_traits(TraitsBook(), customer, typed, by=actor, at=self.now())

    def fit(self, enquiry: read.EnquiryLine, account: int | None = None) -> Fit:
        """How well it fits, with everything that rests on."""
        wished, unwished = set[str](), set[str]()
        texts = (enquiry.text, enquiry.trade, enquiry.job, enquiry.region)
        for language in keep_the_profile.LANGUAGES:
            answers = self.profile(language)
            wished |= set(found_in(words_of(answers.get(Question.WISHED, "")), *texts))
            unwished |= set(found_in(words_of(answers.get(Question.UNWISHED, "")), *texts))
        towns = read.towns()
        traits = {
            Criterion.TRADE: enquiry.trade, Criterion.SIZE: enquiry.size,
            Criterion.REGION: located(enquiry.region, towns), Criterion.CAME_BY: enquiry.came_by,
            Criterion.JOB: enquiry.job,
        }  # fmt: skip
        return fit_of(
            traits, read.evidence(towns), wished=tuple(sorted(wished)),
            unwished=tuple(sorted(unwished)),
            free_minutes=read.free_minutes(self.today(), account),
        )  # fmt: skip
