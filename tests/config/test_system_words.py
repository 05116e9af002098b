"""The administrator's page has words for everything that it shows."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from viche.config.health import check_parts
from viche.kernel.health_metrics import HEALTH_METRICS

WORDS = Path(__file__).resolve().parents[2] / "frontend/src/features/system/words.ts"


@pytest.mark.django_db
def test_every_number_and_part_of_the_system_page_has_words() -> None:
    worded = set(re.findall(r"^  (\w+): (?:\{|msg)", WORDS.read_text(), re.MULTILINE))
    assert HEALTH_METRICS.keys() | check_parts().keys() <= worded
