"""A deployment of its own for the faults, and how long the trials take (`./viche test faults --long`)."""

from __future__ import annotations

import secrets
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.faults.disks import Disk, may_mount
from tests.faults.links import Loop
from tests.faults.stack import Community, Stack
from tests.faults.trial import MakeTrial, Trial
from viche.cli.places import Data
from viche.cli.processes import Crew

PEOPLE = 21  # one of whom leaves
LONG = ("test_losing", "test_worker", "test_occurrences")  # modules with the longest tests, the longest first
BRIEF = ("test_checker", "test_links")  # modules whose tests take no time


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("faults")
    group.addoption("--seed", type=int, default=None, help="repeat the random choices of an earlier run")


def pytest_configure(config: pytest.Config) -> None:
    # Connections that are left in the middle are what these tests are about.
    for words in ("ignore::ResourceWarning", "ignore::pytest.PytestUnraisableExceptionWarning"):
        config.addinivalue_line("filterwarnings", words)
    shared = getattr(config, "workerinput", None)
    if shared is not None:  # a worker: its parent has chosen
        config.option.seed, config.option.settled = shared["seed"], shared["settled"]
        return
    if config.getoption("--seed", None) is None:
        config.option.seed = secrets.randbelow(10**6)
    config.option.settled = tempfile.mkdtemp(prefix="viche-settled-")
    config.add_cleanup(lambda: shutil.rmtree(config.option.settled))


def pytest_configure_node(node: Any) -> None:
    """Tells a worker of pytest-xdist what is the same for all of them."""
    option = node.config.option
    node.workerinput.update(seed=option.seed, settled=option.settled)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    # The longest begin and the brief ones end, so that the workers end together. Each worker takes two tests
    # to begin with: the longest of all has a brief one behind it.
    items.sort(key=lambda item: (item.path.stem in BRIEF, item.path.stem not in LONG))
    if items[0].path.stem == LONG[0] and items[-1].path.stem in BRIEF:
        items.insert(1, items.pop())


def pytest_report_header(config: pytest.Config) -> str:
    return f"faults: --seed {config.option.seed}"


@pytest.fixture(scope="session")
def seed(request: pytest.FixtureRequest) -> int:
    """Every random choice follows from it."""
    return int(request.config.option.seed)


@pytest.fixture(scope="session")
def whole(request: pytest.FixtureRequest) -> Iterator[tuple[Stack, Community]]:
    """The deployment and who lives there."""
    folder = Path(tempfile.mkdtemp(prefix="viche-faults-"))
    folder.chmod(0o711)
    data = Data(folder)
    data.prepare()
    # First: the threads of the loop restart programs, and see only what is mounted where they began.
    has_own_mounts = may_mount()
    loop, disks = Loop(), dict[str, Disk]()
    try:
        with Crew() as crew:
            stack = Stack(data, crew, loop, has_own_mounts, disks=disks)
            community = stack.prepare(PEOPLE, Path(request.config.option.settled))
            yield stack, community
            stack.close()
    finally:
        loop.close()
        for disk in disks.values():
            disk.remove()
        data.remove()


@pytest.fixture
def stack(whole: tuple[Stack, Community]) -> Stack:
    """The deployment, whole before each test."""
    whole[0].heal()
    return whole[0]


@pytest.fixture
def community(whole: tuple[Stack, Community]) -> Community:
    return whole[1]


@pytest.fixture
def trial(
    stack: Stack, community: Community, seed: int, request: pytest.FixtureRequest
) -> Iterator[MakeTrial]:
    """Make a trial. Whoever is still there at the end of the test is sent home."""
    made: list[Trial] = []

    def make(number: int = 20) -> Trial:
        made.append(Trial(stack, community, request.node.name, seed, number))
        return made[-1]

    yield make
    for one in made:
        one.hush()
        one.leave()
