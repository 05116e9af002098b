"""Helpers shared by the services of dossiers: locking, authorisation, versions, events."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, TypedDict, TypeVar, cast
from uuid import UUID

from django.db.models import Model, QuerySet
from django.utils.translation import gettext_lazy as _

from groups.models import Mandate
from programmes.kit.dossiers.access import ActorDossierAccess
from programmes.kit.dossiers.models import Dossier
from programmes.kit.dossiers.policies import (
    DossierAction,
    DossierPolicy,
    TransitionPolicy,
    is_allowed_in_phase,
)
from programmes.kit.registry import DossierRole, get_programme
from tasks.items.access import SpeakingSeat
from viche.kernel.actor import Actor
from viche.kernel.errors import Forbidden, Invalid, NotFound, SignedOut
from viche.kernel.policy import check_scopes
from viche.kernel.versions import check_version

REASON_LENGTH = 1_000

C = TypeVar("C", bound=Model)


class Place(TypedDict):
    """Fields by which every event refers to its dossier."""

    dossier_id: UUID
    dossier_kind: str
    group_id: UUID
    shared: bool
    state: str
    row_version: int


@dataclass(frozen=True, slots=True)
class LockedDossier:
    """A dossier whose row is locked, with the access and the roles of the actor, read after the lock."""

    actor: Actor
    dossier: Dossier
    access: ActorDossierAccess
    roles: frozenset[DossierRole]


def event_fields_of(dossier: Dossier) -> Place:
    """Return the event fields of a dossier in its present state."""
    return {
        "dossier_id": dossier.pk,
        "dossier_kind": dossier.kind,
        "group_id": dossier.group_id,
        "shared": dossier.is_shared_with_group,
        "state": dossier.state,
        "row_version": dossier.version,
    }


def lock_dossier(
    actor: Actor, dossier_id: UUID, action: DossierAction, expected_version: int | None
) -> LockedDossier:
    """Lock a dossier and authorise an action by its phase.

    Raises SignedOut, Forbidden for a token without the scope, NotFound for a dossier that the actor may not
    read, then Forbidden for a missing role, then Stale for another version, then Forbidden when the phase
    does not allow the action: of two concurrent requests for the same step, the later one gets Stale.
    """
    policy = DossierPolicy()
    locked = lock_visible_dossier(actor, dossier_id, policy.scopes_of(action))
    if not policy.may(locked.roles, action, locked.dossier):
        raise policy.refusal(actor, action, locked.dossier)
    check_version(locked.dossier, expected_version)
    if not is_allowed_in_phase(action, locked.dossier):
        raise policy.refusal(actor, action, locked.dossier)
    return locked


def lock_for_transition(
    actor: Actor, dossier_id: UUID, action: StrEnum, expected_version: int | None
) -> LockedDossier:
    """Lock a dossier and authorise a transition of its programme.

    Raises like `lock_dossier`, and NotFound for a transition of another programme.
    """
    scopes = DossierPolicy().scopes_of(DossierAction.EDIT)
    locked = lock_visible_dossier(actor, dossier_id, scopes)
    policy = get_transition_policy(locked.dossier)
    if action not in policy.every:
        raise NotFound
    if not policy.may(locked.roles, action, locked.dossier):
        raise policy.refusal(actor, action, locked.dossier)
    check_version(locked.dossier, expected_version)
    if not policy.permits(actor, action, locked.dossier):
        raise policy.refusal(actor, action, locked.dossier)
    return locked


def get_transition_policy(dossier: Dossier) -> TransitionPolicy:
    """Return the policy of the transitions of a dossier's kind."""
    policy = get_programme(dossier.kind).policy()
    if not isinstance(policy, TransitionPolicy):
        raise TypeError(f"The policy of {dossier.kind!r} is no TransitionPolicy.")
    return policy


def lock_visible_dossier(
    actor: Actor, dossier_id: UUID | QuerySet[Any, Any], scopes: tuple[str, ...]
) -> LockedDossier:
    """Lock a dossier that the actor may read, by its id or a query of it.

    Raises SignedOut, Forbidden for a missing scope, NotFound.
    """
    if actor.is_unidentified:
        raise SignedOut
    check_scopes(actor, *scopes)
    rows = Dossier.objects.select_related("group").select_for_update(of=("self",), no_key=True)
    dossier = rows.filter(pk=cast("UUID", dossier_id)).first()
    # Loaded after the lock: a seat may have ended while the request waited for it.
    access = ActorDossierAccess.of(actor)
    roles = access.roles_for(dossier) if dossier is not None else frozenset()
    if dossier is None or not roles:
        raise NotFound
    return LockedDossier(actor, dossier, access, roles)


def lock_child(
    actor: Actor, rows: QuerySet[C], child_id: UUID, scopes: tuple[str, ...]
) -> tuple[LockedDossier, C]:
    """Lock a dossier that the actor may read, and then the row that it holds. Raises like the dossier's."""
    locked = lock_visible_dossier(actor, rows.filter(pk=child_id).values("dossier")[:1], scopes)
    return locked, get_child(locked.dossier, rows.select_for_update(of=("self",), no_key=True), child_id)


def get_child(dossier: Dossier, rows: QuerySet[C], child_id: UUID) -> C:
    """Return one of the rows that a dossier holds, with the dossier as it was loaded. Raises NotFound."""
    child = rows.filter(dossier=dossier, pk=child_id).first()
    if child is None:
        raise NotFound
    child.dossier = dossier  # type: ignore[attr-defined]  # each of them has one
    return child


def require_person_id(actor: Actor) -> UUID:
    """Return the id of the acting person. Raises Forbidden for the system."""
    if actor.person_id is None:
        raise Forbidden
    return actor.person_id


def choose_mandate(
    seats: tuple[SpeakingSeat, ...] | list[SpeakingSeat],
    mandate_id: UUID | None,
    prefers: Callable[[SpeakingSeat], bool] = lambda _seat: True,
) -> Mandate | None:
    """Return the chosen mandate among some seats, or by default the first that `prefers` accepts.

    None without a seat. Raises Invalid for a chosen mandate through which the actor may not do this.
    """
    fitting = [one.mandate for one in seats if prefers(one)] or [one.mandate for one in seats]
    if mandate_id is None:
        return fitting[0] if fitting else None
    chosen = next((one for one in fitting if one.pk == mandate_id), None)
    if chosen is None:
        raise Invalid.field(
            "/on_behalf_of", "not_yours", _("You cannot take this step through this mandate.")
        )
    return chosen
