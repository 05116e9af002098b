"""Helpers of the tests of programmes."""

from __future__ import annotations

from typing import Any

from programmes.kit.dossiers.services import begin_dossier, hand_over_dossier
from programmes.kit.evidence.services import add_evidence
from programmes.kit.participants.services import name_participant
from programmes.kit.transitions.services import take_transition
from programmes.models import Dossier, DossierEvidence, DossierVisibility, Participant, Recommendation
from programmes.recommendations.policies import KIND
from tasks.models import EvidenceKind
from tests.cast import World
from viche.kernel.clock import now, today

RESTRICTED: dict[str, Any] = {"visibility": DossierVisibility.PARTICIPANTS}
SEALED: dict[str, Any] = {**RESTRICTED, "sealed": True}


def begin(world: World, by: str = "facilitator", kind: str = KIND, **facts: Any) -> Dossier:
    """Begin a dossier in the group of a world."""
    facts.setdefault("title_uk", "Рекомендації аудиту")
    return begin_dossier(actor=world.actor(by), group_id=world.group.pk, kind=kind, **facts)


def prove(world: World, dossier: Dossier, by: str = "facilitator", **facts: Any) -> DossierEvidence:
    """Add evidence to a dossier, or to a `subject` in it."""
    fields: dict[str, Any] = {
        "kind": EvidenceKind.LINK,
        "title": "Акт обстеження",
        "url": "https://example.org/act",
        **facts,
    }
    return add_evidence(actor=world.actor(by), dossier_id=dossier.pk, **fields)


def fresh(dossier: Dossier) -> Dossier:
    return Dossier.objects.select_related("group").get(pk=dossier.pk)


def name(world: World, dossier: Dossier, organisation: str = "police", **facts: Any) -> Participant:
    """Name an organisation of a world as the addressee of a dossier."""
    facts.setdefault("role", "addressee")
    return name_participant(
        actor=world.actor("facilitator"),
        dossier_id=dossier.pk,
        organisation_id=world.organisations[organisation].pk,
        expected_version=fresh(dossier).version,
        **facts,
    )


def name_person(
    world: World, dossier: Dossier, person: str, role: str = "addressee", by: str = "facilitator"
) -> Participant:
    """Name somebody of a world by their mandate as a participant of a dossier."""
    return name_participant(
        actor=world.actor(by),
        dossier_id=dossier.pk,
        role=role,
        mandate_id=world.mandates[person].pk,
        expected_version=fresh(dossier).version,
    )


def hand_over(world: World, dossier: Dossier, to: str, by: str = "teacher") -> Dossier:
    """Hand a dossier as it is now over to another lead."""
    return hand_over_dossier(
        actor=world.actor(by),
        dossier_id=dossier.pk,
        lead_id=world.mandates[to].pk,
        expected_version=fresh(dossier).version,
    )


def take(world: World, dossier: Dossier, to: str, by: str = "facilitator", **facts: Any) -> Dossier:
    """Take a transition of a dossier as it is now."""
    fields = {"expected_version": fresh(dossier).version, "reason": "Так треба", **facts}
    return take_transition(actor=world.actor(by), dossier_id=dossier.pk, to=to, **fields)


def add_answered(world: World, dossier: Dossier, **facts: Any) -> Recommendation:
    """Add an issued recommendation that the police accepted, so that the dossier can be settled."""
    at, day = now(), today(world.group.time_zone)
    fields: dict[str, Any] = {
        "title_uk": "Освітлення",
        "text_uk": "Освітити зупинку",
        "theme": "streets",
        "response": "accepted",
        "responded_at": at,
        "implementation": "closed_not_implemented",
        "implementation_reason": "Зупинку закрито",
        **facts,
    }
    return Recommendation.objects.create(
        dossier=dossier,
        group=world.group,
        register=world.group,
        year=day.year,
        number=Recommendation.objects.filter(register=world.group).count() + 1,
        addressee_organisation=world.organisations["police"],
        issued_at=at,
        due_on=day,
        **fields,
    )


def close(world: World, dossier: Dossier) -> Dossier:
    """Settle and close a dossier."""
    add_answered(world, dossier)
    take(world, dossier, "settled")
    return take(world, dossier, "closed")
