"""Whose action items are: an organisation's, or an outside body's, which has no account."""

from __future__ import annotations

from uuid import UUID

from django.db.models import QuerySet

from groups.common.columns import ORGANISATION
from groups.models import InitiativeGroup
from tasks.external_assignees.models import ActionLink, OutsideBody
from tasks.items.models import ActionItem
from tasks.items.policies import ActionItemPolicy, RegisterAction, RegisterPolicy
from tasks.items.workflow import Action
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.policy import load

OWNER = {"owner_organisation": ORGANISATION, "outside_body": ("name_uk", "name_en", "sector")}
"""For `viche.kernel.lists.referring`: what is shown of `ActionItem.owned_by`, whichever it is."""


def outside_bodies_for(actor: Actor, group_id: UUID) -> tuple[InitiativeGroup, QuerySet[OutsideBody]]:
    """A group and the outside bodies of its register, for who makes items. Raises NotFound, Forbidden."""
    group = load(RegisterPolicy(), actor, group_id, RegisterAction.SEE_OUTSIDE)
    return group, OutsideBody.objects.filter(register=group.register_id).order_by("name_uk", "id")


def keeps_bodies(actor: Actor, register_of: InitiativeGroup) -> bool:
    """Whether somebody may change what is known of the outside bodies of a group's register."""
    return RegisterPolicy().can(actor, RegisterAction.KEEP_OUTSIDE, register_of)


def link_for(actor: Actor, action_id: UUID) -> tuple[ActionItem, ActionLink | None]:
    """An item with its owner, and the link that opens it now, where the owner has no account: for who makes
    links. Raises NotFound, Forbidden.
    """
    item = load(ActionItemPolicy(), actor, action_id, Action.SEE_LINK)
    links = ActionLink.objects.filter(action=item, body=item.outside_body_id, revoked_at=None)
    return item, links.filter(expires_at__gt=now()).select_related("made_by").first()
