"""Whom this room tells of requests for access: who leads the thread, and who asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from uuid import UUID

from django.utils.translation import gettext as _

from dialogue.access_requests.access_log import reads_of_request
from dialogue.access_requests.events import AccessAskedFor, AccessRequestClosed
from dialogue.access_requests.models import AccessRequest, AccessState
from dialogue.access_requests.selectors import requests_told_of
from dialogue.threads.access_log import read_of
from dialogue.threads.policies import ThreadPolicy
from groups.common.texts import local
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.policy import Level
from viche.kernel.text import in_both
from viche.notifications.models import Notification
from viche.notifications.registry import Recipient, Topic, Words, notice

LEADS, ASKED = "leads", "asked"


def leaders(event: Event) -> Iterable[Recipient]:
    return [Recipient(UUID(pk), LEADS) for pk in event.data["people"]]


def asker(event: Event) -> Iterable[Recipient]:
    """Who took it back knows, and of what is over they need not be told."""
    told = event.data["state"] in (AccessState.GRANTED, AccessState.DECLINED)
    return [Recipient(UUID(event.data["person_id"]), ASKED)] if told else []


def _asked_about(notifications: Sequence[Notification]) -> set[UUID]:
    return {one.subject_id for one in notifications}


def render_asked(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, Words]:
    """While it waits, for who may answer it. Why they ask stands on the page alone."""
    found = requests_told_of(reader, _asked_about(notifications))
    return {
        one.pk: Words(
            title=in_both(partial(_asks, request)),
            body=in_both(partial(_for_whom, request)),
            reason=in_both(lambda: _("You get this because you lead the thread or its group, and read it.")),
            url=f"/threads/{request.thread_id}",
            action=in_both(lambda: _("Open the request")),
            shows=(*read_of(request.thread), *reads_of_request(request)),
        )
        for one in notifications
        if (request := found.get(one.subject_id)) is not None and request.state == AccessState.PENDING
    }


def _asks(request: AccessRequest) -> str:
    words = {"name": local(request.person, "name"), "thread": local(request.thread, "title")}
    return _("%(name)s asks for access to the thread: %(thread)s") % words


def _for_whom(request: AccessRequest) -> str:
    mandate = request.seat.mandate
    words = {"organisation": local(mandate.organisation, "name"), "position": local(mandate, "position")}
    return _("For: %(organisation)s. Position: %(position)s.") % words


def render_answered(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, Words]:
    """As it was answered. The title is told to nobody who does not know of the thread any more."""
    found = requests_told_of(reader, _asked_about(notifications))
    threads = {one.thread_id for one in found.values()}
    known = ThreadPolicy().visible_to(reader, Level.EXISTS).filter(pk__in=threads)
    titled = set(known.values_list("pk", flat=True))
    return {
        one.pk: _words(request, titled=request.thread_id in titled)
        for one in notifications
        if (request := found.get(one.subject_id)) is not None
        and request.state == one.event.data["state"]
        and (request.state == AccessState.DECLINED or request.thread_id in titled)
    }


def _words(request: AccessRequest, *, titled: bool) -> Words:
    return Words(
        title=in_both(partial(_answer, request, titled)),
        body=in_both(partial(_why, request)),
        reason=in_both(lambda: _("You get this because you asked for access.")),
        url=f"/threads/{request.thread_id}",
        action=in_both(lambda: _("Open the thread")),
    )


def _answer(request: AccessRequest, titled: bool) -> str:
    if request.state == AccessState.GRANTED:
        return _("You may read now: %(thread)s") % {"thread": local(request.thread, "title")}
    if not titled:
        return _("Your request for access was declined")
    return _("Your request for access was declined: %(thread)s") % {"thread": local(request.thread, "title")}


def _why(request: AccessRequest) -> str:
    if request.state == AccessState.GRANTED:
        return _("You read the thread from its beginning, as the others whom it names.")
    return request.answer


notice(AccessAskedFor.kind, topic=Topic.DIALOGUE, recipients=leaders, render=render_asked)
notice(AccessRequestClosed.kind, topic=Topic.DIALOGUE, recipients=asker, render=render_answered)
