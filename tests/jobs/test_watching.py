"""What is put into the watched folder comes in by itself, once, and never gets lost."""

from __future__ import annotations

import datetime as dt
import errno
import os
import shutil
import socket
from collections.abc import Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.web.sample import CLOCK, LIST
from wertschatz.bootstrap.clock import now
from wertschatz.bootstrap.house import House, house
from wertschatz.jobs.handlers import handlers
from wertschatz.jobs.runner import run_due
from wertschatz.jobs.watching import (
    KEPT_FREE,
    PATIENCE_SECONDS,
    PAUSE_SECONDS,
    QUIET_SECONDS,
    Watcher,
)
from wertschatz.storage import inbox, watched, watched_folder
from wertschatz.storage.models import Import, Invoice, Job, WatchedFile
from wertschatz.storage.queries.imports import import_sheet
from wertschatz.wording.watched import NOTE_SENTENCES, note_text, read_me

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = "2013-12-31"
STRANGE = "wer;wann;wieviel\nMüller;01.02.2013;1.200,00\nMaier;03.04.2013;800,50\n"
OTHER = LIST.replace("\n1;", "\n91;").replace("Großmann", "Andermann")


@pytest.fixture
def home(monkeypatch: pytest.MonkeyPatch) -> Iterator[House]:
    monkeypatch.setenv("WERTSCHATZ_CLOCK", CLOCK)
    yield house()
    house().close()


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    place = tmp_path / "eingang"
    watched_folder.prepare(place, *read_me("de"))
    return place


class Watching:
    """A watcher whose clock the test turns."""

    def __init__(self, home: House, folder: Path) -> None:
        self.home, self.folder, self.seconds = home, folder, 1000.0
        self.start()

    def start(self) -> None:
        """As after a restart: nothing is remembered but what is written."""
        self.watcher = Watcher(self.home.folder, self.folder, now, self.home.today)

    def round(self, after: float = 2.0) -> list[str]:
        """Paths that came in."""
        self.seconds += after
        return [file.path for file in self.watcher.round(self.seconds)]

    def until_quiet(self) -> list[str]:
        """All that came in until files have rested."""
        return [path for _ in range(3) for path in self.round()]

    def work(self) -> None:
        run_due(handlers(self.home), now)

    def put(self, name: str, text: str | bytes = LIST) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode() if isinstance(text, str) else text)
        return path

    def taken(self) -> list[str]:
        """What lies below taken/."""
        place = self.folder / "taken"
        return sorted(
            path.relative_to(place).as_posix() for path in place.rglob("*") if path.is_file()
        )


@pytest.fixture
def watching(home: House, folder: Path) -> Watching:
    return Watching(home, folder)


def states() -> list[str]:
    return list(Import.objects.order_by("id").values_list("state", flat=True))


def notes() -> dict[str, str]:
    return dict(watched.notes_shown())


def test_a_file_comes_in_by_itself_and_is_moved(watching: Watching) -> None:
    watching.put("rechnungen.csv")
    assert watching.round() == []
    assert watching.round(1.0) == [], "it was seen only a second ago"
    assert watching.round(2.0) == ["rechnungen.csv"]
    assert watching.taken() == [f"{TODAY}/rechnungen.csv"]
    assert WatchedFile.objects.count() == 0
    watching.work()
    source = Import.objects.get()
    assert (source.kind, source.state, source.report["new"]) == ("watched", "live", 10)
    assert Invoice.objects.count() == 10
    sheet = import_sheet(source.uuid)
    assert sheet is not None
    assert sheet.problems_total == 2, "the same report as of any other import"
    assert watching.until_quiet() == []
    assert watching.home.withdraw_import(source.uuid, None).done


def test_a_file_that_grows_is_waited_for(watching: Watching) -> None:
    path = watching.put("rechnungen.csv", LIST[:200])
    for length in range(300, 900, 100):
        assert watching.round() == []
        path.write_text(LIST[:length], "utf-8")
    path.write_text(LIST, "utf-8")
    assert watching.round() == []
    assert watching.round(QUIET_SECONDS) == ["rechnungen.csv"]


