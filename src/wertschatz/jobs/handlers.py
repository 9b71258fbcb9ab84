"""What each kind of job does."""

from __future__ import annotations

import datetime as dt
import logging
import uuid

from wertschatz import __version__
from wertschatz.bootstrap.house import Handlers, House
from wertschatz.jobs.runner import GivenUp, Stop
from wertschatz.storage import backup, duplicates, job_table
from wertschatz.storage.models import Import, Job
from wertschatz.storage.tidy import tidy
from wertschatz.usecases.import_files import Cancelled

log = logging.getLogger("wertschatz.jobs")
KEEP_JOBS = dt.timedelta(days=30)


def handlers(house: House) -> Handlers:
    """Kind → what to do."""

    def check_import(job: Job) -> None:
        source = _import(job, Import.State.DRAFT)
        if source is None:
            return
        try:
            house.check_files(source, job)
        except Cancelled:
            raise Stop from None

    def take_watched(job: Job) -> None:
        source = _import(job, Import.State.DRAFT)
        if source is None:
            return
        try:
            house.take_watched(source, job)
        except Cancelled:
            raise Stop from None

    def run_import(job: Job) -> None:
        # Loading: this job was killed half way, and what it had written is removed first.
        house.clean_up()
        source = _import(job, Import.State.DRAFT)
        try:
            if source is not None:
                house.load_files(source, job)
        except Cancelled:
            raise Stop from None
        except Exception as error:
            raise GivenUp from error
        house.note_example(uuid.UUID(job.payload["import_id"]))

    def assess(job: Job) -> None:
        house.assess()
        duplicates.ask(house.now())
        house.ask_for_overview()

    def find_duplicates(job: Job) -> None:
        house.find_duplicates()

    def overview(job: Job) -> None:
        house.renew_overview()

    def year_letters(job: Job) -> None:
        house.renew_year_letters()

    def renew_search(job: Job) -> None:
        house.renew_search()

    def read_calendars(job: Job) -> None:
        house.read_calendars()

    def night_backup(job: Job) -> None:
        make_backup(house, "night")
        job_table.forget_old(house.now() - KEEP_JOBS)
        house.forget_moods()
        house.empty_the_bin()
        house.forget_orphans()
        tidy()

    return {
        "check_import": check_import,
        "take_watched": take_watched,
        "run_import": run_import,
        "assess": assess,
        "find_duplicates": find_duplicates,
        "overview": overview,
        "year_letters": year_letters,
        "renew_search": renew_search,
        "read_calendars": read_calendars,
        "backup": night_backup,
    }


def _import(job: Job, state: str) -> uuid.UUID | None:
    """The import of a job while it is in this state; a second run finds its work done."""
    found = Import.objects.filter(uuid=job.payload["import_id"], state=state)
    return found.values_list("uuid", flat=True).first()


def make_backup(house: House, why: str) -> None:
    """Writes a backup into the data folder and forgets the oldest ones."""
    folder = house.folder / "backups"
    at = house.now()
    target = folder / backup.name_for(at, why)
    if not target.exists():
        backup.make(target, house.folder / "key.json", at, __version__)
    backup.prune(folder)
    log.info("backup %s", target.name)
