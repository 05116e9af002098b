"""Frames of minutes, light ones on the topic of the group: an open page reloads what changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from dialogue.minutes import events
from dialogue.minutes.schemas import MinutesFrame
from viche.kernel.models import Event
from viche.realtime.registry import Data, register_frame


def render_minutes_frames(rows: Sequence[Event], _topic_kind: str) -> Mapping[UUID, Data | None]:
    return {event.id: _show_change(event) for event in rows}


def _show_change(event: Event) -> MinutesFrame:
    return {
        "minutes_id": event.data["minutes_id"],
        "meeting_id": event.data["meeting_id"],
        "state": event.data["state"],
        "version": event.data["row_version"],
        "change": event.kind.rpartition(".")[2],
    }


for fact in events.MinutesPayload.__subclasses__():
    register_frame(fact.kind, shape=MinutesFrame)(render_minutes_frames)
