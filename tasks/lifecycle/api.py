"""Action items over HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue.threads.access_log import log_thread_reads as note_threads
from dialogue.threads.selectors import filter_restricted_ids_unscoped
from dialogue.timeline.access_log import log_listed_threads as note_listed_threads
from tasks.items import (
    filters,
    presenters as items_presenters,
    schemas as items_schemas,
    selectors as items_selectors,
    serializers as items_serializers,
)
from tasks.items.access import ActorItemAccess
from tasks.items.access_log import log_item_access, log_list_access
from tasks.items.api import ORDERINGS, parse_item_filter, show_item
from tasks.items.models import ActionItem
from tasks.items.policies import RegisterAction
from tasks.items.workflow import Action
from tasks.lifecycle import serializers
from tasks.lifecycle.history import HistoryOut, show_history
from tasks.lifecycle.services import create, discussion, edit, help as helping, transition, watch
from tasks.provenance import presenters as provenance_presenters, schemas as provenance_schemas
from tasks.provenance.selectors import ProvenanceStep, build_chain
from viche.kernel.api import (
    SIGNED_IN,
    Endpoint,
    Nothing,
    answer,
    list_of,
    page_of,
    paginate,
    read_snapshot,
    shape_of,
)
from viche.kernel.events import get_head


class ActionItemHelp(Endpoint):
    """Request of the owner for help."""

    actions = {"PUT": Action.ASK_HELP}

    @extend_schema(request=serializers.HelpIn, responses=shape_of(items_schemas.ActionPageOut))
    def put(self, request: Request, action_id: UUID) -> Response:
        """Ask for help; a new text replaces the earlier one."""
        helping.ask_help(actor=self.actor, action_id=action_id, **self.parse(serializers.HelpIn))
        return show_item(self.actor, action_id)


class ActionItemHelpAnswer(Endpoint):
    """Answer to the owner's request for help."""

    actions = {"PUT": Action.ANSWER_HELP}
    conditional = frozenset({"PUT"})

    @extend_schema(request=serializers.HelpIn, responses=shape_of(items_schemas.ActionPageOut))
    def put(self, request: Request, action_id: UUID) -> Response:
        """Answer; the person who asked is notified. `If-Match` is the version of the item."""
        helping.answer_help(
            actor=self.actor,
            action_id=action_id,
            expected_version=self.expected_version(),
            **self.parse(serializers.HelpIn),
        )
        return show_item(self.actor, action_id)


class ActionItems(Endpoint):
    """Action items that the reader may read, across groups; for a guest, those shared with them."""

    actions = {"GET": SIGNED_IN}
    scopes = {"GET": ("tasks:read",)}
    asks = items_serializers.ActionQuery

    @extend_schema(responses=shape_of(items_schemas.ActionOutPage))
    def get(self, request: Request) -> Response:
        """Return action items by due day, or the newest first."""
        query = self.asked
        wanted = parse_item_filter(query)
        with read_snapshot():
            stance = ActorItemAccess.of(self.actor)
            page = paginate(
                request,
                filters.list_filtered_items(stance, wanted),
                order=ORDERINGS[query["order"]],
                present=lambda rows: items_presenters.show_listed_actions(stance, rows),
            )
            hears = wanted.group_id is not None and stance.can_read_group(wanted.group_id)
            seq = get_head(f"group:{wanted.group_id}") if hears else None
        log_list_access(self.actor, page["items"])
        return answer({**page, "seq": seq})


class GroupActionItems(Endpoint):
    """Action items of a group."""

    actions = {"POST": RegisterAction.MAKE}
    created = "action-items/{id}"

    @extend_schema(request=serializers.MakeActionIn, responses={201: shape_of(items_schemas.ActionPageOut)})
    def post(self, request: Request, group_id: UUID) -> Response:
        """Propose an action item to its owner, from a message, from a thread, or without a source."""
        data = self.parse(serializers.MakeActionIn)
        item = create.make_action_item(actor=self.actor, group_id=group_id, **data)
        return show_item(self.actor, item.pk, status=201)


class ActionItemDetail(Endpoint):
    """One action item."""

    actions = {"GET": Action.READ, "PATCH": Action.EDIT}
    conditional = frozenset({"PATCH"})

    @extend_schema(responses=shape_of(items_schemas.ActionPageOut))
    def get(self, request: Request, action_id: UUID) -> Response:
        """Return an action item with the next step expected from the reader and the allowed actions."""
        return show_item(self.actor, action_id)

    @extend_schema(request=serializers.EditActionIn, responses=shape_of(items_schemas.ActionPageOut))
    def patch(self, request: Request, action_id: UUID) -> Response:
        """Change the given fields; the number and the original due day never change."""
        changes: Any = self.parse(serializers.EditActionIn)
        reason = changes.pop("reason", "")
        edit.edit_action_item(
            actor=self.actor,
            action_id=action_id,
            expected_version=self.expected_version(),
            changes=changes,
            reason=reason,
        )
        return show_item(self.actor, action_id)


