"""Register what passes to the successor of a post: threads it facilitates, and what it has read."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import F

from dialogue.reading.models import ThreadReading
from dialogue.succession.services import take_over_reading, take_over_threads
from dialogue.threads.models import Thread, ThreadState, Visibility
from groups.common.hooks import register_handover_item
from groups.models import Mandate


def _count_led_threads(mandate: Mandate, group_ids: Collection[UUID]) -> int:
    shared = Thread.objects.filter(group__in=group_ids, visibility=Visibility.GROUP)
    return (
        shared.filter(facilitator=mandate).exclude(state__in=[ThreadState.DRAFT, ThreadState.CLOSED]).count()
    )


def _count_unread_threads(mandate: Mandate, group_ids: Collection[UUID]) -> int:
    shared = Thread.objects.filter(group__in=group_ids, visibility=Visibility.GROUP)
    begun = shared.exclude(state=ThreadState.DRAFT).filter(message_count__gt=0, merged_into=None)
    mine = ThreadReading.objects.filter(person=mandate.person_id, thread__in=begun)
    read = mine.filter(seen__gte=F("thread__message_count"))
    return begun.exclude(pk__in=read.values("thread")).count()


register_handover_item("led_threads", count=_count_led_threads, take_over=take_over_threads)
register_handover_item("unread_threads", count=_count_unread_threads, take_over=take_over_reading)
