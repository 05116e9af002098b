"""Frames of events of forms."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from uuid import UUID

from programmes.kit.dossiers.realtime import show_change
from programmes.kit.forms import events
from programmes.kit.forms.schemas import FormFrame
from viche.kernel.models import Event
from viche.realtime.registry import Data, register_frame


def render_form_frames(rows: Sequence[Event], _topic_kind: str) -> Mapping[UUID, Data | None]:
    return {event.id: _show_change(event) for event in rows}


def _show_change(event: Event) -> FormFrame:
    return {
        **show_change(event),
        "submission_id": event.data["submission_id"],
        "question": event.data.get("question"),
    }


for _fact in (events.FormStarted, events.FormAnswered, events.FormCompleted, events.FormReopened):
    register_frame(_fact.kind, shape=FormFrame)(render_form_frames)
