"""How action items hang together, over HTTP."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from groups.common import presenters as groups
from tasks.dependencies import schemas, serializers, services
from tasks.dependencies.models import Dependency
from tasks.dependencies.selectors import Relations, dependencies_seen, relations_of
from tasks.items import schemas as items_schemas, selectors as items_selectors
from tasks.items.access import Stance
from tasks.items.access_log import note_item, note_related
from tasks.items.models import ActionItem
from tasks.items.policies import allowed
from tasks.items.workflow import Action
from viche.kernel.actor import Actor
from viche.kernel.api import SIGNED_IN, Endpoint, answer, keyset_page, page_of, shape, snapshot
from viche.kernel.text import both


def show_relations(actor: Actor, action_id: UUID, status: int = 200) -> Response:
    """What hangs together with an item, as far as the reader sees it."""
    with snapshot():
        item, stance = items_selectors.see_item(actor, action_id)
        found = relations_of(stance, item)
    note_item(actor, item)
    note_related(actor, found.everything())
    open_now = allowed(actor, item, stance.parts(item))
    return answer(_shown(item, found, open_now), status=status, version=item.version)


def _related(item: ActionItem) -> schemas.RelationOut:
    return {
        "id": item.id,
        "number": item.number,
        "year": item.year,
        "title": both(item, "title"),
        "state": cast("items_schemas.StateName", item.state),
        "due_on": item.due_on,
        "overdue": item.is_overdue(),
        "owner": groups.organisation(item.owned_by),
        "audience": cast("items_schemas.AudienceName", item.audience),
    }


def _shown(item: ActionItem, found: Relations, open_now: list[str]) -> schemas.RelationsOut:
    return {
        "parent": _one(found.parent),
        "parts": [_related(one) for one in found.parts],
        "blocked_by": [_related(one) for one in found.blocked_by],
        "blocks": [_related(one) for one in found.blocks],
        "previous": _one(found.previous),
        "following": _one(found.following),
        "version": item.version,
        "allowed": [one for one in open_now if one == "relate"],
    }


def _one(item: ActionItem | None) -> schemas.RelationOut | None:
    return _related(item) if item is not None else None


class ActionItemRelations(Endpoint):
    """Of what an item is a part, what its parts are, for what it waits and what waits for it."""

    actions = {"GET": Action.READ}

    @extend_schema(responses=shape(schemas.RelationsOut))
    def get(self, request: Request, action_id: UUID) -> Response:
        """Those that the reader sees, by their due day."""
        return show_relations(self.actor, action_id)


class Dependencies(Endpoint):
    """What waits for what, among the action items that the reader sees."""

    actions = {"GET": SIGNED_IN}
    scopes = {"GET": ("tasks:read",)}
    asks = serializers.DependencyQuery

    @extend_schema(responses=page_of(schemas.DependencyOut))
    def get(self, request: Request) -> Response:
        """In the order in which they were joined."""
        found = dependencies_seen(Stance.of(self.actor), self.asked.get("group"))
        return answer(keyset_page(request, found, order=("id",), present=_edges))


def _edges(rows: list[Dependency]) -> list[schemas.DependencyOut]:
    return [{"action": row.action_id, "blocked_by": row.blocked_by_id} for row in rows]


class ActionItemBlockers(Endpoint):
    """For what an item waits."""

    actions = {"POST": Action.RELATE}
    created = "action-items/{action_id}/relations"

    @extend_schema(request=serializers.BlockerIn, responses={201: shape(schemas.RelationsOut)})
    def post(self, request: Request, action_id: UUID) -> Response:
        """Let it wait for another item of its register; 409 `circle` where that one waits for it."""
        services.add_blocker(actor=self.actor, action_id=action_id, **self.parse(serializers.BlockerIn))
        return show_relations(self.actor, action_id, status=201)


class ActionItemBlocker(Endpoint):
    """One item for which it waits."""

    actions = {"DELETE": Action.RELATE}

    @extend_schema(responses={204: None})
    def delete(self, request: Request, action_id: UUID, blocker_id: UUID) -> Response:
        """Wait for it no longer."""
        services.remove_blocker(actor=self.actor, action_id=action_id, blocker_id=blocker_id)
        return answer(None, status=204)


class ActionItemParent(Endpoint):
    """Of what an item is a part."""

    actions = {"PUT": Action.RELATE}
    conditional = frozenset({"PUT"})

    @extend_schema(request=serializers.ParentIn, responses=shape(schemas.RelationsOut))
    def put(self, request: Request, action_id: UUID) -> Response:
        """Make it a part of another item of its group, or of none."""
        version, wanted = self.expected_version(), self.parse(serializers.ParentIn)
        services.set_parent(actor=self.actor, action_id=action_id, expected_version=version, **wanted)
        return show_relations(self.actor, action_id)
