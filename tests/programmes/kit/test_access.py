"""What somebody is to a dossier: by a share, by a mandate that was named, by a seat at another table."""

from __future__ import annotations

from datetime import timedelta

import pytest

from groups.guest_shares.services import share_with_guest
from groups.models import Role, ShareAccess
from programmes.kit.dossiers.access import ActorDossierAccess
from programmes.kit.dossiers.policies import DossierPolicy
from programmes.kit.dossiers.selectors import DossierFilter, list_filtered_dossiers
from programmes.kit.participants.services import name_participant
from programmes.kit.registry import DossierRole
from programmes.models import Dossier
from tests.cast import World, a_mandate, a_seat, a_world, person
from tests.programmes.helpers import RESTRICTED, begin, fresh, name
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
    name_participant(
        actor=world.actor("facilitator"),
        dossier_id=dossier.pk,
        role="addressee",
        mandate_id=world.mandates["officer"].pk,
        expected_version=dossier.version,
    )
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
