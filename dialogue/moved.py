"""Which groups threads are in, and in which they were."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from django.db.models import QuerySet

from dialogue.models import Thread, ThreadMove
from dialogue.standing import SHARED


def shared_among(ids: Collection[UUID]) -> dict[UUID, UUID]:
    """Those of some threads that the whole of their group reads, each with it. Not narrowed to anybody."""
    return dict(Thread.objects.filter(SHARED, pk__in=ids).values_list("pk", "group"))


def moves_of(thread: Thread) -> QuerySet[ThreadMove]:
    """Between which groups a thread was taken, the latest first."""
    rows = ThreadMove.objects.filter(thread=thread).order_by("-at", "-id")
    return rows.select_related("person", "mandate__organisation", "mandate__person")
