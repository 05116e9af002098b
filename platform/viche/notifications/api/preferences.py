"""What comes by which way, over HTTP."""

from __future__ import annotations

from datetime import time
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from viche.kernel.api import (
    Endpoint,
    Nothing,
    StrictBoolean,
    StrictSerializer,
    answer,
    keyset_page,
    page_of,
    shape,
)
from viche.kernel.api.strict import StrictInteger, StrictUuid
from viche.notifications.api import present
from viche.notifications.api.shapes import DeliveryOut, NotificationPreferences
from viche.notifications.models import Mode, PreferenceSheet, Topic
from viche.notifications.policies import Action, PreferenceAction
from viche.notifications.preferences import my_sheet
from viche.notifications.selectors import my_deliveries
from viche.notifications.services.choosing import Choice, Hours, choose_notifications, confirm_address

MOST_GROUP_CHOICES = 500
PUSH_MODES = [(mode.value, mode.label) for mode in (Mode.OFF, Mode.AT_ONCE)]


class WallTime(serializers.TimeField):
    """A time of day to the minute."""

    def __init__(self, **options: Any) -> None:
        super().__init__(input_formats=["%H:%M"], **options)

    def to_internal_value(self, value: Any) -> time:
        if isinstance(value, str) and not value.isascii():
            self.fail("invalid", format="hh:mm")
        moment: time = super().to_internal_value(value)
        return moment


class DayOfWeek(StrictInteger):
    """1 is Monday."""

    def __init__(self, **options: Any) -> None:
        super().__init__(min_value=1, max_value=7, **options)


class TopicChoiceIn(StrictSerializer):
    topic = serializers.ChoiceField(Topic.choices)
    email = serializers.ChoiceField(Mode.choices)
    push = serializers.ChoiceField(PUSH_MODES, required=False, default=Mode.AT_ONCE)


class GroupChoiceIn(StrictSerializer):
    """A way that is left out, or null, is as everywhere."""

    topic = serializers.ChoiceField(Topic.choices)
    email = serializers.ChoiceField(Mode.choices, required=False, allow_null=True, default=None)
    push = serializers.ChoiceField(PUSH_MODES, required=False, allow_null=True, default=None)
    group = StrictUuid()


class HoursIn(StrictSerializer):
    """By one's own clock, as `22:00`. Quiet hours have both ends or none."""

    quiet_from = WallTime(allow_null=True)
    quiet_until = WallTime(allow_null=True)
    working_days = serializers.ListField(child=DayOfWeek(), min_length=1, max_length=7)
    holidays_off = StrictBoolean()
    digest_at = WallTime()


class PreferencesIn(StrictSerializer):
    """A topic that is left out comes at once, in a group as everywhere."""

    topics = serializers.ListField(child=TopicChoiceIn(), max_length=len(Topic))
    groups = serializers.ListField(child=GroupChoiceIn(), max_length=MOST_GROUP_CHOICES)
    hours = HoursIn()


class MyNotificationPreferences(Endpoint):
    actions = {"GET": PreferenceAction.READ, "PUT": PreferenceAction.EDIT}
    conditional = frozenset({"PUT"})

    @extend_schema(responses=shape(NotificationPreferences))
    def get(self, request: Request) -> Response:
        """What one chose about notifications, and everything that can be chosen."""
        return self._answered(my_sheet(self.actor))

    @extend_schema(request=PreferencesIn, responses=shape(NotificationPreferences))
    def put(self, request: Request) -> Response:
        """Choose anew what comes by which way: this replaces everything that was chosen."""
        version, wanted = self.expected_version(), self.parse(PreferencesIn)
        sheet = choose_notifications(
            actor=self.actor,
            expected_version=version,
            everywhere=[_choice(one) for one in wanted["topics"]],
            in_groups=[_choice(one) for one in wanted["groups"]],
            hours=Hours(**wanted["hours"]),
        )
        return self._answered(sheet)

    def _answered(self, sheet: PreferenceSheet) -> Response:
        return answer(present.preferences(self.actor, sheet), version=sheet.version)


class MyRefusedAddress(Endpoint):
    actions = {"DELETE": PreferenceAction.EDIT}

    @extend_schema(responses={204: None})
    def delete(self, request: Request) -> Response:
        """Say that one's address is right although a mail server refused it: mail goes there again."""
        confirm_address(actor=self.actor)
        return answer(None, status=204)


class MyDeliveries(Endpoint):
    """What went, goes or did not go to the reader by ways out of the house, newest first."""

    actions = {"GET": Action.READ}
    asks = Nothing

    @extend_schema(responses={200: page_of(DeliveryOut)})
    def get(self, request: Request) -> Response:
        rows = my_deliveries(self.actor)
        return answer(
            keyset_page(
                request, rows, order=("-id",), present=lambda found: present.deliveries(self.actor, found)
            )
        )


def _choice(wanted: dict[str, Any]) -> Choice:
    email, push = (Mode(mode) if (mode := wanted[way]) else None for way in ("email", "push"))
    return Choice(Topic(wanted["topic"]), email, push, wanted.get("group"))
