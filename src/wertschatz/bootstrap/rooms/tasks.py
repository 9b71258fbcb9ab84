"""Tasks, and the inbox in which every matter is taken into the hand once."""

from __future__ import annotations

import datetime as dt
import uuid

from wertschatz.bootstrap.ground import Ground
from wertschatz.integrations.files import task_lists
from wertschatz.ports.rings import Heard
from wertschatz.ports.tasks import FileKind, Kept, MatterKind, TakenIn, TaskEntry
from wertschatz.storage.models import Word
from wertschatz.storage.queries.contacts import named
from wertschatz.storage.queries.tasks import rows_for_files
from wertschatz.storage.tasks_book import TasksBook
from wertschatz.usecases import keep_tasks
from wertschatz.usecases.refusals import Refused


class TasksRoom(Ground):
    """Tasks and the inbox of whoever is signed in."""

    def capture_task(self, line: str, actor: int) -> Kept:
        """One line is a task; raises Refused."""
        entry = keep_tasks.captured_entry(line, self.today(), _whose)
        return self.add_task(entry, actor)

    def add_task(self, entry: TaskEntry, actor: int) -> Kept:
        """Last of its importance; raises Refused."""
        return keep_tasks.add_a_task(TasksBook(), actor, entry, by=actor, at=self.now())

    def change_task(self, task: uuid.UUID, entry: TaskEntry, actor: int) -> uuid.UUID | None:
        """All of it anew; None: nothing differs; raises Refused."""
        return keep_tasks.change_a_task(TasksBook(), task, actor, entry, by=actor, at=self.now())

    def move_task(self, task: uuid.UUID, steps: int, actor: int) -> uuid.UUID | None:
        """Up (minus) or down; None: it cannot go further; raises Refused."""
        return keep_tasks.move_a_task(TasksBook(), task, actor, steps, by=actor, at=self.now())

    def put_task(
        self, task: uuid.UUID, importance: int, before: uuid.UUID | None, actor: int
    ) -> uuid.UUID | None:
        """Before another one of that importance, or last; raises Refused."""
        return keep_tasks.put_a_task(
            TasksBook(), task, actor, importance, before, by=actor, at=self.now()
        )

    def end_task(self, task: uuid.UUID, state: str, actor: int) -> uuid.UUID:
        """'done' (one that comes again makes its next one) or 'gone'; raises Refused."""
        return keep_tasks.end_a_task(
            TasksBook(), task, actor, state, today=self.today(), by=actor, at=self.now()
        )

    def take_tasks_in(self, data: bytes, actor: int) -> TakenIn:
        """A file, todo.txt or VTODO; raises Refused."""
        try:
            rows = task_lists.read(data, self.zone)
        except (ValueError, KeyError, IndexError, TypeError, RecursionError):
            raise Refused("tasks_not_read") from None
        return keep_tasks.take_tasks_in(
            TasksBook(), actor, rows, _whose, today=self.today(), by=actor, at=self.now()
        )

    def tasks_file(self, kind: FileKind, actor: int) -> bytes:
        """All open tasks as a file."""
        return task_lists.written(rows_for_files(actor), kind, self.now(), self.zone)

    # -- the inbox

    def put_aside(
        self, kind: str, text: str, actor: int, customer: uuid.UUID | None = None
    ) -> Kept:
        """Something came in; raises Refused."""
        return keep_tasks.put_aside(
            TasksBook(), actor, kind, text, customer, by=actor, at=self.now()
        )

    def put_call_aside(self, call: Heard, text: str, actor: int) -> Kept:
        """A call goes into the inbox, with the customer who called; raises Refused."""
        customer = call.now.customer
        text = text[: keep_tasks.LONGEST_MATTER]
        return self.put_aside(MatterKind.CALL, text, actor, customer)

    def put_word_aside(self, word: uuid.UUID, actor: int) -> Kept:
        """A word left at the door goes into the inbox; raises Refused."""
        left = Word.objects.filter(uuid=word, user=actor).values_list("name", "text").first()
        if left is None:
            raise Refused("word_gone")
        text = f"{left[0]}: {left[1]}" if left[0] else left[1]
        text = text[: keep_tasks.LONGEST_MATTER]
        return keep_tasks.put_a_word_aside(TasksBook(), actor, word, text, by=actor, at=self.now())

    def end_matter(self, matter: uuid.UUID, way: str, actor: int) -> uuid.UUID:
        """'done' or 'bin'; raises Refused."""
        return keep_tasks.out_of_the_inbox(TasksBook(), matter, actor, way, by=actor, at=self.now())

    def delegate_matter(
        self, matter: uuid.UUID, to: str, until: dt.date | None, actor: int
    ) -> uuid.UUID:
        """To whom, until when; raises Refused."""
        return keep_tasks.delegate_a_matter(
            TasksBook(), matter, actor, to, until, today=self.today(), by=actor, at=self.now()
        )


def _whose(name: str) -> uuid.UUID | None:
    """The one customer of that name or number; None: nobody, or several."""
    found = named(name)
    return found[0].uuid if len(found) == 1 else None
