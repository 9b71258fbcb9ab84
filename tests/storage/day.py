"""The day for which the tests of the database invent their rows."""

import datetime as dt

AT = dt.datetime(2026, 11, 23, 12, tzinfo=dt.UTC)
