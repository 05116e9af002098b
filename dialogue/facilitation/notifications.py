"""Whom this room tells that a thread is theirs to lead."""

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
from groups.common.texts import local
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.text import in_both
from viche.notifications.models import Notification
from viche.notifications.registry import Recipient, Topic, Words, notice

LEADS = "leads_thread"


def successor(event: Event) -> Iterable[Recipient]:
    """Who leads from then on, also where they mute the thread; not who took it themselves."""
    step = FloorStep.objects.select_related("successor").get(pk=event.data["step_id"])
    if step.successor is None or step.successor.person_id == step.person_id:
        return []
    return [Recipient(step.successor.person_id, LEADS)]


def render(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, Words]:
    """Words about threads that the reader sees, as long as they lead them by the mandate of that time."""
    ids = {UUID(one.event.data["step_id"]) for one in notifications}
    rows = FloorStep.objects.filter(pk__in=ids, successor=F("thread__facilitator"))
    rows = rows.filter(thread__in=ThreadPolicy().visible_to(reader))
    steps = {row.pk: row for row in rows.select_related("thread__group", "person")}
    return {
        one.pk: _words(steps[pk]) for one in notifications if (pk := UUID(one.event.data["step_id"])) in steps
    }


def _words(step: FloorStep) -> Words:
    thread = step.thread

    def title() -> str:
        names = {"thread": local(thread, "title"), "name": local(step.person, "name") if step.person else ""}
        return _("%(name)s hands a thread over to you: %(thread)s") % names

    # What only some may read does not leave the house.
    kept = in_both(lambda: _("Why stands in the thread."))
    return Words(
        title=in_both(title),
        body=kept if thread.is_restricted else {"uk": step.reason, "en": step.reason},
        reason=in_both(lambda: _("You get this because you lead the thread from now on.")),
        url=f"/threads/{thread.pk}",
        action=in_both(lambda: _("Open the thread")),
        shows=tuple(read_of(thread)),
    )


def named_leader(event: Event) -> Iterable[Recipient]:
    """Whom somebody else named to lead a thread that is open from now on."""
    thread = Thread.objects.select_related("facilitator").get(pk=event.subject_id)
    if thread.facilitator is None or thread.facilitator.person_id == thread.created_by_id:
        return []
    return [Recipient(thread.facilitator.person_id, LEADS)]


def render_named(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, Words]:
    """Words about threads that the reader sees and leads still."""
    rows = ThreadPolicy().visible_to(reader).filter(pk__in={one.subject_id for one in notifications})
    rows = rows.filter(facilitator__person=reader.person_id).select_related("created_by")
    threads = {row.pk: row for row in rows}
    return {one.pk: _named(threads[one.subject_id]) for one in notifications if one.subject_id in threads}


def _named(thread: Thread) -> Words:
    def title() -> str:
        by = thread.created_by
        names = {"thread": local(thread, "title"), "name": local(by, "name") if by is not None else ""}
        return _("%(name)s has you lead a thread: %(thread)s") % names

    return Words(
        title=in_both(title),
        body=in_both(lambda: _("You sum it up and close it, and may hand it over to somebody else.")),
        reason=in_both(lambda: _("You get this because you lead the thread from now on.")),
        url=f"/threads/{thread.pk}",
        action=in_both(lambda: _("Open the thread")),
        shows=tuple(read_of(thread)),
    )


notice(ThreadOpened.kind, topic=Topic.DIALOGUE, recipients=named_leader, render=render_named)
notice(ThreadHandedOver.kind, topic=Topic.DIALOGUE, recipients=successor, render=render)
