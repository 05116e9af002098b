"""Action items over HTTP."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue.api.reads import note_ids as note_threads, note_listed as note_listed_threads
from dialogue.selectors import restricted_among
from tasks import selectors
from tasks.api import inputs, present, shapes
from tasks.api.reads import note_item, note_listed
from tasks.chain import Step, chain_of
from tasks.models import ActionItem
from tasks.policies import RegisterAction
from tasks.services import action_items, evidence, reminders, workflow
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

ORDER = {"due": ("due_on", "id"), "newest": ("-id",)}


def show_item(actor: Actor, action_id: UUID, status: int = 200) -> Response:
    """One item as it is now, with its version as ETag."""
    with snapshot():
        item, stance = selectors.get_item_for(actor, action_id)
        (shown,) = present.actions(stance, [item])
    note_item(actor, item)
    return answer(shown, status=status, version=item.version)


class ActionItems(Endpoint):
    """Every action item that the reader sees, across groups; a guest finds here what was shared with them."""

    actions = {"GET": SIGNED_IN}
    asks = inputs.ActionQuery

    @extend_schema(responses=shape(shapes.ActionOutPage))
    def get(self, request: Request) -> Response:
        """By due day, or the newest first."""
        query = self.asked
        owner = query.get("owner")
        wanted = selectors.ItemFilter(
            group_id=query.get("group"),
            thread_id=query.get("thread"),
            states=query.get("state"),
            owner_organisation_id=owner if isinstance(owner, UUID) else None,
            sector=query.get("sector"),
            overdue={"true": True, "false": False}.get(query.get("overdue", "")),
            mine=owner == "me",
            waiting="waiting" in query,
        )
        with snapshot():
            stance = Stance.of(self.actor)
            page = keyset_page(
                request,
                selectors.filtered(stance, wanted),
                order=ORDER[query["order"]],
                present=lambda rows: present.listed_actions(stance, rows),
            )
            hears = wanted.group_id is not None and stance.reads_register(wanted.group_id)
            seq = head(f"group:{wanted.group_id}") if hears else None
        note_listed(self.actor, page["items"])
        return answer({**page, "seq": seq})


class GroupActionItems(Endpoint):
    """The register of a group."""

    actions = {"POST": RegisterAction.MAKE}

    @extend_schema(request=inputs.MakeActionIn, responses={201: shape(shapes.ActionOut)})
    def post(self, request: Request, group_id: UUID) -> Response:
        """Propose an action item to its owner, of a message, of a thread or of nothing."""
        data = self.parse(inputs.MakeActionIn)
        item = action_items.make_action_item(actor=self.actor, group_id=group_id, **data)
        return show_item(self.actor, item.pk, status=201)


class ActionItemDetail(Endpoint):
    """One action item."""

    actions = {"GET": Action.READ, "PATCH": Action.EDIT}
    conditional = frozenset({"PATCH"})

    @extend_schema(responses=shape(shapes.ActionOut))
    def get(self, request: Request, action_id: UUID) -> Response:
        """An action item with what it wants of the reader and what they may do."""
        return show_item(self.actor, action_id)

    @extend_schema(request=inputs.EditActionIn, responses=shape(shapes.ActionOut))
    def patch(self, request: Request, action_id: UUID) -> Response:
        """Change what is named; the number and the first due day stay for ever."""
        changes: Any = self.parse(inputs.EditActionIn)
        reason = changes.pop("reason", "")
        action_items.edit_action_item(
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

    @extend_schema(request=inputs.MoveActionIn, responses=shape(shapes.ActionOut))
    def post(self, request: Request, action_id: UUID) -> Response:
        """Take the next step. Declining, blocking, returning and cancelling need a `reason`."""
        data = self.parse(inputs.MoveActionIn)
        workflow.move_action_item(
            actor=self.actor, action_id=action_id, expected_version=self.expected_version(), **data
        )
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


class ActionItemReminders(Endpoint):
    """Who is reminded of an action item, and when."""

    actions = {"GET": Action.READ, "POST": Action.REMIND}

    @extend_schema(responses=list_of(shapes.ReminderOut))
    def get(self, request: Request, action_id: UUID) -> Response:
        """By their time; those that have come are included."""
        item, stance = selectors.see_item(self.actor, action_id)
        note_item(self.actor, item)
        parts = stance.parts(item)
        rows = selectors.reminders_of(item)
        return answer({"items": [present.reminder(row, item, parts) for row in rows]})

    @extend_schema(request=inputs.SetReminderIn, responses={201: shape(shapes.ReminderOut)})
    def post(self, request: Request, action_id: UUID) -> Response:
        """Add one at a chosen moment."""
        data = self.parse(inputs.SetReminderIn)
        row = reminders.set_reminder(actor=self.actor, action_id=action_id, **data)
        parts = Stance.of(self.actor).parts_of(row.action)
        return answer(present.reminder(row, row.action, parts), status=201)


class ReminderDetail(Endpoint):
    """One reminder."""

    actions = {"DELETE": Action.REMIND}

    @extend_schema(responses={204: None})
    def delete(self, request: Request, reminder_id: UUID) -> Response:
        """Take back one that somebody set."""
        reminders.remove_reminder(actor=self.actor, reminder_id=reminder_id)
        return Response(status=204)


class ReminderAcknowledgement(Endpoint):
    """That somebody knows."""

    actions = {"PUT": Action.ACKNOWLEDGE}

    @extend_schema(request=None, responses=shape(shapes.ReminderOut))
    def put(self, request: Request, reminder_id: UUID) -> Response:
        """Stop a reminder: one of those it is for knows."""
        row = reminders.acknowledge_reminder(actor=self.actor, reminder_id=reminder_id)
        parts = Stance.of(self.actor).parts_of(row.action)
        return answer(present.reminder(row, row.action, parts))


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

    @extend_schema(responses=page_of(shapes.HistoryOut))
    def get(self, request: Request, action_id: UUID) -> Response:
        """The newest first."""
        item, _stance = selectors.see_item(self.actor, action_id)
        note_item(self.actor, item)
        rows = selectors.history_of(item)
        return answer(keyset_page(request, rows, order=("-id",), present=present.history))


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
        return answer(shown)
