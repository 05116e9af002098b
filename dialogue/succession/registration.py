"""What of this room passes on with a post: threads that it leads, and what was not read there yet."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import F

from dialogue.reading.models import ThreadReading
from dialogue.succession.services import take_over_reading, take_over_threads
from dialogue.threads.models import Thread, ThreadState, Visibility
from groups.common.hooks import heritage
from groups.models import Mandate


def _led(mandate: Mandate, group_ids: Collection[UUID]) -> int:
    shared = Thread.objects.filter(group__in=group_ids, visibility=Visibility.GROUP)
    return (
        shared.filter(facilitator=mandate).exclude(state__in=[ThreadState.DRAFT, ThreadState.CLOSED]).count()
    )


def _unread(mandate: Mandate, group_ids: Collection[UUID]) -> int:
    shared = Thread.objects.filter(group__in=group_ids, visibility=Visibility.GROUP)
    begun = shared.exclude(state=ThreadState.DRAFT).filter(message_count__gt=0, merged_into=None)
    mine = ThreadReading.objects.filter(person=mandate.person_id, thread__in=begun)
    read = mine.filter(seen__gte=F("thread__message_count"))
    return begun.exclude(pk__in=read.values("thread")).count()


heritage("led_threads", count=_led, take_over=take_over_threads)
heritage("unread_threads", count=_unread, take_over=take_over_reading)
