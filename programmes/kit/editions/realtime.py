"""Frames of events of editions."""

from __future__ import annotations

from programmes.kit.dossiers.realtime import register_dossier_frames
from programmes.kit.editions import events

register_dossier_frames(events.EditionMade, events.EditionPublished, events.EditionWithdrawn)
