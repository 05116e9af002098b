"""Ways to the table: links that give no more than their maker may, and requests that get an answer."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.initiative_groups.services import edit_group, suspend_group
from groups.joining.invitations import use_invitation
from groups.joining.join_requests import request_seat
from groups.memberships.services import end_membership
from groups.models import Invitation, JoinRequest, Membership, Role, Visibility
from groups.offices.services import end_office
from groups.selectors import list_own_join_requests
from tests.cast import SYSTEM, World, person
from tests.groups.helpers import a_coordinator
from tests.groups.initiative_groups.test_api import Browser, browser
from viche.accounts.models import User
from viche.accounts.services.people import deactivate_person
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Forbidden
from viche.kernel.ids import uuid7
from viche.kernel.models import Event
from viche.privacy.services.erasure import erase_now

pytestmark = pytest.mark.django_db


def later(days: float) -> str:
    return (now() + timedelta(days=days)).isoformat()


def offer(world: World, to: str = "market", **changes: Any) -> dict[str, Any]:
    asked = {
        "organisation": str(world.organisations[to].pk),
        "role": "member",
        "expires_at": later(7),
    }
    return asked | changes


def link(page: Browser, world: World, to: str = "market", **changes: Any) -> str:
    """The secret of a new link into the group, for an organisation of the cast."""
    status, made = page.ask("POST", f"groups/{world.group.pk}/invitations", offer(world, to, **changes))
    assert status == 201, made
    secret: str = made["link"].partition("#")[2]
    return secret


def coordinator(world: World) -> Browser:
    return Browser(User.objects.get(pk=a_coordinator(world).person_id or ""))


def come(page: Browser, secret: str, **facts: str) -> tuple[int, Any]:
    return page.ask("POST", "invitations/use", {"secret": secret, **facts})


def requests_in(page: Browser, world: World) -> list[Any]:
    items: list[Any] = page.get(f"groups/{world.group.pk}/join-requests?state=pending")["items"]
    return items


# ---- links -------------------------------------------------------------------------------------------------


def test_who_acts_for_the_organisation_comes_to_a_seat(world: World) -> None:
    secret = link(browser(world, "facilitator"), world)
    status, arrival = come(browser(world, "outsider"), secret)
    assert (status, arrival["seated"], arrival["request"]) == (201, True, None)
    group = browser(world, "outsider").get(f"groups/{world.group.pk}")
    assert group["role"] == "member"
    assert come(browser(world, "outsider"), secret)[0] == 404  # it worked once


def test_a_link_is_shown_once_and_only_its_digest_is_kept(world: World) -> None:
    page, path = browser(world, "facilitator"), f"groups/{world.group.pk}/invitations"
    status, made = page.ask("POST", path, offer(world, uses=30))
    secret = made["link"].partition("#")[2]
    assert (status, made["qr"][:4]) == (201, "<svg")
    (listed,) = page.get(path)["items"]
    assert {"link", "qr"}.isdisjoint(listed)
    row = Invitation.objects.get()
    assert secret not in str(vars(row))
    assert not Event.objects.filter(data__icontains=secret).exists()


def test_a_link_says_to_its_holder_what_it_offers_and_not_for_whom(world: World) -> None:
    edit_group(actor=SYSTEM, group_id=world.group.pk, changes={"visibility": Visibility.HIDDEN})
    guest = person("guest")
    secret = link(browser(world, "facilitator"), world, email=guest.email)
    status, told = Browser().ask("POST", "invitations/offer", {"secret": secret})
    assert (status, told["for_address"], told["appoints"]) == (200, True, False)
    assert told["group"]["id"] == str(world.group.pk)
    assert guest.email not in str(told)
    assert Browser().ask("POST", "invitations/use", {"secret": secret})[0] == 401


@pytest.mark.parametrize("ends", ["used", "revoked", "expired", "unknown"])
def test_a_link_that_is_over_answers_like_one_that_never_was(world: World, ends: str) -> None:
    page = browser(world, "facilitator")
    secret = link(page, world)
    made = Invitation.objects.get()
    if ends == "used":
        assert come(browser(world, "outsider"), secret)[0] == 201
    elif ends == "revoked":
        assert page.ask("DELETE", f"invitations/{made.pk}") == (204, None)
        assert page.ask("DELETE", f"invitations/{made.pk}")[1]["code"] == "already_ended"
    elif ends == "expired":
        Invitation.objects.update(expires_at=now())
    else:
        secret = "x" * 43
    for path in ("offer", "use"):
        status, problem = browser(world, "former").ask("POST", f"invitations/{path}", {"secret": secret})
        assert (status, problem["code"]) == (404, "not_found")


def test_a_link_for_one_address_lets_nobody_else_in(world: World) -> None:
    invited, page = person("invited"), browser(world, "facilitator")
    secret = link(page, world, email=invited.email.upper(), role="facilitator")
    status, problem = come(browser(world, "outsider"), secret)
    assert (status, problem["code"]) == (403, "other_address")
    assert Invitation.objects.get().used == 0
    status, arrival = come(Browser(invited), secret, position="лікарка")
    assert (status, arrival["seated"], arrival["request"]["role"]) == (201, False, "facilitator")
    assert not arrival["lapsed"]


def test_a_document_of_the_coordinator_appoints_who_comes(world: World) -> None:
    newcomer = person("newcomer")
    facts = {"document": "Наказ № 7", "position": "лікарка", "email": newcomer.email}
    secret = link(coordinator(world), world, **facts)
    status, arrival = come(Browser(newcomer), secret)
    assert (status, arrival["seated"]) == (201, True)
    (mandate,) = newcomer.mandates.all()
    assert (mandate.document, mandate.position_uk) == ("Наказ № 7", "лікарка")


def test_a_facilitator_appoints_nobody_by_a_link(world: World) -> None:
    body = offer(world, document="Наказ № 7", position="лікарка")
    path = f"groups/{world.group.pk}/invitations"
    status, problem = browser(world, "facilitator").ask("POST", path, body)
    assert (status, problem["errors"][0]["pointer"]) == (422, "/document")
    assert not Invitation.objects.exists()


def test_a_link_gives_no_more_than_its_maker_may_still_give(world: World) -> None:
    """The coordinator has left office: who comes asks those who lead now."""
    office = a_coordinator(world)
    page = Browser(User.objects.get(pk=office.person_id or ""))
    newcomer = person("newcomer")
    facts = {"document": "Наказ № 7", "position": "лікарка", "email": newcomer.email}
    secret = link(page, world, **facts)
    held = User.objects.get(pk=office.person_id or "").offices.get()
    end_office(actor=SYSTEM, office_id=held.pk, reason="Досить")
    status, arrival = come(Browser(newcomer), secret)
    assert (status, arrival["seated"], arrival["lapsed"]) == (201, False, True)
    assert not newcomer.mandates.exists()
    assert len(requests_in(browser(world, "facilitator"), world)) == 1


def test_a_link_of_a_deactivated_maker_seats_nobody(world: World) -> None:
    secret = link(coordinator(world), world)
    deactivate_person(actor=SYSTEM, person_id=Invitation.objects.get().created_by_id)
    status, problem = come(browser(world, "outsider"), secret)
    (error,) = problem["errors"]
    assert (status, error["pointer"]) == (422, "/position")
    assert error["message"].startswith("Це запрошення вже не дає місця в групі, але ви можете подати")
    status, arrival = come(browser(world, "outsider"), secret, position="директорка")
    assert (status, arrival["seated"], arrival["lapsed"]) == (201, False, True)


def test_who_sits_there_already_uses_no_link_up(world: World) -> None:
    secret = link(browser(world, "facilitator"), world, to="school")
    status, problem = come(browser(world, "teacher"), secret)
    assert (status, problem["code"]) == (409, "already_seated")
    assert Invitation.objects.get().used == 0


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"expires_at": later(-1)}, "/expires_at"),
        ({"expires_at": later(91)}, "/expires_at"),
        ({"expires_at": later(2)[:16]}, "/expires_at"),
        ({"uses": 0}, "/uses"),
        ({"uses": 501}, "/uses"),
        ({"uses": 2, "email": "one@example.org"}, "/uses"),
        ({"role": "facilitator"}, "/role"),
        ({"role": "chair"}, "/role"),
        ({"organisation": str(uuid7())}, "/organisation"),
        ({"organisation": uuid7().urn}, "/organisation"),
        ({"email": "no address"}, "/email"),
        ({"secret": "mine"}, "/secret"),
    ],
)
def test_a_wrong_invitation_is_refused_by_its_field(
    world: World, changes: dict[str, Any], pointer: str
) -> None:
    path = f"groups/{world.group.pk}/invitations"
    status, problem = browser(world, "facilitator").ask("POST", path, offer(world, **changes))
    assert (status, problem["errors"][0]["pointer"]) == (422, pointer)


# ---- requests ----------------------------------------------------------------------------------------------


def ask(world: World, page: Browser, organisation: str = "market", **facts: str) -> tuple[int, Any]:
    body = {
        "organisation": str(world.organisations[organisation].pk),
        "position": "представниця",
        "words": "Хочу допомогти",
    }
    return page.ask("POST", f"groups/{world.group.pk}/join-requests", body | facts)


def test_a_request_is_answered_with_a_seat(world: World) -> None:
    page = browser(world, "outsider")
    status, asked = ask(world, page)
    assert (status, asked["state"], asked["allowed"]) == (201, "pending", ["read", "withdraw"])
    facilitator = browser(world, "facilitator")
    (waiting,) = requests_in(facilitator, world)
    assert (waiting["id"], waiting["words"]) == (asked["id"], "Хочу допомогти")
    body = {"to": "admitted", "role": "observer"}
    status, answered = facilitator.ask("POST", f"join-requests/{asked['id']}", body)
    assert (status, answered["state"], answered["allowed"]) == (200, "admitted", ["read"])
    assert page.get(f"groups/{world.group.pk}")["role"] == "observer"
    assert facilitator.ask("POST", f"join-requests/{asked['id']}", body)[0] == 403


def test_a_yes_has_a_reason_too_where_somebody_gives_one(world: World) -> None:
    page, facilitator = browser(world, "outsider"), browser(world, "facilitator")
    _status, asked = ask(world, page)
    said = {"to": "admitted", "reason": "Ринок потрібен за столом"}
    assert facilitator.ask("POST", f"join-requests/{asked['id']}", said)[0] == 200
    (mine,) = page.get("me/join-requests")["items"]
    assert (mine["state"], mine["reason"]) == ("admitted", "Ринок потрібен за столом")


def test_who_answers_sees_what_was_answered_by_whom_and_why(world: World) -> None:
    page, facilitator = browser(world, "outsider"), browser(world, "facilitator")
    path = f"groups/{world.group.pk}/join-requests?state=answered"
    declined = ask(world, page)[1]["id"]
    facilitator.ask("POST", f"join-requests/{declined}", {"to": "declined", "reason": "Місць немає"})
    taken_back = ask(world, page)[1]["id"]
    page.ask("DELETE", f"join-requests/{taken_back}")
    admitted = ask(world, page)[1]["id"]
    assert [one["id"] for one in facilitator.get(path)["items"]] == [declined]
    facilitator.ask("POST", f"join-requests/{admitted}", {"to": "admitted", "reason": "Ласкаво просимо"})
    told = facilitator.get(path)["items"]
    assert [(one["id"], one["state"], one["reason"]) for one in told] == [
        (admitted, "admitted", "Ласкаво просимо"),
        (declined, "declined", "Місць немає"),
    ]
    assert {one["decided_by"]["id"] for one in told} == {str(world.people["facilitator"].pk)}
    assert len(facilitator.get(f"groups/{world.group.pk}/join-requests")["items"]) == 3
    status, problem = facilitator.ask("GET", f"groups/{world.group.pk}/join-requests?state=lost")
    assert (status, problem["code"]) == (400, "bad_query")


def test_who_has_no_mandate_is_admitted_by_who_may_appoint(world: World) -> None:
    newcomer = person("newcomer")
    _status, asked = ask(world, Browser(newcomer))
    path = f"join-requests/{asked['id']}"
    status, problem = browser(world, "facilitator").ask("POST", path, {"to": "admitted"})
    assert (status, problem["code"]) == (403, "may_not_appoint")
    page = coordinator(world)
    status, problem = page.ask("POST", path, {"to": "admitted"})
    assert (status, problem["errors"][0]["pointer"]) == (422, "/document")
    assert page.ask("POST", path, {"to": "admitted", "document": "Лист № 3"})[0] == 200
    assert newcomer.mandates.get().document == "Лист № 3"
    assert Browser(newcomer).get(f"groups/{world.group.pk}")["role"] == "member"


def test_no_is_said_with_a_reason_and_may_be_asked_again(world: World) -> None:
    page, facilitator = browser(world, "outsider"), browser(world, "facilitator")
    _status, asked = ask(world, page)
    path = f"join-requests/{asked['id']}"
    status, problem = facilitator.ask("POST", path, {"to": "declined", "reason": " "})
    assert (status, problem["errors"][0]["pointer"]) == (422, "/reason")
    assert facilitator.ask("POST", path, {"to": "declined", "reason": "Місць немає"})[0] == 200
    (mine,) = page.get("me/join-requests?limit=100")["items"]
    assert (mine["state"], mine["reason"]) == ("declined", "Місць немає")
    assert ask(world, page)[0] == 201


@pytest.mark.parametrize("by", ["link", "facilitator"])
def test_a_seat_answers_the_request_however_they_came_to_it(world: World, by: str) -> None:
    page, facilitator = browser(world, "outsider"), browser(world, "facilitator")
    ask(world, page)
    if by == "link":
        assert come(page, link(facilitator, world))[1]["seated"]
    else:
        body = {"mandate": str(world.mandates["outsider"].pk), "role": "member"}
        assert facilitator.ask("POST", f"groups/{world.group.pk}/members", body)[0] == 201
    (mine,) = page.get("me/join-requests")["items"]
    assert (mine["state"], requests_in(facilitator, world)) == ("admitted", [])


def test_one_request_waits_at_a_time_and_is_taken_back_by_who_asked(world: World) -> None:
    page = browser(world, "outsider")
    _status, asked = ask(world, page)
    assert ask(world, page)[1]["code"] == "already_asked"
    assert browser(world, "facilitator").ask("DELETE", f"join-requests/{asked['id']}")[0] == 403
    assert page.ask("DELETE", f"join-requests/{asked['id']}") == (204, None)
    assert requests_in(browser(world, "facilitator"), world) == []


def test_nobody_asks_where_they_may_not_know_of_the_group(world: World) -> None:
    edit_group(actor=SYSTEM, group_id=world.group.pk, changes={"visibility": Visibility.HIDDEN})
    status, problem = ask(world, browser(world, "outsider"))
    assert (status, problem["code"]) == (404, "not_found")


def test_nobody_asks_twice_for_a_seat_they_have_or_of_a_group_that_rests(world: World) -> None:
    assert ask(world, browser(world, "teacher"), "school")[1]["code"] == "already_seated"
    suspend_group(actor=SYSTEM, group_id=world.group.pk, reason="Перерва")
    assert ask(world, browser(world, "outsider"))[1]["code"] == "group_not_working"


@pytest.mark.parametrize("name", ["officer", "secretary", "observer"])
def test_who_only_sits_there_sees_no_requests_nor_links(world: World, name: str) -> None:
    ask(world, browser(world, "outsider"))
    page = browser(world, name)
    for path in ("join-requests", "invitations"):
        assert page.ask("GET", f"groups/{world.group.pk}/{path}")[0] == 403
    request = JoinRequest.objects.get()
    assert page.ask("POST", f"join-requests/{request.pk}", {"to": "admitted"})[0] == 404


def test_a_token_comes_in_and_asks_only_with_the_scope_for_it(world: World) -> None:
    secret = link(browser(world, "facilitator"), world)
    narrow = Actor(person_id=world.people["outsider"].pk, scopes=frozenset({"dialogue:write"}))
    with pytest.raises(Forbidden) as refused:
        use_invitation(actor=narrow, secret=secret)
    assert refused.value.reason == "needs_scope"
    with pytest.raises(Forbidden):
        request_seat(
            actor=narrow,
            group_id=world.group.pk,
            organisation_id=world.organisations["market"].pk,
            position_uk="директорка",
        )
    with pytest.raises(Forbidden):
        list_own_join_requests(narrow)
    assert Invitation.objects.get().used == 0


def test_erasure_withdraws_what_was_asked_and_forgets_the_address(world: World) -> None:
    outsider = world.people["outsider"]
    ask(world, browser(world, "outsider"))
    link(browser(world, "facilitator"), world, email=outsider.email)
    erase_now(actor=SYSTEM, person_id=outsider.pk, removes_messages=False)
    request, made = JoinRequest.objects.get(), Invitation.objects.get()
    assert (request.state, request.words) == ("withdrawn", "")
    assert made.email == ""
    assert made.revoked_at is not None


def test_lists_take_as_many_queries_for_many_as_for_few(world: World) -> None:
    page = browser(world, "facilitator")

    def queries(path: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            page.get(f"groups/{world.group.pk}/{path}")
        return len(seen)

    def one_more() -> None:
        ask(world, Browser(person("asks")))
        link(page, world)

    one_more()
    few = [queries(path) for path in ("join-requests", "invitations")]
    for _number in range(4):
        one_more()
    assert [queries(path) for path in ("join-requests", "invitations")] == few


def test_a_seat_that_a_link_gave_ends_like_any_other(world: World) -> None:
    secret = link(browser(world, "facilitator"), world)
    come(browser(world, "outsider"), secret)
    seat = Membership.objects.get(group=world.group, mandate=world.mandates["outsider"])
    assert seat.role == Role.MEMBER
    end_membership(
        actor=world.actor("facilitator"), group_id=world.group.pk, membership_id=seat.pk, reason="Ротація"
    )
    assert browser(world, "outsider").ask("GET", f"groups/{world.group.pk}/members")[0] == 404
