"""The inbox over HTTP."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from viche.kernel.actor import Actor
from viche.kernel.api import Endpoint, StrictSerializer, answer, keyset_page, page_of, shape
from viche.kernel.errors import NotFound
from viche.kernel.reads import Way
from viche.notifications.api import present
from viche.notifications.api.shapes import MarkedRead, NotificationOut
from viche.notifications.models import Notification
from viche.notifications.policies import Action
from viche.notifications.selectors import inbox, one_of_inbox
from viche.notifications.services.telling import mark_all_read, mark_notification_read


class InboxFilter(StrictSerializer):
    unread = serializers.BooleanField(required=False, allow_null=True, default=None)


class Notifications(Endpoint):
    """What the reader was told, newest first."""

    actions = {"GET": Action.READ}
    asks = InboxFilter

    @extend_schema(responses={200: page_of(NotificationOut)})
    def get(self, request: Request) -> Response:
        rows = inbox(self.actor, unread=self.asked["unread"])
        shown = partial(present.notifications, self.actor, way=Way.LIST)
        return answer(keyset_page(request, rows, order=("-id",), present=shown))


class OneNotification(Endpoint):
    actions = {"GET": Action.READ}

    @extend_schema(responses={200: shape(NotificationOut)})
    def get(self, request: Request, notification_id: UUID) -> Response:
        """One notification, as the reader may see it now."""
        return _shown(self.actor, one_of_inbox(self.actor, notification_id))


class NotificationRead(Endpoint):
    actions = {"PUT": Action.MARK_READ}

    @extend_schema(request=None, responses={200: shape(NotificationOut)})
    def put(self, request: Request, notification_id: UUID) -> Response:
        """Mark one as read."""
        row = mark_notification_read(actor=self.actor, notification_id=notification_id)
        return _shown(self.actor, row)


def _shown(reader: Actor, row: Notification) -> Response:
    shown: list[Any] = present.notifications(reader, [row], way=Way.PAGE)
    if not shown:
        raise NotFound
    return answer(shown[0])


class NotificationsRead(Endpoint):
    actions = {"PUT": Action.MARK_READ}

    @extend_schema(request=None, responses={200: shape(MarkedRead)})
    def put(self, request: Request) -> Response:
        """Mark all that there are now as read."""
        return answer(MarkedRead(marked=mark_all_read(actor=self.actor)))
