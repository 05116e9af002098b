"""What somebody is to a dossier: by a share, by a mandate that was named, by a seat at another table."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from groups.guest_shares.services import share_with_guest
from groups.models import Role, ShareAccess
from programmes.kit.dossiers.access import ActorDossierAccess
from programmes.kit.dossiers.policies import DossierPolicy
from programmes.kit.dossiers.selectors import DossierFilter, list_filtered_dossiers
from programmes.kit.participants.services import end_participant
from programmes.kit.registry import DossierRole
from programmes.models import Dossier
from tests.cast import SYSTEM, World, a_mandate, a_seat, a_world, person
from tests.programmes.helpers import RESTRICTED, begin, fresh, name, name_person
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.policy import Level

pytestmark = pytest.mark.django_db


def find(access: ActorDossierAccess, wanted: DossierFilter) -> list[Dossier]:
    return list(list_filtered_dossiers(access, wanted).page(50, ("-state_since", "-id")))


def test_a_share_to_read_becomes_no_more_by_a_seat(world: World) -> None:
    """The officer speaks for a participant who has no access yet."""
    dossier = begin(world, **RESTRICTED)
    name(world, dossier)
    share_with_guest(
        actor=world.actor("facilitator"),
        container_type="dossier",
        container_id=dossier.pk,
        access=ShareAccess.READ,
        until=now() + timedelta(days=1),
        reason="Порада",
        person_id=world.people["officer"].pk,
    )
    access = ActorDossierAccess.of(world.actor("officer"))
    assert access.roles_for(fresh(dossier)) == {DossierRole.READER, DossierRole.MEMBER}
    assert find(access, DossierFilter()) == [dossier]
    for wanted in (DossierFilter(mine=True), DossierFilter(participant="me"), DossierFilter(waiting=True)):
        assert find(access, wanted) == []


def test_a_mandate_is_named_and_nobody_else_of_its_organisation(world: World) -> None:
    dossier = begin(world)
    constable = a_mandate(person("constable"), world.organisations["police"])
    a_seat(world.group, constable, Role.MEMBER)
    name_person(world, dossier, "officer")
    for actor, answers in ((world.actor("officer"), True), (world.actor("teacher"), False)):
        assert (DossierRole.COUNTERPART in ActorDossierAccess.of(actor).roles_for(dossier)) is answers
    colleague = ActorDossierAccess.of(Actor.for_person(constable.person_id))
    assert DossierRole.SPEAKER in colleague.roles_for(dossier)
    assert DossierRole.COUNTERPART not in colleague.roles_for(dossier)
    assert find(colleague, DossierFilter(participant="me")) == []


def test_a_seat_at_another_table_tells_of_no_dossier(world: World) -> None:
    dossier, there = begin(world, **RESTRICTED), a_world("Там")
    seen = DossierPolicy().visible_to(there.actor("teacher"), Level.EXISTS)
    assert not seen.filter(pk=dossier.pk).exists()
    shared = begin(world)
    assert find(ActorDossierAccess.of(there.actor("teacher")), DossierFilter(mine=True)) == []
    assert not DossierPolicy().visible_to(there.actor("teacher")).filter(pk=shared.pk).exists()


def test_taking_part_needs_a_seat_from_which_to_speak_in_that_group(world: World) -> None:
    ours, _theirs = begin(world), begin(a_world("Там"))

    def find_own(name: str) -> list[Dossier]:
        return list(Dossier.objects.filter(ActorDossierAccess.of(world.actor(name)).takes_part_q()))

    assert (find_own("teacher"), find_own("observer")) == ([ours], [])


def test_whoever_answers_for_what_is_no_inspection_keeps_the_rights_in_the_group(world: World) -> None:
    dossier = begin(world)
    name(world, dossier, "ngo")
    facilitator = ActorDossierAccess.of(world.actor("facilitator")).roles_for(dossier)
    assert {DossierRole.COUNTERPART, DossierRole.FACILITATOR, DossierRole.SECRETARY} <= facilitator
    assert DossierRole.SECRETARY in ActorDossierAccess.of(world.actor("secretary")).roles_for(dossier)


def test_a_participant_is_spoken_for_by_its_organisation_or_its_mandate(world: World) -> None:
    dossier = begin(world)
    named = [name(world, dossier, "police"), name_person(world, dossier, "teacher")]
    for one, expected in (("officer", [True, False]), ("teacher", [False, True])):
        access = ActorDossierAccess.of(world.actor(one))
        assert [bool(access.seats_for_participant(dossier, row)) for row in named] == expected


def test_a_token_without_the_scope_has_no_access(world: World) -> None:
    dossier = begin(world)
    person_id = world.people["facilitator"].pk
    for scopes, answers in ((frozenset({"programmes:read"}), True), (frozenset({"groups:read"}), False)):
        token = Actor(person_id=person_id, token_id=person_id, scopes=scopes)
        assert bool(ActorDossierAccess.of(token).roles_for(dossier)) is answers


def test_a_part_that_ended_is_none(world: World) -> None:
    dossier = begin(world)
    part = name(world, dossier)
    end_participant(
        actor=world.actor("facilitator"),
        dossier_id=dossier.pk,
        participant_id=part.pk,
        expected_version=fresh(dossier).version,
    )
    assert DossierRole.COUNTERPART not in ActorDossierAccess.of(world.actor("officer")).roles_for(dossier)


def test_of_too_many_grants_each_is_looked_up_for_its_holder(world: World) -> None:
    begin(world, "teacher", **RESTRICTED)
    dossier = begin(world, **RESTRICTED)
    answers = {
        one: replace(ActorDossierAccess.of(world.actor(one)), own=None).can_read(dossier)
        for one in ("facilitator", "teacher")
    }
    assert answers == {"facilitator": True, "teacher": False}


def test_the_system_reads_everything(world: World) -> None:
    dossier, access = begin(world, **RESTRICTED), ActorDossierAccess.of(SYSTEM)
    assert access.can_read(dossier)
    assert Dossier.objects.filter(access.reads_q()).get() == dossier
