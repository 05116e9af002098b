"""Reminders over HTTP: reminders of an action item, personal reminders, and reminder rules."""

from __future__ import annotations

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
from tasks.reminders.models import Reminder
from tasks.reminders.schedule import get_effective_ladder
from viche.kernel.actor import Actor
from viche.kernel.api import Answer, Endpoint, Listing, Show, Write, answer, list_of, read_snapshot
from viche.kernel.policy import load


def _show_reminder(actor: Actor, row: Reminder) -> schemas.ReminderOut:
    return presenters.show_reminder(row, row.action, ActorItemAccess.of(actor).roles_for(row.action))


def _show_group_ladder(actor: Actor, group_id: UUID) -> Answer[schemas.LadderOut]:
    with read_snapshot():
        group = load(RegisterPolicy(), actor, group_id, RegisterAction.READ)
        of, steps, version = get_effective_ladder(None, group.pk)
    may_set = RegisterPolicy().can(actor, RegisterAction.SET_LADDER, group)
    return answer(presenters.show_ladder(of, steps, version, may_set=may_set), version=version)


def _show_item_ladder(actor: Actor, action_id: UUID) -> Answer[schemas.LadderOut]:
    with read_snapshot():
        item = items_selectors.get_readable_item_for(actor, action_id)
        of, steps, version = get_effective_ladder(item.pk, item.group_id)
    own = version if of == "item" else 0
    may_set = ActionItemPolicy().can(actor, Action.SET_LADDER, item)
    return answer(presenters.show_ladder(of, steps, own, may_set=may_set), version=own, of=item)


class ActionItemReminders(Endpoint):
    """Reminders of an action item.

    POST: Add a reminder at a chosen time.
    """

    actions = {"GET": Action.READ}
    records = {"GET": log_item_access}
    created = "reminders/{id}"

    @extend_schema(responses=list_of(schemas.ReminderOut))
    def get(self, request: Request, action_id: UUID) -> Response:
        """Return the reminders in the order of their time, past ones included."""
        item, stance = items_selectors.get_bare_item_for(self.actor, action_id)
        parts, rows = stance.parts(item), items_selectors.list_reminders(item)
        return answer({"items": [presenters.show_reminder(row, item, parts) for row in rows]}, of=item)

    post = Write(
        Action.REMIND, services.set_reminder, body=serializers.SetReminderIn, shows=_show_reminder, status=201
    )


class ReminderDetail(Endpoint):
    """One reminder.

    DELETE: Delete a reminder that a person set.
    """

    delete = Write(Action.REMIND, services.remove_reminder)


class ReminderAcknowledgement(Endpoint):
    """Acknowledgement of a reminder.

    PUT: Acknowledge a reminder, on behalf of its whole audience: it is not repeated.
    """

    put = Write(Action.ACKNOWLEDGE, services.acknowledge_reminder, shows=_show_reminder)


class ReminderSnooze(Endpoint):
    """Snoozing of a reminder.

    POST: Snooze a reminder for the reader.

    Until then, no rule-based reminder of this item is sent to them.

    Like `POST /action-items/{id}/my-reminders` with `puts_off`.
    """

    created = "my-reminders/{id}"

    post = Write(
        Action.REMIND_ME,
        personal.snooze_reminder,
        body=serializers.SnoozeIn,
        shows=presenters.show_own_reminder,
        status=201,
    )


class OwnReminders(Endpoint):
    """Personal reminders of the reader.

    GET: Return the personal reminders in the order of their time, past ones included.

    POST: Add a personal reminder at a chosen time.

    With `puts_off: true` reminders of the item are put off until `due_at`, 30 days at most: none that is
    planned comes to the reader before.
    """

    records = {"GET": log_item_access}
    created = "my-reminders/{id}"

    get = Listing(
        Action.READ,
        items_selectors.list_own_reminders,
        of=items_selectors.get_readable_item_for,
        shows=presenters.show_own_reminder,
    )

    post = Write(
        Action.REMIND_ME,
        personal.set_own_reminder,
        body=serializers.SetOwnReminderIn,
        shows=presenters.show_own_reminder,
        status=201,
    )


class OwnReminderDetail(Endpoint):
    """A personal reminder of the reader."""

    actions = {"DELETE": Action.REMIND_ME}

    @extend_schema(responses={204: None})
    def delete(self, request: Request, own_reminder_id: UUID) -> Response:
        """Delete the personal reminder."""
        personal.remove_own_reminder(actor=self.actor, reminder_id=own_reminder_id)
        return Response(status=204)


class GroupLadder(Endpoint):
    """Reminder rules of a group.

    GET: Return the rules, for all readers of the group.

    PUT: Replace the rules, for all open items without rules of their own.

    `If-Match: "0"` when the group has none yet.
    """

    get = Show(RegisterAction.READ, _show_group_ladder)

    put = Write(
        RegisterAction.SET_LADDER,
        rules.set_group_ladder,
        body=serializers.SetLadderIn,
        shows=_show_group_ladder,
        versioned=True,
    )


class ItemLadder(Endpoint):
    """Reminder rules of an action item.

    GET: Return the item's own rules, else those of its group, else the defaults.

    PUT: Set rules for this item. `If-Match: "0"` when it has none yet.

    DELETE: Delete the item's own rules; those of its group apply again. `If-Match` is their version.
    """

    records = {"GET": log_item_access, "PUT": log_item_access}

    get = Show(Action.READ, _show_item_ladder)

    put = Write(
        Action.SET_LADDER,
        rules.set_item_ladder,
        body=serializers.SetLadderIn,
        shows=_show_item_ladder,
        versioned=True,
    )

    delete = Write(Action.SET_LADDER, rules.follow_group_ladder, versioned=True)
