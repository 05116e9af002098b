"""/groups/in-care, /groups/{id}/sight: readers of a group, for the data protection officer."""

from __future__ import annotations

from typing import TypedDict
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from groups.access import api
from groups.access.access_log import PERSON_ACCESS
from groups.access.person_access import GroupAccessAction, GroupAccessPolicy
from groups.authority.territorial import TerritorialScope
from groups.common import presenters as common_presenters, schemas as common_schemas
from groups.common.collation import contains_words_q
from groups.initiative_groups.models import InitiativeGroup
from groups.initiative_groups.policies import GroupPolicy
from groups.offices.models import OfficeKind
from viche.kernel.access_log import Read, log_each
from viche.kernel.api import (
    Endpoint,
    NameAsked,
    answer,
    page_of,
    paginate,
    read_snapshot,
    shape_of,
)
from viche.kernel.errors import Forbidden
from viche.kernel.policy import load


class GroupSight(TypedDict):
    """Current or former readers of a group, by name."""

    group: common_schemas.GroupRef
    items: list[api.PersonAccess]


class GroupsInCare(Endpoint):
    actions = {"GET": GroupAccessAction.READ}
    asks = NameAsked

    @extend_schema(parameters=[NameAsked], responses=page_of(common_schemas.GroupRef))
    def get(self, request: Request) -> Response:
        """List the groups whose readers the data protection officer may look up, by name."""
        with read_snapshot():
            if not TerritorialScope.of(self.actor, OfficeKind.DATA_PROTECTION_OFFICER).prefixes:
                raise Forbidden
            rows = (
                GroupAccessPolicy()
                .visible_to(self.actor)
                .filter(contains_words_q("name", self.asked["words"]))
            )
            return answer(paginate(request, rows, order=("name_key", "id"), present=_show_groups))


class SightOfGroup(Endpoint):
    records = log_each(lambda one: Read(PERSON_ACCESS, one["person"]["id"], one["person"]["id"]))
    actions = {"GET": GroupAccessAction.READ}
    asks = api.AccessAsked

    @extend_schema(parameters=[api.AccessAsked], responses=shape_of(GroupSight))
    def get(self, request: Request, group_id: UUID) -> Response:
        """List current or former readers of a group with every reason.

        Each of them can see this lookup.
        """
        with read_snapshot():
            group = load(GroupAccessPolicy(), self.actor, group_id, GroupAccessAction.READ)
            items = api.list_people_with_access(GroupPolicy(), group, when=self.asked["when"], shares=False)
        return answer({"group": common_presenters.show_group_ref(group), "items": items})


def _show_groups(rows: list[InitiativeGroup]) -> list[common_schemas.GroupRef]:
    return [common_presenters.show_group_ref(row) for row in rows]
