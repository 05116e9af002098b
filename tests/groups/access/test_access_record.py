"""What the access record says of who comes to a table, who left it, and who administers organisations."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from groups.mandates.services import end_mandate
from groups.memberships.services import end_membership
from groups.models import Mandate, OfficeKind, OrganisationAdministrator, Sector
from groups.offices.services import end_office, give_office
from groups.organisations.administrators import name_administrator
from groups.organisations.services import edit_organisation
from tests.cast import SYSTEM, World, an_organisation, person
from tests.groups.helpers import a_coordinator, an_office, colleague, stand_in
from tests.groups.initiative_groups.test_api import Browser, browser
from tests.groups.joining.test_joining import ask, come, link
from tests.groups.member_import.helpers import as_csv, checked, line
from viche.accounts.jobs import send_letters
from viche.accounts.models import User
from viche.kernel.clock import now
from viche.privacy.models import AccessRecord

pytestmark = pytest.mark.django_db

REASON = {"reason": "Звільнено за пунктом 2"}


def seen(of: User) -> list[tuple[str, str, str]]:
    """What, how and by what right others saw of somebody, as they are told it, in order."""
    items = Browser(of).get("me/access-record")["items"]
    told = [(one["what"]["kind"], one["way"], one["ground"]["kind"]) for one in items]
    return told[::-1]


def acted_for(of: User) -> Any:
    """For which organisation the last one acted who saw something of somebody."""
    return Browser(of).get("me/access-record")["items"][0]["ground"]["organisation"]


def the_coordinator(world: World) -> Browser:
    return Browser(User.objects.get(pk=a_coordinator(world).person_id or ""))


def an_administrator(world: World, of: str = "police") -> User:
    somebody = person("appoints")
    name_administrator(
        actor=SYSTEM,
        organisation_id=world.organisations[of].pk,
        person_id=somebody.pk,
        document="Наказ № 3",
    )
    return somebody


# ---- requests for a seat -----------------------------------------------------------------------------------


def test_who_asks_for_a_seat_is_told_who_read_their_words(world: World) -> None:
    outsider, mine = world.people["outsider"], browser(world, "outsider")
    _status, asked = ask(world, mine)
    mine.get("me/join-requests")
    assert AccessRecord.objects.count() == 0
    browser(world, "facilitator").get(f"groups/{world.group.pk}/join-requests")
    assert seen(outsider) == [("join_request", "list", "membership")]
    assert acted_for(outsider)["uk"] == world.organisations["ngo"].name_uk
    answer = {"to": "declined", "reason": "Місць немає"}
    the_coordinator(world).ask("POST", f"join-requests/{asked['id']}", answer)
    assert seen(outsider)[1:] == [("join_request", "page", "office")]


def test_a_member_who_coordinates_reads_requests_as_a_coordinator(world: World) -> None:
    """A seat without the lead does not show them."""
    give_office(
        actor=SYSTEM,
        person_id=world.people["officer"].pk,
        kind=OfficeKind.COORDINATOR,
        territory_id=world.territory.pk,
        document="Розпорядження № 1",
    )
    ask(world, browser(world, "outsider"))
    browser(world, "officer").get(f"groups/{world.group.pk}/join-requests")
    assert seen(world.people["outsider"]) == [("join_request", "list", "office")]


# ---- lists of people ---------------------------------------------------------------------------------------


def test_who_is_named_in_a_list_that_is_looked_through_is_told_by_whom(world: World) -> None:
    outsider = world.people["outsider"]
    content = as_csv(line(outsider.email), line("new@hospital.example"))
    told = checked(browser(world, "facilitator"), world, content)
    assert [row["person"] is not None for row in told["rows"]] == [True, False]
    assert seen(outsider) == [("member_list", "list", "membership")]
    checked(the_coordinator(world), world, content)
    assert seen(outsider)[1:] == [("member_list", "list", "office")]
    assert AccessRecord.objects.filter(kind="member_list").count() == 2


# ---- invitations -------------------------------------------------------------------------------------------


def test_who_is_invited_by_their_address_is_told_who_read_it(world: World) -> None:
    outsider, leader = world.people["outsider"], browser(world, "facilitator")
    link(leader, world)
    leader.get(f"groups/{world.group.pk}/invitations")
    assert AccessRecord.objects.count() == 0, "a link for anybody says nothing of anybody"
    link(leader, world, email=outsider.email)
    leader.get(f"groups/{world.group.pk}/invitations")
    assert seen(outsider) == [("invitation", "list", "membership")]
    (made,) = [one for one in leader.get(f"groups/{world.group.pk}/invitations")["items"] if one["email"]]
    send_letters()
    status, _sent = the_coordinator(world).ask("POST", f"invitations/{made['id']}/letters")
    assert status == 202
    assert seen(outsider)[1:] == [("invitation", "page", "office")]


def test_who_had_no_account_yet_is_told_once_they_have_one(world: World) -> None:
    leader = browser(world, "facilitator")
    link(leader, world, email="comes.later@example.org")
    leader.get(f"groups/{world.group.pk}/invitations")
    newcomer = person("newcomer")
    assert seen(newcomer) == []
    User.objects.filter(pk=newcomer.pk).update(email="comes.later@example.org")
    assert seen(newcomer) == [("invitation", "list", "membership")]


# ---- why a mandate or a seat rests or is over --------------------------------------------------------------


def test_who_reads_why_a_mandate_rests_stands_in_the_record_of_its_holder(world: World) -> None:
    teacher, mandate = world.people["teacher"], world.mandates["teacher"]
    coordinator, theirs = the_coordinator(world), Browser(an_administrator(world, "school"))
    path = f"organisations/{world.organisations['school'].pk}/mandates"
    coordinator.get(path)
    assert seen(teacher) == [], "nothing is said of it yet"
    status, _rested = theirs.ask(
        "POST", f"mandates/{mandate.pk}/transitions", {"to": "resting", **REASON}, **{"If-Match": '"1"'}
    )
    assert status == 200
    coordinator.get(path)
    browser(world, "facilitator").get(path)  # who knows of the mandate, and not why it rests
    browser(world, "teacher").get(f"mandates/{mandate.pk}")
    assert seen(teacher) == [
        ("mandate", "page", "organisation_administrator"),
        ("mandate", "list", "office"),
    ]


def test_who_reads_why_a_seat_ended_stands_in_the_record_of_who_had_it(world: World) -> None:
    teacher = world.people["teacher"]
    end_membership(
        actor=SYSTEM, group_id=world.group.pk, membership_id=world.seats["teacher"].pk, reason="Переїхала"
    )
    browser(world, "officer").get(f"groups/{world.group.pk}/seats")
    assert seen(teacher) == [], "a member is not told the reason"
    browser(world, "facilitator").get(f"groups/{world.group.pk}/seats")
    assert seen(teacher) == [("membership", "list", "membership")]
    assert seen(world.people["officer"]) == [], "whose seat goes on"


# ---- why an office is over, and when somebody is away ------------------------------------------------------


def test_who_reads_why_an_office_is_over_stands_in_the_record_of_who_held_it(world: World) -> None:
    office = an_office(world, OfficeKind.COORDINATOR)
    administrator, path = browser(world, "administrator"), f"offices?territory={world.territory.pk}"
    administrator.get(path)
    assert seen(office.person) == [], "who holds an office is known to all"
    end_office(actor=SYSTEM, office_id=office.pk, **REASON)
    browser(world, "officer").get(path)
    assert seen(office.person) == [], "nobody else is told of it any more"
    administrator.get(path)
    assert seen(office.person) == [("office", "list", "administrator")]


def test_who_reads_when_somebody_is_away_stands_in_their_record(world: World) -> None:
    officer, path = world.people["officer"], f"mandates/{world.mandates['officer'].pk}/deputyships"
    coordinator, theirs = the_coordinator(world), Browser(an_administrator(world))
    coordinator.get(path)
    assert seen(officer) == [], "they are here"
    stand_in(world, "officer", colleague(world, "police"), now(), now() + timedelta(days=3))
    browser(world, "officer").get(path)
    assert seen(officer) == []
    coordinator.get(path)
    theirs.get(path)
    assert seen(officer) == [
        ("deputyship", "list", "office"),
        ("deputyship", "list", "organisation_administrator"),
    ]


# ---- who administers an organisation -----------------------------------------------------------------------


def test_administrators_of_an_organisation_are_told_who_read_their_names(world: World) -> None:
    first, second = an_administrator(world), an_administrator(world)
    path = f"organisations/{world.organisations['police'].pk}/administrators"
    Browser(second).get(path)
    assert seen(first) == [("organisation_administrator", "list", "organisation_administrator")]
    assert acted_for(first)["uk"] == world.organisations["police"].name_uk
    assert seen(second) == []
    the_coordinator(world).get(path)
    assert seen(second) == [("organisation_administrator", "list", "office")]


def test_who_administers_from_above_reads_as_an_administrator_there(world: World) -> None:
    above = an_organisation("above", Sector.POLICE, world.territory)
    edit_organisation(
        actor=SYSTEM, organisation_id=world.organisations["police"].pk, changes={"parent_id": above.pk}
    )
    world.organisations["above"] = above
    reader, below = an_administrator(world, "above"), an_administrator(world)
    Browser(reader).get(f"organisations/{world.organisations['police'].pk}/administrators")
    assert seen(below) == [("organisation_administrator", "list", "organisation_administrator")]
    assert acted_for(below)["uk"] == above.name_uk


# ---- what it costs -----------------------------------------------------------------------------------------


def test_lists_of_many_take_as_many_queries_as_of_few(world: World) -> None:
    leader, coordinator = browser(world, "facilitator"), the_coordinator(world)
    organisation = world.organisations["market"]

    def one_more() -> None:
        somebody = person("one")
        ask(world, Browser(somebody))
        link(leader, world, email=somebody.email)
        name_administrator(
            actor=SYSTEM, organisation_id=organisation.pk, person_id=somebody.pk, document="Наказ"
        )
        secret = link(coordinator, world, email=person("comes").email, document="Наказ № 4", position="член")
        invited = User.objects.latest("pk")
        assert come(Browser(invited), secret)[0] == 201
        mandate = Mandate.objects.get(person=invited)
        end_mandate(actor=SYSTEM, mandate_id=mandate.pk, reason="Переїхала")

    def queries(reader: Browser, path: str) -> int:
        with CaptureQueriesContext(connection) as asked:
            reader.get(path)
        return len(asked)

    def all_of_them() -> list[int]:
        """New rows each time: nobody has seen the latest of each."""
        return [
            queries(leader, f"groups/{world.group.pk}/join-requests"),
            queries(leader, f"groups/{world.group.pk}/invitations"),
            queries(leader, f"groups/{world.group.pk}/seats"),
            queries(coordinator, f"organisations/{organisation.pk}/administrators"),
            queries(coordinator, f"organisations/{organisation.pk}/mandates"),
        ]

    one_more()
    few = all_of_them()
    for _number in range(4):
        one_more()
    assert OrganisationAdministrator.objects.count() == 5
    assert all_of_them() == few
