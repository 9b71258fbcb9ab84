"""Makes the small golden database of a release: `python tests/storage/databases/make.py FILE`.

Every later migration starts from all of them (test_golden.py). Invented names only.
"""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path


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
        home.close()
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA page_size = 4096")
            cursor.execute("VACUUM INTO %s", [str(target)])


if __name__ == "__main__":
    main()
