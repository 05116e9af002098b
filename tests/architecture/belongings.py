"""What is the teacher's alone, for the permission matrix."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tasks.items.policies import SavedViewPolicy
from tasks.models import SavedView
from tests.architecture.stages import MAKERS, POLICIES
from tests.architecture.stages.stage import Stage
from tests.cast import SYSTEM
from viche.accounts.models import PersonalAccessToken, Session, User
from viche.accounts.policies import PersonPolicy, SessionPolicy, TokenPolicy
from viche.accounts.services.tokens import issue_token
from viche.deadlines.models import CalendarFeed
from viche.deadlines.policies import FeedPolicy
from viche.kernel.clock import now
from viche.kernel.ids import uuid7
from viche.kernel.models import Event
from viche.notifications.models import Notification, PreferenceSheet, PushSubscription
from viche.notifications.policies import NotificationPolicy, PreferencePolicy, PushPolicy
from viche.privacy.models import DataExport, ExportState
from viche.privacy.policies import ExportPolicy


def an_account(stage: Stage, state: str) -> User:
    return stage.here.people["teacher" if state == "active" else "deactivated"]


def a_session(stage: Stage, _state: str) -> Session:
    """Beside one to which nobody has signed in yet."""
    facts: dict[str, Any] = {"session_data": "", "expire_date": now() + timedelta(days=1)}
    Session.objects.create(session_key="n" * 40, **facts)
    return Session.objects.create(session_key="k" * 40, person=stage.here.people["teacher"], **facts)


def a_token(stage: Stage, _state: str) -> PersonalAccessToken:
    teacher = stage.here.people["teacher"]
    token, _secret = issue_token(actor=SYSTEM, person_id=teacher.pk, name="Звіт", scopes=["groups:read"])
    return token


def a_notification(stage: Stage, _state: str) -> Notification:
    event = Event.objects.filter(kind="groups.membership_started", subject_id=stage.here.seats["teacher"].pk)
    facts: dict[str, Any] = {
        "kind": "groups.membership_started",
        "reason": "concerns_you",
        "subject_type": "group",
    }
    teacher, group = stage.here.people["teacher"], stage.here.group
    return Notification.objects.create(person=teacher, event=event[0], subject_id=group.pk, **facts)


def a_sheet(stage: Stage, _state: str) -> PreferenceSheet:
    return PreferenceSheet.objects.create(person=stage.here.people["teacher"])


def a_push(stage: Stage, _state: str) -> PushSubscription:
    teacher = stage.here.people["teacher"]
    keys = {"public": "B" * 87, "secret": "s" * 22, "server_key": "k" * 87}
    facts: dict[str, Any] = {"endpoint": "https://fcm.googleapis.com/fcm/send/t", **keys}
    return PushSubscription.objects.create(person=teacher, sign_in=uuid7(), **facts)


def a_feed(stage: Stage, _state: str) -> CalendarFeed:
    return CalendarFeed.objects.create(person=stage.here.people["teacher"], digest="0" * 64)


def a_view(stage: Stage, _state: str) -> SavedView:
    return SavedView.objects.create(person=stage.here.people["teacher"], name="Моє", query="show=own")


def a_copy(stage: Stage, _state: str) -> DataExport:
    """The policy reads whose it is alone; tests/privacy gathers it."""
    facts = {"state": ExportState.READY, "ready_at": now(), "expires_at": now() + timedelta(days=7)}
    teacher = stage.here.people["teacher"]
    return DataExport.objects.create(person=teacher, language="uk", sha256="0" * 64, size=1, **facts)


POLICIES |= {
    "person": PersonPolicy(),
    "session": SessionPolicy(),
    "token": TokenPolicy(),
    "notification": NotificationPolicy(),
    "notification_preferences": PreferencePolicy(),
    "push_subscription": PushPolicy(),
    "calendar_feed": FeedPolicy(),
    "saved_view": SavedViewPolicy(),
    "data_export": ExportPolicy(),
}
MAKERS |= {
    "person": an_account,
    "session": a_session,
    "token": a_token,
    "notification": a_notification,
    "notification_preferences": a_sheet,
    "push_subscription": a_push,
    "calendar_feed": a_feed,
    "saved_view": a_view,
    "data_export": a_copy,
}
