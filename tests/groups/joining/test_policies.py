"""Who may do what with invitations, where it is not asked over the web."""

from __future__ import annotations

from typing import Any

import pytest

from groups.initiative_groups.services import dissolve_group
from groups.models import Invitation, PersonalInvitation
from groups.policies import (
    InvitationAction,
    InvitationPolicy,
    PersonalInvitationAction,
    PersonalInvitationPolicy,
)
from tests.cast import SYSTEM, World
from tests.groups.helpers import a_coordinator
from tests.groups.initiative_groups.test_api import browser
from tests.groups.joining.test_joining import coordinator, link
from tests.groups.joining.test_personal_invitations import system_administrator, to_administer, to_office
from viche.accounts.models import User
from viche.kernel.actor import ANONYMOUS, Actor
from viche.kernel.clock import now
from viche.kernel.ids import uuid7

pytestmark = pytest.mark.django_db


def an_invitation(world: World) -> Invitation:
    link(browser(world, "facilitator"), world)
    return Invitation.objects.select_related("group__territory").get()


def test_of_a_group_that_is_over_an_invitation_is_read_and_no_more(world: World) -> None:
    made, policy, somebody = an_invitation(world), InvitationPolicy(), a_coordinator(world)
    assert policy.permits(somebody, InvitationAction.READ, made)
    assert policy.permits(somebody, InvitationAction.REVOKE, made)
    dissolve_group(actor=SYSTEM, group_id=world.group.pk, reason="Кінець")
    made = Invitation.objects.select_related("group__territory").get()
    assert policy.permits(somebody, InvitationAction.READ, made)
    assert not policy.permits(somebody, InvitationAction.REVOKE, made)


def test_what_is_over_and_what_is_not_ones_to_give_is_only_read(world: World) -> None:
    made, policy = an_invitation(world), InvitationPolicy()
    facilitator, observer = world.actor("facilitator"), world.actor("observer")
    assert policy.allowed_in(facilitator, [made]) == [["read", "revoke"]]
    assert policy.allowed_in(observer, [made]) == [["read"]]
    made.revoked_at = now()
    assert policy.allowed_in(facilitator, [made]) == [["read"]]
    assert policy.allowed_in(observer, [made]) == [["read"]]


def offered(world: World, page: Any, how: Any) -> PersonalInvitation:
    assert how(world, page)[0] == 201
    return PersonalInvitation.objects.order_by("-pk")[0]


def test_an_invitation_in_person_is_for_its_maker_and_for_who_may_give_it_while_it_opens(
    world: World,
) -> None:
    policy, page = PersonalInvitationPolicy(), coordinator(world)
    made = offered(world, page, to_administer)
    maker, another = Actor.for_person(made.created_by_id), a_coordinator(world)
    revoke = PersonalInvitationAction.REVOKE
    assert policy.permits(another, revoke, made)
    made.revoked_at = now()
    made.save(update_fields=["revoked_at"])
    assert policy.permits(maker, revoke, made)
    assert not policy.permits(another, revoke, made)
    assert not policy.permits(ANONYMOUS, revoke, made)
    assert not policy.permits(SYSTEM, revoke, made)


def test_nobody_the_system_and_a_token_for_something_else_see_none(world: World) -> None:
    made, policy = offered(world, system_administrator(), to_office), PersonalInvitationPolicy()
    maker = User.objects.get(pk=made.created_by_id)
    assert policy.visible_to(Actor.for_person(maker.pk)).exists()
    token = Actor(person_id=maker.pk, token_id=uuid7(), scopes=frozenset({"tasks:read"}))
    for actor in (token, ANONYMOUS, SYSTEM):
        assert not policy.visible_to(actor).exists(), actor
