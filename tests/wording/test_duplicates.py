"""Every hint for or against a pair has its sentence, and no sentence is left over."""

from __future__ import annotations

import inspect
import re

from wertschatz.domain.customers import duplicates
from wertschatz.wording.duplicates import KIND_SENTENCES, LIKENESS_SENTENCES


def test_codes_and_sentences_are_the_same() -> None:
    source = inspect.getsource(duplicates)
    calls = re.findall(r'Reason\(\s*"(\w+)"', source)
    assert set(calls) == set(LIKENESS_SENTENCES)
    assert set(KIND_SENTENCES) == set(duplicates.Kind)
