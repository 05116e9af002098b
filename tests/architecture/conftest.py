"""What the matrix and the addresses are tried on."""

from __future__ import annotations

import pytest

from tests.architecture import belongings  # noqa: F401 - adds to the stages
from tests.architecture.stages import Stage
from tests.standing import Below, stands


@stands(on="elsewhere")
def stage(below: Below) -> Stage:
    return Stage.built(below["world"], below["elsewhere"])


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--every-cell", action="store_true", help="ask over REST for every cell of the matrix")


@pytest.fixture
def every_cell(request: pytest.FixtureRequest) -> bool:
    return bool(request.config.getoption("--every-cell", default=False))
