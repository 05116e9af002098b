"""The administrator's page has words for everything that it shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from viche.config.health import parts
from viche.kernel.vitals import VITALS

WORDS = Path(__file__).resolve().parents[2] / "frontend/src/features/system/words.ts"


@pytest.mark.django_db
def test_every_number_and_part_of_the_system_page_has_words() -> None:
    worded = set(re.findall(r"^  (\w+): (?:\{|msg)", WORDS.read_text(), re.MULTILINE))
    assert VITALS.keys() | parts().keys() <= worded
