"""Action items over HTTP."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue.api.reads import note_ids as note_threads, note_listed as note_listed_threads
from dialogue.selectors import restricted_among
from tasks import filters, selectors
from tasks.api import inputs, present, shapes
from tasks.api.histories import HistoryOut, history
from tasks.api.reads import note_item, note_listed, note_related
from tasks.beside import replaced
from tasks.chain import Step, chain_of
from tasks.models import ActionItem
from tasks.policies import RegisterAction
from tasks.services import discussions, editing, evidence, making, watching, workflow
from tasks.spans import Spans
from tasks.stance import Stance
from tasks.workflow import Action
from viche.files.selectors import own_file
from viche.kernel.actor import Actor
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

SPANS = [one.name for one in fields(Spans)]
ORDER = {"due": ("due_on", "id"), "newest": ("-id",)}


def show_item(actor: Actor, action_id: UUID, status: int = 200) -> Response:
    """One item as it is now, with its version as ETag."""
    with snapshot():
        item, stance = selectors.get_item_for(actor, action_id)
        others = replaced(stance, item)
        shown = present.action_page(stance, item, others)
    note_item(actor, item)
    note_related(actor, others.shown())
    return answer(shown, status=status, version=item.version)


class ActionItems(Endpoint):
    """Every action item that the reader sees, across groups; a guest finds here what was shared with them."""

    actions = {"GET": SIGNED_IN}
    asks = inputs.ActionQuery

    @extend_schema(responses=shape(shapes.ActionOutPage))
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
                present=lambda rows: present.listed_actions(stance, rows),
            )
            hears = wanted.group_id is not None and stance.reads_register(wanted.group_id)
            seq = head(f"group:{wanted.group_id}") if hears else None
        note_listed(self.actor, page["items"])
        return answer({**page, "seq": seq})


def wanted_of(query: Mapping[str, Any]) -> filters.ItemFilter:
    """What a request asks a list for."""
    owner, verifier = query.get("owner"), query.get("verifier")
    return filters.ItemFilter(
        group_id=query.get("group"),
        thread_id=query.get("thread"),
        discussion_id=query.get("discussion"),
        states=query.get("state"),
        owner_organisation_id=owner if isinstance(owner, UUID) else None,
        outside_body_id=query.get("outside_body"),
        coowner_id=query.get("coowner"),
        sector=query.get("sector"),
        overdue={"true": True, "false": False}.get(query.get("overdue", "")),
        overdue_at_first=query.get("overdue") == "at_first",
        mine=owner == "me",
        waiting="waiting" in query,
        verifier_organisation_id=verifier if isinstance(verifier, UUID) else None,
        to_verify=verifier == "me",
        proposed="created_by" in query,
        watching="watching" in query,
        priority=query.get("priority"),
        target_group=query.get("target_group"),
        tag=query.get("tag"),
        due_from=query.get("due_from"),
        due_to=query.get("due_to"),
        spans=Spans(**{name: query[name] for name in SPANS if name in query}),
        words=query.get("q"),
    )


class GroupActionItems(Endpoint):
    """The register of a group."""

    actions = {"POST": RegisterAction.MAKE}

    @extend_schema(request=inputs.MakeActionIn, responses={201: shape(shapes.ActionPageOut)})
    def post(self, request: Request, group_id: UUID) -> Response:
        """Propose an action item to its owner, of a message, of a thread or of nothing."""
        data = self.parse(inputs.MakeActionIn)
        item = making.make_action_item(actor=self.actor, group_id=group_id, **data)
        return show_item(self.actor, item.pk, status=201)


class ActionItemDetail(Endpoint):
    """One action item."""

    actions = {"GET": Action.READ, "PATCH": Action.EDIT}
    conditional = frozenset({"PATCH"})

    @extend_schema(responses=shape(shapes.ActionPageOut))
    def get(self, request: Request, action_id: UUID) -> Response:
        """An action item with what it wants of the reader and what they may do."""
        return show_item(self.actor, action_id)

    @extend_schema(request=inputs.EditActionIn, responses=shape(shapes.ActionPageOut))
    def patch(self, request: Request, action_id: UUID) -> Response:
        """Change what is named; the number and the first due day stay for ever."""
        changes: Any = self.parse(inputs.EditActionIn)
        reason = changes.pop("reason", "")
        editing.edit_action_item(
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
    conditional = frozenset({"POST"})

    @extend_schema(request=inputs.MoveActionIn, responses=shape(shapes.ActionPageOut))
    def post(self, request: Request, action_id: UUID) -> Response:
        """Take the next step. Declining, blocking, returning and cancelling need a `reason`."""
        data = self.parse(inputs.MoveActionIn)
        workflow.move_action_item(
            actor=self.actor, action_id=action_id, expected_version=self.expected_version(), **data
        )
        return show_item(self.actor, action_id)


class ActionItemWatch(Endpoint):
    """That the reader follows it."""

    actions = {"PUT": Action.WATCH, "DELETE": Action.WATCH}

    @extend_schema(request=None, responses={204: None})
    def put(self, request: Request, action_id: UUID) -> Response:
        """Be told of its steps, while the reader sees it."""
        watching.watch_item(actor=self.actor, action_id=action_id, watching=True)
        return Response(status=204)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, action_id: UUID) -> Response:
        """Not any more."""
        watching.watch_item(actor=self.actor, action_id=action_id, watching=False)
        return Response(status=204)


class ActionItemDiscussion(Endpoint):
    """Talk about it."""

    actions = {"POST": Action.DISCUSS}

    @extend_schema(request=None, responses={200: shape(shapes.ActionPageOut)})
    def post(self, request: Request, action_id: UUID) -> Response:
        """Open its thread, once: whoever comes later finds the same one."""
        discussions.open_discussion(actor=self.actor, action_id=action_id)
        return show_item(self.actor, action_id)


class ActionItemEvidence(Endpoint):
    """How everybody can know that it was done."""

    actions = {"GET": Action.READ, "POST": Action.ADD_EVIDENCE}

    @extend_schema(responses=list_of(shapes.EvidenceOut))
    def get(self, request: Request, action_id: UUID) -> Response:
        """In the order in which it was added."""
        item, _stance = selectors.see_item(self.actor, action_id)
        note_item(self.actor, item)
        return answer({"items": present.evidence(selectors.evidence_of(item))})

    @extend_schema(request=inputs.AddEvidenceIn, responses={201: shape(shapes.EvidenceOut)})
    def post(self, request: Request, action_id: UUID) -> Response:
        """Add a piece. The item gets a new version: who verifies must have seen it."""
        data = self.parse(inputs.AddEvidenceIn)
        if data.get("file_id") is not None:
            own_file(self.actor, data["file_id"])
        added = evidence.add_evidence(actor=self.actor, action_id=action_id, **data)
        (shown,) = present.evidence(selectors.evidence_of(added.action).filter(pk=added.pk))
        return answer(shown, status=201)


class ActionItemChain(Endpoint):
    """Why it is done, and how everybody knows."""

    actions = {"GET": Action.READ}

    @extend_schema(responses=list_of(shapes.ChainStep))
    def get(self, request: Request, action_id: UUID) -> Response:
        """From the first cause to the verification; what the reader may not see has no title."""
        item, _stance = selectors.see_item(self.actor, action_id)
        steps = chain_of(self.actor, item)
        note_item(self.actor, item)
        note_threads(self.actor, _restricted_threads(item, steps))
        return answer({"items": [present.step(one) for one in steps]})


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
        item, _stance = selectors.see_item(self.actor, action_id)
        note_item(self.actor, item)
        rows = selectors.history_of(item)
        return answer(keyset_page(request, rows, order=("-id",), present=history))


class Today(Endpoint):
    """The reader's day, across groups."""

    actions = {"GET": SIGNED_IN}

    @extend_schema(responses=shape(shapes.TodayOut))
    def get(self, request: Request) -> Response:
        """What waits for the reader, what is unread, own open items and the counts of all."""
        with snapshot():
            shown = present.today(selectors.today(self.actor))
        note_listed(self.actor, [*(one["action"] for one in shown["waiting"]), *shown["mine"]])
        note_listed_threads(self.actor, shown["unread"])
        restricted = [one for one in shown["to_acknowledge"] if one["visibility"] == "restricted"]
        note_threads(self.actor, {one["thread_id"] for one in restricted})
        return answer(shown)
