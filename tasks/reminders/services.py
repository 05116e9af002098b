"""Services of reminders: set, remove and acknowledge reminders, and record those that are due."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from groups.models import WORKING_STATES
from tasks.items.access import ActorItemAccess
from tasks.items.fields import validate_reminder_time
from tasks.items.loaders import lock_item, require_person_id
from tasks.items.states import OPEN_STATES, UNFINISHED_STATES, State
from tasks.items.workflow import Action, ItemRole
from tasks.reminders.events import ReminderAcknowledged, ReminderDue, ReminderRemoved, ReminderSet
from tasks.reminders.models import Reminder, ReminderAudience, ReminderRule
from tasks.reminders.recipients import OWNER_AUDIENCES
from tasks.reminders.schedule import MAX_OVERDUE_PERIOD, REMINDER_HOUR, schedule_reminders
from viche.kernel.actor import Actor
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Forbidden, NotFound, SignedOut
from viche.kernel.events import (
    BULK_EVENT_COLUMNS,
    BULK_EVENT_CTES,
    build_bulk_event_parameters,
    open_statement_unit,
    record,
    record_placed,
)
from viche.kernel.row_claims import Claim
from viche.kernel.services import Reason, service
from viche.kernel.sql import execute_prepared

MAX_CUSTOM_REMINDERS = 20


class ReminderReference(TypedDict):
    """Event fields that identify a reminder."""

    action_id: UUID
    reminder_id: UUID
    rule: str
    audience: str


# The role that may acknowledge a reminder for its audience. Reminders that escalate beyond the owner are
# acknowledged by facilitators.
ACKNOWLEDGING_ROLES: dict[str, ItemRole] = {
    ReminderAudience.OWNER: ItemRole.OWNER,
    ReminderAudience.OWNER_ORGANISATION: ItemRole.FACILITATOR,
    ReminderAudience.VERIFIER: ItemRole.VERIFIER,
    ReminderAudience.FACILITATOR: ItemRole.FACILITATOR,
    ReminderAudience.GROUP: ItemRole.FACILITATOR,
}

EMAIL_SUBSCRIBER = "tasks.reminding"
"""Event subscriber that emails owners without an account (`tasks.external_assignees.reminder_emails`).

It is scheduled only for events about such owners.
"""

# Selects the claimed rows that still apply, inserts the next repetitions (see
# `tasks.reminders.schedule.find_next_time`), and writes events, with the fields of ReminderDue, for rows
# whose group is working. In a suspended group repetitions continue without events. The event data is
# formatted as text, because building the object field by field takes PostgreSQL twice as long.
DISPATCH_DUE_REMINDERS_SQL = f"""
    holding AS (
        SELECT claimed.*, item.group_id, item.due_on, item.outside_body_id,
               item.due_on - (%(at)s AT TIME ZONE home.time_zone)::date AS days,
               home.time_zone, home.state = ANY (%(working)s::text[]) AS works
        FROM claimed
        JOIN tasks_actionitem AS item ON item.id = claimed.action_id
        JOIN groups_initiativegroup AS home ON home.id = item.group_id
        WHERE acknowledged_at IS NULL
          AND item.state = ANY (
              CASE rule WHEN 'custom' THEN %(open)s::text[] WHEN 'unverified' THEN %(waiting)s::text[]
                   ELSE %(unfinished)s::text[] END
          )
          AND (about IS NULL OR about = CASE rule
              WHEN 'unverified' THEN (item.done_at AT TIME ZONE home.time_zone)::date ELSE item.due_on END)
          AND (repeat_days IS NULL OR NOT EXISTS (
              SELECT FROM tasks_reminder AS known
              WHERE known.action_id = claimed.action_id AND known.about = claimed.about
                AND known.rule = claimed.rule
                AND known.offset_days = claimed.offset_days AND known.audience = claimed.audience
                AND known.acknowledged_at IS NOT NULL
          ))
    ), woken AS (
        SELECT holding.*, row_number() OVER (ORDER BY due_at, id) AS place FROM holding WHERE works
    ), passed AS (
        SELECT holding.*, about + offset_days AS first,
               ((%(at)s AT TIME ZONE time_zone)::date - about - offset_days)
                   / repeat_days * repeat_days AS gone
        FROM holding WHERE repeat_days IS NOT NULL
    ), following AS (
        SELECT passed.*, CASE
            WHEN (first + gone + %(hour)s::time) AT TIME ZONE time_zone > %(at)s THEN first + gone
            ELSE first + gone + repeat_days
        END AS day
        FROM passed
    ), repeated AS (
        INSERT INTO tasks_reminder
            (id, action_id, rule, audience, due_at, about, offset_days, repeat_days, created_at)
        SELECT uuidv7(), action_id, rule, audience, (day + %(hour)s::time) AT TIME ZONE time_zone,
               about, offset_days, repeat_days, %(at)s
        FROM following WHERE day <= about + %(longest)s
        ON CONFLICT DO NOTHING
    ), given AS MATERIALIZED (
        SELECT place, action_id AS subject_id, ARRAY['action:' || action_id] AS topics, format(
            '{{"action_id":"%%s","reminder_id":"%%s","rule":"%%s","audience":"%%s","group_id":"%%s",'
            '"due_on":"%%s","days":%%s}}',
            action_id, id, rule, audience, group_id, due_on, days
        )::jsonb AS data, array_remove(%(subscribers)s::text[], CASE
            WHEN outside_body_id IS NULL OR audience <> ALL (%(of_the_owner)s::text[])
            THEN '{EMAIL_SUBSCRIBER}'
        END) AS subscribers, {BULK_EVENT_COLUMNS}
        FROM woken
    ), {BULK_EVENT_CTES}
    SELECT taken, event_id, topic_id, seq
    FROM (SELECT count(*) AS taken FROM claimed) AS counted LEFT JOIN placed ON true
