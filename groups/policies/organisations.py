"""Who may see organisations, verify them and appoint their people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Sequence
from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from django.db.models import QuerySet

from groups.models import (
    Organisation,
    Territory,
)
from groups.policies.offices import Reach, everybody_signed_in
from viche.kernel.actor import Actor
from viche.kernel.policy import Level, Policy, Source


class OrganisationAction(StrEnum):
    READ = "organisation.read"
    VERIFY = "organisation.verify"
    APPOINT = "organisation.appoint"


class OrganisationPolicy(Policy[Organisation]):
    """Organisations are public knowledge among those who are signed in; coordinators verify and appoint."""

    model = Organisation
    domain = "groups"
    every = OrganisationAction
    reads: ClassVar[frozenset[StrEnum]] = frozenset({OrganisationAction.READ})

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[Organisation]:
        return Organisation.objects.filter(everybody_signed_in(actor))

    def permits(self, actor: Actor, action: StrEnum, obj: Organisation) -> bool:
        if action == OrganisationAction.READ:
            return not actor.is_anonymous
        return Reach.of(actor).covers(codes_of(obj.pk))

    def allowed_in(self, actor: Actor, rows: Sequence[Organisation]) -> list[list[str]]:
        """`allowed` of several organisations. Needs their territories loaded."""
        reach = Reach.of(actor)
        every = [one for one in OrganisationAction if actor.has_scope(self.scope_of(one))]
        inside = [reach.covers([place.code for place in row.territories.all()]) for row in rows]
        return [
            [one.partition(".")[2] for one in every if covered or one == OrganisationAction.READ]
            for covered in inside
        ]

    def explain(self, actor: Actor, obj: Organisation) -> list[Source]:
        return []


def codes_of(organisation_id: UUID) -> list[str]:
    """The KATOTTH codes of the territories in which an organisation works."""
    return list(Territory.objects.filter(organisations=organisation_id).values_list("code", flat=True))


def codes_of_all(organisation_ids: Collection[UUID]) -> dict[UUID, list[str]]:
    """The same for several organisations, in one query."""
    found: dict[UUID, list[str]] = defaultdict(list)
    places = Territory.objects.filter(organisations__in=organisation_ids)
    for organisation_id, code in places.values_list("organisations", "code"):
        found[organisation_id].append(code)
    return found
