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
from viche.kernel.api import (
    Endpoint,
    PlainText,
    StrictDate,
    StrictSerializer,
    StrictUuid,
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
    items = serializers.ListField(child=MilestoneIn(), max_length=MAX_MILESTONES)


class ReachIn(StrictSerializer):
    """`reached_on` null: not reached (any more)."""

    reached_on = StrictDate(allow_null=True)
    note = PlainText(max_length=DOCUMENT_LENGTH, required=False, allow_blank=True, default="")


class ReadinessEndpoint(Endpoint):
    """Endpoints that answer with all milestones of a group."""

    def answer_readiness(self, group_id: UUID) -> Response:
        with read_snapshot():
            group = get_group_for(self.actor, group_id)
            allowed = GroupPolicy().allowed(self.actor, group)
            body = presenters.show_readiness(list_milestones_of(group.id), allowed, group.version)
            return answer(body, version=group.version)


class Readiness(ReadinessEndpoint):
    actions = {"GET": GroupAction.READ, "PUT": GroupAction.SET_MILESTONES}
    conditional = frozenset({"PUT"})

    @extend_schema(responses=shape_of(common_schemas.ReadinessOut))
    def get(self, request: Request, group_id: UUID) -> Response:
        """List the group's milestones and which are reached.

        `checks` are the automatic ones to choose from.
        """
        return self.answer_readiness(group_id)

    @extend_schema(request=MilestonesIn, responses=shape_of(common_schemas.ReadinessOut))
    def put(self, request: Request, group_id: UUID) -> Response:
        """Set the milestones and their order; milestones that are left out are deleted."""
        version = self.expected_version()
        wanted = [_build_choice(one) for one in self.parse(MilestonesIn)["items"]]
        set_milestones(actor=self.actor, group_id=group_id, wanted=wanted, expected_version=version)
        return self.answer_readiness(group_id)


class ReadinessMilestone(ReadinessEndpoint):
    actions = {"PATCH": GroupAction.REACH_MILESTONE}
    conditional = frozenset({"PATCH"})

    @extend_schema(request=ReachIn, responses=shape_of(common_schemas.ReadinessOut))
    def patch(self, request: Request, group_id: UUID, milestone_id: UUID) -> Response:
        """Set the day on which a milestone was reached."""
        version, data = self.expected_version(), self.parse(ReachIn)
        mark_milestone_reached(
            actor=self.actor, group_id=group_id, milestone_id=milestone_id, expected_version=version, **data
        )
        return self.answer_readiness(group_id)


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
