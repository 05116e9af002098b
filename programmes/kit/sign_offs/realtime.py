"""Frames of events of sign-offs."""

from __future__ import annotations

from programmes.kit.dossiers.realtime import register_dossier_frames
from programmes.kit.sign_offs import events

register_dossier_frames(events.SignOffAsked, events.SignOffDecided)
