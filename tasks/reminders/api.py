"""Reminders over HTTP: those of an action item, the reader's own, the rules by which they come, and help."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from tasks.items import selectors as items_selectors
from tasks.items.access import Stance
from tasks.items.access_log import note_item
from tasks.items.policies import ActionItemPolicy, RegisterAction, RegisterPolicy
from tasks.items.workflow import Action
from tasks.reminders import personal, presenters, rules, schemas, serializers, services
from tasks.reminders.schedule import Step, ladder_with_owner
from viche.kernel.api import Endpoint, answer, list_of, shape, snapshot
from viche.kernel.policy import load


class ActionItemReminders(Endpoint):
    """Who is reminded of an action item, and when."""

    actions = {"GET": Action.READ, "POST": Action.REMIND}
    created = "reminders/{id}"

    @extend_schema(responses=list_of(schemas.ReminderOut))
    def get(self, request: Request, action_id: UUID) -> Response:
        """By their time; those that have come are included."""
        item, stance = items_selectors.see_item(self.actor, action_id)
        note_item(self.actor, item)
        parts = stance.parts(item)
        rows = items_selectors.reminders_of(item)
        return answer({"items": [presenters.reminder(row, item, parts) for row in rows]})

    @extend_schema(request=serializers.SetReminderIn, responses={201: shape(schemas.ReminderOut)})
    def post(self, request: Request, action_id: UUID) -> Response:
        """Add one at a chosen moment."""
        data = self.parse(serializers.SetReminderIn)
        row = services.set_reminder(actor=self.actor, action_id=action_id, **data)
        parts = Stance.of(self.actor).parts_of(row.action)
        return answer(presenters.reminder(row, row.action, parts), status=201)


class ReminderDetail(Endpoint):
    """One reminder."""

    actions = {"DELETE": Action.REMIND}

    @extend_schema(responses={204: None})
    def delete(self, request: Request, reminder_id: UUID) -> Response:
        """Take back one that somebody set."""
        services.remove_reminder(actor=self.actor, reminder_id=reminder_id)
        return Response(status=204)


class ReminderAcknowledgement(Endpoint):
    """That somebody knows."""

    actions = {"PUT": Action.ACKNOWLEDGE}

    @extend_schema(request=None, responses=shape(schemas.ReminderOut))
    def put(self, request: Request, reminder_id: UUID) -> Response:
        """Stop a reminder: one of those it is for knows."""
        row = services.acknowledge_reminder(actor=self.actor, reminder_id=reminder_id)
        parts = Stance.of(self.actor).parts_of(row.action)
        return answer(presenters.reminder(row, row.action, parts))


class ReminderSnooze(Endpoint):
    """That somebody wants to hear of it later."""

    actions = {"POST": Action.REMIND_ME}
    created = "my-reminders/{id}"

    @extend_schema(request=serializers.SnoozeIn, responses={201: shape(schemas.OwnReminderOut)})
    def post(self, request: Request, reminder_id: UUID) -> Response:
        """Put it off for the reader alone: until then no planned one of this item comes to them."""
        data = self.parse(serializers.SnoozeIn)
        row = personal.snooze_reminder(actor=self.actor, reminder_id=reminder_id, **data)
        return answer(presenters.own_reminder(row), status=201)


class OwnReminders(Endpoint):
    """What the reader alone is reminded of."""

    actions = {"GET": Action.READ, "POST": Action.REMIND_ME}
    created = "my-reminders/{id}"

    @extend_schema(responses=list_of(schemas.OwnReminderOut))
    def get(self, request: Request, action_id: UUID) -> Response:
        """By their time; those that have come are included."""
        item, _stance = items_selectors.see_item(self.actor, action_id)
        note_item(self.actor, item)
        rows = items_selectors.own_reminders_of(self.actor, item)
        return answer({"items": [presenters.own_reminder(row) for row in rows]})

    @extend_schema(request=serializers.SetOwnReminderIn, responses={201: shape(schemas.OwnReminderOut)})
    def post(self, request: Request, action_id: UUID) -> Response:
        """Add one at a chosen moment."""
        data = self.parse(serializers.SetOwnReminderIn)
        row = personal.set_own_reminder(actor=self.actor, action_id=action_id, **data)
        return answer(presenters.own_reminder(row), status=201)


class OwnReminderDetail(Endpoint):
    """One of the reader's own."""

    actions = {"DELETE": Action.REMIND_ME}

    @extend_schema(responses={204: None})
    def delete(self, request: Request, own_reminder_id: UUID) -> Response:
        """Take it back."""
        personal.remove_own_reminder(actor=self.actor, reminder_id=own_reminder_id)
        return Response(status=204)


class GroupLadder(Endpoint):
    """By which rules the owners of a group's action items, and others, are reminded."""

    actions = {"GET": RegisterAction.READ, "PUT": RegisterAction.SET_LADDER}
    conditional = frozenset({"PUT"})

    @extend_schema(responses=shape(schemas.LadderOut))
    def get(self, request: Request, group_id: UUID) -> Response:
        """Everybody who reads the register may know them."""
        with snapshot():
            group = load(RegisterPolicy(), self.actor, group_id, RegisterAction.READ)
            of, steps, version = ladder_with_owner(None, group.pk)
        may_set = RegisterPolicy().can(self.actor, RegisterAction.SET_LADDER, group)
        return answer(presenters.ladder(of, steps, version, may_set=may_set), version=version)

    @extend_schema(request=serializers.SetLadderIn, responses=shape(schemas.LadderOut))
    def put(self, request: Request, group_id: UUID) -> Response:
        """Other rules, for all open items without their own. `If-Match: "0"` where the group has none yet."""
        rules.set_group_ladder(
            actor=self.actor,
            group_id=group_id,
            steps=_steps(self.parse(serializers.SetLadderIn)),
            expected_version=self.expected_version(),
        )
        return self.get(request, group_id)


class ItemLadder(Endpoint):
    """By which rules people are reminded of one action item."""

    actions = {"GET": Action.READ, "PUT": Action.SET_LADDER, "DELETE": Action.SET_LADDER}
    conditional = frozenset({"PUT", "DELETE"})

    @extend_schema(responses=shape(schemas.LadderOut))
    def get(self, request: Request, action_id: UUID) -> Response:
        """Its own, else those of its group, else the usual ones."""
        with snapshot():
            item, _stance = items_selectors.see_item(self.actor, action_id)
            of, steps, version = ladder_with_owner(item.pk, item.group_id)
        note_item(self.actor, item)
        own = version if of == "item" else 0
        may_set = ActionItemPolicy().can(self.actor, Action.SET_LADDER, item)
        return answer(presenters.ladder(of, steps, own, may_set=may_set), version=own)

    @extend_schema(request=serializers.SetLadderIn, responses=shape(schemas.LadderOut))
    def put(self, request: Request, action_id: UUID) -> Response:
        """Rules of its own. `If-Match: "0"` where it has none yet."""
        rules.set_item_ladder(
            actor=self.actor,
            action_id=action_id,
            steps=_steps(self.parse(serializers.SetLadderIn)),
            expected_version=self.expected_version(),
        )
        return self.get(request, action_id)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, action_id: UUID) -> Response:
        """The rules of its group again. `If-Match` is the version of its own."""
        rules.follow_group_ladder(
            actor=self.actor, action_id=action_id, expected_version=self.expected_version()
        )
        return Response(status=204)


def _steps(data: dict[str, Any]) -> list[Step]:
    return [Step(**one) for one in data["steps"]]
