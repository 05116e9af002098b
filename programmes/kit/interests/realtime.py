"""Realtime frames of declarations of interests."""

from __future__ import annotations

from programmes.kit.dossiers.realtime import register_dossier_frames
from programmes.kit.interests import events

register_dossier_frames(events.InterestsDeclared, events.TieDecided)
