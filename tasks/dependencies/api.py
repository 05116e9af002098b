"""Relations between action items over HTTP."""

from __future__ import annotations

from typing import cast
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from groups.common import presenters as groups
from tasks.dependencies import schemas, serializers, services
from tasks.dependencies.models import Dependency
from tasks.dependencies.selectors import Relations, list_readable_dependencies, relations_of
from tasks.items import schemas as items_schemas, selectors as items_selectors
from tasks.items.access import ActorItemAccess
from tasks.items.access_log import log_item_page
from tasks.items.models import ActionItem
from tasks.items.policies import list_allowed_actions
from tasks.items.workflow import Action
from viche.kernel.actor import Actor
from viche.kernel.api import (
    SIGNED_IN,
    Answer,
    Endpoint,
    Show,
    Write,
    answer,
    page_of,
    paginate,
    read_snapshot,
)
from viche.kernel.text import bilingual_of


def show_relations(actor: Actor, action_id: UUID) -> Answer[schemas.RelationsOut]:
    """Return the related items that the reader may read."""
    with read_snapshot():
        item, stance = items_selectors.get_bare_item_for(actor, action_id)
        found = relations_of(stance, item)
    open_now = list_allowed_actions(actor, item, stance.parts(item))
    shown = _show_relations(item, found, open_now)
    return answer(shown, version=item.version, of=(item, found.everything()))


def _show_related(item: ActionItem) -> schemas.RelationOut:
    return {
        "id": item.id,
        "number": item.number,
        "year": item.year,
        "title": bilingual_of(item, "title"),
        "state": cast("items_schemas.StateName", item.state),
        "due_on": item.due_on,
        "overdue": item.is_overdue(),
        "owner": groups.show_organisation(item.owned_by),
        "audience": cast("items_schemas.AudienceName", item.audience),
    }


def _show_relations(item: ActionItem, found: Relations, open_now: list[str]) -> schemas.RelationsOut:
    return {
        "parent": _show_optional(found.parent),
        "parts": [_show_related(one) for one in found.parts],
        "blocked_by": [_show_related(one) for one in found.blocked_by],
        "blocks": [_show_related(one) for one in found.blocks],
        "previous": _show_optional(found.previous),
        "following": _show_optional(found.following),
        "version": item.version,
        "allowed": ["relate"] if "relate" in open_now else [],
    }


def _show_optional(item: ActionItem | None) -> schemas.RelationOut | None:
    return _show_related(item) if item is not None else None


class ActionItemRelations(Endpoint):
    """Parent, parts, blockers and dependents of an action item.

    GET: Return the related items that the reader may read, in the order of their due day.

    Of what the item is a part, its parts, what it waits for and what waits for it.
    """

    records = log_item_page

    get = Show(Action.READ, show_relations)


class Dependencies(Endpoint):
    """Dependencies between the action items that the reader may read."""

    actions = {"GET": SIGNED_IN}
    scopes = {"GET": ("tasks:read",)}
    asks = serializers.DependencyQuery

    @extend_schema(responses=page_of(schemas.DependencyOut))
    def get(self, request: Request) -> Response:
        """Return the dependencies in the order in which they were added.

        Pairs of `action` and `blocked_by` of a `group`, of which the reader sees both.
        """
        found = list_readable_dependencies(ActorItemAccess.of(self.actor), self.asked.get("group"))
        return answer(paginate(request, found, order=("id",), present=_show_edges))


def _show_edges(rows: list[Dependency]) -> list[schemas.DependencyOut]:
    return [{"action": row.action_id, "blocked_by": row.blocked_by_id} for row in rows]


class ActionItemBlockers(Endpoint):
    """Blockers of an action item.

    POST: Make the item wait for another item of its register.

    409 `circle` when that would close a dependency cycle.
    """

    records = log_item_page

    created = "action-items/{action_id}/relations"

    post = Write(
        Action.RELATE, services.add_blocker, body=serializers.BlockerIn, shows=show_relations, status=201
    )


class ActionItemBlocker(Endpoint):
    """One blocker of an action item.

    DELETE: Remove the blocker.
    """

    delete = Write(Action.RELATE, services.remove_blocker)


class ActionItemParent(Endpoint):
    """Parent of an action item.

    PUT: Make the item a part of another item of its group, or of none.

    409 `circle` when two items would wait for each other, along however many steps.
    """

    records = log_item_page

    put = Write(
        Action.RELATE, services.set_parent, body=serializers.ParentIn, shows=show_relations, versioned=True
    )
