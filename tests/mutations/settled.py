"""A pytest plugin: the database is there, and stays."""

from __future__ import annotations

from types import ModuleType

import pytest


@pytest.fixture(name="django_db_setup", scope="session")
def nothing_is_made() -> None:
    """And nothing is dropped."""


def pytest_configure(config: pytest.Config) -> None:
    # After pytest-django, whose own fixture would make a database. Fixtures are looked for in modules alone.
    settled = ModuleType("settled")
    settled.django_db_setup = nothing_is_made  # type: ignore[attr-defined]
    config.pluginmanager.register(settled, "settled")
