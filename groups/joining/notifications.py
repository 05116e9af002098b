"""Whom this room tells of requests for a seat: who answers them, and who asked."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from functools import partial
from uuid import UUID

from django.utils.translation import gettext as _

from groups.common.notification_text import because, concerned, recorded, told
from groups.common.texts import local
from groups.joining.access_log import REQUEST
from groups.joining.models import JoinRequest, RequestState
from groups.joining.policies import JoinRequestPolicy
from groups.memberships.recipients import who_may_seat
from viche.kernel.actor import Actor
from viche.kernel.models import Event
from viche.kernel.reads import Read
from viche.notifications.models import Notification
from viche.notifications.registry import Recipient, Topic, Words, in_both, notice

# ---- ways to the table -------------------------------------------------------------------------------------


def _requests(notifications: Sequence[Notification]) -> dict[UUID, JoinRequest]:
    loaded = JoinRequest.objects.select_related("group", "person", "organisation")
    return recorded(notifications, "request_id", loaded)


def _asks(request: JoinRequest) -> str:
    words = {"person": local(request.person, "name"), "group": local(request.group, "name")}
    return _("%(person)s asks for a seat in the group “%(group)s”") % words


def _for_whom(request: JoinRequest) -> str:
    words = {
        "organisation": local(request.organisation, "name"),
        "position": local(request, "position"),
    }
    return _("For: %(organisation)s. Position: %(position)s.") % words


def _asked_for(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, Words]:
    """While it waits, and the reader is among those who may answer."""
    requests = _requests(notifications)
    seen = JoinRequestPolicy().visible_to(reader).in_bulk({one.pk for one in requests.values()})
    reason = in_both(lambda: _("You answer who asks for a seat in this group."))
    return {
        pk: Words(
            title=in_both(partial(_asks, request)),
            body=in_both(partial(_for_whom, request)),
            reason=reason,
            url=f"/groups/{request.group_id}/joining",
            shows=(Read(REQUEST, request.pk, request.person_id),),
        )
        for pk, request in requests.items()
        if request.state == RequestState.PENDING and request.pk in seen
    }


def _declined(request: JoinRequest) -> str:
    return _("Your request for a seat was declined: “%(group)s”") % {"group": local(request.group, "name")}


def _answered(reader: Actor, notifications: Sequence[Notification]) -> Mapping[UUID, Words]:
    return {
        pk: told(partial(_declined, request), partial(because, request.reason))
        for pk, request in _requests(notifications).items()
        if request.state == RequestState.DECLINED
    }


def _of_declined(event: Event) -> Iterable[Recipient]:
    """Who was admitted hears of the seat itself, and who withdrew knows it."""
    return concerned(event) if event.data["state"] == RequestState.DECLINED else ()


notice("groups.seat_asked_for", topic=Topic.MEMBERSHIP, recipients=who_may_seat, render=_asked_for)

notice("groups.join_request_closed", topic=Topic.MEMBERSHIP, recipients=_of_declined, render=_answered)
