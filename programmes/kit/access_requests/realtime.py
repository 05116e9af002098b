"""Frames of access requests, on the topics of who asked and of those who may answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TypedDict
from uuid import UUID

from programmes.kit.access_requests import events
from viche.kernel.models import Event
from viche.realtime.registry import Data, register_frame


class DossierNamedFrame(TypedDict):
    """A reference to a dossier: access to it was requested, or the request closed."""

    dossier_id: UUID


@register_frame(events.DossierAccessAskedFor.kind, shape=DossierNamedFrame)
@register_frame(events.DossierAccessRequestClosed.kind, shape=DossierNamedFrame)
def build_dossier_named_frames(rows: Sequence[Event], _topic_kind: str) -> Mapping[UUID, Data | None]:
    return {event.id: {"dossier_id": event.data["dossier_id"]} for event in rows}
