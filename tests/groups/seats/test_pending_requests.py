"""How many wait for a seat is told with a group, to those alone who may answer."""

from __future__ import annotations

import pytest

from groups.initiative_groups import presenters
from groups.initiative_groups.services import Charter, create_group
from groups.models import Visibility
from tests.cast import SYSTEM, World, person
from tests.groups.initiative_groups.test_api import Browser, browser, queries_of
from tests.groups.joining.test_joining import ask, coordinator
from viche.kernel.actor import Actor

pytestmark = pytest.mark.django_db


def test_who_may_answer_is_told_how_many_wait(world: World) -> None:
    path = f"groups/{world.group.pk}"
    facilitator, page = browser(world, "facilitator"), coordinator(world)
    assert (facilitator.get(path)["requests_waiting"], page.get(path)["requests_waiting"]) == (0, 0)
    _status, asked = ask(world, browser(world, "outsider"))
    ask(world, Browser(person("asks")))
    assert (facilitator.get(path)["requests_waiting"], page.get(path)["requests_waiting"]) == (2, 2)
    facilitator.ask("POST", f"join-requests/{asked['id']}", {"to": "declined", "reason": "Місць немає"})
    assert facilitator.get(path)["requests_waiting"] == 1
    for name in ("officer", "teacher", "observer"):
        assert browser(world, name).get(path)["requests_waiting"] is None
    reading = Actor(person_id=world.people["facilitator"].pk, scopes=frozenset({"groups:read"}))
    assert presenters.show_groups([world.group], reading)[0]["requests_waiting"] is None


def test_a_longer_list_asks_no_more_questions(world: World) -> None:
    page = coordinator(world)

    def one_more(number: int) -> None:
        charter = Charter(name_uk=f"Група {number}", purpose_uk="Так", visibility=Visibility.LISTED)
        group = create_group(actor=SYSTEM, territory_id=world.territory.pk, charter=charter)
        body = {"organisation": str(world.organisations["market"].pk), "position": "представниця"}
        assert Browser(person("asks")).ask("POST", f"groups/{group.pk}/join-requests", body)[0] == 201

    one_more(0)
    few = queries_of(page, "groups")
    for number in range(1, 5):
        one_more(number)
    assert queries_of(page, "groups") == few
    assert sum(one["requests_waiting"] for one in page.get("groups")["items"]) == 5
