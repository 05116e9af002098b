"""Messages that must be read: whoever leads asks for it, each reader answers, and who has not is reminded."""

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
from dialogue.acknowledgements.reminders import LONGEST, hold_reminders, plan_anew, plan_next
from dialogue.acknowledgements.selectors import who_is_missing
from dialogue.messages.loaders import check_is_read, held_message
from dialogue.messages.models import Message
from dialogue.threads.loaders import person_of, place_of
from dialogue.threads.policies import Action
from viche.kernel.actor import Actor
from viche.kernel.clock import today
from viche.kernel.errors import Conflict, Invalid
from viche.kernel.events import record
from viche.kernel.services import Reason, service


@service(Action.MAKE_MUST_READ)
def make_must_read(*, actor: Actor, message_id: UUID, due_on: date | None) -> Message:
    """Ask everybody who reads the thread, but for the author, to acknowledge a message, by a day of the
    group's calendar or without one. Again, it changes the day alone: who answered has answered.

    Raises NotFound, Forbidden, Conflict for a message that was taken back or is hidden, Invalid for a day
    that has passed.
    """
    message = held_message(actor, message_id, Action.MAKE_MUST_READ)
    check_is_read(message)
    known = MustRead.objects.filter(message=message).first()
    if known is not None and known.due_on == due_on:
        return message
    must_read = known or MustRead(message=message, marked_by_id=person_of(actor))
    must_read.message = message
    must_read.due_on = _checked_day(message, due_on)
    must_read.save()
    plan_anew(must_read)
    again = known is not None
    record(actor, MessageMadeMustRead(message_id=message.pk, again=again, **place_of(message.thread)))
    return message


@service(Action.MAKE_MUST_READ)
def lift_must_read(*, actor: Actor, message_id: UUID) -> Message:
    """Ask nobody any more; the answers go with the request. Again, it changes nothing.

    Raises NotFound, Forbidden.
    """
    message = held_message(actor, message_id, Action.MAKE_MUST_READ)
    hold_reminders(must_read=message.pk)
    gone, _rows = MustRead.objects.filter(message=message).delete()
    if gone:
        record(actor, MessageMustReadLifted(message_id=message.pk, **place_of(message.thread)))
    return message


@service(Action.ACKNOWLEDGE)
def acknowledge_message(*, actor: Actor, message_id: UUID, version: int | None = None) -> Message:
    """Say that one knows what a message says, in the `version` that one had before one; without it, in the
    present one. Again, it changes nothing.

    Raises NotFound, Conflict where nobody is asked, or not the author of it, Invalid for a version that was
    not said yet.
    """
    message = held_message(actor, message_id, Action.ACKNOWLEDGE)
    person_id = person_of(actor)
    must_read = MustRead.objects.filter(message=message).first()
    if must_read is None or message.is_hidden:
        raise Conflict("not_must_read", _("Nobody is asked to acknowledge this message."))
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
        record(actor, MessageAcknowledged(**facts, **place_of(message.thread)))
    return message


@service(Reason.SYSTEM)
def fire_must_reads(*, actor: Actor, rows: Sequence[MustReadReminder]) -> None:
    """Record that reminders fell due, and plan the next. Where nobody is missing, the message is hidden, or
    the group rests or is over, they stay silent until that is otherwise.
    """
    claimed = MustReadReminder.objects.filter(pk__in=[row.pk for row in rows]).order_by("due_at", "id")
    for row in claimed.select_related("must_read__message__thread__group"):
        message = row.must_read.message
        plan_next(row.must_read)
        if not message.is_hidden and message.thread.group.is_working and who_is_missing(message):
            record(actor, MustReadDue(message_id=message.pk, **place_of(message.thread)))


def _checked_day(message: Message, due_on: date | None) -> date | None:
    day = today(message.thread.group.time_zone)
    if due_on is not None and due_on < day:
        raise Invalid.field("/due_on", "past", _("This date has passed. Choose a later one."))
    if due_on is not None and due_on > day + LONGEST:
        raise Invalid.field("/due_on", "too_far", _("Choose a day within a year."))
    return due_on
