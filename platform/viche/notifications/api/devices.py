"""Endpoints of push subscriptions."""

from __future__ import annotations

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from viche.kernel.api import Endpoint, StrictSerializer, Write, answer, list_of, shape_of
from viche.kernel.api.strict import PlainText
from viche.notifications.api import presenters
from viche.notifications.api.shapes import PushKey, PushSubscriptionOut
from viche.notifications.devices import list_own_devices
from viche.notifications.models import MAX_ENDPOINT_LENGTH
from viche.notifications.policies import PushAction
from viche.notifications.services.devices import BrowserSubscription, subscribe_browser, unsubscribe_browser
from viche.notifications.webpush.keys import get_current_key


class PushSubscriptionIn(StrictSerializer):
    """The result of `PushManager.subscribe()`; `key` is the given application server key."""

    endpoint = PlainText(max_length=MAX_ENDPOINT_LENGTH)
    p256dh = PlainText(max_length=87)
    auth = PlainText(max_length=22)
    key = PlainText(max_length=87)


class MyPushSubscriptions(Endpoint):
    actions = {"GET": PushAction.READ, "POST": PushAction.ADD}

    @extend_schema(responses=list_of(PushSubscriptionOut))
    def get(self, request: Request) -> Response:
        """List one's subscribed browsers, the latest first."""
        found = list_own_devices(self.actor)
        return answer({"items": [presenters.show_device(row, sign_in, self.actor) for row, sign_in in found]})

    @extend_schema(request=PushSubscriptionIn, responses={201: shape_of(PushSubscriptionOut)})
    def post(self, request: Request) -> Response:
        """Subscribe this browser to push notifications until one signs out of it. Idempotent.

        It takes what `PushManager.subscribe()` returns for the key; only push services of browser
        makers are accepted.
        """
        wanted = self.parse(PushSubscriptionIn)
        browser = BrowserSubscription(wanted["endpoint"], wanted["p256dh"], wanted["auth"], wanted["key"])
        made = subscribe_browser(actor=self.actor, browser=browser)
        found = next(one for one in list_own_devices(self.actor) if one[0].pk == made.pk)
        return answer(presenters.show_device(*found, self.actor), status=201)


class MyPushSubscription(Endpoint):
    """DELETE: Unsubscribe a browser from push notifications."""

    delete = Write(PushAction.REMOVE, unsubscribe_browser)


class MyPushKey(Endpoint):
    actions = {"GET": PushAction.READ}

    @extend_schema(responses=shape_of(PushKey))
    def get(self, request: Request) -> Response:
        """Return the application server key for a browser that subscribes."""
        return answer(PushKey(key=get_current_key().public if settings.PUSH_HOSTS else None))
