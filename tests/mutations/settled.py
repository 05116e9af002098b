"""A pytest plugin: the database is there, and stays."""

from __future__ import annotations

from types import SimpleNamespace

import pytest


@pytest.fixture(name="django_db_setup", scope="session")
def nothing_is_made() -> None:
    """And nothing is dropped."""


def pytest_configure(config: pytest.Config) -> None:
    # After pytest-django, whose own fixture would make a database.
    config.pluginmanager.register(SimpleNamespace(django_db_setup=nothing_is_made), "settled")