def test_what_is_put_together_comes_in_together(watching: Watching) -> None:
    watching.put("eins.csv")
    watching.round()
    watching.put("Bank/zwei.csv", OTHER)
    assert watching.round() == [], "the second one has just come"
    watching.put("Bank/2013/drei.csv", OTHER + "\n")
    assert watching.round() == []
    assert watching.round(QUIET_SECONDS) == ["Bank/2013/drei.csv", "Bank/zwei.csv", "eins.csv"]
    names = [file.name for file in Import.objects.get().files.all()]
    assert names == ["Bank/2013/drei.csv", "Bank/zwei.csv", "eins.csv"]
    assert watching.taken() == [f"{TODAY}/{name}" for name in names]


def test_one_that_never_rests_holds_nobody_up_for_long(watching: Watching) -> None:
    watching.put("eins.csv")
    came: list[str] = []
    for number in range(int(PATIENCE_SECONDS / 2) + 2):
        watching.put("protokoll.csv", "x" * number)
        came += watching.round()
    assert came == ["eins.csv"]


def test_an_empty_file_is_given_time_to_be_written(watching: Watching) -> None:
    path = watching.put("rechnungen.csv", "")
    assert watching.until_quiet() == []
    path.write_text(LIST, "utf-8")
    watching.round()
    assert watching.round(QUIET_SECONDS) == ["rechnungen.csv"]


@pytest.mark.parametrize(
    "name",
    [
        ".versteckt.csv", ".git/liste.csv", "~$Liste.xlsx", ".~lock.liste.ods#", "liste.csv.part",
        "liste.CSV.crdownload", "liste.csv.tmp", "liste.csv.sync", "liste.csv~", "Thumbs.db",
        "taken/alt.csv", "LIESMICH.txt", "liste.csv.filepart", "~syncthing~liste.csv.tmp",
    ],
)  # fmt: skip
def test_hidden_and_passing_names_stay(watching: Watching, name: str) -> None:
    path = watching.put(name)
    assert watching.until_quiet() == []
    assert path.exists()
    assert Import.objects.count() == 0


def test_a_question_waits_for_the_person_and_later_ones_come_in(watching: Watching) -> None:
    watching.put("neu.csv", STRANGE)
    watching.until_quiet()
    watching.work()
    made = Import.objects.get()
    sheet = import_sheet(made.uuid)
    assert sheet is not None
    assert (made.state, len(sheet.questions), sheet.running) == ("draft", 1, False)
    assert watching.taken() == [f"{TODAY}/neu.csv"]
    columns = {"customer": 0, "date": 1, "net": 2}
    watching.home.answer_layout(made.uuid, sheet.questions[0].fingerprint, columns, "")
    watching.work()
    assert states() == ["draft"], "whoever was asked sees what would come in first"
    watching.put("noch eine.csv", STRANGE.replace("Müller", "Schulze"))
    watching.until_quiet()
    watching.work()
    assert states() == ["draft", "live"]


def test_documents_of_unknown_sellers_wait(watching: Watching) -> None:
    from tests.web.documents import DOCUMENTS

    for name, data in DOCUMENTS.items():
        watching.put(name, data)
    watching.until_quiet()
    watching.work()
    assert states() == ["draft"]
    assert Import.objects.get().report["sellers_asked"]


def test_a_picture_beside_the_list_holds_up_nothing(watching: Watching) -> None:
    watching.put("rechnungen.csv")
    watching.put("logo.png", b"\x89PNG\r\n\x1a\n" + bytes(300))
    watching.until_quiet()
    watching.work()
    assert states() == ["live"]
    assert Import.objects.get().report["refused"] == 1


def test_a_broken_archive_waits_for_the_person(watching: Watching) -> None:
    watching.put("rechnungen.csv")
    watching.put("kaputt.zip", b"PK\x03\x04" + bytes(300))
    watching.until_quiet()
    watching.work()
    assert states() == ["draft"]
    assert not set(Import.objects.get().report["refusals"]) <= {"format_unknown"}


def test_the_same_bytes_bring_nothing_and_are_moved_all_the_same(watching: Watching) -> None:
    for name in ("rechnungen.csv", "rechnungen.csv", "andere.csv"):
        watching.put(name)
        watching.until_quiet()
        watching.work()
    assert states() == ["live", "failed", "failed"]
    assert Invoice.objects.count() == 10
    assert watching.taken() == [
        f"{TODAY}/andere.csv", f"{TODAY}/rechnungen (2).csv", f"{TODAY}/rechnungen.csv",
    ]  # fmt: skip
    last = import_sheet(Import.objects.order_by("-id")[0].uuid)
    assert last is not None
    assert "file_already_imported" in {problem.code for problem in last.problems}
    assert last.report["nothing_new"] is True


