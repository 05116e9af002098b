"""Reminders over HTTP: reminders of an action item, personal reminders, and reminder rules."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from tasks.items import selectors as items_selectors
from tasks.items.access import ActorItemAccess
from tasks.items.access_log import log_item_access
from tasks.items.policies import ActionItemPolicy, RegisterAction, RegisterPolicy
from tasks.items.workflow import Action
from tasks.reminders import personal, presenters, rules, schemas, serializers, services
from tasks.reminders.schedule import LadderStep, get_effective_ladder
from viche.kernel.api import Endpoint, answer, list_of, read_snapshot, shape_of
from viche.kernel.policy import load


class ActionItemReminders(Endpoint):
    """Reminders of an action item."""

    actions = {"GET": Action.READ, "POST": Action.REMIND}
    created = "reminders/{id}"

    @extend_schema(responses=list_of(schemas.ReminderOut))
    def get(self, request: Request, action_id: UUID) -> Response:
        """Return the reminders in the order of their time, past ones included."""
        item, stance = items_selectors.get_bare_item_for(self.actor, action_id)
        log_item_access(self.actor, item)
        parts = stance.parts(item)
        rows = items_selectors.list_reminders(item)
        return answer({"items": [presenters.show_reminder(row, item, parts) for row in rows]})

    @extend_schema(request=serializers.SetReminderIn, responses={201: shape_of(schemas.ReminderOut)})
    def post(self, request: Request, action_id: UUID) -> Response:
        """Add a reminder at a chosen time."""
        data = self.parse(serializers.SetReminderIn)
        row = services.set_reminder(actor=self.actor, action_id=action_id, **data)
        parts = ActorItemAccess.of(self.actor).roles_for(row.action)
        return answer(presenters.show_reminder(row, row.action, parts), status=201)


class ReminderDetail(Endpoint):
    """One reminder."""

    actions = {"DELETE": Action.REMIND}

    @extend_schema(responses={204: None})
    def delete(self, request: Request, reminder_id: UUID) -> Response:
        """Delete a reminder that a person set."""
        services.remove_reminder(actor=self.actor, reminder_id=reminder_id)
        return Response(status=204)


class ReminderAcknowledgement(Endpoint):
    """Acknowledgement of a reminder."""

    actions = {"PUT": Action.ACKNOWLEDGE}

    @extend_schema(request=None, responses=shape_of(schemas.ReminderOut))
    def put(self, request: Request, reminder_id: UUID) -> Response:
        """Acknowledge a reminder, on behalf of its whole audience: it is not repeated."""
        row = services.acknowledge_reminder(actor=self.actor, reminder_id=reminder_id)
        parts = ActorItemAccess.of(self.actor).roles_for(row.action)
        return answer(presenters.show_reminder(row, row.action, parts))


class ReminderSnooze(Endpoint):
    """Snoozing of a reminder."""

    actions = {"POST": Action.REMIND_ME}
    created = "my-reminders/{id}"

    @extend_schema(request=serializers.SnoozeIn, responses={201: shape_of(schemas.OwnReminderOut)})
    def post(self, request: Request, reminder_id: UUID) -> Response:
        """Snooze a reminder for the reader.

        Until then, no rule-based reminder of this item is sent to them.
        """
        data = self.parse(serializers.SnoozeIn)
        row = personal.snooze_reminder(actor=self.actor, reminder_id=reminder_id, **data)
        return answer(presenters.show_own_reminder(row), status=201)


class OwnReminders(Endpoint):
    """Personal reminders of the reader."""

    actions = {"GET": Action.READ, "POST": Action.REMIND_ME}
    created = "my-reminders/{id}"

    @extend_schema(responses=list_of(schemas.OwnReminderOut))
    def get(self, request: Request, action_id: UUID) -> Response:
        """Return the personal reminders in the order of their time, past ones included."""
        item, _stance = items_selectors.get_bare_item_for(self.actor, action_id)
        log_item_access(self.actor, item)
        rows = items_selectors.list_own_reminders(self.actor, item)
        return answer({"items": [presenters.show_own_reminder(row) for row in rows]})

    @extend_schema(request=serializers.SetOwnReminderIn, responses={201: shape_of(schemas.OwnReminderOut)})
    def post(self, request: Request, action_id: UUID) -> Response:
        """Add a personal reminder at a chosen time."""
        data = self.parse(serializers.SetOwnReminderIn)
        row = personal.set_own_reminder(actor=self.actor, action_id=action_id, **data)
        return answer(presenters.show_own_reminder(row), status=201)


class OwnReminderDetail(Endpoint):
    """A personal reminder of the reader."""

    actions = {"DELETE": Action.REMIND_ME}

    @extend_schema(responses={204: None})
    def delete(self, request: Request, own_reminder_id: UUID) -> Response:
        """Delete the personal reminder."""
        personal.remove_own_reminder(actor=self.actor, reminder_id=own_reminder_id)
        return Response(status=204)


class GroupLadder(Endpoint):
    """Reminder rules of a group."""

    actions = {"GET": RegisterAction.READ, "PUT": RegisterAction.SET_LADDER}
    conditional = frozenset({"PUT"})

    @extend_schema(responses=shape_of(schemas.LadderOut))
    def get(self, request: Request, group_id: UUID) -> Response:
        """Return the rules, for all readers of the group."""
        with read_snapshot():
            group = load(RegisterPolicy(), self.actor, group_id, RegisterAction.READ)
            of, steps, version = get_effective_ladder(None, group.pk)
        may_set = RegisterPolicy().can(self.actor, RegisterAction.SET_LADDER, group)
        return answer(presenters.show_ladder(of, steps, version, may_set=may_set), version=version)

    @extend_schema(request=serializers.SetLadderIn, responses=shape_of(schemas.LadderOut))
    def put(self, request: Request, group_id: UUID) -> Response:
        """Replace the rules, for all open items without rules of their own.

        `If-Match: "0"` when the group has none yet.
        """
        rules.set_group_ladder(
            actor=self.actor,
            group_id=group_id,
            steps=_parse_steps(self.parse(serializers.SetLadderIn)),
            expected_version=self.expected_version(),
        )
        return self.get(request, group_id)


class ItemLadder(Endpoint):
    """Reminder rules of an action item."""

    actions = {"GET": Action.READ, "PUT": Action.SET_LADDER, "DELETE": Action.SET_LADDER}
    conditional = frozenset({"PUT", "DELETE"})

    @extend_schema(responses=shape_of(schemas.LadderOut))
    def get(self, request: Request, action_id: UUID) -> Response:
        """Return the item's own rules, else those of its group, else the defaults."""
        with read_snapshot():
            item, _stance = items_selectors.get_bare_item_for(self.actor, action_id)
            of, steps, version = get_effective_ladder(item.pk, item.group_id)
        log_item_access(self.actor, item)
        own = version if of == "item" else 0
        may_set = ActionItemPolicy().can(self.actor, Action.SET_LADDER, item)
        return answer(presenters.show_ladder(of, steps, own, may_set=may_set), version=own)

    @extend_schema(request=serializers.SetLadderIn, responses=shape_of(schemas.LadderOut))
    def put(self, request: Request, action_id: UUID) -> Response:
        """Set rules for this item. `If-Match: "0"` when it has none yet."""
        rules.set_item_ladder(
            actor=self.actor,
            action_id=action_id,
            steps=_parse_steps(self.parse(serializers.SetLadderIn)),
            expected_version=self.expected_version(),
        )
        return self.get(request, action_id)

    @extend_schema(responses={204: None})
    def delete(self, request: Request, action_id: UUID) -> Response:
        """Delete the item's own rules; those of its group apply again. `If-Match` is their version."""
        rules.follow_group_ladder(
            actor=self.actor, action_id=action_id, expected_version=self.expected_version()
        )
        return Response(status=204)


def _parse_steps(data: dict[str, Any]) -> list[LadderStep]:
    return [LadderStep(**one) for one in data["steps"]]
