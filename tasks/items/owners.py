"""Owners of action items: organisations, and outside bodies, which have no account."""

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

OWNER_FIELDS = {"owner_organisation": ORGANISATION, "outside_body": ("name_uk", "name_en", "sector")}
"""Relations and fields of `ActionItem.owned_by` that are shown, for `select_related_columns`."""


def get_group_with_outside_bodies(
    actor: Actor, group_id: UUID
) -> tuple[InitiativeGroup, QuerySet[OutsideBody]]:
    """Return a group and the outside bodies of its register, for actors who may create items.

    Raises NotFound, Forbidden.
    """
    group = load(RegisterPolicy(), actor, group_id, RegisterAction.SEE_OUTSIDE)
    return group, OutsideBody.objects.filter(register=group.register_id).order_by("name_uk", "id")


def can_edit_outside_bodies(actor: Actor, register_of: InitiativeGroup) -> bool:
    """Return whether the actor may edit the outside bodies of a group's register."""
    return RegisterPolicy().can(actor, RegisterAction.KEEP_OUTSIDE, register_of)


def get_item_with_link(actor: Actor, action_id: UUID) -> tuple[ActionItem, ActionLink | None]:
    """Return an item and its live guest link, if its owner has no account.

    For actors who may create links. Raises NotFound, Forbidden.
    """
    item = load(ActionItemPolicy(), actor, action_id, Action.SEE_LINK)
    links = ActionLink.objects.filter(action=item, body=item.outside_body_id, revoked_at=None)
    return item, links.filter(expires_at__gt=now()).select_related("made_by").first()
