"""Policies of notifications: they belong to their person alone."""

from __future__ import annotations

from enum import StrEnum
from typing import ClassVar

from django.db.models import QuerySet

from viche.accounts.policies import OwnPolicy
from viche.kernel.actor import Actor
from viche.kernel.policy import Level, Policy, Source
from viche.notifications.models import Notification, PreferenceSheet, PushSubscription


class Action(StrEnum):
    READ = "notification.read"
    MARK_READ = "notification.mark_read"


class NotificationPolicy(Policy[Notification]):
    """Only its recipient sees a notification, and marks it as read."""

    model = Notification
    domain = "notifications"
    every = Action
    reads: ClassVar[frozenset[StrEnum]] = frozenset({Action.READ})

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[Notification]:
        own = Notification.objects.filter(person=actor.person_id)
        return own if actor.has_scope("notifications:read") else own.none()

    def permits(self, actor: Actor, action: StrEnum, obj: Notification) -> bool:
        return obj.person_id == actor.person_id

    def explain(self, actor: Actor, obj: Notification) -> list[Source]:
        return [Source("self", obj.person_id, None)] if self.permits(actor, Action.READ, obj) else []


class PreferenceAction(StrEnum):
    READ = "notification_preferences.read"
    EDIT = "notification_preferences.edit"


class PreferencePolicy(Policy[PreferenceSheet]):
    """Only the person themselves sees and changes their preferences."""

    model = PreferenceSheet
    domain = "notifications"
    every = PreferenceAction
    reads: ClassVar[frozenset[StrEnum]] = frozenset({PreferenceAction.READ})

    def visible_to(self, actor: Actor, level: Level = Level.READ) -> QuerySet[PreferenceSheet]:
        own = PreferenceSheet.objects.filter(person=actor.person_id)
        return own if actor.has_scope("notifications:read") else own.none()

    def permits(self, actor: Actor, action: StrEnum, obj: PreferenceSheet) -> bool:
        return obj.person_id == actor.person_id

    def explain(self, actor: Actor, obj: PreferenceSheet) -> list[Source]:
        own = self.permits(actor, PreferenceAction.READ, obj)
        return [Source("self", obj.person_id, None)] if own else []


class PushAction(StrEnum):
    READ = "push_subscription.read"
    ADD = "push_subscription.add"
    REMOVE = "push_subscription.remove"


class PushPolicy(OwnPolicy[PushSubscription]):
    """People manage push subscriptions of their own browsers, from a browser only."""

    model = PushSubscription
    domain = "notifications"
    every = PushAction
    reads: ClassVar[frozenset[StrEnum]] = frozenset({PushAction.READ})


pushes = PushPolicy()
