"""Endpoints of the inbox."""

from __future__ import annotations

from functools import partial
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from viche.kernel.access_log import AccessMode, log_access
from viche.kernel.actor import Actor
from viche.kernel.api import (
    Answer,
    Endpoint,
    Show,
    StrictSerializer,
    Write,
    answer,
    limit_of,
    page_of,
    paginate,
    read_page,
    shape_of,
)
from viche.kernel.errors import NotFound
from viche.notifications.api import presenters
from viche.notifications.api.shapes import MarkedRead, NotificationOut
from viche.notifications.models import Notification
from viche.notifications.policies import Action
from viche.notifications.selectors import get_inbox_notification, list_inbox
from viche.notifications.services.create import mark_all_read, mark_group_read, mark_notification_read

NEWEST_FIRST = ("-id",)
MAX_SKIPPED_PAGES = 10
"""How many empty pages one request reads on, before it leaves that to the next one."""


class InboxFilter(StrictSerializer):
    unread = serializers.BooleanField(required=False, allow_null=True, default=None)
    needs_answer = serializers.BooleanField(required=False, allow_null=True, default=None)


class Notifications(Endpoint):
    """The reader's notifications, newest first.

    Everything that the reader was told, each with the reason. A reminder has `offers`, which the reader may
    do now: `do` (`done`, `accept`, `verify`, `snooze`, `help`), its label, the id of the item (`about`) and
    the page that asks for the rest (`url`).

    `needs_answer` narrows them to those that wait for the reader, or to all others: each is in one of the two
    parts. A page can be shorter than `limit`, since it holds what the reader may see now; it is empty only
    where nothing older is near, so follow `next_cursor`.
    """

    records = partial(log_access, way=AccessMode.LIST)

    actions = {"GET": Action.READ}
    asks = InboxFilter

    @extend_schema(responses={200: page_of(NotificationOut)})
    def get(self, request: Request) -> Response:
        needs_answer = self.asked["needs_answer"]
        rows = list_inbox(self.actor, unread=self.asked["unread"], needs_answer=needs_answer)
        page = self._read_page(request, rows, needs_answer)
        items = [presenters.show_notification(row, words) for row, words in page["items"]]
        return answer(
            {**page, "items": items}, of=[read for _row, words in page["items"] for read in words.shows]
        )

    def _read_page(
        self, request: Request, rows: QuerySet[Notification], needs_answer: bool | None
    ) -> dict[str, Any]:
        """Return a page; where nothing on it is shown, the next one that shows something."""
        present = partial(presenters.load_texts, self.actor, needs_answer=needs_answer)
        page, limit = paginate(request, rows, order=NEWEST_FIRST, present=present), limit_of(request)
        for _skipped in range(MAX_SKIPPED_PAGES):
            cursor = page["next_cursor"]
            if page["items"] or cursor is None:
                break
            page = read_page(rows, order=NEWEST_FIRST, present=present, cursor=cursor, limit=limit)
        return page


def _show_notification(actor: Actor, row: Notification) -> Answer[NotificationOut]:
    for _row, words in presenters.load_texts(actor, [row]):
        return answer(presenters.show_notification(row, words), of=words.shows)
    raise NotFound


def _show_one(actor: Actor, notification_id: UUID) -> Answer[NotificationOut]:
    return _show_notification(actor, get_inbox_notification(actor, notification_id))


class OneNotification(Endpoint):
    """GET: Return one notification, as the reader may see it now.

    404 when the reader may not see its object any more. A push message carries the id alone, and the
    browser asks here.
    """

    records = log_access

    get = Show(Action.READ, _show_one)


class NotificationRead(Endpoint):
    """PUT: Mark one notification as read."""

    records = log_access

    put = Write(Action.MARK_READ, mark_notification_read, shows=_show_notification)


class NotificationGroupRead(Endpoint):
    actions = {"PUT": Action.MARK_READ}

    @extend_schema(request=None, responses={200: shape_of(MarkedRead)})
    def put(self, request: Request, notification_id: UUID) -> Response:
        """Mark one notification and the older ones beside it as read.

        These are about the same thread, action item or dossier, in the same part of the inbox.
        """
        return answer(MarkedRead(marked=mark_group_read(actor=self.actor, notification_id=notification_id)))


class NotificationsRead(Endpoint):
    actions = {"PUT": Action.MARK_READ}

    @extend_schema(request=None, responses={200: shape_of(MarkedRead)})
    def put(self, request: Request) -> Response:
        """Mark all present notifications as read."""
        return answer(MarkedRead(marked=mark_all_read(actor=self.actor)))
