"""Notifications are the person's own."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.db.models import QuerySet

from viche.kernel.actor import Actor
from viche.kernel.policy import Level, Policy, Source
from viche.notifications.models import Notification


class Action(StrEnum):
    READ = "notification.read"
    MARK_READ = "notification.mark_read"


class NotificationPolicy(Policy[Notification]):
    """Only the person who was told sees a notification, and marks it as read."""

    model = Notification
    domain = "notifications"
    every = Action
    reads: ClassVar[frozenset[StrEnum]] = frozenset({Action.READ})

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[Notification]:
        if actor.person_id is None or not actor.has_scope("notifications:read"):
            return Notification.objects.none()
        return Notification.objects.filter(person=actor.person_id)

    def permits(self, actor: Actor, action: StrEnum, obj: Notification) -> bool:
        return actor.person_id is not None and obj.person_id == actor.person_id

    def explain(self, actor: Actor, obj: Notification) -> list[Source]:
        return [Source("self", obj.person_id, None)] if self.permits(actor, Action.READ, obj) else []
