"""What may be given in person, by whom and for how long: a share of one thing, an office of a territory. What
the services that give it have in common with those that offer it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from groups.grants import Container, container_named
from groups.guest_shares.models import ShareAccess
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Invalid, NotFound
from viche.kernel.policy import load

# Whoever is still needed after it is shared with again, by somebody who looks at it then.
LONGEST = timedelta(days=366)


def thing_to_share(
    actor: Actor, container_type: str, container_id: UUID, access: ShareAccess, until: datetime
) -> Any:
    """What shall be shared, held until the end of the transaction.

    Raises NotFound or Forbidden by the policy of the thing, Invalid for what cannot be shared like that.
    """
    kind = _shareable(container_type)
    obj = _load(kind, actor, container_id, kind.share_action)
    if access not in kind.shares:
        raise Invalid.field("/access", "not_here", _("This cannot be shared in that way."))
    if until <= now():
        raise Invalid.field("/until", "past", _("Choose a moment that is still to come."))
    if until > now() + LONGEST:
        raise Invalid.field("/until", "too_late", _("A share lasts a year at most: give it again then."))
    return obj


def _shareable(container_type: str) -> Container:
    kind = container_named(container_type)
    if kind is None or kind.share_action is None:
        raise Invalid.field("/container_type", "not_shareable", _("This cannot be shared with a guest."))
    return kind


def load_to_unshare(kind: Container, actor: Actor, container_id: UUID) -> Any:
    """A thing of which the actor may take shares back, held to the end of the transaction. Raises NotFound or
    Forbidden.
    """
    return _load(kind, actor, container_id, kind.unshare_action)


def _load(kind: Container, actor: Actor, container_id: UUID, action: StrEnum | None) -> Any:
    if kind.policy is None or action is None:
        raise NotFound
    return load(kind.policy, actor, container_id, action, lock=True)
