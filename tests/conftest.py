"""Fixtures of every room."""

from __future__ import annotations

import os
from collections.abc import Iterator
from itertools import groupby
from operator import attrgetter
from typing import Any

import pytest
from django.db import connection
from django.test import TransactionTestCase
from pytest_django import DjangoDbBlocker

from tests import campaigns
from tests.cast import World, a_world
from tests.emptying import empty_tables, note_empty_tables
from tests.standing import Below, Ground, highest, stands, up_to
from tests.steadiness import hold_steady, warm_content_types
from viche.accounts import factor_requirements, roles
from viche.kernel.events.outbox import drain_outbox
from viche.notifications.models import Notification


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="many generated examples and the long campaigns")


def pytest_configure(config: pytest.Config) -> None:
    campaigns.LONG = bool(config.getoption("--long"))


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Run the tests of a file that stand on the same layers in a row, so that none is built twice."""
    files = [list(tests) for _path, tests in groupby(items, key=attrgetter("path"))]
    items[:] = [test for tests in files for test in sorted(tests, key=_layers_of)]


def _layers_of(item: pytest.Item) -> list[str]:
    return up_to(highest(getattr(item, "fixturenames", ())))


@pytest.fixture(scope="session")
def long() -> bool:
    """Whether this is the long run."""
    return campaigns.LONG


@stands()
def world(below: Below) -> World:
    """One hromada with its group and people."""
    return a_world("Тут")


@stands(on="world")
def elsewhere(below: Below) -> World:
    """Another one, whose people must see nothing of the first."""
    return a_world("Деінде")


@stands(on="world")
def quiet(below: Below) -> None:
    """What the making of the world had to tell has been told, and is forgotten."""
    drain_outbox()
    Notification.objects.all().delete()


@pytest.fixture(scope="session")
def django_db_modify_db_settings(django_db_modify_db_settings: None) -> None:
    """Each worker's database is a copy of the one that `./viche test` has given every table."""
    if "VICHE_TEST_SCHEMA" in os.environ:
        facts = connection.settings_dict
        facts["TEST"]["TEMPLATE"] = facts["NAME"]


@pytest.fixture(scope="session")
def ground(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Ground]:
    with django_db_blocker.unblock(), pytest.MonkeyPatch.context() as patch:
        note_empty_tables()
        warm_content_types()
        patch.setattr(TransactionTestCase, "_fixture_teardown", lambda _case: empty_tables())
        # The cast holds offices and has set up no second factor: tests of the default ask for it.
        patch.setattr(factor_requirements, "get_default_demands", dict)
        made = Ground()
        yield made
        made.clear()


@pytest.fixture
def standing(
    ground: Ground, request: pytest.FixtureRequest, django_db_blocker: DjangoDbBlocker
) -> dict[str, Any]:
    """The layers that this test asks for; none beneath one that commits."""
    marker = request.node.get_closest_marker("django_db")
    commits = "transactional_db" in request.fixturenames or (marker and marker.kwargs.get("transaction"))
    with django_db_blocker.unblock():
        return ground.bring([] if commits else up_to(highest(request.fixturenames)))


@pytest.fixture
def _django_db_helper(standing: dict[str, Any], _django_db_helper: None) -> None:
    """pytest-django opens the test's own transaction here: the layers have to stand before."""


@pytest.fixture
def default_second_factors(monkeypatch: pytest.MonkeyPatch) -> None:
    """Roles demand the second factors that they demand in production."""
    monkeypatch.setattr(factor_requirements, "get_default_demands", roles.get_default_demands)


@pytest.fixture(autouse=True)
def _steady(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no test depend on the hour or on what other tests left in the caches of the process."""
    hold_steady(monkeypatch)
