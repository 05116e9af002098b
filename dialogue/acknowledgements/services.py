"""Must-read messages: request acknowledgements, acknowledge, and send reminders."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from dialogue.acknowledgements.events import (
    MessageAcknowledged,
    MessageMadeMustRead,
    MessageMustReadLifted,
    MustReadDue,
)
from dialogue.acknowledgements.models import Acknowledgement, MustRead, MustReadReminder
from dialogue.acknowledgements.reminders import (
    MAX_DURATION,
    lock_reminders,
    reschedule_reminders,
    schedule_next_reminder,
)
from dialogue.acknowledgements.selectors import list_pending_acknowledger_ids
from dialogue.messages.loaders import check_has_content, lock_message
from dialogue.messages.models import Message
from dialogue.threads.loaders import get_event_scope, require_person
from dialogue.threads.policies import Action
from viche.kernel.actor import Actor
from viche.kernel.clock import today
from viche.kernel.errors import Conflict, Invalid
from viche.kernel.events import record
from viche.kernel.services import Reason, service


@service(Action.MAKE_MUST_READ)
def make_must_read(*, actor: Actor, message_id: UUID, due_on: date | None = None) -> Message:
    """Ask all readers of the thread but the author to acknowledge a message, optionally by a day.

    Repeating it changes only the day: acknowledgements stay. Raises NotFound, Forbidden, Conflict for a
    withdrawn or hidden message, and Invalid for a day that has passed or is more than a year away.
    """
    message = lock_message(actor, message_id, Action.MAKE_MUST_READ)
    check_has_content(message)
    known = MustRead.objects.filter(message=message).first()
    if known is not None and known.due_on == due_on:
        return message
    must_read = known or MustRead(message=message, marked_by_id=require_person(actor))
    must_read.message = message
    must_read.due_on = _validate_due_on(message, due_on)
    must_read.save()
    reschedule_reminders(must_read)
    again = known is not None
    record(actor, MessageMadeMustRead(message_id=message.pk, again=again, **get_event_scope(message.thread)))
    return message


@service(Action.MAKE_MUST_READ)
def lift_must_read(*, actor: Actor, message_id: UUID) -> Message:
    """Delete the must-read request of a message with its acknowledgements. Idempotent.

    Raises NotFound, Forbidden.
    """
    message = lock_message(actor, message_id, Action.MAKE_MUST_READ)
    lock_reminders(must_read=message.pk)
    gone, _rows = MustRead.objects.filter(message=message).delete()
    if gone:
        record(actor, MessageMustReadLifted(message_id=message.pk, **get_event_scope(message.thread)))
    return message


@service(Action.ACKNOWLEDGE)
def acknowledge_message(*, actor: Actor, message_id: UUID, version: int | None = None) -> Message:
    """Acknowledge a message in the `version` that was read, by default the current one. Idempotent.

    Raises NotFound, Conflict where no acknowledgement is requested or the actor is the author, and Invalid
    for a version that does not exist yet.
    """
    message = lock_message(actor, message_id, Action.ACKNOWLEDGE)
    person_id = require_person(actor)
    must_read = MustRead.objects.filter(message=message).first()
    if must_read is None or message.is_hidden:
        raise Conflict("not_must_read", _("No one is asked to acknowledge this message."))
    if message.author_id == person_id:
        raise Conflict("own_message", _("Its author need not acknowledge a message."))
    if version is not None and version > message.version:
        raise Invalid.field("/version", "not_said", _("The message has no such version."))
    seen = {"version": version or message.version}
    _row, made = Acknowledgement.objects.get_or_create(
        must_read=must_read, person_id=person_id, defaults=seen
    )
    if made:
        facts = {"message_id": message.pk, "person_id": person_id}
        record(actor, MessageAcknowledged(**facts, **get_event_scope(message.thread)))
    return message


@service(Reason.SYSTEM)
def send_due_reminders(*, actor: Actor, rows: Sequence[MustReadReminder]) -> None:
    """Record that reminders are due, and schedule the next.

    No reminder is sent where all have acknowledged, the message is hidden, or the group is not working.
    """
    claimed = MustReadReminder.objects.filter(pk__in=[row.pk for row in rows]).order_by("due_at", "id")
    for row in claimed.select_related("must_read__message__thread__group"):
        message = row.must_read.message
        schedule_next_reminder(row.must_read)
        if (
            not message.is_hidden
            and message.thread.group.is_working
            and list_pending_acknowledger_ids(message)
        ):
            record(actor, MustReadDue(message_id=message.pk, **get_event_scope(message.thread)))


def _validate_due_on(message: Message, due_on: date | None) -> date | None:
    day = today(message.thread.group.time_zone)
    if due_on is not None and due_on < day:
        raise Invalid.field("/due_on", "past", _("This date has passed. Choose a later one."))
    if due_on is not None and due_on > day + MAX_DURATION:
        raise Invalid.field("/due_on", "too_far", _("Choose a day within a year."))
    return due_on
