"""/groups/in-care, /groups/{id}/sight: who sees a group, for the data protection officer of its territory."""

from __future__ import annotations

from typing import TypedDict
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from groups.access import api
from groups.access.access_log import SIGHT
from groups.access.person_access import GroupSightAction, GroupSightPolicy
from groups.authority.territorial import Reach
from groups.common import presenters as common_presenters, schemas as common_schemas
from groups.common.collation import holding_words
from groups.initiative_groups.models import InitiativeGroup
from groups.initiative_groups.policies import GroupPolicy
from groups.offices.models import OfficeKind
from viche.kernel.api import (
    Endpoint,
    NameAsked,
    answer,
    keyset_page,
    page_of,
    shape,
    snapshot,
)
from viche.kernel.errors import Forbidden
from viche.kernel.policy import load
from viche.kernel.reads import Read, Way, note_reads


class GroupSight(TypedDict):
    """Who sees a group, or saw it, by name."""

    group: common_schemas.GroupRef
    items: list[api.PersonAccess]


class GroupsInCare(Endpoint):
    actions = {"GET": GroupSightAction.READ}
    asks = NameAsked

    @extend_schema(parameters=[NameAsked], responses=page_of(common_schemas.GroupRef))
    def get(self, request: Request) -> Response:
        """The groups of which the officer may look up who sees them, by name."""
        with snapshot():
            if not Reach.of(self.actor, OfficeKind.DATA_PROTECTION_OFFICER).prefixes:
                raise Forbidden
            rows = GroupSightPolicy().visible_to(self.actor).filter(holding_words("name", self.asked["q"]))
            return answer(keyset_page(request, rows, order=("name_key", "id"), present=_named))


class SightOfGroup(Endpoint):
    actions = {"GET": GroupSightAction.READ}
    asks = api.AccessAsked

    @extend_schema(parameters=[api.AccessAsked], responses=shape(GroupSight))
    def get(self, request: Request, group_id: UUID) -> Response:
        """Everybody who sees a group or saw it, with every reason why. Each of them sees that it was read."""
        with snapshot():
            group = load(GroupSightPolicy(), self.actor, group_id, GroupSightAction.READ)
            items = api.people_who_see(GroupPolicy(), group, when=self.asked["when"], shares=False)
        named = [one["person"]["id"] for one in items]
        note_reads(self.actor, [Read(SIGHT, pk, pk) for pk in named], Way.LIST)
        return answer({"group": common_presenters.group_ref(group), "items": items})


def _named(rows: list[InitiativeGroup]) -> list[common_schemas.GroupRef]:
    return [common_presenters.group_ref(row) for row in rows]
