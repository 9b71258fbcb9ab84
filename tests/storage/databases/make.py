"""Makes the small golden database of a release.

`PYTHONPATH=. python tests/storage/databases/make.py FILE`. Every later migration starts
from all of them (test_golden.py). Invented names only.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from wertschatz.bootstrap.house import House


def main() -> None:
    target = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as folder:
        os.environ["WERTSCHATZ_DATA"] = str(Path(folder) / "data")
        os.environ["WERTSCHATZ_CLOCK"] = "2013-12-31T12:00:00+00:00"
        from tests.web.sample import LIST

        from wertschatz import settings
        from wertschatz.bootstrap import prepare

        prepare.prepare(settings.load())
        from django.db import connection

        from wertschatz.bootstrap.clock import now
        from wertschatz.bootstrap.house import SECRET_KEY, house
        from wertschatz.domain.values import Group
        from wertschatz.jobs.handlers import handlers
        from wertschatz.jobs.runner import run_due
        from wertschatz.ports.customers import HandEntry
        from wertschatz.storage.models import Customer
        from wertschatz.usecases.start_the_house import start_token

        home = house()
        actor = home.start_owner(
            start_token(SECRET_KEY), username="anna", password="drei wilde Katzen",
            firm="Anna GmbH", language="de",
        )  # fmt: skip
        made = home.receive_files([("rechnungen.csv", [LIST.encode()])], actor)
        run_due(handlers(home), now)
        home.run_import(made)
        run_due(handlers(home), now)
        home.add_by_hand([HandEntry("Aus dem Kopf", 1_200_000, 300, Group.B)], actor)
        klein = Customer.objects.get(party__name="Klein")
        home.say_word(klein.uuid, group="A", reason="Liegt mir am Herzen", actor=actor)
        run_due(handlers(home), now)
        _deal(home, actor, klein.uuid)
        home.close()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA page_size = 4096")
            cursor.execute("VACUUM INTO %s", [str(target)])


MORE = """Rechnungsnummer;Kunde;Rechnungsdatum;Fällig am;Netto;Brutto
RE-2013-0100;Klein;15.03.2013;29.03.2013;100,00;119,00
"""
BANK = """Buchungstag;Valuta;Empfänger;Verwendungszweck;IBAN;Betrag
28.03.2013;28.03.2013;Klein;RE-2013-0100;DE21500500001234567897;119,00
02.04.2013;02.04.2013;Großmann AG;ohne Angabe;DE05123456780000000002;40000,00
05.04.2013;05.04.2013;Vermieter;Miete April;DE75123456780000000003;-1200,00
"""
CARDS = "BEGIN:VCARD\nVERSION:3.0\nFN:Klein\nORG:Klein\nTEL:+49 30 23125 4\nEND:VCARD\n"
CALLS = """sep=;
Typ;Datum;Name;Rufnummer;Nebenstelle;Eigene Rufnummer;Dauer
1;05.11.13 09:15;;030231254;Büro;23125500;0:12
"""


def _deal(home: House, actor: int, customer: UUID) -> None:
    """Statements, calls, an address, a mark, a cost and a limit: a row of each table."""
    from wertschatz.bootstrap.clock import now
    from wertschatz.domain.customers.marks import MarkKind
    from wertschatz.jobs.handlers import handlers
    from wertschatz.jobs.runner import run_due

    files = [
        ("mehr.csv", MORE),
        ("umsaetze.csv", BANK),
        ("adressen.vcf", CARDS),
        ("anrufe.csv", CALLS),
    ]
    made = home.receive_files([(name, [text.encode()]) for name, text in files], actor)
    run_due(handlers(home), now)
    home.run_import(made)
    run_due(handlers(home), now)
    home.note_mark(customer, kind=MarkKind.USEFUL.value, owner=True, actor=actor)
    home.note_cost(customer, cents=5_000, about="Anfahrt", actor=actor)
    home.set_limits({"late_days": 15}, actor)
    run_due(handlers(home), now)
    _live_with_them(home, actor, customer)
    _answer_the_phone(home, actor, customer)
    _plan_the_day(home, actor, Path(os.environ["WERTSCHATZ_DATA"]).parent)
    run_due(handlers(home), now)


def _live_with_them(home: House, actor: int, customer: UUID) -> None:
    """Contacts, promises, tags, an analysis and instructions."""
    from wertschatz.domain.customers.preferences import Preference, Way

    home.log_contact(customer, kind="call", actor=actor)
    home.make_commitment(customer, kind="offer", about="Fenster", cents=90_000, actor=actor)
    home.say_preference(customer, Preference(best=Way.MAIL), seen=None, actor=actor)
    home.put_tag_on(customer, "Stammkunde", actor)
    home.keep_filter(actor, "Stamm", "tag=stammkunde")
    home.instruct("B", "contact", "Gern, aber kurz", actor)
    home.set_budget({"customer_hours_week": 20}, actor)
    home.begin_analysis_at_once(actor)
    home.open_account(
        name="ben", password="vier alte Hunde", role="staff", phone="030 1", language="de",
        actor=actor,
    )  # fmt: skip


def _answer_the_phone(home: House, actor: int, customer: UUID) -> None:
    """Rules, times, switches, colleagues, numbers, devices, words, call-backs, texts, and a call
    that the gate decided on: a row of each table of chapter 3."""
    import datetime as dt

    from wertschatz.domain.customers.preferences import Hours
    from wertschatz.domain.rules.moment import NOBODY, callback_slots
    from wertschatz.domain.rules.rule import Until, Verdict, When
    from wertschatz.domain.rules.told import Text
    from wertschatz.domain.values import Group
    from wertschatz.ports.door import Promise
    from wertschatz.ports.rules import Times
    from wertschatz.snapshot.journal import Entry
    from wertschatz.snapshot.uuid7 import uuid7
    from wertschatz.storage.models import Device
    from wertschatz.usecases.say_the_rules import Wish

    when = When(groups=frozenset({Group.C}))
    home.add_rule(Wish(when, Verdict.CALL_BACK, Until.SLOT), actor)
    home.say_times(Times((Hours(frozenset(range(5)), 480, 1020),), numbers=("21",)), actor)
    home.close_until("door", home.now() + dt.timedelta(hours=2), actor)
    home.name_colleague(None, name="Ben", number="22", actor=actor)
    home.name_number("030 23125 9", name="Schule", kind="private", emergency=True, actor=actor)
    home.make_door_page("Eingang", actor)
    home.leave_word(Device.objects.get().secret, "Frau Holz", "Paket liegt unten")
    home.tell(Text.GREETING, "de", "Hier ist die Anna GmbH.", actor)
    made = str(uuid7())
    journal = home.gate_journal()
    journal.append([
        Entry(made, made, "json", "eins", "", "ring", home.now(), number="+49302312541",
              name="Klein", party=str(customer), verdict="not_now", reason="closed_door",
              facts={"rule": 4}, until=home.now() + dt.timedelta(hours=2), rule=4, group="A"),
    ])  # fmt: skip
    home.take_rings_over(journal)
    journal.close()
    slot = callback_slots(home.setup(actor), NOBODY, home.now())[0]
    home.promise_call_back(Promise(slot, customer=customer, matter="Fenster"), actor)
    call = home.heard_call(UUID(made))
    assert call is not None
    home.overrule_call(call, "put_through", actor=actor)


ENTRY = """BEGIN:VCALENDAR
VERSION:2.0
PRODID:-//Nobody//DE
BEGIN:VEVENT
UID:dentist
DTSTAMP:20131230T120000Z
DTSTART:20140103T100000Z
DTEND:20140103T110000Z
SUMMARY:Zahnarzt
END:VEVENT
END:VCALENDAR
"""


def _plan_the_day(home: House, actor: int, folder: Path) -> None:
    """A task, something that came in, a planned and closed day, a thing to leave, a calendar that
    is read and a folder for the plan: a row of each table of chapter 2."""
    home.capture_task("Angebot Fenster 45m ! @Klein", actor)
    home.put_aside("letter", "Brief vom Amt", actor)
    home.put_on_leave_list(actor, text="Fernsehen", notice="by_hand")
    (leave,) = home.leave_list(actor)
    home.tick_leave(leave.uuid, True, actor)
    home.say_days_off({"holiday_land": 4, "off_24_december": 1}, actor)
    (folder / "termine.ics").write_text(ENTRY)
    (folder / "plan").mkdir()
    home.connect_calendar(str(folder / "termine.ics"), "Termine", actor)
    home.write_plan_into(str(folder / "plan"), True, actor)
    home.read_calendars()
    home.plan_day(home.today(), actor)
    home.close_day(home.today(), actor, good_thing="Alles fertig", energy=3)


if __name__ == "__main__":
    main()
