"""Notifications of access requests, to facilitators and to the requester."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from uuid import UUID

from django.utils.translation import gettext as _

from dialogue.access_requests.access_log import build_request_reads
from dialogue.access_requests.events import AccessAskedFor, AccessRequestClosed
from dialogue.access_requests.models import AccessRequest, AccessState
from dialogue.access_requests.selectors import list_notifiable_requests
from dialogue.threads.access_log import read_of
from dialogue.threads.policies import ThreadPolicy
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.policy import Level
from viche.kernel.text import render_bilingual, translate_field
from viche.notifications.models import Notification
from viche.notifications.registry import NotificationText, Recipient, Topic, register_notice

LEADS, ASKED = "leads", "asked"


def list_facilitator_recipients(event: Event) -> Iterable[Recipient]:
    return [Recipient(UUID(pk), LEADS) for pk in event.data["people"]]


def find_requester_recipient(event: Event) -> Iterable[Recipient]:
    """Return the requester if the request was granted or declined.

    They withdrew it themselves, or it is over and needs no notification.
    """
    told = event.data["state"] in (AccessState.GRANTED, AccessState.DECLINED)
    return [Recipient(UUID(event.data["person_id"]), ASKED)] if told else []


def _list_request_ids(notifications: Sequence[Notification]) -> set[UUID]:
    return {one.subject_id for one in notifications}


def render_requests(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, NotificationText]:
    """Render pending requests for the facilitators who may answer them.

    The reason is shown on the page only.
    """
    found = list_notifiable_requests(reader, _list_request_ids(notifications))
    return {
        one.pk: NotificationText(
            title=render_bilingual(partial(_describe_request, request)),
            body=render_bilingual(partial(_describe_seat, request)),
            reason=render_bilingual(
                lambda: _("You get this because you lead the thread or its group, and read it.")
            ),
            url=f"/threads/{request.thread_id}",
            action=render_bilingual(lambda: _("Open the request")),
            shows=(*read_of(request.thread), *build_request_reads(request)),
        )
        for one in notifications
        if (request := found.get(one.subject_id)) is not None and request.state == AccessState.PENDING
    }


def _describe_request(request: AccessRequest) -> str:
    words = {
        "name": translate_field(request.person, "name"),
        "thread": translate_field(request.thread, "title"),
    }
    return _("%(name)s asks for access to the thread: %(thread)s") % words


def _describe_seat(request: AccessRequest) -> str:
    mandate = request.seat.mandate
    words = {
        "organisation": translate_field(mandate.organisation, "name"),
        "position": translate_field(mandate, "position"),
    }
    return _("For: %(organisation)s. Position: %(position)s.") % words


def render_answers(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, NotificationText]:
    """Render the answers. The title is left out if the requester no longer knows of the thread."""
    found = list_notifiable_requests(reader, _list_request_ids(notifications))
    threads = {one.thread_id for one in found.values()}
    known = ThreadPolicy().visible_to(reader, Level.EXISTS).filter(pk__in=threads)
    titled = set(known.values_list("pk", flat=True))
    return {
        one.pk: _render_answer(request, titled=request.thread_id in titled)
        for one in notifications
        if (request := found.get(one.subject_id)) is not None
        and request.state == one.event.data["state"]
        and (request.state == AccessState.DECLINED or request.thread_id in titled)
    }


def _render_answer(request: AccessRequest, *, titled: bool) -> NotificationText:
    return NotificationText(
        title=render_bilingual(partial(_describe_answer, request, titled)),
        body=render_bilingual(partial(_describe_reason, request)),
        reason=render_bilingual(lambda: _("You get this because you asked for access.")),
        url=f"/threads/{request.thread_id}",
        action=render_bilingual(lambda: _("Open the thread")),
    )


def _describe_answer(request: AccessRequest, titled: bool) -> str:
    if request.state == AccessState.GRANTED:
        return _("You may read now: %(thread)s") % {"thread": translate_field(request.thread, "title")}
    if not titled:
        return _("Your request for access was declined")
    return _("Your request for access was declined: %(thread)s") % {
        "thread": translate_field(request.thread, "title")
    }


def _describe_reason(request: AccessRequest) -> str:
    if request.state == AccessState.GRANTED:
        return _("You read the thread from its beginning, as the others whom it names.")
    return request.answer


register_notice(
    AccessAskedFor.kind, topic=Topic.DIALOGUE, recipients=list_facilitator_recipients, render=render_requests
)
register_notice(
    AccessRequestClosed.kind, topic=Topic.DIALOGUE, recipients=find_requester_recipient, render=render_answers
)
