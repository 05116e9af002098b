"""Frames of events of findings."""

from __future__ import annotations

from programmes.kit.dossiers.realtime import register_dossier_frames
from programmes.kit.findings import events

register_dossier_frames(events.FindingRecorded, events.FindingChanged, events.FindingRemoved)
