"""The checklist of an action item over HTTP."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from tasks.checklists import serializers, services
from tasks.items import presenters as items_presenters, schemas as items_schemas, selectors as items_selectors
from tasks.items.access_log import log_item_access
from tasks.items.related import list_checklist
from tasks.items.workflow import Action
from viche.kernel.actor import Actor
from viche.kernel.api import Answer, Endpoint, Show, Write, answer, list_of


def show_checklist(actor: Actor, action_id: UUID) -> Answer[Any]:
    """Return the lines, with the version of their item as ETag."""
    item = items_selectors.get_readable_item_for(actor, action_id)
    shown = [items_presenters.show_checklist_line(row) for row in list_checklist(item)]
    return answer({"items": shown}, version=item.version, of=item)


LINES = list_of(items_schemas.ChecklistLineOut)


class ActionItemChecklist(Endpoint):
    """Checklist of an action item.

    GET: Return the lines in their order.

    PUT: Replace all lines. Requires the version of the item (If-Match).

    A line that is named by its `id` keeps its tick.
    """

    records = log_item_access

    get = Show(Action.READ, show_checklist, responses=LINES)

    put = Write(
        Action.EDIT,
        services.set_checklist,
        body=serializers.SetChecklistIn,
        shows=show_checklist,
        responses=LINES,
        versioned=True,
    )


class ChecklistTick(Endpoint):
    """Completion of one checklist line.

    PUT: Mark the line as done.

    Ticks need no version, so that two people can tick two lines at once.

    DELETE: Mark the line as not done.
    """

    put = Write(
        Action.TICK, partial(services.tick_line, done=True), shows=items_presenters.show_checklist_line
    )

    delete = Write(
        Action.TICK, partial(services.tick_line, done=False), shows=items_presenters.show_checklist_line
    )
