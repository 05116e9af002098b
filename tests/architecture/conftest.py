"""What the matrix and the addresses are tried on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.architecture import announced, belongings  # noqa: F401 - add to the stages
from tests.architecture.furnished import Furnished
from tests.architecture.stages.stage import Stage
from tests.standing import Below, stands
from viche.kernel.api import limits


@stands(on="elsewhere")
def stage(below: Below) -> Stage:
    return Stage.built(below["world"], below["elsewhere"])


@stands(on="stage")
def furnished(below: Below) -> Furnished:
    return Furnished.built(below["stage"])


@pytest.fixture(autouse=True)
def unlimited(settings: Settings) -> Iterator[None]:
    """Everybody asks more in a second than people do in an hour, and uses up nothing of what others count."""
    settings.RATE_LIMITS = dict.fromkeys(settings.RATE_LIMITS, "100000/minute")
    limits._limit.cache_clear()
    yield
    limits._limit.cache_clear()
