"""Notifications about requests for a seat: to deciders, and to the requester."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from uuid import UUID

from django.utils.translation import gettext as _

from groups.common.notification_text import (
    build_personal_words,
    describe_given_reason,
    list_concerned_recipients,
    load_recorded,
)
from groups.joining.access_log import REQUEST
from groups.joining.models import JoinRequest, RequestState
from groups.joining.policies import JoinRequestPolicy
from groups.memberships.recipients import list_seat_deciders
from viche.kernel.access_log import Read
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.text import translate_field
from viche.notifications.models import Notification
from viche.notifications.registry import NotificationText, Recipient, Topic, register_notice, render_bilingual


def _load_requests(notifications: Sequence[Notification]) -> dict[UUID, JoinRequest]:
    loaded = JoinRequest.objects.select_related("group", "person", "organisation")
    return load_recorded(notifications, "request_id", loaded)


def _render_asked_title(request: JoinRequest) -> str:
    words = {
        "person": translate_field(request.person, "name"),
        "group": translate_field(request.group, "name"),
    }
    return _("%(person)s asks for a seat in the group “%(group)s”") % words


def _render_asked_body(request: JoinRequest) -> str:
    words = {
        "organisation": translate_field(request.organisation, "name"),
        "position": translate_field(request, "position"),
    }
    return _("For: %(organisation)s. Position: %(position)s.") % words


def _render_asked(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, NotificationText]:
    """Return notifications while the request is pending and the reader may answer it."""
    requests = _load_requests(notifications)
    seen = JoinRequestPolicy().visible_to(reader).in_bulk({one.pk for one in requests.values()})
    reason = render_bilingual(lambda: _("You answer who asks for a seat in this group."))
    return {
        pk: NotificationText(
            title=render_bilingual(partial(_render_asked_title, request)),
            body=render_bilingual(partial(_render_asked_body, request)),
            reason=reason,
            url=f"/groups/{request.group_id}/joining",
            shows=(Read(REQUEST, request.pk, request.person_id),),
        )
        for pk, request in requests.items()
        if request.state == RequestState.PENDING and request.pk in seen
    }


def _render_declined_title(request: JoinRequest) -> str:
    return _("Your request for a seat was declined: “%(group)s”") % {
        "group": translate_field(request.group, "name")
    }


def _render_declined(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, NotificationText]:
    return {
        pk: build_personal_words(
            partial(_render_declined_title, request), partial(describe_given_reason, request.reason)
        )
        for pk, request in _load_requests(notifications).items()
        if request.state == RequestState.DECLINED
    }


def _list_declined_recipients(event: Event) -> Iterable[Recipient]:
    """Return the requester of a declined request.

    An admitted person is notified of the seat itself.
    """
    return list_concerned_recipients(event) if event.data["state"] == RequestState.DECLINED else ()


register_notice(
    "groups.seat_asked_for", topic=Topic.MEMBERSHIP, recipients=list_seat_deciders, render=_render_asked
)

register_notice(
    "groups.join_request_closed",
    topic=Topic.MEMBERSHIP,
    recipients=_list_declined_recipients,
    render=_render_declined,
)
