"""HTTP endpoints of facilitation: lock, slow mode, handover and the facilitation log."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, cast
from uuid import UUID

from drf_spectacular.utils import extend_schema
from rest_framework.request import Request
from rest_framework.response import Response

from dialogue.facilitation import schemas, serializers, services
from dialogue.facilitation.handover import hand_over_thread
from dialogue.facilitation.models import FloorStep
from dialogue.facilitation.selectors import LATEST_FIRST, steps_of
from dialogue.threads import selectors as threads_selectors
from dialogue.threads.access_log import log_thread_read
from dialogue.threads.policies import Action
from dialogue.timeline import schemas as timeline_schemas
from dialogue.timeline.api import show_thread
from groups.common import presenters as groups
from viche.kernel.api import Endpoint, Nothing, answer, page_of, paginate, shape_of


class ThreadLock(Endpoint):
    """Lock of a thread: only facilitators may post."""

    actions = {"PUT": Action.KEEP_FLOOR, "DELETE": Action.KEEP_FLOOR}
    conditional = frozenset({"PUT", "DELETE"})

    @extend_schema(request=serializers.LockIn, responses=shape_of(timeline_schemas.ThreadOut))
    def put(self, request: Request, thread_id: UUID) -> Response:
        """Lock the thread, or change the reason of the lock."""
        said = self.parse(serializers.LockIn)
        version = self.expected_version()
        services.lock_thread(actor=self.actor, thread_id=thread_id, expected_version=version, **said)
        return show_thread(self.actor, thread_id)

    @extend_schema(responses={200: shape_of(timeline_schemas.ThreadOut)})
    def delete(self, request: Request, thread_id: UUID) -> Response:
        """Unlock the thread."""
        version = self.expected_version()
        services.unlock_thread(actor=self.actor, thread_id=thread_id, expected_version=version)
        return show_thread(self.actor, thread_id)


class ThreadPace(Endpoint):
    """Slow mode: how long authors who are not facilitators wait between two messages."""

    actions = {"PUT": Action.KEEP_FLOOR}
    conditional = frozenset({"PUT"})

    @extend_schema(request=serializers.PaceIn, responses=shape_of(timeline_schemas.ThreadOut))
    def put(self, request: Request, thread_id: UUID) -> Response:
        """Set the slow mode. Idempotent."""
        said = self.parse(serializers.PaceIn)
        version = self.expected_version()
        services.set_slow_mode(actor=self.actor, thread_id=thread_id, expected_version=version, **said)
        return show_thread(self.actor, thread_id)


class ThreadFacilitator(Endpoint):
    """Facilitator of a thread."""

    actions = {"PUT": Action.HAND_OVER}
    conditional = frozenset({"PUT"})

    @extend_schema(request=serializers.HandOverIn, responses=shape_of(timeline_schemas.ThreadOut))
    def put(self, request: Request, thread_id: UUID) -> Response:
        """Hand the thread over to another mandate. Idempotent."""
        said = self.parse(serializers.HandOverIn)
        said["facilitator_id"] = said.pop("facilitator")
        version = self.expected_version()
        hand_over_thread(actor=self.actor, thread_id=thread_id, expected_version=version, **said)
        return show_thread(self.actor, thread_id)


class ThreadFloor(Endpoint):
    """Facilitation log of a thread."""

    actions = {"GET": Action.READ}
    asks = Nothing

    @extend_schema(responses=page_of(schemas.FloorStepOut))
    def get(self, request: Request, thread_id: UUID) -> Response:
        """List all facilitation steps, the latest first."""
        thread = threads_selectors.get_thread_for(self.actor, thread_id)
        log_thread_read(self.actor, thread)
        return answer(paginate(request, steps_of(thread), order=LATEST_FIRST, present=_show_steps))


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
