"""Milestones of a group and the balance of its sectors."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from groups.common import schemas as common_schemas
from groups.initiative_groups.api import DOCUMENT_LENGTH, NAME_LENGTH
from groups.initiative_groups.policies import GroupAction, GroupPolicy
from groups.initiative_groups.selectors import get_group_for
from groups.memberships.balance import BALANCE_WINDOW, compute_balance_of
from groups.milestones import presenters
from groups.milestones.selectors import list_milestones_of
from groups.milestones.services import MAX_MILESTONES, MilestoneChoice, mark_milestone_reached, set_milestones
from viche.kernel.actor import Actor
from viche.kernel.api import (
    Answer,
    Endpoint,
    PlainText,
    Show,
    StrictDate,
    StrictSerializer,
    StrictUuid,
    Write,
    answer,
    read_snapshot,
    shape_of,
)
from viche.kernel.clock import now


class MilestoneIn(StrictSerializer):
    """An existing milestone (`id`; with a `title` to reword it), a check by name, or a new `title`."""

    id = StrictUuid(required=False)
    check = PlainText(max_length=40, required=False)
    title = PlainText(max_length=NAME_LENGTH, required=False)
    title_en = PlainText(max_length=NAME_LENGTH, required=False, allow_blank=True)


class MilestonesIn(StrictSerializer):
    items = serializers.ListField(source="wanted", child=MilestoneIn(), max_length=MAX_MILESTONES)

    def validate_items(self, value: Any) -> list[MilestoneChoice]:
        return [_build_choice(one) for one in value]


class ReachIn(StrictSerializer):
    """`reached_on` null: not reached (any more)."""

    reached_on = StrictDate(allow_null=True)
    note = PlainText(max_length=DOCUMENT_LENGTH, required=False, allow_blank=True, default="")


def show_readiness(actor: Actor, group_id: UUID) -> Answer[common_schemas.ReadinessOut]:
    """Return the answer with all milestones of a group."""
    with read_snapshot():
        group = get_group_for(actor, group_id)
        allowed = GroupPolicy().allowed(actor, group)
        body = presenters.show_readiness(list_milestones_of(group.id), allowed, group.version)
        return answer(body, version=group.version)


class Readiness(Endpoint):
    """GET: List the group's milestones and which are reached.

    `checks` are the automatic ones to choose from.

    PUT: Set the milestones and their order; milestones that are left out are deleted.
    """

    get = Show(GroupAction.READ, show_readiness)

    put = Write(
        GroupAction.SET_MILESTONES, set_milestones, body=MilestonesIn, shows=show_readiness, versioned=True
    )


class ReadinessMilestone(Endpoint):
    """PATCH: Set the day on which a milestone was reached."""

    patch = Write(
        GroupAction.REACH_MILESTONE,
        mark_milestone_reached,
        body=ReachIn,
        shows=show_readiness,
        versioned=True,
    )


class Balance(Endpoint):
    actions = {"GET": GroupAction.READ}

    @extend_schema(responses=shape_of(common_schemas.BalanceOut))
    def get(self, request: Request, group_id: UUID) -> Response:
        """List present and missing sectors, and which have not taken part for two months."""
        with read_snapshot():
            group, since = get_group_for(self.actor, group_id), now() - BALANCE_WINDOW
            return answer(presenters.show_balance(compute_balance_of(group.id, since), since))


def _build_choice(data: dict[str, Any]) -> MilestoneChoice:
    return MilestoneChoice(
        id=data.get("id"),
        check=data.get("check", ""),
        title_uk=data.get("title", ""),
        title_en=data.get("title_en", ""),
    )
