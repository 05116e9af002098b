"""Helpers shared by the services of recommendations: locking, authorisation, fields of events."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from groups.models import Mandate
from programmes.kit.dossiers.access import ActorDossierAccess
from programmes.kit.dossiers.loaders import (
    LockedDossier,
    Place as DossierPlace,
    choose_mandate,
    event_fields_of as event_fields_of_dossier,
    get_child,
    lock_child,
)
from programmes.kit.dossiers.models import Dossier
from programmes.recommendations.access import (
    KIND,
    ActorRecommendationAccess,
    find_recommendation_of_link,
)
from programmes.recommendations.models import Recommendation
from programmes.recommendations.policies import RULES, RecommendationPolicy, is_allowed_in_state
from programmes.recommendations.states import RecommendationAction, RecommendationRole
from tasks.items.access import SpeakingSeat
from viche.kernel.actor import Actor
from viche.kernel.errors import NotFound
from viche.kernel.versions import check_version


class Place(DossierPlace):
    """Fields by which every event refers to its recommendation."""

    recommendation_id: UUID


@dataclass(frozen=True, slots=True)
class LockedRecommendation:
    """A recommendation that is locked with its dossier, and the actor's access, read after the lock."""

    actor: Actor
    row: Recommendation
    access: ActorRecommendationAccess

    def choose_mandate(self, roles: frozenset[RecommendationRole], mandate_id: UUID | None) -> Mandate | None:
        """Return the mandate for a step of these roles. Raises Invalid for a chosen one that does not fit."""
        seats: list[SpeakingSeat] | tuple[SpeakingSeat, ...] = ()
        if RecommendationRole.ADDRESSEE in roles:
            seats = self.access.seats_for_addressee(self.row)
        elif RecommendationRole.VERIFIER in roles:
            seats = self.access.seats_for_verifier(self.row)
        if seats:
            return choose_mandate(seats, mandate_id)
        lead_id = self.row.dossier.lead_id
        ours = self.access.dossiers.seats_for(self.row.dossier)
        return choose_mandate(sorted(ours, key=lambda seat: seat.mandate.pk != lead_id), mandate_id)


def event_fields_of(row: Recommendation) -> Place:
    """Return the event fields of a recommendation in its present state."""
    return {**event_fields_of_dossier(row.dossier), "recommendation_id": row.pk}


def link_subject_of(row: Recommendation) -> dict[str, Any]:
    """Return the fields of a guest link that name a recommendation."""
    return {"subject_kind": KIND, "subject_id": row.pk}


def lock_recommendation(
    actor: Actor, recommendation_id: UUID, action: RecommendationAction, expected_version: int | None
) -> LockedRecommendation:
    """Lock a recommendation and its dossier, and authorise an action.

    Raises SignedOut, Forbidden for a token without the scope, NotFound for a recommendation that the actor
    may not read, then Forbidden for a missing role, then Stale for another version, then Forbidden when the
    state does not allow the action: of two concurrent requests for the same step, the later one gets Stale.
    """
    policy = RecommendationPolicy()
    # The dossier first: a dossier is not closed while one of its recommendations moves.
    if actor.link_id is not None:
        locked, row = _lock_linked(actor, actor.link_id, recommendation_id)
    else:
        rows = Recommendation.objects.all()
        locked, row = lock_child(actor, rows, recommendation_id, policy.scopes_of(action))
    row.group = locked.dossier.group
    access = ActorRecommendationAccess.of(actor, locked.access)
    if access.roles_for(row).isdisjoint(RULES[action].roles):
        raise policy.refusal(actor, action, row)
    check_version(row, expected_version)
    if not is_allowed_in_state(action, row):
        raise policy.refusal(actor, action, row)
    return LockedRecommendation(actor, row, access)


def _lock_linked(
    actor: Actor, link_id: UUID, recommendation_id: UUID
) -> tuple[LockedDossier, Recommendation]:
    """Lock the recommendation that a guest link opens, and its dossier. Raises NotFound for any other."""
    opened = find_recommendation_of_link(link_id)
    if opened is None or opened.pk != recommendation_id:
        raise NotFound
    dossiers = Dossier.objects.select_related("group").select_for_update(of=("self",), no_key=True)
    dossier = dossiers.get(pk=opened.dossier_id)
    rows = Recommendation.objects.select_for_update(of=("self",), no_key=True)
    locked = LockedDossier(actor, dossier, ActorDossierAccess(actor), frozenset())
    return locked, get_child(dossier, rows, recommendation_id)
