"""HTTP endpoints of facilitation: lock, slow mode, handover and the facilitation log."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast

from dialogue.facilitation import schemas, serializers, services
from dialogue.facilitation.handover import hand_over_thread
from dialogue.facilitation.models import FloorStep
from dialogue.facilitation.selectors import LATEST_FIRST, steps_of
from dialogue.threads import selectors as threads_selectors
from dialogue.threads.access_log import log_thread_read
from dialogue.threads.policies import Action
from dialogue.timeline.api import show_thread
from groups.common import presenters as groups
from viche.kernel.api import Endpoint, Page, Write


def _show_steps(rows: Iterable[FloorStep]) -> list[schemas.FloorStepOut]:
    return [show_step(one) for one in rows]


def show_step(row: FloorStep) -> schemas.FloorStepOut:
    return {
        "id": row.pk,
        "what": cast("Any", row.what),
        "why": row.reason,
        "seconds": row.seconds,
        "successor": groups.show_voice(row.successor.person, row.successor)
        if row.successor is not None
        else None,
        "at": row.at,
        "actor": groups.show_voice(row.person, row.mandate) if row.person is not None else None,
    }


class ThreadLock(Endpoint):
    """Lock of a thread: only facilitators may post.

    PUT: Lock the thread, or change the reason of the lock.

    DELETE: Unlock the thread.
    """

    records = log_thread_read

    put = Write(
        Action.KEEP_FLOOR, services.lock_thread, body=serializers.LockIn, shows=show_thread, versioned=True
    )

    delete = Write(Action.KEEP_FLOOR, services.unlock_thread, shows=show_thread, versioned=True)


class ThreadPace(Endpoint):
    """Slow mode: how long authors who are not facilitators wait between two messages.

    PUT: Set the slow mode. Idempotent.
    """

    records = log_thread_read

    put = Write(
        Action.KEEP_FLOOR, services.set_slow_mode, body=serializers.PaceIn, shows=show_thread, versioned=True
    )


class ThreadFacilitator(Endpoint):
    """Facilitator of a thread.

    PUT: Hand the thread over to another mandate. Idempotent.
    """

    records = log_thread_read

    put = Write(
        Action.HAND_OVER, hand_over_thread, body=serializers.HandOverIn, shows=show_thread, versioned=True
    )


class ThreadFloor(Endpoint):
    """Facilitation log of a thread.

    GET: List all facilitation steps, the latest first.
    """

    records = log_thread_read

    get = Page(
        Action.READ, steps_of, of=threads_selectors.get_thread_for, shows=_show_steps, order=LATEST_FIRST
    )
