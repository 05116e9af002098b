"""Lists of dossiers take as many queries for many as for one."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.cast import World
from tests.dialogue.helpers import api
from tests.programmes.helpers import RESTRICTED, add_answered, begin, fresh, name, take
from tests.programmes.public_control.helpers import begin as begin_control, name_monitor

pytestmark = pytest.mark.django_db


def count_queries(world: World, reader: str, address: str) -> int:
    with CaptureQueriesContext(connection) as seen:
        assert api(world, reader).get(address).status_code == 200
    return len(seen)


@pytest.mark.parametrize("address", ["dossiers", "dossiers?mine=me", "dossiers?waiting=me"])
def test_a_list_takes_as_many_queries_for_many_as_for_one(world: World, address: str) -> None:
    begin(world, "teacher")
    count_queries(world, "teacher", address)
    one = count_queries(world, "teacher", address)
    for _ in range(4):
        begin(world, "teacher")
    assert count_queries(world, "teacher", address) == one


def test_known_dossiers_take_as_many_queries_for_many_as_for_one(world: World) -> None:
    address = f"groups/{world.group.pk}/known-dossiers"
    begin(world, **RESTRICTED)
    count_queries(world, "teacher", address)
    one = count_queries(world, "teacher", address)
    for _ in range(4):
        begin(world, **RESTRICTED)
    assert count_queries(world, "teacher", address) == one


def test_a_page_and_its_history_take_as_many_queries_however_much_happened(world: World) -> None:
    dossier = begin(world)
    add_answered(world, dossier)
    addresses = (f"dossiers/{dossier.pk}", f"dossiers/{dossier.pk}/history")
    name(world, dossier)
    for to in ("settled", "reopened"):
        take(world, dossier, to)
    for address in addresses:
        count_queries(world, "observer", address)
    before = [count_queries(world, "observer", address) for address in addresses]
    for organisation in ("school", "council"):
        name(world, dossier, organisation)
    for to in ("settled", "closed", "reopened"):
        take(world, dossier, to)
    assert fresh(dossier).state == "open"
    assert [count_queries(world, "observer", address) for address in addresses] == before


def test_dossiers_of_a_team_cost_no_query_each(world: World) -> None:
    """Whether somebody leads each of them is looked up once: its team may hand it over if nobody does."""
    name_monitor(world, begin_control(world))
    count_queries(world, "councillor", "dossiers")
    one = count_queries(world, "councillor", "dossiers")
    for _nth in range(3):
        name_monitor(world, begin_control(world))
    count_queries(world, "councillor", "dossiers")  # the first reading of a dossier is recorded
    assert count_queries(world, "councillor", "dossiers") == one
