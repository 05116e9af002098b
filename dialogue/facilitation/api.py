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

    For facilitators (`keep_floor`) of an open or summarising thread: only they post until `DELETE`.
    `lock` of the thread says since when and why; others get 403 `thread_locked` with the reason in
    `detail`. Reading, support, reactions, reports, acknowledgements, drafts and corrections of one's own
    messages go on. Closing the thread ends it.

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

    `seconds` is 0 (off), 30, 60, 300, 900 or 3600: how long everybody but facilitators waits between two
    messages (429 `slow_mode` with `Retry-After` and `retry_after`, over the socket, too). `spoke_at` of
    the thread is when the reader last posted there. Closing the thread ends it.
    """

    records = log_thread_read

    put = Write(
        Action.KEEP_FLOOR, services.set_slow_mode, body=serializers.PaceIn, shows=show_thread, versioned=True
    )


class ThreadFacilitator(Endpoint):
    """Facilitator of a thread.

    PUT: Hand the thread over to another mandate. Idempotent.

    To the mandate of somebody who speaks in its group (`hand_over`), while the thread is open or summed
    up. 422 `not_in_group`. It changes nobody's access: a restricted thread is handed over to somebody
    whom it names (`not_named`), by somebody who goes on reading it (`without_you`). The new facilitator
    is notified; the step is in `GET /threads/{id}/floor` with the `successor`; the event is
    `dialogue.thread_handed_over`.
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
