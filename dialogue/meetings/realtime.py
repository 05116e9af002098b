"""Frames of meetings, light ones on the topic of the group: an open page reloads what changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from dialogue.meetings import events
from dialogue.meetings.schemas import MeetingFrame, MeetingSeriesFrame
from viche.kernel.models import Event
from viche.realtime.registry import Data, register_frame


def render_meeting_frames(rows: Sequence[Event], _topic_kind: str) -> Mapping[UUID, Data | None]:
    return {event.id: _show_change(event) for event in rows}


def _show_change(event: Event) -> MeetingFrame:
    return {
        "meeting_id": event.data["meeting_id"],
        "state": event.data["state"],
        "version": event.data["row_version"],
        "change": event.kind.rpartition(".")[2],
        "item_id": event.data.get("item_id"),
    }


for fact in events.MeetingPayload.__subclasses__():
    if fact.kind != events.MeetingReminded.kind:  # it changes nothing
        register_frame(fact.kind, shape=MeetingFrame)(render_meeting_frames)


@register_frame(events.MeetingSeriesChanged.kind, shape=MeetingSeriesFrame)
def render_series_frames(rows: Sequence[Event], _topic_kind: str) -> Mapping[UUID, Data | None]:
    return {event.id: {"series_id": event.data["series_id"]} for event in rows}
