"""Fixtures of every room."""

import pytest

from tests.cast import World, a_world


@pytest.fixture
def world(db: None) -> World:
    """One hromada with its group and people."""
    return a_world("Тут")


@pytest.fixture
def elsewhere(db: None) -> World:
    """Another one, whose people must see nothing of the first."""
    return a_world("Деінде")
