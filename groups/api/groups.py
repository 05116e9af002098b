"""Groups over HTTP."""

from __future__ import annotations

from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from groups.api import present, shapes
from groups.models import GroupState, InitiativeGroup
from groups.policies import GroupAction
from groups.selectors import (
    get_group_for,
    groups_for,
)
from viche.kernel.api import (
    Endpoint,
    StrictSerializer,
    answer,
    keyset_page,
    page_of,
    shape,
    snapshot,
)

BY_NAME = ("name_key", "id")


class GroupsQuery(StrictSerializer):
    territory = serializers.UUIDField(required=False)
    state = serializers.ChoiceField(GroupState.choices, required=False)


class Groups(Endpoint):
    actions = {"GET": GroupAction.READ}
    asks = GroupsQuery

    @extend_schema(responses=page_of(shapes.GroupOut))
    def get(self, request: Request) -> Response:
        """The groups that the reader may read, by name."""
        with snapshot():
            rows = groups_for(self.actor).filter(**self.asked)
            return answer(keyset_page(request, rows, order=BY_NAME, present=self._present))

    def _present(self, rows: list[InitiativeGroup]) -> list[shapes.GroupOut]:
        return present.groups(rows, self.actor)


class Group(Endpoint):
    actions = {"GET": GroupAction.READ}

    @extend_schema(responses=shape(shapes.GroupOut))
    def get(self, request: Request, group_id: UUID) -> Response:
        """One group, with the `seq` of its topic at the same moment."""
        with snapshot():
            group = get_group_for(self.actor, group_id)
            return answer(present.groups([group], self.actor)[0], version=group.version)
