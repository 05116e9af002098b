"""Helpers shared by the services of public controls: locking and authorisation."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from programmes.kit.dossiers.access import ActorDossierAccess
from programmes.kit.dossiers.loaders import LockedDossier, lock_for_transition, lock_visible_dossier
from programmes.kit.dossiers.models import Dossier
from programmes.kit.registry import DossierRole
from programmes.public_control.access import find_control_of_link
from programmes.public_control.lifecycle import KIND, PUBLIC_CONTROL, Action
from programmes.public_control.policies import ControlPolicy, PublicControlPolicy
from viche.kernel.actor import Actor
from viche.kernel.errors import NotFound
from viche.kernel.versions import check_version


def lock_control(actor: Actor, dossier_id: UUID, action: StrEnum) -> LockedDossier:
    """Lock a control that the actor may read, and whose action their roles permit.

    Raises SignedOut, NotFound, Forbidden.
    """
    policy = ControlPolicy()
    locked = lock_visible_dossier(actor, dossier_id, policy.scopes_of(action))
    if locked.dossier.kind != KIND:
        raise NotFound
    if not policy.may(locked.roles, action, locked.dossier):
        raise policy.refusal(actor, action, locked.dossier)
    return locked


def check_permitted(locked: LockedDossier, action: StrEnum) -> None:
    """Raise Forbidden unless the actor may take the action in the present phase."""
    policy = ControlPolicy()
    if not policy.permits(locked.actor, action, locked.dossier):
        raise policy.refusal(locked.actor, action, locked.dossier)


def lock_for_reply(actor: Actor, dossier_id: UUID, expected_version: int) -> LockedDossier:
    """Lock a control for the reply of its authority, by its account or by its guest link.

    Raises like `lock_for_transition`; NotFound for a link that does not open this control.
    """
    if actor.link_id is None:
        return lock_for_transition(actor, dossier_id, Action.REPLY, expected_version)
    # The link is read again after the lock: it may have been revoked while the request waited.
    rows = Dossier.objects.select_related("group").select_for_update(of=("self",), no_key=True)
    dossier, opened = rows.filter(pk=dossier_id).first(), find_control_of_link(actor.link_id)
    if dossier is None or opened is None or opened.dossier_id != dossier.pk:
        raise NotFound
    check_version(dossier, expected_version)
    if dossier.state not in PUBLIC_CONTROL.transitions_by_name["replied"].sources:
        raise PublicControlPolicy().refusal(actor, Action.REPLY, dossier)
    roles = frozenset({DossierRole.READER, DossierRole.COUNTERPART})
    return LockedDossier(actor, dossier, ActorDossierAccess(actor), roles)
