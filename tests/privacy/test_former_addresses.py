"""Invitations to former addresses are forgotten with their person; no refusal tells who has an account."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest

from groups.guest_shares.services import share_with_guest
from groups.joining.invitations import invite, send_invitation_letter, use_invitation
from groups.mandates.services import appoint_mandate
from groups.mandates.succession import transfer_mandate
from groups.models import Invitation, OfficeKind, Role, ShareAccess
from groups.offices.services import request_office
from tests.accounts.test_email_changes import last_secret
from tests.cast import SYSTEM, World, person
from tests.dialogue.helpers import a_thread
from tests.groups.helpers import at
from tests.privacy.test_erasure import erase
from viche.accounts.jobs import send_letters
from viche.accounts.models import Letter, Purpose, User
from viche.accounts.services.email_changes import confirm_email_change, request_email_change
from viche.accounts.services.letters import delete_old_letters
from viche.kernel.actor import Actor
from viche.kernel.clock import now, today
from viche.kernel.errors import Invalid
from viche.kernel.events.outbox import drain_outbox
from viche.kernel.models import Event

pytestmark = pytest.mark.django_db


def invited(world: World, email: str, days: int = 7) -> tuple[Invitation, str]:
    return invite(
        actor=world.actor("facilitator"),
        group_id=world.group.pk,
        organisation_id=world.organisations["market"].pk,
        role=Role.MEMBER,
        expires_at=now() + timedelta(days=days),
        email=email,
    )


def test_invitations_to_former_addresses_are_forgotten(world: World) -> None:
    who = person("guest")
    first = who.email
    used, secret = invited(world, first)
    use_invitation(actor=Actor.for_person(who.pk), secret=secret, position_uk="Посада")
    User.objects.filter(pk=who.pk).update(email="second@kalynodil.example")
    waiting, _secret = invited(world, "second@kalynodil.example")
    Letter.objects.create(purpose=Purpose.EMAIL_CHANGED, address="second@kalynodil.example", person=who)
    User.objects.filter(pk=who.pk).update(email="third@kalynodil.example")
    another, _secret = invited(world, "another@kalynodil.example")
    who.refresh_from_db()
    erase(who)
    kept = dict(Invitation.objects.values_list("pk", "email"))
    assert (kept[used.pk], kept[waiting.pk], kept[another.pk]) == ("", "", "another@kalynodil.example")


def readdress(who: User, address: str) -> None:
    actor = Actor.for_person(who.pk)
    request_email_change(actor=actor, address=address)
    send_letters()
    confirm_email_change(actor=actor, secret=last_secret())
    drain_outbox()
    who.refresh_from_db()


def test_an_invitation_to_an_address_of_long_ago_is_forgotten(world: World) -> None:
    who = person("guest")
    former = who.email
    waiting, _secret = invited(world, former, days=80)
    readdress(who, "second@kalynodil.example")
    readdress(who, "third@kalynodil.example")
    assert Event.objects.filter(kind="groups.addressee_moved", subject_id=waiting.pk).count() == 1
    with at(now() + timedelta(days=40)):
        delete_old_letters(actor=SYSTEM)
        assert not Letter.objects.filter(person=who, address=former).exists()
        send_invitation_letter(actor=world.actor("facilitator"), invitation_id=waiting.pk)
        erase(who)
    waiting.refresh_from_db()
    assert (waiting.email, waiting.revoked_at is None) == ("", False)
    assert not Letter.objects.filter(address=former).exists()


def test_an_address_that_is_anothers_now_is_left_alone(world: World) -> None:
    who, former = person("guest"), "common@kalynodil.example"
    readdress(who, former)
    readdress(who, "second@kalynodil.example")
    another = person("another")
    readdress(another, former)
    theirs, _secret = invited(world, former)
    erase(who)
    theirs.refresh_from_db()
    assert (theirs.email, theirs.revoked_at) == (former, None)
    assert Letter.objects.filter(about=theirs.pk).exists()


def a_share(world: World, email: str) -> object:
    return share_with_guest(
        actor=SYSTEM,
        container_type="thread",
        container_id=a_thread(world).pk,
        email=email,
        access=ShareAccess.READ,
        until=now() + timedelta(days=1),
        reason=" ",
    )


def a_mandate(world: World, email: str) -> object:
    return appoint_mandate(
        actor=SYSTEM,
        organisation_id=world.organisations["police"].pk,
        email=email,
        position_uk="Посада",
        document="Наказ",
        starts_on=today("Europe/Kyiv"),
        ends_on=today("Europe/Kyiv") - timedelta(days=1),
    )


def a_succession(world: World, email: str) -> object:
    mandate_id = world.mandates["officer"].pk
    return transfer_mandate(actor=SYSTEM, mandate_id=mandate_id, email=email, document="Наказ", reason=" ")


def an_office(world: World, email: str) -> object:
    return request_office(
        actor=SYSTEM,
        email=email,
        kind=OfficeKind.COORDINATOR,
        territory_id=world.territory.pk,
        document="Наказ",
        ends_at=now() - timedelta(days=1),
    )


@pytest.mark.parametrize("step", [a_share, a_mandate, a_succession, an_office])
def test_no_refusal_tells_whose_address_has_an_account(world: World, step: Any) -> None:
    """Who learns it shares, appoints or passes on, and the person is told."""
    refused = []
    for email in (world.people["teacher"].email, "nobody@kalynodil.example"):
        with pytest.raises(Invalid) as refusal:
            step(world, email)
        refused.append([(one.pointer, one.code) for one in refusal.value.errors])
    assert refused[0] == refused[1]
