"""One link of a personal invitation, followed several times at once or while it is revoked."""

from __future__ import annotations

from functools import partial

import pytest
from django.db.models import QuerySet

from groups.joining.personal_invitations import (
    accept_personal_invitation,
    invite_as_guest,
    invite_to_administer,
    revoke_personal_invitation,
    sign_up_for_offer,
)
from groups.models import GuestShare, OrganisationAdministrator, PersonalInvitation, ShareAccess
from tests.cast import World, a_world, person
from tests.dialogue.helpers import a_thread
from tests.groups.grants.test_races import refusals
from tests.groups.helpers import a_coordinator, at_once, in_turn, later, nothing_to_rebuild
from tests.groups.joining.test_personal_invitations import ADDRESS, PASSWORD, secret
from viche.accounts.models import User
from viche.kernel.actor import ANONYMOUS, Actor
from viche.kernel.errors import Conflict, NotFound

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def world(transactional_db: None) -> World:
    return a_world("Тут")


def offered_to_administer(world: World, email: str) -> PersonalInvitation:
    return invite_to_administer(
        actor=a_coordinator(world),
        organisation_id=world.organisations["police"].pk,
        email=email,
        document="Наказ № 8",
    )


def row_of(made: PersonalInvitation) -> QuerySet[PersonalInvitation]:
    return PersonalInvitation.objects.filter(pk=made.pk)


def test_of_two_tabs_that_take_it_one_does(world: World) -> None:
    known = person("known")
    made = offered_to_administer(world, known.email)
    tab = partial(accept_personal_invitation, actor=Actor.for_person(known.pk), secret=secret())
    results = in_turn(row_of(made), tab, tab)
    (refusal,) = refusals(results)
    assert isinstance(refusal, Conflict)
    assert OrganisationAdministrator.objects.get().person == known


def test_of_two_tabs_that_take_a_share_one_does(world: World) -> None:
    known = person("known")
    made = invite_as_guest(
        actor=world.actor("facilitator"),
        container_type="thread",
        container_id=a_thread(world).pk,
        email=known.email,
        access=ShareAccess.READ,
        until=later(days=9),
        reason="Порада",
    )
    tab = partial(accept_personal_invitation, actor=Actor.for_person(known.pk), secret=secret())
    results = in_turn(row_of(made), tab, tab)
    (refusal,) = refusals(results)
    assert isinstance(refusal, NotFound)
    assert GuestShare.objects.get().person == known
    assert nothing_to_rebuild()


def test_of_two_who_make_an_account_by_it_at_once_one_does(world: World) -> None:
    offered_to_administer(world, ADDRESS)
    link = secret()
    tabs = [
        partial(
            sign_up_for_offer, actor=ANONYMOUS, secret=link, name_uk=name, password=PASSWORD, language="uk"
        )
        for name in ("Лариса Гук", "Лариса")
    ]
    assert len(refusals(at_once(*tabs))) == 1
    assert OrganisationAdministrator.objects.get().person == User.objects.get(email=ADDRESS)


@pytest.mark.parametrize("revoking_first", [True, False])
def test_it_is_taken_while_it_is_revoked(world: World, revoking_first: bool) -> None:
    known = person("known")
    made = offered_to_administer(world, known.email)
    take = partial(accept_personal_invitation, actor=Actor.for_person(known.pk), secret=secret())
    revoke = partial(
        revoke_personal_invitation,
        actor=Actor.for_person(made.created_by_id),
        personal_invitation_id=made.pk,
    )
    results = in_turn(row_of(made), *((revoke, take) if revoking_first else (take, revoke)))
    (refusal,) = refusals(results)
    made.refresh_from_db()
    assert isinstance(refusal, NotFound if revoking_first else Conflict)
    assert (made.revoked_at is None, made.used_at is None) == (not revoking_first, revoking_first)
    # What was given before it was known that it is revoked is given to nobody.
    assert OrganisationAdministrator.objects.exists() == (not revoking_first)
