"""Every request has somebody who may handle it: by any tie to a territory, or else by everybody."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from groups.guest_shares.services import share_with_guest
from groups.joining.join_requests import request_seat
from groups.mandates.deputies import appoint_deputy
from groups.mandates.services import appoint_mandate
from groups.models import JoinRequest, OfficeKind, Role, Sector, ShareAccess
from groups.offices.services import give_office
from tests.cast import SYSTEM, World, a_mandate, a_seat, a_territory, an_organisation, person, the_country
from tests.dialogue.helpers import a_thread
from tests.groups.helpers import an_office
from tests.privacy.conftest import Browser, an_officer
from tests.privacy.test_requests import told
from viche.accounts.models import User
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.privacy.registry import list_people_in_care, officers_of

pytestmark = pytest.mark.django_db


def a_guest(world: World) -> User:
    guest = person("guest")
    share_with_guest(
        actor=SYSTEM,
        container_type="thread",
        container_id=a_thread(world).pk,
        person_id=guest.pk,
        access=ShareAccess.READ,
        until=now() + timedelta(days=1),
        reason="Експертиза",
    )
    return guest


def an_applicant(world: World) -> User:
    applicant = person("applicant")
    request_seat(
        actor=Actor.for_person(applicant.pk),
        group_id=world.group.pk,
        organisation_id=world.organisations["market"].pk,
        position_uk="Посада",
    )
    assert JoinRequest.objects.filter(person=applicant).exists()
    return applicant


def a_holder(world: World) -> User:
    return an_office(world, OfficeKind.COORDINATOR).person


def a_member(world: World) -> User:
    """Of an organisation that works elsewhere."""
    member = person("member")
    advisers = an_organisation("радники", Sector.OTHER, a_territory("Далека"))
    a_seat(world.group, a_mandate(member, advisers), Role.MEMBER)
    return member


def a_deputy(world: World) -> User:
    """Named with the mandate, and of no organisation."""
    deputy = person("deputy")
    mandate = appoint_mandate(
        actor=SYSTEM,
        person_id=person("holder").pk,
        organisation_id=world.organisations["market"].pk,
        position_uk="представниця",
        document="Наказ № 1",
        starts_on=date(2020, 1, 1),
        deputy_id=deputy.pk,
    )
    appoint_deputy(
        actor=SYSTEM,
        mandate_id=mandate.pk,
        deputy_id=deputy.pk,
        starts_at=now(),
        ends_at=now() + timedelta(days=1),
    )
    return deputy


def file(who: User) -> Any:
    body = {"kind": "access", "text": "Що ви про мене знаєте?"}
    made = Browser(who).ask("POST", "me/data/requests", body)
    assert made.status_code == 201, made.content
    return made.json()


@pytest.mark.parametrize("tied", [a_guest, an_applicant, a_holder, a_member, a_deputy])
def test_whoever_has_a_tie_to_a_territory_has_its_officer(world: World, elsewhere: World, tied: Any) -> None:
    here, there = an_officer(world), an_officer(elsewhere)
    who = tied(world)
    assert list(officers_of(who.pk)) == [here.pk]
    request = file(who)
    assert Browser(here).get(f"subject-requests/{request['id']}")["id"] == request["id"]
    assert Browser(there).problem("GET", f"subject-requests/{request['id']}")[0] == 404
    assert not list_people_in_care(Actor.for_person(there.pk)).filter(pk=who.pk).exists()


def test_whoever_has_no_tie_has_every_officer(world: World, elsewhere: World) -> None:
    officers = [an_officer(world), an_officer(elsewhere)]
    who = person("nobody")
    assert sorted(officers_of(who.pk)) == sorted(one.pk for one in officers)
    for officer in officers:
        assert list_people_in_care(Actor.for_person(officer.pk)).filter(pk=who.pk).exists()


def test_a_request_without_an_officer_is_told_to_who_gives_the_office(world: World, elsewhere: World) -> None:
    an_officer(elsewhere)
    who = world.people["officer"]
    file(who)
    waiting = "Запит про персональні дані нікому розглянути"
    administrator = Browser(world.people["administrator"])
    assert waiting in told(administrator)
    give_office(
        actor=SYSTEM,
        person_id=person("named").pk,
        kind=OfficeKind.DATA_PROTECTION_OFFICER,
        territory_id=world.territory.pk,
        document="Розпорядження № 2",
    )
    assert waiting not in told(administrator)


def test_nobody_is_their_own_officer(world: World) -> None:
    first, second = (an_office(world, OfficeKind.DATA_PROTECTION_OFFICER).person_id for _number in range(2))
    a_seat(world.group, a_mandate(User.objects.get(pk=first), world.organisations["council"]), Role.MEMBER)
    assert list(officers_of(first)) == [second]


def test_whose_organisation_works_nowhere_in_particular_has_the_officers_of_the_country(world: World) -> None:
    an_office(world, OfficeKind.DATA_PROTECTION_OFFICER)
    office = give_office(
        actor=SYSTEM,
        person_id=person("country").pk,
        kind=OfficeKind.DATA_PROTECTION_OFFICER,
        territory_id=the_country().pk,
        document="№ 4",
    )
    nowhere = an_organisation("nowhere", Sector.BUSINESS, world.territory)
    nowhere.territories.clear()
    somebody = person("nobody")
    a_mandate(somebody, nowhere)
    assert list(officers_of(somebody.pk)) == [office.person_id]
