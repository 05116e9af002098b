"""Frames of events of evidence."""

from __future__ import annotations

from programmes.kit.dossiers.realtime import register_dossier_frames
from programmes.kit.evidence import events

register_dossier_frames(
    events.DossierEvidenceAdded, events.DossierEvidenceWithdrawn, events.DossierEvidenceHidden
)
