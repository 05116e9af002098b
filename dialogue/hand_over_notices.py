"""Whom this room tells that a thread is theirs to lead."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from dialogue.api.reads import read_of
from dialogue.events import ThreadHandedOver
from dialogue.models import FloorStep
from dialogue.policies import ThreadPolicy
from groups.texts import local
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


notice(ThreadHandedOver.kind, topic=Topic.DIALOGUE, recipients=successor, render=render)
