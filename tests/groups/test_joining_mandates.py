"""By which mandate somebody comes to a table, and who is appointed on the way."""

from __future__ import annotations

import pytest

from groups.models import Invitation, Membership
from groups.services.mandates import rest_mandate
from tests.cast import SYSTEM, World, person
from tests.groups.helpers import second_mandate
from tests.groups.test_api import Browser, browser
from tests.groups.test_joining import ask, come, coordinator, link, offer

pytestmark = pytest.mark.django_db


def test_a_link_that_goes_from_hand_to_hand_appoints_nobody(world: World) -> None:
    page, path = coordinator(world), f"groups/{world.group.pk}/invitations"
    body = offer(world, document="Наказ № 7", position="лікарка")
    status, problem = page.ask("POST", path, body)
    (error,) = problem["errors"]
    assert (status, error["pointer"], error["code"]) == (422, "/document", "needs_address")
    newcomer = person("newcomer")
    secret = link(page, world, **{**body, "email": newcomer.email})
    Invitation.objects.update(email="")  # as one that was made before the rule
    status, arrival = come(Browser(newcomer), secret)
    assert (status, arrival["seated"]) == (201, False)
    assert not newcomer.mandates.exists()


@pytest.mark.parametrize("way", ["request", "link"])
def test_nobody_comes_to_the_table_through_a_mandate_that_rests(world: World, way: str) -> None:
    """A document would appoint them anew, past the reason for which their mandate rests."""
    rest_mandate(actor=SYSTEM, mandate_id=world.mandates["outsider"].pk, reason="Перевірка")
    page, lead = browser(world, "outsider"), coordinator(world)
    if way == "request":
        _status, asked = ask(world, page)
        answer = {"to": "admitted", "document": "Лист № 3"}
        status, problem = lead.ask("POST", f"join-requests/{asked['id']}", answer)
    else:
        facts = {"document": "Лист № 3", "position": "директорка", "email": world.people["outsider"].email}
        status, problem = come(page, link(lead, world, **facts))
        assert Invitation.objects.get().used == 0
    assert (status, problem["code"]) == (409, "mandate_rests")
    assert world.people["outsider"].mandates.count() == 1
    assert not Membership.objects.filter(mandate__person=world.people["outsider"]).exists()


def test_of_two_mandates_that_works_by_which_somebody_comes(world: World) -> None:
    rest_mandate(actor=SYSTEM, mandate_id=world.mandates["outsider"].pk, reason="Перевірка")
    working = second_mandate(world, "outsider", "market")
    assert come(browser(world, "outsider"), link(browser(world, "facilitator"), world))[1]["seated"]
    assert Membership.objects.get(mandate__person=world.people["outsider"]).mandate == working