# -- what cannot be moved or read


def test_what_cannot_be_moved_is_known_again(
    watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = watching.put("rechnungen.csv")

    def refuse(self: Path, target: Path) -> Path:
        raise OSError(errno.EROFS, "read-only")

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", refuse)
        assert watching.until_quiet() == ["rechnungen.csv"]
        assert notes() == {"rechnungen.csv": "stuck"}
        assert watching.until_quiet() == []
        watching.start()
        assert watching.until_quiet() == [], "it came in again after a restart"
        # Taken away and put back with its time, as a share that comes and goes does.
        held = path.with_name(".weg")
        path.replace(held)
        watching.until_quiet()
        assert notes() == {}
        held.replace(path)
        assert watching.until_quiet() == []
        assert notes() == {"rechnungen.csv": "stuck"}
        path.write_text(OTHER, "utf-8")
        assert watching.until_quiet() == ["rechnungen.csv"], "another file under its name"
    watching.start()
    watching.until_quiet()
    assert path.exists() is False
    assert WatchedFile.objects.count() == 0
    assert Import.objects.count() == 2


def test_strange_things_are_told_once_and_the_others_come_in(
    watching: Watching, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    outside = tmp_path / "geheim.csv"
    outside.write_text(LIST, "utf-8")
    (watching.folder / "geheim.csv").symlink_to(outside)
    (watching.folder / "im kreis").symlink_to(watching.folder)
    os.mkfifo(watching.folder / "rohr.csv")
    with socket.socket(socket.AF_UNIX) as ear:
        here = Path.cwd()
        os.chdir(watching.folder)  # a socket's path must be short
        try:
            ear.bind("dose.csv")
        finally:
            os.chdir(here)
    watching.put("rechnungen.csv")
    assert watching.until_quiet() == ["rechnungen.csv"]
    told = {
        "geheim.csv": "link", "im kreis": "link", "rohr.csv": "no_file", "dose.csv": "no_file",
    }  # fmt: skip
    assert notes() == told
    assert sum("rohr.csv" in line for line in caplog.messages) == 1
    (watching.folder / "rohr.csv").unlink()
    watching.round()
    assert "rohr.csv" not in notes()


def test_an_unreadable_file_is_told_and_comes_in_once_it_can_be_read(
    watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    watching.put("zu.csv")
    watching.put("Ordner/offen.csv", OTHER)
    with monkeypatch.context() as patch:
        patch.setattr(os, "access", lambda path, mode: not str(path).endswith("zu.csv"))
        assert watching.until_quiet() == ["Ordner/offen.csv"]
        assert notes() == {"zu.csv": "unreadable"}
    assert watching.until_quiet() == ["zu.csv"]
    assert notes() == {}


def test_a_disk_that_gives_no_bytes_is_asked_again_later(
    watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    watching.put("defekt.csv")
    watching.put("gut.csv", OTHER)
    real = os.open

    def broken(path: Any, *rest: Any, **more: Any) -> int:
        if str(path).endswith("defekt.csv"):
            raise OSError(errno.EIO, "input/output error")
        return real(path, *rest, **more)

    with monkeypatch.context() as patch:
        patch.setattr(os, "open", broken)
        assert watching.until_quiet() == ["gut.csv"]
        assert notes() == {"defekt.csv": "unreadable"}
    assert watching.until_quiet() == []
    assert watching.round(PAUSE_SECONDS) == ["defekt.csv"]
    assert notes() == {}


def test_a_full_disk_is_told_and_nothing_half_stays(
    watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    watching.put("rechnungen.csv")
    before = sorted((watching.home.folder / "inbox").iterdir())

    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "no space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        assert watching.until_quiet() == []
    assert notes() == {"rechnungen.csv": "no_room"}
    assert sorted((watching.home.folder / "inbox").iterdir()) == before
    assert Import.objects.count() == 0
    assert watching.round(PAUSE_SECONDS) == ["rechnungen.csv"]


def test_three_gigabytes_are_not_begun_where_there_is_no_room(
    watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    with (watching.folder / "riesig.csv").open("wb") as file:
        file.truncate(3 << 30)  # takes no room itself
    watching.put("rechnungen.csv")
    room = SimpleNamespace(free=KEPT_FREE + (1 << 30))
    with monkeypatch.context() as patch:
        patch.setattr(shutil, "disk_usage", lambda path: room)
        assert watching.until_quiet() == ["rechnungen.csv"]
        assert notes() == {"riesig.csv": "no_room"}
        assert watching.until_quiet() == []
    (watching.folder / "riesig.csv").unlink()
    watching.round()
    assert notes() == {}


def test_a_folder_that_is_not_there_is_told(watching: Watching) -> None:
    shutil.rmtree(watching.folder)
    assert watching.until_quiet() == []
    assert notes() == {"": "no_folder"}
    watching.folder.mkdir()
    watching.put("rechnungen.csv")
    assert watching.until_quiet() == ["rechnungen.csv"]
    assert notes() == {}


def test_a_name_that_is_no_text_comes_in(watching: Watching) -> None:
    name = os.fsdecode("Größe ".encode("cp1252") + b".csv")
    watching.put(name)
    assert watching.until_quiet() == [name]
    watching.work()
    assert states() == ["live"]
    assert Import.objects.get().files.get().name == "Größe .csv"


def test_a_file_overwritten_while_it_is_copied_comes_in_as_the_new_one(
    watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = watching.put("rechnungen.csv")
    real = inbox._write

    def slow(target: Path, pieces: Iterator[bytes]) -> None:
        path.write_text(OTHER, "utf-8")
        real(target, pieces)

    with monkeypatch.context() as patch:
        patch.setattr(inbox, "_write", slow)
        assert watching.until_quiet() == []
    assert path.exists()
    assert Import.objects.count() == 0
    assert watching.until_quiet() == ["rechnungen.csv"]
    copy = watching.home.folder / Import.objects.get().files.get().path
    assert copy.read_text("utf-8") == OTHER


def test_one_overwritten_just_before_it_is_moved_comes_in_too(
    watching: Watching, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = watching.put("rechnungen.csv")
    real = Path.rename

    def late(self: Path, target: Path) -> Path:
        if self == path and not self.read_text("utf-8").startswith(OTHER):
            self.write_text(OTHER + "\n", "utf-8")
        return real(self, target)

    with monkeypatch.context() as patch:
        patch.setattr(Path, "rename", late)
        assert watching.until_quiet() == ["rechnungen.csv"]
    assert path.exists(), "the new one lies where it was put"
    assert watching.until_quiet() == ["rechnungen.csv"]
    assert Import.objects.count() == 2


def test_copies_of_a_killed_process_go_but_not_those_of_imports(watching: Watching) -> None:
    made = watching.home.receive_files([("liste.csv", [LIST.encode()])], None)
    orphan = watching.home.folder / "inbox" / "01890000-0000-7000-8000-000000000000"
    orphan.mkdir()
    (orphan / "00001").write_text("half")
    early = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)
    assert inbox.forget_orphans(watching.home.folder, early) == 0
    later = dt.datetime(2100, 1, 1, tzinfo=dt.UTC)
    inbox.forget_orphans(watching.home.folder, later)
    assert not orphan.exists()
    assert (watching.home.folder / "inbox" / str(made)).exists()


def test_a_check_that_was_killed_is_done_again(watching: Watching) -> None:
    watching.put("rechnungen.csv")
    watching.until_quiet()
    Job.objects.update(lease="gone", lease_until=now(), attempts=1)
    watching.work()
    assert states() == ["live"]
    assert Invoice.objects.count() == 10


def test_the_folder_is_made_with_a_word_inside_and_nobody_elses(tmp_path: Path) -> None:
    place = tmp_path / "eingang"
    watched_folder.prepare(place, *read_me("de"))
    watched_folder.prepare(place, *read_me("de"))
    assert place.stat().st_mode & 0o777 == 0o700
    assert "taken" in (place / "LIESMICH.txt").read_text("utf-8")
    with pytest.raises(OSError, match="No such file"):
        watched_folder.prepare(tmp_path / "nicht" / "da", *read_me("en"))


def test_every_note_has_a_sentence() -> None:
    for note in watched.TOLD:
        for language in ("de", "en"):
            assert note_text(note, "a.csv", language).endswith(".")
    assert set(watched.TOLD) == set(NOTE_SENTENCES)
