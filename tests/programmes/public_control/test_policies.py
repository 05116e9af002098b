"""Who learns who complained, when the facts are open again, and what a refusal says."""

from __future__ import annotations

from typing import Any

import pytest

from programmes.kit.dossiers.services import edit_dossier
from programmes.kit.evidence.services import hide_evidence
from programmes.kit.participants.services import end_participant
from programmes.models import Dossier, Participant
from programmes.public_control.policies import ControlAction, ControlPolicy, PublicControlPolicy
from tests.cast import World
from tests.privacy.conftest import an_officer
from tests.programmes.helpers import begin as begin_recommendations, fresh, hand_over, name_person, prove
from tests.programmes.public_control.helpers import begin, bring, control_of
from viche.kernel.actor import Actor

pytestmark = pytest.mark.django_db
READ, WRITE, EDIT = ControlAction.READ_COMPLAINT, ControlAction.WRITE_COMPLAINT, ControlAction.EDIT_FACTS


def may(world: World, name: str, action: ControlAction, dossier: Dossier) -> bool:
    return ControlPolicy().can(world.actor(name), action, fresh(dossier))


def name_facilitator(world: World, dossier: Dossier, by: str) -> Participant:
    """Name the facilitator of the group, who lets themselves in when they do it."""
    return name_person(world, dossier, "facilitator", "monitor", by)


# ---- who complained ----------------------------------------------------------------------------------------


def test_a_part_that_ended_or_is_elsewhere_admits_nobody_who_names_themselves(world: World) -> None:
    elsewhere = begin(world)
    name_facilitator(world, elsewhere, "teacher")
    dossier = bring(world, begin(world), "report_sent")
    part = name_facilitator(world, dossier, "teacher")
    assert may(world, "facilitator", READ, dossier)
    end_participant(
        actor=world.actor("teacher"),
        dossier_id=dossier.pk,
        participant_id=part.pk,
        expected_version=fresh(dossier).version,
    )
    name_facilitator(world, dossier, "facilitator")
    assert not may(world, "facilitator", READ, dossier)


def test_another_part_admits_nobody_who_names_themselves(world: World) -> None:
    dossier = bring(world, begin(world), "report_sent")
    Participant.objects.create(
        dossier=dossier,
        role="reviewer",
        part="reviewer",
        mandate=world.mandates["facilitator"],
        named_by=world.people["teacher"],
    )
    name_facilitator(world, dossier, "facilitator")
    assert not may(world, "facilitator", READ, dossier)


def test_a_new_lead_reads_it_whatever_they_do_afterwards(world: World) -> None:
    dossier = bring(world, begin(world), "report_sent")
    hand_over(world, dossier, "facilitator")
    edit_dossier(
        actor=world.actor("facilitator"),
        dossier_id=dossier.pk,
        expected_version=fresh(dossier).version,
        changes={"title_uk": "Інша назва"},
    )
    other = bring(world, begin(world), "report_sent")
    hand_over(world, other, "councillor", by="facilitator")
    assert may(world, "facilitator", READ, dossier)


def test_a_token_to_read_reads_it_and_does_not_write_it(world: World) -> None:
    dossier = begin(world)
    teacher = world.people["teacher"].pk
    token = Actor(person_id=teacher, token_id=teacher, scopes=frozenset({"programmes:read"}))
    assert [ControlPolicy().can(token, one, fresh(dossier)) for one in (READ, WRITE)] == [True, False]


# ---- the facts ---------------------------------------------------------------------------------------------


def test_after_the_visit_the_facts_are_open_only_while_the_letter_is_hidden(world: World) -> None:
    an_officer(world)
    bring(world, begin(world), "conducted")  # another one, whose letter is there
    dossier = bring(world, begin(world), "conducted")
    prove(world, dossier, "teacher")
    assert not may(world, "teacher", EDIT, dossier)
    letter_id: Any = control_of(dossier).mandate_letter_id
    hide_evidence(actor=world.actor("dpo"), dossier_id=dossier.pk, piece_id=letter_id, reason="Чужий")
    assert may(world, "teacher", EDIT, dossier)


def test_other_dossiers_have_neither_facts_nor_steps_of_a_control(world: World) -> None:
    control, other = begin(world), begin_recommendations(world)
    for policy in (ControlPolicy(), PublicControlPolicy()):
        seen = policy.visible_to(world.actor("teacher")).filter(pk__in=[control.pk, other.pk])
        assert [one.pk for one in seen] == [control.pk]


# ---- what a refusal says -----------------------------------------------------------------------------------


def test_a_refusal_tells_the_state_to_whoever_has_the_role_and_nothing_of_a_complaint(world: World) -> None:
    dossier, policy, lead = begin(world), ControlPolicy(), world.actor("teacher")

    def list_reasons() -> list[str]:
        return [policy.refuse(lead, one, fresh(dossier)).reason for one in (READ, WRITE, EDIT)]

    assert list_reasons() == ["forbidden", "forbidden", "dossier_state"]
    bring(world, dossier, "closed")
    assert list_reasons() == ["forbidden", "dossier_state", "dossier_state"]
