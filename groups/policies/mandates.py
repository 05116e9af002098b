"""Who knows a mandate, and who may end it or name a deputy."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.db.models import Exists, OuterRef, Q, QuerySet

from groups.models import (
    Deputyship,
    InitiativeGroupUserPermission,
    Mandate,
    Membership,
    Organisation,
)
from groups.policies.grants import NOBODY, READ, held
from groups.policies.offices import Reach
from groups.policies.organisations import codes_of
from viche.kernel.actor import Actor
from viche.kernel.policy import Level, Policy, Source


class MandateAction(StrEnum):
    READ = "mandate.read"
    END = "mandate.end"
    APPOINT_DEPUTY = "mandate.appoint_deputy"
    END_DEPUTYSHIP = "mandate.end_deputyship"


class MandatePolicy(Policy[Mandate]):
    """Who knows a mandate: its holder and deputies, the groups where it sits, coordinators of its
    organisation's territories, and facilitators there, who may seat it.
    """

    model = Mandate
    domain = "groups"
    every = MandateAction
    reads: ClassVar[frozenset[StrEnum]] = frozenset({MandateAction.READ})

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[Mandate]:
        if actor.is_anonymous or not actor.has_scope("groups:read"):
            return Mandate.objects.none()
        if actor.is_system:
            return Mandate.objects.all()
        seats = Membership.objects.filter(held(InitiativeGroupUserPermission, actor, READ, of="group"))
        windows = Deputyship.objects.filter(deputy=actor.person_id, mandate=OuterRef("pk"))
        near = _organisations_within(Reach.of(actor)) | _organisations_within(Reach.facilitated_by(actor))
        return Mandate.objects.filter(
            Q(person=actor.person_id)
            | Exists(windows)
            | Exists(seats.filter(mandate=OuterRef("pk")))
            | Exists(near.filter(pk=OuterRef("organisation")))
        )

    def permits(self, actor: Actor, action: StrEnum, obj: Mandate) -> bool:
        if action == MandateAction.READ:
            return self.visible_to(actor).filter(pk=obj.pk).exists()
        own = actor.person_id == obj.person_id and action != MandateAction.END
        return own or Reach.of(actor).covers(codes_of(obj.organisation_id))

    def explain(self, actor: Actor, obj: Mandate) -> list[Source]:
        return []


def _organisations_within(reach: Reach) -> QuerySet[Organisation]:
    nowhere = Q(territories=None) if reach.covers([]) else NOBODY
    return Organisation.objects.filter(reach.condition("territories__code") | nowhere)