"""  # noqa: S608 - constants only


@service(Action.REMIND)
def set_reminder(*, actor: Actor, action_id: UUID, due_at: datetime, audience: ReminderAudience) -> Reminder:
    """Add a reminder at a chosen time. Idempotent.

    Raises NotFound, Forbidden, Invalid for a time in the past or too far ahead, Conflict for too many
    reminders.
    """
    item, _stance = lock_item(actor, action_id, Action.REMIND, None)
    validate_reminder_time(due_at)
    mine = Reminder.objects.filter(action=item, rule=ReminderRule.CUSTOM)
    known = mine.filter(audience=audience, due_at=due_at).first()
    if known is not None:
        return known
    if mine.filter(fired_at=None).count() >= MAX_CUSTOM_REMINDERS:
        raise Conflict("too_many_reminders", _("There are enough reminders here. Remove one first."))
    reminder = Reminder.objects.create(
        action=item,
        rule=ReminderRule.CUSTOM,
        audience=audience,
        due_at=due_at,
        created_by_id=require_person_id(actor),
    )
    record(actor, ReminderSet(**_event_fields_of(reminder), due_at=due_at))
    return reminder


@service(Action.REMIND)
def remove_reminder(*, actor: Actor, reminder_id: UUID) -> None:
    """Delete a custom reminder that is not due yet.

    Raises NotFound, Forbidden, Conflict for a reminder by a rule or one that has fired.
    """
    reminder, _stance = _lock_reminder(actor, reminder_id, Action.REMIND)
    if reminder.rule != ReminderRule.CUSTOM:
        raise Conflict("planned", _("This reminder comes with the due date. Acknowledge it to stop it."))
    if reminder.fired_at is not None:
        raise Conflict("already_fired", _("This reminder has already come."))
    record(actor, ReminderRemoved(**_event_fields_of(reminder)))
    reminder.delete()


@service(Action.ACKNOWLEDGE)
def acknowledge_reminder(*, actor: Actor, reminder_id: UUID) -> Reminder:
    """Acknowledge a reminder for its whole audience; stop it and its repetitions. Idempotent.

    Raises NotFound, Forbidden.
    """
    reminder, stance = _lock_reminder(actor, reminder_id, Action.ACKNOWLEDGE)
    if ACKNOWLEDGING_ROLES[reminder.audience] not in stance.roles_for(reminder.action):
        raise Forbidden("not_for_you", _("This reminder is for someone else."))
    if reminder.acknowledged_at is None:
        reminder.acknowledged_at, reminder.acknowledged_by_id = now(), require_person_id(actor)
        reminder.save(update_fields=["acknowledged_at", "acknowledged_by"])
        schedule_reminders(reminder.action)
        record(actor, ReminderAcknowledged(**_event_fields_of(reminder)))
    return reminder


def _lock_reminder(actor: Actor, reminder_id: UUID, action: Action) -> tuple[Reminder, ActorItemAccess]:
    """Lock a reminder and its item. Raises SignedOut, NotFound, Forbidden."""
    if actor.is_anonymous:
        raise SignedOut
    action_id = Reminder.objects.filter(pk=reminder_id).values_list("action", flat=True).first()
    if action_id is None:
        raise NotFound
    item, stance = lock_item(actor, action_id, action, None)
    reminder = Reminder.objects.select_for_update(of=("self",), no_key=True).filter(pk=reminder_id).first()
    if reminder is None:
        raise NotFound
    reminder.action = item
    return reminder, stance


@service(Reason.SYSTEM, whole=False)
def dispatch_due_reminders(*, actor: Actor, claim: Claim) -> int:
    """Record due reminders and insert their repetitions; return the number of claimed rows.

    Runs one statement. No event is recorded for acknowledged reminders, finished items and groups that are
    not working.
    """
    parameters = build_bulk_event_parameters(actor, ReminderDue, "action", claim.moment)
    parameters |= {"open": [*map(str, OPEN_STATES)], "unfinished": [*map(str, UNFINISHED_STATES)]}
    parameters |= {"working": [*map(str, WORKING_STATES)], "waiting": [str(State.DONE)]}
    parameters |= {
        "hour": REMINDER_HOUR,
        "longest": MAX_OVERDUE_PERIOD.days,
        "of_the_owner": [*map(str, OWNER_AUDIENCES)],
    }
    with open_statement_unit():
        rows = execute_prepared(
            f"WITH {claim.part}, {DISPATCH_DUE_REMINDERS_SQL}", {**parameters, **claim.parameters}
        )
        record_placed(ReminderDue.kind, [row[1:] for row in rows if row[1] is not None])
    taken: int = rows[0][0]
    return taken


def _event_fields_of(reminder: Reminder) -> ReminderReference:
    return {
        "action_id": reminder.action_id,
        "reminder_id": reminder.pk,
        "rule": reminder.rule,
        "audience": reminder.audience,
    }
