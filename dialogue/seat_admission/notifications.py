"""Notification to the readers of a restricted thread: a late seat may read it from now on."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from uuid import UUID

from django.utils.translation import gettext as _

from dialogue.models import Thread
from dialogue.seat_admission.events import LateSeatAdmitted
from dialogue.threads.access_log import read_of
from dialogue.threads.policies import ThreadPolicy
from groups.models import Membership
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.text import render_bilingual, translate_field
from viche.notifications.models import Notification
from viche.notifications.registry import NotificationText, Recipient, Topic, register_notice


def _list_recipients(event: Event) -> Iterable[Recipient]:
    thread = Thread.objects.select_related("group", "facilitator").filter(pk=event.subject_id).first()
    return [Recipient(pk, "reads_it") for pk in sorted(ThreadPolicy().readers(thread))] if thread else []


def _describe_title(thread: Thread) -> str:
    return _("A new seat reads the restricted thread “%(thread)s”") % {
        "thread": translate_field(thread, "title")
    }


def _describe_body(seat: Membership) -> str:
    words = {
        "person": translate_field(seat.mandate.person, "name"),
        "organisation": translate_field(seat.mandate.organisation, "name"),
    }
    return _("Reads along now: %(person)s, for %(organisation)s.") % words


def _render(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, NotificationText]:
    seen = ThreadPolicy().visible_to(reader).in_bulk({one.subject_id for one in notifications})
    ids = {UUID(one.event.data["membership_id"]) for one in notifications}
    people = Membership.objects.select_related("mandate__person", "mandate__organisation")
    seats = people.in_bulk(ids)
    return {
        one.pk: NotificationText(
            title=render_bilingual(partial(_describe_title, thread)),
            body=render_bilingual(partial(_describe_body, seats[UUID(one.event.data["membership_id"])])),
            reason=render_bilingual(lambda: _("You read this restricted thread.")),
            url=f"/threads/{thread.pk}",
            shows=tuple(read_of(thread)),
        )
        for one in notifications
        if (thread := seen.get(one.subject_id)) is not None
    }


register_notice(LateSeatAdmitted.kind, topic=Topic.ACCOUNT, recipients=_list_recipients, render=_render)
