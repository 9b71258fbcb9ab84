"""Order in the base: tags, saved filters, changes to many at once, the archive."""

from __future__ import annotations

import uuid

from wertschatz.bootstrap.ground import Ground
from wertschatz.domain.customers.register import Entry
from wertschatz.ports.hygiene import Chosen
from wertschatz.storage import searchable
from wertschatz.storage.crowd import Crowd
from wertschatz.storage.filter_book import FilterBook
from wertschatz.storage.register_book import RegisterBook
from wertschatz.storage.tag_book import TagBook
from wertschatz.usecases import change_many, keep_a_filter, tag_customers, write_the_register


class HygieneRoom(Ground):
    """Order in the base: tags, saved filters, changes to many at once, the archive."""

    def put_tag_on(self, customer: uuid.UUID, name: str, actor: int | None) -> uuid.UUID | None:
        """Puts a tag on; None: it is on already; raises Refused."""
        return tag_customers.put_a_tag_on(TagBook(), customer, name, by=actor, at=self.now())

    def take_tag_off(self, customer: uuid.UUID, tag: uuid.UUID, actor: int | None) -> uuid.UUID:
        """Takes a tag off; raises Refused."""
        return tag_customers.take_a_tag_off(TagBook(), customer, tag, by=actor, at=self.now())

    def rename_tag(self, tag: uuid.UUID, name: str, actor: int | None) -> uuid.UUID | None:
        """Another name; two tags of one name become one; None: the same; raises Refused."""
        return tag_customers.rename_a_tag(TagBook(), tag, name, by=actor, at=self.now())

    def delete_tag(self, tag: uuid.UUID, actor: int | None) -> uuid.UUID:
        """The tag goes from everywhere; raises Refused."""
        return tag_customers.delete_a_tag(TagBook(), tag, by=actor, at=self.now())

    def keep_filter(self, person: int, name: str, query: str) -> uuid.UUID:
        """Keeps a filter of the list by name; raises Refused."""
        return keep_a_filter.keep_a_filter(FilterBook(), person, name, query, at=self.now())

    def forget_filter(self, person: int, kept: uuid.UUID) -> uuid.UUID:
        """Forgets a filter; raises Refused."""
        return keep_a_filter.forget_a_filter(FilterBook(), person, kept, at=self.now())

    def change_many(
        self,
        chosen: Chosen,
        *,
        wish: str,
        tag: str = "",
        sure: int | None = None,
        actor: int | None,
    ) -> change_many.Changed:
        """Does something with many customers at once, or asks first; raises Refused."""
        return change_many.change_many(
            Crowd(), chosen, wish=wish, tag=tag, sure=sure, by=actor, at=self.now(),
            on=self.today(),
        )  # fmt: skip

    def archive(self, customer: uuid.UUID, archived: bool, actor: int | None) -> uuid.UUID | None:
        """Into the archive or back; None: it is there already; raises Refused."""
        return change_many.archive_one(Crowd(), customer, archived, by=actor, at=self.now())

    def entry(self, customer: uuid.UUID) -> Entry:
        """What is kept of a customer; raises KeyError without such a one."""
        return RegisterBook().entry(customer)

    def add_customer(self, typed: Entry, actor: int | None) -> uuid.UUID:
        """A new customer, whoever it may resemble; returns it; raises Refused."""
        return write_the_register.add_a_customer(RegisterBook(), typed, by=actor, at=self.now())

    def edit_customer(
        self, customer: uuid.UUID, typed: Entry, *, seen: str, actor: int | None
    ) -> uuid.UUID | None:
        """Changes what differs; None: nothing does; raises Refused (ChangedMeanwhile)."""
        return write_the_register.edit_a_customer(
            RegisterBook(), customer, typed, seen=seen, by=actor, at=self.now()
        )

    def renew_search(self) -> int:
        """Makes everything findable anew; returns how many parties there are."""
        return searchable.renew_all()
