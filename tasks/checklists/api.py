"""The checklist of an action item over HTTP."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from tasks.checklists import serializers, services
from tasks.items import presenters as items_presenters, schemas as items_schemas, selectors as items_selectors
from tasks.items.access_log import log_item_access
from tasks.items.related import list_checklist
from tasks.items.workflow import Action
from viche.kernel.actor import Actor
from viche.kernel.api import Endpoint, answer, list_of, shape_of


def show_checklist(actor: Actor, action_id: UUID) -> Response:
    """Return the lines, with the version of their item as ETag."""
    item, _stance = items_selectors.get_bare_item_for(actor, action_id)
    log_item_access(actor, item)
    shown = [items_presenters.show_checklist_line(row) for row in list_checklist(item)]
    return answer({"items": shown}, version=item.version)


class ActionItemChecklist(Endpoint):
    """Checklist of an action item."""

    actions = {"GET": Action.READ, "PUT": Action.EDIT}
    conditional = frozenset({"PUT"})

    @extend_schema(responses=list_of(items_schemas.ChecklistLineOut))
    def get(self, request: Request, action_id: UUID) -> Response:
        """Return the lines in their order."""
        return show_checklist(self.actor, action_id)

    @extend_schema(request=serializers.SetChecklistIn, responses=list_of(items_schemas.ChecklistLineOut))
    def put(self, request: Request, action_id: UUID) -> Response:
        """Replace all lines. Requires the version of the item (If-Match)."""
        data: Any = self.parse(serializers.SetChecklistIn)
        services.set_checklist(
            actor=self.actor, action_id=action_id, expected_version=self.expected_version(), **data
        )
        return show_checklist(self.actor, action_id)


class ChecklistTick(Endpoint):
    """Completion of one checklist line."""

    actions = {"PUT": Action.TICK, "DELETE": Action.TICK}

    @extend_schema(request=None, responses=shape_of(items_schemas.ChecklistLineOut))
    def put(self, request: Request, action_id: UUID, line_id: UUID) -> Response:
        """Mark the line as done."""
        return self._tick(action_id, line_id, done=True)

    @extend_schema(responses={200: shape_of(items_schemas.ChecklistLineOut)})
    def delete(self, request: Request, action_id: UUID, line_id: UUID) -> Response:
        """Mark the line as not done."""
        return self._tick(action_id, line_id, done=False)

    def _tick(self, action_id: UUID, line_id: UUID, *, done: bool) -> Response:
        line = services.tick_line(actor=self.actor, action_id=action_id, line_id=line_id, done=done)
        return answer(items_presenters.show_checklist_line(line))
