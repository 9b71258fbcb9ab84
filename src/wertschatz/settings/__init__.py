"""What starting needs: one table of settings, read from the environment or from one small file."""

from wertschatz.settings.problem import SettingProblem
from wertschatz.settings.reading import FILE_NAME, default_data, load
from wertschatz.settings.table import SETTINGS, Setting
from wertschatz.settings.values import KEY_FILE, Keys, Settings

__all__ = [
    "FILE_NAME",
    "KEY_FILE",
    "SETTINGS",
    "Keys",
    "Setting",
    "SettingProblem",
    "Settings",
    "default_data",
    "load",
]
