"""Who speaks when in a thread, over HTTP."""

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
from dialogue.facilitation.selectors import LATEST, steps_of
from dialogue.threads import selectors as threads_selectors
from dialogue.threads.access_log import note_thread
from dialogue.threads.policies import Action
from dialogue.timeline import schemas as timeline_schemas
from dialogue.timeline.api import show_thread
from groups.common import presenters as groups
from viche.kernel.api import Endpoint, Nothing, answer, keyset_page, page_of, shape


class ThreadLock(Endpoint):
    """Whether those who lead a thread alone post in it."""

    actions = {"PUT": Action.KEEP_FLOOR, "DELETE": Action.KEEP_FLOOR}
    conditional = frozenset({"PUT", "DELETE"})

    @extend_schema(request=serializers.LockIn, responses=shape(timeline_schemas.ThreadOut))
    def put(self, request: Request, thread_id: UUID) -> Response:
        """Let them alone post; again, it puts the reason in other words."""
        said = self.parse(serializers.LockIn)
        version = self.expected_version()
        services.lock_thread(actor=self.actor, thread_id=thread_id, expected_version=version, **said)
        return show_thread(self.actor, thread_id)

    @extend_schema(responses={200: shape(timeline_schemas.ThreadOut)})
    def delete(self, request: Request, thread_id: UUID) -> Response:
        """Let everybody post who speaks here."""
        version = self.expected_version()
        services.unlock_thread(actor=self.actor, thread_id=thread_id, expected_version=version)
        return show_thread(self.actor, thread_id)


class ThreadPace(Endpoint):
    """How long whoever does not lead a thread waits between two messages of theirs."""

    actions = {"PUT": Action.KEEP_FLOOR}
    conditional = frozenset({"PUT"})

    @extend_schema(request=serializers.PaceIn, responses=shape(timeline_schemas.ThreadOut))
    def put(self, request: Request, thread_id: UUID) -> Response:
        """Set it; the same again changes nothing."""
        said = self.parse(serializers.PaceIn)
        version = self.expected_version()
        services.set_pace(actor=self.actor, thread_id=thread_id, expected_version=version, **said)
        return show_thread(self.actor, thread_id)


class ThreadFacilitator(Endpoint):
    """Who leads a thread."""

    actions = {"PUT": Action.HAND_OVER}
    conditional = frozenset({"PUT"})

    @extend_schema(request=serializers.HandOverIn, responses=shape(timeline_schemas.ThreadOut))
    def put(self, request: Request, thread_id: UUID) -> Response:
        """Hand it over to another mandate; to the one that leads it already changes nothing."""
        said = self.parse(serializers.HandOverIn)
        said["facilitator_id"] = said.pop("facilitator")
        version = self.expected_version()
        hand_over_thread(actor=self.actor, thread_id=thread_id, expected_version=version, **said)
        return show_thread(self.actor, thread_id)


class ThreadFloor(Endpoint):
    """What was decided about who speaks, and who leads."""

    actions = {"GET": Action.READ}
    asks = Nothing

    @extend_schema(responses=page_of(schemas.FloorStepOut))
    def get(self, request: Request, thread_id: UUID) -> Response:
        """Every step, the latest first."""
        thread = threads_selectors.get_thread_for(self.actor, thread_id)
        note_thread(self.actor, thread)
        return answer(keyset_page(request, steps_of(thread), order=LATEST, present=_shown_steps))


def _shown_steps(rows: Iterable[FloorStep]) -> list[schemas.FloorStepOut]:
    return [shown_step(one) for one in rows]


def shown_step(row: FloorStep) -> schemas.FloorStepOut:
    return {
        "id": row.pk,
        "what": cast("Any", row.what),
        "why": row.reason,
        "seconds": row.seconds,
        "successor": groups.voice(row.successor.person, row.successor) if row.successor is not None else None,
        "at": row.at,
        "actor": groups.voice(row.person, row.mandate) if row.person is not None else None,
    }
