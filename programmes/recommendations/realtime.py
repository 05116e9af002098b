"""Frames of recommendations: light ones on the topic of their dossier."""

from programmes.kit.dossiers.realtime import register_dossier_frames
from programmes.recommendations import events

register_dossier_frames(
    events.RecommendationMade,
    events.RecommendationChanged,
    events.RecommendationDiscarded,
    events.RecommendationIssued,
    events.RecommendationSuperseded,
    events.RecommendationMoved,
    events.RecommendationReminded,
    events.RecommendationLinkMade,
    events.RecommendationLinkRevoked,
)