class ActionItemTransitions(Endpoint):
    """Workflow steps of an action item.

    Each step has its own right; `allowed` lists the possible ones.
    """

    actions = {"POST": Action.READ}
    scopes = {"POST": ("tasks:read", "tasks:write")}
    conditional = frozenset({"POST"})

    @extend_schema(request=serializers.MoveActionIn, responses=shape_of(items_schemas.ActionPageOut))
    def post(self, request: Request, action_id: UUID) -> Response:
        """Take a step. Declining, blocking, returning and cancelling require a `reason`."""
        data = self.parse(serializers.MoveActionIn)
        transition.transition_action_item(
            actor=self.actor, action_id=action_id, expected_version=self.expected_version(), **data
        )
        return show_item(self.actor, action_id)


class ActionItemWatch(Endpoint):
    """Subscription of the reader to notifications about an item."""

    actions = {"PUT": Action.WATCH, "DELETE": Action.WATCH}

    @extend_schema(request=None, responses={204: None})
    def put(self, request: Request, action_id: UUID) -> Response:
        """Watch the item: be notified of its steps while the reader may read it."""
        watch.watch_item(actor=self.actor, action_id=action_id, watching=True)
        return Response(status=204)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, action_id: UUID) -> Response:
        """Stop watching the item."""
        watch.watch_item(actor=self.actor, action_id=action_id, watching=False)
        return Response(status=204)


class ActionItemDiscussion(Endpoint):
    """Discussion thread of an action item."""

    actions = {"POST": Action.DISCUSS}

    @extend_schema(request=None, responses={200: shape_of(items_schemas.ActionPageOut)})
    def post(self, request: Request, action_id: UUID) -> Response:
        """Open the discussion thread. Idempotent: an item has at most one."""
        discussion.open_discussion(actor=self.actor, action_id=action_id)
        return show_item(self.actor, action_id)


class ActionItemChain(Endpoint):
    """Provenance of an action item: why it is done, and how the result is known."""

    actions = {"GET": Action.READ}

    @extend_schema(responses=list_of(provenance_schemas.ChainStep))
    def get(self, request: Request, action_id: UUID) -> Response:
        """Return the steps from the first cause to the verification.

        Steps that the reader may not read have no title.
        """
        item, _stance = items_selectors.get_bare_item_for(self.actor, action_id)
        steps = build_chain(self.actor, item)
        log_item_access(self.actor, item)
        note_threads(self.actor, _restricted_threads(item, steps))
        return answer({"items": [provenance_presenters.show_step(one) for one in steps]})


def _restricted_threads(item: ActionItem, steps: Sequence[ProvenanceStep]) -> list[UUID]:
    """Return the ids of the restricted threads in a chain.

    Mostly the only one is the source thread, which is loaded already.
    """
    shown = {one.id for one in steps if one.kind == "thread" and one.id is not None}
    own = [item.thread.pk] if item.thread is not None and item.thread.is_restricted else []
    return [pk for pk in own if pk in shown] + filter_restricted_ids_unscoped(shown - {item.thread_id})


class ActionItemHistory(Endpoint):
    """History of an action item."""

    actions = {"GET": Action.READ}
    asks = Nothing

    @extend_schema(responses=page_of(HistoryOut))
    def get(self, request: Request, action_id: UUID) -> Response:
        """Return the events, the newest first."""
        item, _stance = items_selectors.get_bare_item_for(self.actor, action_id)
        log_item_access(self.actor, item)
        rows = items_selectors.list_history(item)
        return answer(paginate(request, rows, order=("-id",), present=show_history))


class Today(Endpoint):
    """Overview of the reader's day across groups."""

    actions = {"GET": SIGNED_IN}
    scopes = {"GET": ("tasks:read", "dialogue:read")}

    @extend_schema(responses=shape_of(items_schemas.TodayOut))
    def get(self, request: Request) -> Response:
        """Return expected steps, must-reads, unread threads, own open items, and counts."""
        with read_snapshot():
            shown = items_presenters.show_today(items_selectors.load_today(self.actor))
        log_list_access(self.actor, [*(one["action"] for one in shown["waiting"]), *shown["mine"]])
        note_listed_threads(self.actor, shown["unread"])
        restricted = [one for one in shown["to_acknowledge"] if one["visibility"] == "restricted"]
        note_threads(self.actor, {one["thread_id"] for one in restricted})
        return answer(shown)
