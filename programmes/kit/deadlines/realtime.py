"""Realtime frames of deadlines of dossiers."""

from __future__ import annotations

from programmes.kit.deadlines import events
from programmes.kit.dossiers.realtime import register_dossier_frames

register_dossier_frames(events.DossierDeadlineNear, events.DossierDeadlineReached)
