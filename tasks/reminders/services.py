"""Reminders: planned with the item, planned anew when its day or state changes, fired once."""

from __future__ import annotations

from datetime import datetime
from typing import TypedDict
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from groups.models import WORKING
from tasks.items.access import Stance
from tasks.items.fields import checked_moment
from tasks.items.loaders import lock_item, person_of
from tasks.items.states import OPEN, UNFINISHED, State
from tasks.items.workflow import Action, Part
from tasks.reminders.events import ReminderAcknowledged, ReminderDue, ReminderRemoved, ReminderSet
from tasks.reminders.models import Reminder, ReminderAudience, ReminderRule
from tasks.reminders.recipients import OF_THE_OWNER
from tasks.reminders.schedule import HOUR, LONGEST, plan_reminders
from viche.kernel.actor import Actor
from viche.kernel.claims import Claim
from viche.kernel.clock import now
from viche.kernel.errors import Conflict, Forbidden, NotFound, SignedOut
from viche.kernel.events import GIVEN_COLUMNS, MANY_PARTS, many_parameters, record, record_placed, statement
from viche.kernel.services import Reason, service
from viche.kernel.sql import prepared

MOST_CUSTOM = 20


class Place(TypedDict):
    """The fields by which every fact names its reminder."""

    action_id: UUID
    reminder_id: UUID
    rule: str
    audience: str


# Who may say for an audience that it knows. What goes over the head of the owner, facilitators stop.
PARTS: dict[str, Part] = {
    ReminderAudience.OWNER: Part.OWNER,
    ReminderAudience.OWNER_ORGANISATION: Part.FACILITATOR,
    ReminderAudience.VERIFIER: Part.VERIFIER,
    ReminderAudience.FACILITATOR: Part.FACILITATOR,
    ReminderAudience.GROUP: Part.FACILITATOR,
}

BY_LETTER = "tasks.reminding"
"""Who reminds owners without an account (see `tasks.external_assignees.reminder_emails`): what is for others
never waits for it.
"""

# Those of the claimed rows that still have something to say, what follows those that repeat (see
# `tasks.reminders.schedule.next_moment`), and the events, with the fields of ReminderDue, of those whose
# group works: where it rests nobody could act, and what repeats goes on in silence until it works again.
# As a text: to build the object field by field takes PostgreSQL twice as long.
FIRING = f"""
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
            WHEN outside_body_id IS NULL OR audience <> ALL (%(of_the_owner)s::text[]) THEN '{BY_LETTER}'
        END) AS subscribers, {GIVEN_COLUMNS}
        FROM woken
    ), {MANY_PARTS}
    SELECT taken, event_id, topic_id, seq
    FROM (SELECT count(*) AS taken FROM claimed) AS counted LEFT JOIN placed ON true
"""  # noqa: S608 - constants only


@service(Action.REMIND)
def set_reminder(*, actor: Actor, action_id: UUID, due_at: datetime, audience: ReminderAudience) -> Reminder:
    """Add a reminder at a chosen moment. Setting the same one again changes nothing.

    Raises NotFound, Forbidden, Invalid for a moment that has passed or is far away, Conflict for too many.
    """
    item, _stance = lock_item(actor, action_id, Action.REMIND, None)
    checked_moment(due_at)
    mine = Reminder.objects.filter(action=item, rule=ReminderRule.CUSTOM)
    known = mine.filter(audience=audience, due_at=due_at).first()
    if known is not None:
        return known
    if mine.filter(fired_at=None).count() >= MOST_CUSTOM:
        raise Conflict("too_many_reminders", _("There are enough reminders here. Remove one first."))
    reminder = Reminder.objects.create(
        action=item,
        rule=ReminderRule.CUSTOM,
        audience=audience,
        due_at=due_at,
        created_by_id=person_of(actor),
    )
    record(actor, ReminderSet(**_facts(reminder), due_at=due_at))
    return reminder


@service(Action.REMIND)
def remove_reminder(*, actor: Actor, reminder_id: UUID) -> None:
    """Take back a reminder that somebody set.

    Raises NotFound, Forbidden, Conflict for one that the rules made or that has come already.
    """
    reminder, _stance = _held(actor, reminder_id, Action.REMIND)
    if reminder.rule != ReminderRule.CUSTOM:
        raise Conflict("planned", _("This reminder comes with the due date. Acknowledge it to stop it."))
    if reminder.fired_at is not None:
        raise Conflict("already_fired", _("This reminder has already come."))
    record(actor, ReminderRemoved(**_facts(reminder)))
    reminder.delete()


@service(Action.ACKNOWLEDGE)
def acknowledge_reminder(*, actor: Actor, reminder_id: UUID) -> Reminder:
    """Stop a reminder and those that would follow it: one of those it is for knows.

    Again, it changes nothing. Raises NotFound, Forbidden.
    """
    reminder, stance = _held(actor, reminder_id, Action.ACKNOWLEDGE)
    if PARTS[reminder.audience] not in stance.parts_of(reminder.action):
        raise Forbidden("not_for_you", _("This reminder is for somebody else."))
    if reminder.acknowledged_at is None:
        reminder.acknowledged_at, reminder.acknowledged_by_id = now(), person_of(actor)
        reminder.save(update_fields=["acknowledged_at", "acknowledged_by"])
        plan_reminders(reminder.action)
        record(actor, ReminderAcknowledged(**_facts(reminder)))
    return reminder


def _held(actor: Actor, reminder_id: UUID, action: Action) -> tuple[Reminder, Stance]:
    """Hold a reminder and its item. Raises SignedOut, NotFound, Forbidden."""
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
def fire_reminders(*, actor: Actor, claim: Claim) -> int:
    """Record that reminders fell due, in one statement; returns how many the claim had.

    Those that were acknowledged, whose item needs nothing more or whose group rests stay silent.
    """
    parameters = many_parameters(actor, ReminderDue, "action", claim.moment)
    parameters |= {"open": [*map(str, OPEN)], "unfinished": [*map(str, UNFINISHED)]}
    parameters |= {"working": [*map(str, WORKING)], "waiting": [str(State.DONE)]}
    parameters |= {"hour": HOUR, "longest": LONGEST.days, "of_the_owner": [*map(str, OF_THE_OWNER)]}
    with statement():
        rows = prepared(f"WITH {claim.part}, {FIRING}", {**parameters, **claim.parameters})
        record_placed(ReminderDue.kind, [row[1:] for row in rows if row[1] is not None])
    taken: int = rows[0][0]
    return taken


def _facts(reminder: Reminder) -> Place:
    return {
        "action_id": reminder.action_id,
        "reminder_id": reminder.pk,
        "rule": reminder.rule,
        "audience": reminder.audience,
    }
