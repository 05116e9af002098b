"""Rows for frames, which only those get who may hear of them: not narrowed to anybody."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from tasks.models import ActionItem, Reminder


def reminders_as_they_are(ids: Collection[UUID]) -> QuerySet[Reminder]:
    return Reminder.objects.filter(pk__in=ids)


def group_of(action_id: UUID) -> UUID | None:
    """The group of an item; None when there is no such item."""
    return ActionItem.objects.filter(pk=action_id).values_list("group", flat=True).first()
