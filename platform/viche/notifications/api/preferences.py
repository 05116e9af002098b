"""Endpoints of notification preferences and the delivery log."""

from __future__ import annotations

from datetime import time
from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from viche.kernel.api import (
    Endpoint,
    Page,
    StrictBoolean,
    StrictSerializer,
    Write,
    answer,
    shape_of,
)
from viche.kernel.api.strict import StrictInteger, StrictUuid
from viche.notifications.api import presenters
from viche.notifications.api.shapes import NotificationPreferences
from viche.notifications.models import Mode, PreferenceSheet, Topic
from viche.notifications.policies import Action, PreferenceAction
from viche.notifications.preferences import get_own_sheet
from viche.notifications.selectors import list_own_deliveries
from viche.notifications.services.preferences import Choice, HoursChoice, confirm_address, update_preferences

MAX_GROUP_CHOICES = 500
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
    """A channel that is omitted or null follows the choice for everywhere."""

    topic = serializers.ChoiceField(Topic.choices)
    email = serializers.ChoiceField(Mode.choices, required=False, allow_null=True, default=None)
    push = serializers.ChoiceField(PUSH_MODES, required=False, allow_null=True, default=None)
    group = StrictUuid()


class HoursIn(StrictSerializer):
    """In one's own time zone, as `22:00`. Quiet hours have both ends or none."""

    quiet_from = WallTime(allow_null=True)
    quiet_until = WallTime(allow_null=True)
    working_days = serializers.ListField(child=DayOfWeek(), min_length=1, max_length=7)
    holidays_off = StrictBoolean()
    digest_at = WallTime()


class PreferencesIn(StrictSerializer):
    """An omitted topic comes at once; omitted for a group, it follows the choice for everywhere."""

    topics = serializers.ListField(child=TopicChoiceIn(), max_length=len(Topic))
    groups = serializers.ListField(child=GroupChoiceIn(), max_length=MAX_GROUP_CHOICES)
    hours = HoursIn()


class MyNotificationPreferences(Endpoint):
    actions = {"GET": PreferenceAction.READ, "PUT": PreferenceAction.EDIT}
    conditional = frozenset({"PUT"})

    @extend_schema(responses=shape_of(NotificationPreferences))
    def get(self, request: Request) -> Response:
        """Return one's notification preferences, and everything that can be chosen.

        How e-mail comes (at once, daily, weekly, never) and what is pushed to devices (at once,
        never), by topic, everywhere and in single groups; quiet hours, working days, holidays and the
        hour of digests. The inbox has everything in any case, and security news of the account always
        comes.
        """
        return self._answered(get_own_sheet(self.actor))

    @extend_schema(request=PreferencesIn, responses=shape_of(NotificationPreferences))
    def put(self, request: Request) -> Response:
        """Replace all of one's notification preferences."""
        version, wanted = self.expected_version(), self.parse(PreferencesIn)
        sheet = update_preferences(
            actor=self.actor,
            expected_version=version,
            everywhere=[_build_choice(one) for one in wanted["topics"]],
            in_groups=[_build_choice(one) for one in wanted["groups"]],
            hours=HoursChoice(**wanted["hours"]),
        )
        return self._answered(sheet)

    def _answered(self, sheet: PreferenceSheet) -> Response:
        return answer(presenters.show_preferences(self.actor, sheet), version=sheet.version)


class MyRefusedAddress(Endpoint):
    """DELETE: Confirm one's address although a mail server refused it: mail is sent to it again.

    For an address that is right although a mail server refused it.
    """

    delete = Write(PreferenceAction.EDIT, confirm_address)


class MyDeliveries(Endpoint):
    """GET: Deliveries to the reader by e-mail and push, sent, pending or failed, newest first.

    Optional mail carries `List-Unsubscribe` and `List-Unsubscribe-Post` (RFC 8058). That address ends
    mail of its kind; when all of the mail is about one thread, and muting that would have prevented it,
    it mutes the thread. It takes a `POST` without cookie and token and answers 200. Mail about must-read
    messages also comes from muted threads, so it is never ended in that way.

    The mute link in such a mail (`GET /mute/<token>`, which changes nothing) opens a page that mutes the
    thread by a script or a button, and undoes it. It works for a year, until the reader's e-mail address
    changes (410); 404 when the reader does not see the thread.
    """

    get = Page(Action.READ, list_own_deliveries, shows=presenters.show_deliveries, order=("-id",))


def _build_choice(wanted: dict[str, Any]) -> Choice:
    email, push = (Mode(mode) if (mode := wanted[way]) else None for way in ("email", "push"))
    return Choice(Topic(wanted["topic"]), email, push, wanted.get("group"))
