"""Guest shares: one thing, one person, until a moment."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from groups.events import GuestShared, GuestShareEnded
from groups.grants import Container, container_named, sync_grants
from groups.models import GuestShare, ShareAccess
from groups.people import person_named, require_system
from groups.policies import ShareAction
from groups.seating import given
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Invalid, NotFound
from viche.kernel.events import record
from viche.kernel.policy import load
from viche.kernel.services import Reason, service

# Whoever is still needed after it is shared with again, by somebody who looks at it then.
LONGEST = timedelta(days=366)


@service(ShareAction.GIVE)
def share_with_guest(
    *,
    actor: Actor,
    container_type: str,
    container_id: UUID,
    access: ShareAccess,
    until: datetime,
    reason: str,
    person_id: UUID | None = None,
    email: str = "",
) -> GuestShare:
    """Let a person see one thread or action until a moment, and speak or work there if `access` says so.

    The person is named by id or by the address with which they sign in.
    Raises NotFound or Forbidden by the policy of the thing, Invalid for what cannot be shared like that.
    """
    kind = _shareable(container_type)
    obj = _load(kind, actor, container_id)
    if access not in kind.shares:
        raise Invalid.field("/access", "not_here", _("This cannot be shared in that way."))
    if until <= now():
        raise Invalid.field("/until", "past", _("Choose a moment that is still to come."))
    if until > now() + LONGEST:
        raise Invalid.field("/until", "too_late", _("A share lasts a year at most: give it again then."))
    reason = given(reason)
    guest = person_named(person_id, email)
    share = GuestShare.objects.create(
        container_type=container_type,
        container_id=container_id,
        person=guest,
        access=access,
        until=until,
        granted_by_id=actor.person_id,
        reason=reason,
    )
    record(actor, _fact(GuestShared, share))
    sync_grants(obj, reason="guest_shared")
    return share


@service(ShareAction.END)
def end_guest_share(*, actor: Actor, share_id: UUID) -> GuestShare:
    """Take a share back now. Whoever may share the thing may do it. Raises Conflict for one that is over."""
    known = GuestShare.objects.filter(pk=share_id).first()
    kind = container_named(known.container_type) if known is not None else None
    if known is None or kind is None:
        raise NotFound
    obj = _load(kind, actor, known.container_id)
    share = GuestShare.objects.get(pk=share_id)
    at = now()
    if share.ended_at is not None or share.until <= at:
        raise Conflict("already_ended", _("This has already ended."))
    share.ended_at = at
    share.save(update_fields=["ended_at"])
    record(actor, _fact(GuestShareEnded, share))
    sync_grants(obj, reason="guest_share_ended")
    return share


@service(Reason.SYSTEM)
def end_shares_of(*, actor: Actor, person_id: UUID, reason: str) -> None:
    """Take back everything that is shared with a person. `reason` is a code."""
    require_system(actor)
    at = now()
    for share in GuestShare.objects.filter(person=person_id, ended_at=None, until__gt=at).order_by("pk"):
        share.ended_at = at
        share.save(update_fields=["ended_at"])
        record(actor, _fact(GuestShareEnded, share))
        if (kind := container_named(share.container_type)) is not None:
            sync_grants(*kind.model._default_manager.filter(pk=share.container_id), reason=reason)


def _shareable(container_type: str) -> Container:
    kind = container_named(container_type)
    if kind is None or kind.share_action is None:
        raise Invalid.field("/container_type", "not_shareable", _("This cannot be shared with a guest."))
    return kind


def _load(kind: Container, actor: Actor, container_id: UUID) -> Any:
    if kind.policy is None or kind.share_action is None:
        raise NotFound
    return load(kind.policy, actor, container_id, kind.share_action, lock=True)


def _fact(kind: type[GuestShared], share: GuestShare) -> GuestShared:
    return kind(
        share_id=share.id,
        container_type=share.container_type,
        container_id=share.container_id,
        person_id=share.person_id,
        access=share.access,
    )
