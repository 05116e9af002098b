"""What is the teacher's alone, for the permission matrix."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from tests.architecture.stages import MAKERS, POLICIES, Stage
from tests.cast import SYSTEM
from viche.accounts.models import PersonalAccessToken, Session, User
from viche.accounts.policies import PersonPolicy, SessionPolicy, TokenPolicy
from viche.accounts.services.tokens import issue_token
from viche.kernel.clock import now
from viche.kernel.models import Event
from viche.notifications.models import Notification
from viche.notifications.policies import NotificationPolicy
from viche.privacy.models import DataExport, ExportState
from viche.privacy.policies import ExportPolicy


def an_account(stage: Stage, state: str) -> User:
    return stage.here.people["teacher" if state == "active" else "deactivated"]


def a_session(stage: Stage, _state: str) -> Session:
    teacher, at = stage.here.people["teacher"], now() + timedelta(days=1)
    return Session.objects.create(session_key="k" * 40, session_data="", expire_date=at, person=teacher)


def a_token(stage: Stage, _state: str) -> PersonalAccessToken:
    teacher = stage.here.people["teacher"]
    token, _secret = issue_token(actor=SYSTEM, person_id=teacher.pk, name="Звіт", scopes=["groups:read"])
    return token


def a_notification(stage: Stage, _state: str) -> Notification:
    event = Event.objects.filter(kind="groups.membership_started", subject_id=stage.here.seats["teacher"].pk)
    facts: dict[str, Any] = {"kind": "groups.membership_started", "reason": "seated", "subject_type": "group"}
    teacher, group = stage.here.people["teacher"], stage.here.group
    return Notification.objects.create(person=teacher, event=event[0], subject_id=group.pk, **facts)


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
    "data_export": ExportPolicy(),
}
MAKERS |= {
    "person": an_account,
    "session": a_session,
    "token": a_token,
    "notification": a_notification,
    "data_export": a_copy,
}
