"""Endpoints of the inbox."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from viche.kernel.access_log import AccessMode
from viche.kernel.actor import Actor
from viche.kernel.api import Endpoint, StrictSerializer, answer, page_of, paginate, shape_of
from viche.kernel.errors import NotFound
from viche.notifications.api import presenters
from viche.notifications.api.shapes import MarkedRead, NotificationOut
from viche.notifications.models import Notification
from viche.notifications.policies import Action
from viche.notifications.selectors import get_inbox_notification, list_inbox
from viche.notifications.services.create import mark_all_read, mark_notification_read


class InboxFilter(StrictSerializer):
    unread = serializers.BooleanField(required=False, allow_null=True, default=None)


class Notifications(Endpoint):
    """The reader's notifications, newest first."""

    actions = {"GET": Action.READ}
    asks = InboxFilter

    @extend_schema(responses={200: page_of(NotificationOut)})
    def get(self, request: Request) -> Response:
        rows = list_inbox(self.actor, unread=self.asked["unread"])
        shown = partial(presenters.show_notifications, self.actor, way=AccessMode.LIST)
        return answer(paginate(request, rows, order=("-id",), present=shown))


class OneNotification(Endpoint):
    actions = {"GET": Action.READ}

    @extend_schema(responses={200: shape_of(NotificationOut)})
    def get(self, request: Request, notification_id: UUID) -> Response:
        """Return one notification, as the reader may see it now."""
        return _answer_notification(self.actor, get_inbox_notification(self.actor, notification_id))


class NotificationRead(Endpoint):
    actions = {"PUT": Action.MARK_READ}

    @extend_schema(request=None, responses={200: shape_of(NotificationOut)})
    def put(self, request: Request, notification_id: UUID) -> Response:
        """Mark one notification as read."""
        row = mark_notification_read(actor=self.actor, notification_id=notification_id)
        return _answer_notification(self.actor, row)


def _answer_notification(reader: Actor, row: Notification) -> Response:
    shown: list[Any] = presenters.show_notifications(reader, [row], way=AccessMode.PAGE)
    if not shown:
        raise NotFound
    return answer(shown[0])


class NotificationsRead(Endpoint):
    actions = {"PUT": Action.MARK_READ}

    @extend_schema(request=None, responses={200: shape_of(MarkedRead)})
    def put(self, request: Request) -> Response:
        """Mark all present notifications as read."""
        return answer(MarkedRead(marked=mark_all_read(actor=self.actor)))
