"""Notify people that they have become the facilitator of a thread."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from dialogue.facilitation.events import ThreadHandedOver
from dialogue.facilitation.models import FloorStep
from dialogue.threads.access_log import read_of
from dialogue.threads.events import ThreadOpened
from dialogue.threads.models import Thread
from dialogue.threads.policies import ThreadPolicy
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.text import render_bilingual, translate_field
from viche.notifications.models import Notification
from viche.notifications.registry import NotificationText, Recipient, Topic, register_notice

LEADS = "leads_thread"


def find_successor_recipient(event: Event) -> Iterable[Recipient]:
    """Return the new facilitator, even if they mute the thread, unless they did it themselves."""
    step = FloorStep.objects.select_related("successor").get(pk=event.data["step_id"])
    if step.successor is None or step.successor.person_id == step.person_id:
        return []
    return [Recipient(step.successor.person_id, LEADS)]


def render_handovers(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, NotificationText]:
    """Render handovers of threads that the reader may see and still facilitates by that mandate."""
    ids = {UUID(one.event.data["step_id"]) for one in notifications}
    rows = FloorStep.objects.filter(pk__in=ids, successor=F("thread__facilitator"))
    rows = rows.filter(thread__in=ThreadPolicy().visible_to(reader))
    steps = {row.pk: row for row in rows.select_related("thread__group", "person")}
    return {
        one.pk: _render_handover(steps[pk])
        for one in notifications
        if (pk := UUID(one.event.data["step_id"])) in steps
    }


def _render_handover(step: FloorStep) -> NotificationText:
    thread = step.thread

    def title() -> str:
        names = {
            "thread": translate_field(thread, "title"),
            "name": translate_field(step.person, "name") if step.person else "",
        }
        return _("%(name)s hands a thread over to you: %(thread)s") % names

    # The text of a restricted thread is not sent by e-mail.
    kept = render_bilingual(lambda: _("Why stands in the thread."))
    return NotificationText(
        title=render_bilingual(title),
        body=kept if thread.is_restricted else {"uk": step.reason, "en": step.reason},
        reason=render_bilingual(lambda: _("You get this because you lead the thread from now on.")),
        url=f"/threads/{thread.pk}",
        action=render_bilingual(lambda: _("Open the thread")),
        shows=tuple(read_of(thread)),
    )


def find_named_facilitator_recipient(event: Event) -> Iterable[Recipient]:
    """Return the facilitator of an opened thread, unless they created it themselves."""
    thread = Thread.objects.select_related("facilitator").get(pk=event.subject_id)
    if thread.facilitator is None or thread.facilitator.person_id == thread.created_by_id:
        return []
    return [Recipient(thread.facilitator.person_id, LEADS)]


def render_appointments(
    reader: Actor, notifications: Sequence[Notification]
) -> Mapping[UUID, NotificationText]:
    """Render notifications about threads that the reader may see and still facilitates."""
    rows = ThreadPolicy().visible_to(reader).filter(pk__in={one.subject_id for one in notifications})
    rows = rows.filter(facilitator__person=reader.person_id).select_related("created_by")
    threads = {row.pk: row for row in rows}
    return {
        one.pk: _render_appointment(threads[one.subject_id])
        for one in notifications
        if one.subject_id in threads
    }


def _render_appointment(thread: Thread) -> NotificationText:
    def title() -> str:
        by = thread.created_by
        names = {
            "thread": translate_field(thread, "title"),
            "name": translate_field(by, "name") if by is not None else "",
        }
        return _("%(name)s has you lead a thread: %(thread)s") % names

    return NotificationText(
        title=render_bilingual(title),
        body=render_bilingual(
            lambda: _("You sum it up and close it, and may hand it over to somebody else.")
        ),
        reason=render_bilingual(lambda: _("You get this because you lead the thread from now on.")),
        url=f"/threads/{thread.pk}",
        action=render_bilingual(lambda: _("Open the thread")),
        shows=tuple(read_of(thread)),
    )


register_notice(
    ThreadOpened.kind,
    topic=Topic.DIALOGUE,
    recipients=find_named_facilitator_recipient,
    render=render_appointments,
)
register_notice(
    ThreadHandedOver.kind, topic=Topic.DIALOGUE, recipients=find_successor_recipient, render=render_handovers
)
