"""Whose action items are: an organisation's, or an outside body's, which has no account."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from groups.selectors.refs import ORGANISATION
from tasks.models import ActionLink, OutsideBody
from tasks.policies import ActionItemPolicy, RegisterAction, RegisterPolicy
from tasks.workflow import Action
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.policy import load

OWNER = {"owner_organisation": ORGANISATION, "outside_body": ("name_uk", "name_en", "sector")}
"""For `viche.kernel.lists.referring`: what is shown of `ActionItem.owned_by`, whichever it is."""


def outside_bodies_for(actor: Actor, group_id: UUID) -> QuerySet[OutsideBody]:
    """The outside bodies of a group's register, for who makes its items. Raises NotFound, Forbidden."""
    group = load(RegisterPolicy(), actor, group_id, RegisterAction.SEE_OUTSIDE)
    return OutsideBody.objects.filter(register=group.register_id).order_by("name_uk", "id")


def link_for(actor: Actor, action_id: UUID) -> tuple[OutsideBody | None, ActionLink | None]:
    """How the owner of an item is reached, where it has no account, and the link that opens the item now: for
    who makes links. Raises NotFound, Forbidden.
    """
    item = load(ActionItemPolicy(), actor, action_id, Action.SEE_LINK)
    links = ActionLink.objects.filter(action=item, body=item.outside_body_id, revoked_at=None)
    return item.outside_body, links.filter(expires_at__gt=now()).select_related("made_by").first()
