"""By which mandate somebody comes to a table, and who is appointed on the way."""

from __future__ import annotations

from datetime import datetime, timedelta

import pytest

from groups.common.periods import get_day_end
from groups.joining.join_requests import admit_request
from groups.mandates.services import suspend_mandate
from groups.models import Invitation, JoinRequest, Membership
from tests.cast import SYSTEM, World, a_mandate, person
from tests.groups.helpers import a_coordinator, at, later, second_mandate, stand_in
from tests.groups.initiative_groups.test_api import Browser, browser
from tests.groups.joining.test_joining import ask, come, coordinator, link, offer
from tests.groups.memberships.test_own_seats import a_seated_coordinator
from viche.accounts.models import User
from viche.kernel.clock import now, today
from viche.kernel.errors import Conflict

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
    suspend_mandate(actor=SYSTEM, mandate_id=world.mandates["outsider"].pk, reason="Перевірка")
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
    suspend_mandate(actor=SYSTEM, mandate_id=world.mandates["outsider"].pk, reason="Перевірка")
    working = second_mandate(world, "outsider", "market")
    assert come(browser(world, "outsider"), link(browser(world, "facilitator"), world))[1]["seated"]
    assert Membership.objects.get(mandate__person=world.people["outsider"]).mandate == working


# ---- seats with a last day --------------------------------------------------------------------------------


def test_an_invitation_is_over_with_the_seat_that_it_offers(world: World) -> None:
    last = today(world.group.time_zone) + timedelta(days=2)
    page, path = browser(world, "facilitator"), f"groups/{world.group.pk}/invitations"
    status, made = page.ask("POST", path, offer(world, ends_on=last.isoformat()))
    over = get_day_end(last, world.group.time_zone)
    assert (status, datetime.fromisoformat(made["expires_at"])) == (201, over)
    with at(over - timedelta(seconds=1)):
        assert Invitation.objects.get().opens(now())
    with at(over):
        assert not Invitation.objects.get().opens(now())
    asked = offer(world, ends_on=(last + timedelta(days=60)).isoformat())
    status, made = page.ask("POST", path, asked)
    assert datetime.fromisoformat(made["expires_at"]) == datetime.fromisoformat(asked["expires_at"])


def test_a_seat_that_was_offered_until_a_day_is_given_until_then_alone(world: World) -> None:
    last = today(world.group.time_zone) + timedelta(days=2)
    newcomer, facts = person("newcomer"), {"ends_on": last.isoformat(), "position": "лікарка"}
    secret = link(coordinator(world), world, **facts)
    assert come(Browser(newcomer), secret)[1]["seated"] is False
    request, lead = JoinRequest.objects.get(), a_coordinator(world)
    with at(get_day_end(last, world.group.time_zone)), pytest.raises(Conflict) as refusal:
        admit_request(actor=lead, request_id=request.pk, document="Лист № 3")
    assert refusal.value.reason == "offer_over"
    admit_request(actor=lead, request_id=request.pk, document="Лист № 3")
    seat = Membership.objects.get(mandate__person=newcomer)
    assert seat.until == get_day_end(last, world.group.time_zone)


# ---- what is refused to who made the link -----------------------------------------------------------------


def test_what_its_maker_may_not_give_themselves_is_asked_for(world: World) -> None:
    """Nor to whom they stand in for: who comes cannot mend it."""
    actor, _own = a_seated_coordinator(world)
    me = User.objects.get(pk=str(actor.person_id))
    a_mandate(me, world.organisations["market"])
    stand_in(world, "outsider", me, now(), later(days=1))
    secret = link(Browser(me), world, uses=2)
    for page in (Browser(me), browser(world, "outsider")):
        status, arrival = come(page, secret, position="директорка")
        assert (status, arrival["seated"], arrival["lapsed"]) == (201, False, True)
        assert arrival["request"]["state"] == "pending"
    assert Invitation.objects.get().used == 2


def test_a_document_of_who_may_not_seat_themselves_appoints_nobody(world: World) -> None:
    actor, _own = a_seated_coordinator(world)
    me = User.objects.get(pk=str(actor.person_id))
    facts = {"document": "Наказ № 7", "position": "лікарка", "email": me.email}
    status, arrival = come(Browser(me), link(Browser(me), world, **facts))
    assert (status, arrival["seated"], arrival["lapsed"]) == (201, False, True)
    assert me.mandates.count() == 1


def test_a_mandate_that_the_maker_does_not_know_is_asked_for(world: World, elsewhere: World) -> None:
    there = str(elsewhere.organisations["market"].pk)
    secret = link(browser(world, "facilitator"), world, organisation=there)
    status, arrival = come(browser(elsewhere, "outsider"), secret, position="директорка")
    assert (status, arrival["seated"], arrival["lapsed"]) == (201, False, True)
    assert arrival["request"]["organisation"]["id"] == there


def test_who_leads_admits_whoever_asks_for_an_organisation_elsewhere(world: World, elsewhere: World) -> None:
    lead, mandate = browser(world, "facilitator"), elsewhere.mandates["outsider"]
    body = {"mandate": str(mandate.pk), "role": "member"}
    status, problem = lead.ask("POST", f"groups/{world.group.pk}/members", body)
    assert (status, problem["errors"][0]["pointer"]) == (422, "/mandate"), "nobody has told them of it"
    there = str(elsewhere.organisations["market"].pk)
    facts = {"organisation": there, "position": "директорка"}
    path = f"groups/{world.group.pk}/join-requests"
    _status, asked = browser(elsewhere, "outsider").ask("POST", path, facts)
    status, answer = lead.ask("POST", f"join-requests/{asked['id']}", {"to": "admitted"})
    assert (status, answer["state"]) == (200, "admitted")
    assert Membership.objects.get(mandate=mandate).group == world.group
