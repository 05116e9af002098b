"""The browsers to which one has news pushed, over HTTP."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from viche.kernel.api import Endpoint, StrictSerializer, answer, list_of, shape
from viche.kernel.api.strict import PlainText
from viche.notifications.api import present
from viche.notifications.api.shapes import PushKey, PushSubscriptionOut
from viche.notifications.devices import my_devices
from viche.notifications.models import LONGEST_ENDPOINT
from viche.notifications.policies import PushAction
from viche.notifications.services.devices import Browser, subscribe_browser, unsubscribe_browser
from viche.notifications.webpush.keys import present_key


class PushSubscriptionIn(StrictSerializer):
    """What `PushManager.subscribe()` gives; `key` is the one that it was given."""

    endpoint = PlainText(max_length=LONGEST_ENDPOINT)
    p256dh = PlainText(max_length=87)
    auth = PlainText(max_length=22)
    key = PlainText(max_length=87)


class MyPushSubscriptions(Endpoint):
    actions = {"GET": PushAction.READ, "POST": PushAction.ADD}

    @extend_schema(responses=list_of(PushSubscriptionOut))
    def get(self, request: Request) -> Response:
        """To which browsers one has news pushed, the latest first."""
        found = my_devices(self.actor)
        return answer({"items": [present.device(row, sign_in, self.actor) for row, sign_in in found]})

    @extend_schema(request=PushSubscriptionIn, responses={201: shape(PushSubscriptionOut)})
    def post(self, request: Request) -> Response:
        """Have news pushed to this browser until one signs out of it; again, it changes nothing."""
        wanted = self.parse(PushSubscriptionIn)
        browser = Browser(wanted["endpoint"], wanted["p256dh"], wanted["auth"], wanted["key"])
        made = subscribe_browser(actor=self.actor, browser=browser)
        found = next(one for one in my_devices(self.actor) if one[0].pk == made.pk)
        return answer(present.device(*found, self.actor), status=201)


class MyPushSubscription(Endpoint):
    actions = {"DELETE": PushAction.REMOVE}

    @extend_schema(responses={204: None})
    def delete(self, request: Request, subscription_id: UUID) -> Response:
        """Push nothing to that browser any more."""
        unsubscribe_browser(actor=self.actor, subscription_id=subscription_id)
        return answer(None, status=204)


class MyPushKey(Endpoint):
    actions = {"GET": PushAction.READ}

    @extend_schema(responses=shape(PushKey))
    def get(self, request: Request) -> Response:
        """The key that a browser is given when it subscribes."""
        return answer(PushKey(key=present_key().public if settings.PUSH_HOSTS else None))
