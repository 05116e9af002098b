"""What the matrix and the addresses are tried on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from pytest_django import Settings

from tests.architecture import announced, belongings  # noqa: F401 - add to the stages
from tests.architecture.stages import Stage
from tests.standing import Below, stands
from viche.kernel.api import limits


@stands(on="elsewhere")
def stage(below: Below) -> Stage:
    return Stage.built(below["world"], below["elsewhere"])


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--every-cell", action="store_true", help="ask over REST for every cell of the matrix")


@pytest.fixture
def every_cell(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--every-cell", default=False))


@pytest.fixture(autouse=True)
def unlimited(settings: Settings) -> Iterator[None]:
    """Everybody asks more in a second than people do in an hour, and uses up nothing of what others count."""
    settings.RATE_LIMITS = dict.fromkeys(settings.RATE_LIMITS, "100000/minute")
    limits._limit.cache_clear()
    yield
    limits._limit.cache_clear()
