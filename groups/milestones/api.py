"""Milestones of a group and the balance of its sectors, over HTTP."""

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
from groups.memberships.balance import LATELY, balance_of
from groups.milestones import presenters
from groups.milestones.selectors import readiness_of
from groups.milestones.services import MOST, Wanted, reach_milestone, set_milestones
from viche.kernel.api import (
    Endpoint,
    PlainText,
    StrictDate,
    StrictSerializer,
    StrictUuid,
    answer,
    shape,
    snapshot,
)
from viche.kernel.clock import now


class MilestoneIn(StrictSerializer):
    """One that stays (`id`; a `title` words it anew), a check by its name, or a new one by its `title`."""

    id = StrictUuid(required=False)
    check = PlainText(max_length=40, required=False)
    title = PlainText(max_length=NAME_LENGTH, required=False)
    title_en = PlainText(max_length=NAME_LENGTH, required=False, allow_blank=True)


class MilestonesIn(StrictSerializer):
    items = serializers.ListField(child=MilestoneIn(), max_length=MOST)


class ReachIn(StrictSerializer):
    """`reached_on` null: not reached (any more)."""

    reached_on = StrictDate(allow_null=True)
    note = PlainText(max_length=DOCUMENT_LENGTH, required=False, allow_blank=True, default="")


class ReadinessEndpoint(Endpoint):
    """Answers with all milestones of a group."""

    def readiness(self, group_id: UUID) -> Response:
        with snapshot():
            group = get_group_for(self.actor, group_id)
            allowed = GroupPolicy().allowed(self.actor, group)
            body = presenters.readiness(readiness_of(group.id), allowed, group.version)
            return answer(body, version=group.version)


class Readiness(ReadinessEndpoint):
    actions = {"GET": GroupAction.READ, "PUT": GroupAction.SET_MILESTONES}
    conditional = frozenset({"PUT"})

    @extend_schema(responses=shape(common_schemas.ReadinessOut))
    def get(self, request: Request, group_id: UUID) -> Response:
        """What the group wants to have reached, and what is; `checks` are those to choose from."""
        return self.readiness(group_id)

    @extend_schema(request=MilestonesIn, responses=shape(common_schemas.ReadinessOut))
    def put(self, request: Request, group_id: UUID) -> Response:
        """Choose the milestones and their order; those that are left out are forgotten."""
        version = self.expected_version()
        wanted = [_wanted(one) for one in self.parse(MilestonesIn)["items"]]
        set_milestones(actor=self.actor, group_id=group_id, wanted=wanted, expected_version=version)
        return self.readiness(group_id)


class ReadinessMilestone(ReadinessEndpoint):
    actions = {"PATCH": GroupAction.REACH_MILESTONE}
    conditional = frozenset({"PATCH"})

    @extend_schema(request=ReachIn, responses=shape(common_schemas.ReadinessOut))
    def patch(self, request: Request, group_id: UUID, milestone_id: UUID) -> Response:
        """Say when a milestone was reached."""
        version, data = self.expected_version(), self.parse(ReachIn)
        reach_milestone(
            actor=self.actor, group_id=group_id, milestone_id=milestone_id, expected_version=version, **data
        )
        return self.readiness(group_id)


class Balance(Endpoint):
    actions = {"GET": GroupAction.READ}

    @extend_schema(responses=shape(common_schemas.BalanceOut))
    def get(self, request: Request, group_id: UUID) -> Response:
        """Who is at the table, who is missing, and which sectors were not heard for two months."""
        with snapshot():
            group, since = get_group_for(self.actor, group_id), now() - LATELY
            return answer(presenters.balance(balance_of(group.id, since), since))


def _wanted(data: dict[str, Any]) -> Wanted:
    return Wanted(
        id=data.get("id"),
        check=data.get("check", ""),
        title_uk=data.get("title", ""),
        title_en=data.get("title_en", ""),
    )
