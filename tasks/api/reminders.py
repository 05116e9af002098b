"""Reminders over HTTP: those of an action item, the reader's own, the rules by which they come, and help."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from tasks import selectors
from tasks.api import inputs, present, shapes
from tasks.api.reads import note_item
from tasks.api.views import show_item
from tasks.planning import Step, ladder_with_owner
from tasks.policies import ActionItemPolicy, RegisterAction, RegisterPolicy
from tasks.services import help as helping, ladders, own_reminders, reminders
from tasks.stance import Stance
from tasks.workflow import Action
from viche.kernel.api import Endpoint, answer, list_of, shape, snapshot
from viche.kernel.policy import load


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


class ReminderSnooze(Endpoint):
    """That somebody wants to hear of it later."""

    actions = {"POST": Action.REMIND_ME}

    @extend_schema(request=inputs.SnoozeIn, responses={201: shape(shapes.OwnReminderOut)})
    def post(self, request: Request, reminder_id: UUID) -> Response:
        """Put it off for the reader alone: until then no planned one of this item comes to them."""
        data = self.parse(inputs.SnoozeIn)
        row = own_reminders.snooze_reminder(actor=self.actor, reminder_id=reminder_id, **data)
        return answer(present.own_reminder(row), status=201)


class OwnReminders(Endpoint):
    """What the reader alone is reminded of."""

    actions = {"GET": Action.READ, "POST": Action.REMIND_ME}

    @extend_schema(responses=list_of(shapes.OwnReminderOut))
    def get(self, request: Request, action_id: UUID) -> Response:
        """By their time; those that have come are included."""
        item, _stance = selectors.see_item(self.actor, action_id)
        note_item(self.actor, item)
        rows = selectors.own_reminders_of(self.actor, item)
        return answer({"items": [present.own_reminder(row) for row in rows]})

    @extend_schema(request=inputs.SetOwnReminderIn, responses={201: shape(shapes.OwnReminderOut)})
    def post(self, request: Request, action_id: UUID) -> Response:
        """Add one at a chosen moment."""
        data = self.parse(inputs.SetOwnReminderIn)
        row = own_reminders.set_own_reminder(actor=self.actor, action_id=action_id, **data)
        return answer(present.own_reminder(row), status=201)


class OwnReminderDetail(Endpoint):
    """One of the reader's own."""

    actions = {"DELETE": Action.REMIND_ME}

    @extend_schema(responses={204: None})
    def delete(self, request: Request, own_reminder_id: UUID) -> Response:
        """Take it back."""
        own_reminders.remove_own_reminder(actor=self.actor, reminder_id=own_reminder_id)
        return Response(status=204)


class GroupLadder(Endpoint):
    """By which rules the owners of a group's action items, and others, are reminded."""

    actions = {"GET": RegisterAction.READ, "PUT": RegisterAction.SET_LADDER}
    conditional = frozenset({"PUT"})

    @extend_schema(responses=shape(shapes.LadderOut))
    def get(self, request: Request, group_id: UUID) -> Response:
        """Everybody who reads the register may know them."""
        with snapshot():
            group = load(RegisterPolicy(), self.actor, group_id, RegisterAction.READ)
            of, steps, version = ladder_with_owner(None, group.pk)
        may_set = RegisterPolicy().can(self.actor, RegisterAction.SET_LADDER, group)
        return answer(present.ladder(of, steps, version, may_set=may_set), version=version)

    @extend_schema(request=inputs.SetLadderIn, responses=shape(shapes.LadderOut))
    def put(self, request: Request, group_id: UUID) -> Response:
        """Other rules, for all open items without their own. `If-Match: "0"` where the group has none yet."""
        ladders.set_group_ladder(
            actor=self.actor,
            group_id=group_id,
            steps=_steps(self.parse(inputs.SetLadderIn)),
            expected_version=self.expected_version(),
        )
        return self.get(request, group_id)


class ItemLadder(Endpoint):
    """By which rules people are reminded of one action item."""

    actions = {"GET": Action.READ, "PUT": Action.SET_LADDER, "DELETE": Action.SET_LADDER}
    conditional = frozenset({"PUT", "DELETE"})

    @extend_schema(responses=shape(shapes.LadderOut))
    def get(self, request: Request, action_id: UUID) -> Response:
        """Its own, else those of its group, else the usual ones."""
        with snapshot():
            item, _stance = selectors.see_item(self.actor, action_id)
            of, steps, version = ladder_with_owner(item.pk, item.group_id)
        note_item(self.actor, item)
        own = version if of == "item" else 0
        may_set = ActionItemPolicy().can(self.actor, Action.SET_LADDER, item)
        return answer(present.ladder(of, steps, own, may_set=may_set), version=own)

    @extend_schema(request=inputs.SetLadderIn, responses=shape(shapes.LadderOut))
    def put(self, request: Request, action_id: UUID) -> Response:
        """Rules of its own. `If-Match: "0"` where it has none yet."""
        ladders.set_item_ladder(
            actor=self.actor,
            action_id=action_id,
            steps=_steps(self.parse(inputs.SetLadderIn)),
            expected_version=self.expected_version(),
        )
        return self.get(request, action_id)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, action_id: UUID) -> Response:
        """The rules of its group again. `If-Match` is the version of its own."""
        ladders.follow_group_ladder(
            actor=self.actor, action_id=action_id, expected_version=self.expected_version()
        )
        return Response(status=204)


def _steps(data: dict[str, Any]) -> list[Step]:
    return [Step(**one) for one in data["steps"]]


class ActionItemHelp(Endpoint):
    """That the owner cannot go on alone."""

    actions = {"PUT": Action.ASK_HELP}

    @extend_schema(request=inputs.HelpIn, responses=shape(shapes.ActionPageOut))
    def put(self, request: Request, action_id: UUID) -> Response:
        """Say with what help is needed; asking anew replaces the words."""
        helping.ask_help(actor=self.actor, action_id=action_id, **self.parse(inputs.HelpIn))
        return show_item(self.actor, action_id)


class ActionItemHelpAnswer(Endpoint):
    """What who leads the group says to that."""

    actions = {"PUT": Action.ANSWER_HELP}
    conditional = frozenset({"PUT"})

    @extend_schema(request=inputs.HelpIn, responses=shape(shapes.ActionPageOut))
    def put(self, request: Request, action_id: UUID) -> Response:
        """The one who asked is told the words. `If-Match` is the version of the item."""
        helping.answer_help(
            actor=self.actor,
            action_id=action_id,
            expected_version=self.expected_version(),
            **self.parse(inputs.HelpIn),
        )
        return show_item(self.actor, action_id)
