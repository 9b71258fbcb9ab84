"""Compiles this checkout and what a day with its pages reads of the packages (install/packages)."""

import compileall
import re
import sysconfig
from pathlib import Path

LARGE = [
    "a2wsgi", "allauth", "asgiref", "click", "csp", "dateutil", "django", "holidays", "icalendar",
    "phonenumbers", "recurring_ical_events", "sqlparse", "uvicorn", "whitenoise",
]  # fmt: skip
packages = sysconfig.get_path("purelib")
unread = re.compile(
    re.escape(packages)
    + "/.*/(tests?|locale|gis|admin|socialaccount|mfa|data|geodata|carrierdata|tzdata)/"
)
for folder in [Path.cwd() / "src" / "wertschatz", *(Path(packages, name) for name in LARGE)]:
    compileall.compile_dir(folder, quiet=2, rx=unread, workers=0)
