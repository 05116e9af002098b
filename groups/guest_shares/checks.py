"""Checks shared by the services that create guest shares and those that offer them by invitation."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from groups.grants import Container, find_container_by_kind
from groups.guest_shares.models import ShareAccess
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Invalid, NotFound
from viche.kernel.policy import load

# A guest who is still needed then gets a new share, after a fresh review.
MAX_DURATION = timedelta(days=366)


def lock_object_to_share(
    actor: Actor, container_type: str, container_id: UUID, access: ShareAccess, until: datetime
) -> Any:
    """Return the object to be shared, locked until the end of the transaction.

    Raises NotFound or Forbidden by the policy of the object, Invalid when it cannot be shared like that.
    """
    kind = _get_shareable_container(container_type)
    obj = _lock_object(kind, actor, container_id, kind.share_action)
    if access not in kind.shares:
        raise Invalid.field("/access", "not_here", _("This cannot be shared in that way."))
    if until <= now():
        raise Invalid.field("/until", "past", _("Choose a moment that is still to come."))
    if until > now() + MAX_DURATION:
        raise Invalid.field("/until", "too_late", _("A share lasts a year at most: give it again then."))
    return obj


def _get_shareable_container(container_type: str) -> Container:
    kind = find_container_by_kind(container_type)
    if kind is None or kind.share_action is None:
        raise Invalid.field("/container_type", "not_shareable", _("This cannot be shared with a guest."))
    return kind


def lock_object_to_unshare(kind: Container, actor: Actor, container_id: UUID) -> Any:
    """Return an object whose shares the actor may end, locked. Raises NotFound or Forbidden."""
    return _lock_object(kind, actor, container_id, kind.unshare_action)


def _lock_object(kind: Container, actor: Actor, container_id: UUID, action: StrEnum | None) -> Any:
    if kind.policy is None or action is None:
        raise NotFound
    return load(kind.policy, actor, container_id, action, lock=True)
