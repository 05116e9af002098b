"""Action items over HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue.threads.access_log import note_ids as note_threads
from dialogue.threads.selectors import restricted_among
from dialogue.timeline.access_log import note_listed as note_listed_threads
from tasks.items import (
    filters,
    presenters as items_presenters,
    schemas as items_schemas,
    selectors as items_selectors,
    serializers as items_serializers,
)
from tasks.items.access import Stance
from tasks.items.access_log import note_item, note_listed
from tasks.items.api import ORDER, show_item, wanted_of
from tasks.items.models import ActionItem
from tasks.items.policies import RegisterAction
from tasks.items.workflow import Action
from tasks.lifecycle import serializers
from tasks.lifecycle.history import HistoryOut, history
from tasks.lifecycle.services import create, discussion, edit, help as helping, transition, watch
from tasks.provenance import presenters as provenance_presenters, schemas as provenance_schemas
from tasks.provenance.selectors import Step, chain_of
from viche.kernel.api import (
    SIGNED_IN,
    Endpoint,
    Nothing,
    answer,
    keyset_page,
    list_of,
    page_of,
    shape,
    snapshot,
)
from viche.kernel.events import head


class ActionItemHelp(Endpoint):
    """That the owner cannot go on alone."""

    actions = {"PUT": Action.ASK_HELP}

    @extend_schema(request=serializers.HelpIn, responses=shape(items_schemas.ActionPageOut))
    def put(self, request: Request, action_id: UUID) -> Response:
        """Say with what help is needed; asking anew replaces the words."""
        helping.ask_help(actor=self.actor, action_id=action_id, **self.parse(serializers.HelpIn))
        return show_item(self.actor, action_id)


class ActionItemHelpAnswer(Endpoint):
    """What who leads the group says to that."""

    actions = {"PUT": Action.ANSWER_HELP}
    conditional = frozenset({"PUT"})

    @extend_schema(request=serializers.HelpIn, responses=shape(items_schemas.ActionPageOut))
    def put(self, request: Request, action_id: UUID) -> Response:
        """The one who asked is told the words. `If-Match` is the version of the item."""
        helping.answer_help(
            actor=self.actor,
            action_id=action_id,
            expected_version=self.expected_version(),
            **self.parse(serializers.HelpIn),
        )
        return show_item(self.actor, action_id)


class ActionItems(Endpoint):
    """Every action item that the reader sees, across groups; a guest finds here what was shared with them."""

    actions = {"GET": SIGNED_IN}
    scopes = {"GET": ("tasks:read",)}
    asks = items_serializers.ActionQuery

    @extend_schema(responses=shape(items_schemas.ActionOutPage))
    def get(self, request: Request) -> Response:
        """By due day, or the newest first."""
        query = self.asked
        wanted = wanted_of(query)
        with snapshot():
            stance = Stance.of(self.actor)
            page = keyset_page(
                request,
                filters.filtered(stance, wanted),
                order=ORDER[query["order"]],
                present=lambda rows: items_presenters.listed_actions(stance, rows),
            )
            hears = wanted.group_id is not None and stance.reads_register(wanted.group_id)
            seq = head(f"group:{wanted.group_id}") if hears else None
        note_listed(self.actor, page["items"])
        return answer({**page, "seq": seq})


class GroupActionItems(Endpoint):
    """The register of a group."""

    actions = {"POST": RegisterAction.MAKE}
    created = "action-items/{id}"

    @extend_schema(request=serializers.MakeActionIn, responses={201: shape(items_schemas.ActionPageOut)})
    def post(self, request: Request, group_id: UUID) -> Response:
        """Propose an action item to its owner, of a message, of a thread or of nothing."""
        data = self.parse(serializers.MakeActionIn)
        item = create.make_action_item(actor=self.actor, group_id=group_id, **data)
        return show_item(self.actor, item.pk, status=201)


class ActionItemDetail(Endpoint):
    """One action item."""

    actions = {"GET": Action.READ, "PATCH": Action.EDIT}
    conditional = frozenset({"PATCH"})

    @extend_schema(responses=shape(items_schemas.ActionPageOut))
    def get(self, request: Request, action_id: UUID) -> Response:
        """An action item with what it wants of the reader and what they may do."""
        return show_item(self.actor, action_id)

    @extend_schema(request=serializers.EditActionIn, responses=shape(items_schemas.ActionPageOut))
    def patch(self, request: Request, action_id: UUID) -> Response:
        """Change what is named; the number and the first due day stay for ever."""
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
    """The steps of an action item. Each step has its own right; `allowed` names those that are open."""

    actions = {"POST": Action.READ}
    scopes = {"POST": ("tasks:read", "tasks:write")}
    conditional = frozenset({"POST"})

    @extend_schema(request=serializers.MoveActionIn, responses=shape(items_schemas.ActionPageOut))
    def post(self, request: Request, action_id: UUID) -> Response:
        """Take the next step. Declining, blocking, returning and cancelling need a `reason`."""
        data = self.parse(serializers.MoveActionIn)
        transition.move_action_item(
            actor=self.actor, action_id=action_id, expected_version=self.expected_version(), **data
        )
        return show_item(self.actor, action_id)


class ActionItemWatch(Endpoint):
    """That the reader follows it."""

    actions = {"PUT": Action.WATCH, "DELETE": Action.WATCH}

    @extend_schema(request=None, responses={204: None})
    def put(self, request: Request, action_id: UUID) -> Response:
        """Be told of its steps, while the reader sees it."""
        watch.watch_item(actor=self.actor, action_id=action_id, watching=True)
        return Response(status=204)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, action_id: UUID) -> Response:
        """Not any more."""
        watch.watch_item(actor=self.actor, action_id=action_id, watching=False)
        return Response(status=204)


class ActionItemDiscussion(Endpoint):
    """Talk about it."""

    actions = {"POST": Action.DISCUSS}

    @extend_schema(request=None, responses={200: shape(items_schemas.ActionPageOut)})
    def post(self, request: Request, action_id: UUID) -> Response:
        """Open its thread, once: whoever comes later finds the same one."""
        discussion.open_discussion(actor=self.actor, action_id=action_id)
        return show_item(self.actor, action_id)


class ActionItemChain(Endpoint):
    """Why it is done, and how everybody knows."""

    actions = {"GET": Action.READ}

    @extend_schema(responses=list_of(provenance_schemas.ChainStep))
    def get(self, request: Request, action_id: UUID) -> Response:
        """From the first cause to the verification; what the reader may not see has no title."""
        item, _stance = items_selectors.see_item(self.actor, action_id)
        steps = chain_of(self.actor, item)
        note_item(self.actor, item)
        note_threads(self.actor, _restricted_threads(item, steps))
        return answer({"items": [provenance_presenters.step(one) for one in steps]})


def _restricted_threads(item: ActionItem, steps: Sequence[Step]) -> list[UUID]:
    """Those that a chain shows: mostly the one that the item came from, which is at hand."""
    shown = {one.id for one in steps if one.kind == "thread" and one.id is not None}
    own = [item.thread.pk] if item.thread is not None and item.thread.is_restricted else []
    return [pk for pk in own if pk in shown] + restricted_among(shown - {item.thread_id})


class ActionItemHistory(Endpoint):
    """What happened, step by step."""

    actions = {"GET": Action.READ}
    asks = Nothing

    @extend_schema(responses=page_of(HistoryOut))
    def get(self, request: Request, action_id: UUID) -> Response:
        """The newest first."""
        item, _stance = items_selectors.see_item(self.actor, action_id)
        note_item(self.actor, item)
        rows = items_selectors.history_of(item)
        return answer(keyset_page(request, rows, order=("-id",), present=history))


class Today(Endpoint):
    """The reader's day, across groups."""

    actions = {"GET": SIGNED_IN}
    scopes = {"GET": ("tasks:read", "dialogue:read")}

    @extend_schema(responses=shape(items_schemas.TodayOut))
    def get(self, request: Request) -> Response:
        """What waits for the reader, what is unread, own open items and the counts of all."""
        with snapshot():
            shown = items_presenters.today(items_selectors.today(self.actor))
        note_listed(self.actor, [*(one["action"] for one in shown["waiting"]), *shown["mine"]])
        note_listed_threads(self.actor, shown["unread"])
        restricted = [one for one in shown["to_acknowledge"] if one["visibility"] == "restricted"]
        note_threads(self.actor, {one["thread_id"] for one in restricted})
        return answer(shown)
