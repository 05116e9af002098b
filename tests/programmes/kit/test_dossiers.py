"""Dossiers: who sees one, its number, and its lead."""

from __future__ import annotations

from dataclasses import replace
from enum import StrEnum
from typing import Any

import pytest

from groups.grants import rebuild_grants
from programmes.kit.dossiers.access import ActorDossierAccess
from programmes.kit.dossiers.loaders import lock_for_transition
from programmes.kit.dossiers.models import FIRST_RESTRICTED_NUMBER, DossierVisibility
from programmes.kit.dossiers.policies import DossierPolicy
from programmes.kit.dossiers.services import show_to_group
from programmes.kit.participants.services import name_participant
from programmes.kit.registry import DossierRole
from programmes.kit.requirements import CHECKS, check_requirements
from programmes.kit.transitions.services import take_transition
from programmes.models import Dossier
from programmes.recommendations.lifecycle import RECOMMENDATIONS
from tests.cast import World
from tests.programmes.helpers import begin
from viche.kernel.errors import Conflict, Forbidden, NotFound
from viche.kernel.lifecycle import Requirement
from viche.kernel.policy import Level

pytestmark = pytest.mark.django_db
SEATED = ("facilitator", "secretary", "officer", "teacher", "councillor", "observer")


class OtherAction(StrEnum):
    """Transitions of another kind."""

    VISIT = "other.visit"


def who_sees(world: World, dossier: Dossier, level: Level = Level.READ) -> set[str]:
    policy = DossierPolicy()
    names = (*SEATED, "former", "outsider")
    return {one for one in names if policy.visible_to(world.actor(one), level).filter(pk=dossier.pk).exists()}


def test_the_group_reads_a_dossier_that_is_not_restricted(world: World) -> None:
    dossier = begin(world)
    assert who_sees(world, dossier) == set(SEATED)
    assert (dossier.number, dossier.state) == (1, "open")


def test_a_restricted_dossier_is_read_by_its_lead_and_participants_and_known_to_the_group(
    world: World,
) -> None:
    dossier = begin(world, visibility=DossierVisibility.PARTICIPANTS)
    assert who_sees(world, dossier) == {"facilitator"}
    assert who_sees(world, dossier, Level.EXISTS) == set(SEATED)
    assert dossier.number == FIRST_RESTRICTED_NUMBER
    name_participant(
        actor=world.actor("facilitator"),
        dossier_id=dossier.pk,
        role="addressee",
        organisation_id=world.organisations["police"].pk,
        expected_version=dossier.version,
    )
    assert who_sees(world, dossier) == {"facilitator"}


def test_a_sealed_dossier_has_no_number_and_is_known_to_nobody_else(world: World) -> None:
    dossier = begin(world, visibility=DossierVisibility.PARTICIPANTS, sealed=True)
    assert who_sees(world, dossier, Level.EXISTS) == {"facilitator"}
    assert dossier.number is None
    dossier = show_to_group(
        actor=world.actor("facilitator"), dossier_id=dossier.pk, expected_version=dossier.version
    )
    assert who_sees(world, dossier) == set(SEATED)
    assert dossier.number == 1


def test_grants_are_what_their_sources_say(world: World) -> None:
    begin(world, visibility=DossierVisibility.PARTICIPANTS)
    assert not rebuild_grants().people


def test_a_lead_is_the_lead_and_a_member_speaks(world: World) -> None:
    dossier = begin(world, by="officer")
    roles = {one: ActorDossierAccess.of(world.actor(one)).roles_for(dossier) for one in SEATED}
    assert DossierRole.LEAD in roles["officer"]
    assert DossierRole.LEAD not in roles["facilitator"]
    assert roles["observer"] == {DossierRole.READER, DossierRole.MEMBER}
    assert DossierRole.FACILITATOR in roles["facilitator"]


def test_an_empty_dossier_is_not_settled(world: World) -> None:
    dossier = begin(world)
    step: dict[str, Any] = {"dossier_id": dossier.pk, "to": "settled", "expected_version": dossier.version}
    with pytest.raises(Conflict, match="issued"):
        take_transition(actor=world.actor("facilitator"), **step)
    with pytest.raises(Forbidden):
        take_transition(actor=world.actor("teacher"), **step)
    with pytest.raises(NotFound):
        take_transition(actor=world.actor("outsider"), **step)


def test_a_step_of_another_kind_is_not_found(world: World) -> None:
    dossier = begin(world)
    with pytest.raises(NotFound):
        lock_for_transition(world.actor("facilitator"), dossier.pk, OtherAction.VISIT, dossier.version)


def test_a_requirement_that_nobody_registered_does_not_pass(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    dossier = begin(world)
    monkeypatch.delitem(CHECKS, Requirement.SIGN_OFF)
    step = replace(RECOMMENDATIONS.transitions_by_name["closed"], requires=frozenset({Requirement.SIGN_OFF}))
    with pytest.raises(KeyError):
        check_requirements(dossier, step)
